package dev.polyprim.client;

/**
 * The client was closed, before the call or during it. It has no code; its reason is {@code
 * CLOSED}.
 */
public final class ClosedException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  ClosedException(Failure failure) {
    super(failure);
  }
}
