package dev.polyprim.client;

/** The token does not give the right to do this: {@code PERMISSION_DENIED}. */
public final class PermissionDeniedException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  PermissionDeniedException(Failure failure) {
    super(failure);
  }
}
