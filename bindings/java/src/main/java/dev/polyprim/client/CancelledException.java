package dev.polyprim.client;

/**
 * The call was cancelled, or its thread interrupted: {@code CANCELLED}. The call may have been
 * carried out all the same.
 */
public final class CancelledException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  CancelledException(Failure failure) {
    super(failure);
  }
}
