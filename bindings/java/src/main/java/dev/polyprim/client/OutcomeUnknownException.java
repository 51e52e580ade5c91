package dev.polyprim.client;

/**
 * The call may have had part of its effect, and the server cannot tell any more: {@code ABORTED},
 * reason {@code OUTCOME_UNKNOWN}. It is not made again.
 */
public final class OutcomeUnknownException extends PolyprimException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknownException(Failure failure) {
    super(failure);
  }
}
