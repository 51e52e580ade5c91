package dev.polyprim.client;

/** A payload does not match its CRC32: {@code DATA_LOSS}, reason {@code CHECKSUM}. */
public final class ChecksumException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  ChecksumException(Failure failure) {
    super(failure);
  }
}
