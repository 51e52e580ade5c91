package dev.polyprim.client;

/**
 * The name belongs to an object of another kind: {@code FAILED_PRECONDITION}, reason {@code
 * WRONG_KIND}.
 */
public final class WrongKindException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  WrongKindException(Failure failure) {
    super(failure);
  }
}
