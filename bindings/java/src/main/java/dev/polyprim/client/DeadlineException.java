package dev.polyprim.client;

/**
 * The deadline passed first: {@code DEADLINE_EXCEEDED}. The call may have been carried out all the
 * same.
 */
public final class DeadlineException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  DeadlineException(Failure failure) {
    super(failure);
  }
}
