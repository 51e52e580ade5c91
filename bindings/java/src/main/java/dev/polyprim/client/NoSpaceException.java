package dev.polyprim.client;

/** The segment is full: {@code RESOURCE_EXHAUSTED}, reason {@code NO_SPACE}. */
public final class NoSpaceException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  NoSpaceException(Failure failure) {
    super(failure);
  }
}
