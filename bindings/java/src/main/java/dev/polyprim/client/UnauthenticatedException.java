package dev.polyprim.client;

/** The token is missing or wrong: {@code UNAUTHENTICATED}. */
public final class UnauthenticatedException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  UnauthenticatedException(Failure failure) {
    super(failure);
  }
}
