package dev.polyprim.client;

/**
 * There is no server at the address, or it went away: {@code UNAVAILABLE}. The call may have been
 * carried out all the same.
 */
public final class UnavailableException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  UnavailableException(Failure failure) {
    super(failure);
  }
}
