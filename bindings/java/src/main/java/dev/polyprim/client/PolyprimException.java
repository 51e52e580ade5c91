package dev.polyprim.client;

import java.time.Duration;
import java.util.Optional;

/**
 * A call failed. The subclasses are the failures that programs tell apart; this class itself is any
 * other.
 *
 * <pre>
 * PolyprimException                any other code
 *   NotFoundException              NOT_FOUND
 *   InvalidArgumentException       INVALID_ARGUMENT; field() names a wrong field
 *   WrongKindException             FAILED_PRECONDITION, reason WRONG_KIND
 *   NoSpaceException               RESOURCE_EXHAUSTED, reason NO_SPACE
 *   ChecksumException              DATA_LOSS, reason CHECKSUM; or a reply that arrived damaged
 *   DeadlineException              DEADLINE_EXCEEDED
 *   CancelledException             CANCELLED, or the thread was interrupted
 *   UnavailableException           UNAVAILABLE: no server there, or it went away
 *   UnauthenticatedException       UNAUTHENTICATED: no token, or a wrong one
 *   PermissionDeniedException      PERMISSION_DENIED
 *   RequestExpiredException        FAILED_PRECONDITION, reason REQUEST_ID_EXPIRED
 *   OutcomeUnknownException        ABORTED, reason OUTCOME_UNKNOWN
 *   ClosedException                the client was closed
 * </pre>
 */
public class PolyprimException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The name of the gRPC code, or empty. */
  private final String code;

  /** The server's reason, or empty. */
  private final String reason;

  /** The name of a wrong field, or empty. */
  private final String field;

  /** When to call again, or null. */
  private final Duration retryAfter;

  PolyprimException(Failure failure) {
    super(failure.message(), failure.cause());
    this.code = failure.code();
    this.reason = failure.reason();
    this.field = failure.field();
    this.retryAfter = failure.retryAfter();
  }

  /**
   * The name of the gRPC code.
   *
   * @return for example {@code NOT_FOUND}; empty if the client itself failed
   */
  public String code() {
    return code;
  }

  /**
   * The reason that the server gave in {@code google.rpc.ErrorInfo}.
   *
   * @return for example {@code WRONG_KIND}; empty if there is none
   */
  public String reason() {
    return reason;
  }

  /**
   * The field of the request that was wrong.
   *
   * @return its name in the contract, for example {@code delta}; empty if there is none
   */
  public String field() {
    return field;
  }

  /**
   * When the same call may succeed.
   *
   * @return how long to wait before it is made again; empty if the server did not say
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
