package dev.polyprim.client;

/** There is no such object, or no such namespace: {@code NOT_FOUND}. */
public final class NotFoundException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  NotFoundException(Failure failure) {
    super(failure);
  }
}
