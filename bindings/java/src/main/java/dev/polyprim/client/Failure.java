package dev.polyprim.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.time.Duration;

/** What is known of a failure, and the exception that stands for it. */
record Failure(
    String message,
    String code,
    String reason,
    String field,
    Duration retryAfter,
    Throwable cause) {

  /** What grpc reported, with the details that the server gave. */
  static Failure of(Throwable error) {
    Status status = Status.fromThrowable(error);
    Metadata trailers = Status.trailersFromThrowable(error);
    String reason = "";
    String field = "";
    Duration retryAfter = null;
    try {
      for (Any detail : StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          reason = detail.unpack(ErrorInfo.class).getReason();
        } else if (detail.is(BadRequest.class)) {
          BadRequest request = detail.unpack(BadRequest.class);
          if (request.getFieldViolationsCount() > 0) {
            field = request.getFieldViolations(0).getField();
          }
        } else if (detail.is(RetryInfo.class)) {
          com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
          retryAfter = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
        }
      }
    } catch (InvalidProtocolBufferException e) {
      error.addSuppressed(e); // the code still tells what happened
    }
    return new Failure(text(status), code(status).name(), reason, field, retryAfter, error);
  }

  /** What the client itself finds wrong with an argument. */
  static Failure invalid(String message) {
    return new Failure(message, Status.Code.INVALID_ARGUMENT.name(), "", "", null, null);
  }

  /** What the client itself finds missing. */
  static Failure notFound(String name) {
    return new Failure(
        "there is no " + name, Status.Code.NOT_FOUND.name(), "NOT_FOUND", "", null, null);
  }

  /** What the client itself finds damaged. */
  static Failure damaged() {
    return new Failure(
        "a record arrived damaged", Status.Code.DATA_LOSS.name(), "CHECKSUM", "", null, null);
  }

  /** The end of a call that could not even begin. */
  static Failure late() {
    return new Failure(
        "the deadline passed first", Status.Code.DEADLINE_EXCEEDED.name(), "", "", null, null);
  }

  /** The end of every call of a client that is closed. */
  static Failure closed() {
    return new Failure("this client is closed", "", "CLOSED", "", null, null);
  }

  /** The end of a call whose thread was interrupted, or whose future was cancelled. */
  static Failure cancelled(String message, Throwable cause) {
    return new Failure(message, Status.Code.CANCELLED.name(), "", "", null, cause);
  }

  PolyprimException exception() {
    return switch (reason) {
      case "WRONG_KIND" -> new WrongKindException(this);
      case "CHECKSUM" -> new ChecksumException(this);
      case "REQUEST_ID_EXPIRED" -> new RequestExpiredException(this);
      case "OUTCOME_UNKNOWN" -> new OutcomeUnknownException(this);
      case "NO_SPACE" -> new NoSpaceException(this);
      case "CLOSED" -> code.isEmpty() ? new ClosedException(this) : byCode();
      default -> byCode();
    };
  }

  private PolyprimException byCode() {
    return switch (code) {
      case "NOT_FOUND" -> new NotFoundException(this);
      case "INVALID_ARGUMENT" -> new InvalidArgumentException(this);
      case "DEADLINE_EXCEEDED" -> new DeadlineException(this);
      case "CANCELLED" -> new CancelledException(this);
      case "UNAVAILABLE" -> new UnavailableException(this);
      case "UNAUTHENTICATED" -> new UnauthenticatedException(this);
      case "PERMISSION_DENIED" -> new PermissionDeniedException(this);
      default -> new PolyprimException(this);
    };
  }

  /** The code. A connection that ends while a call begins is UNKNOWN to grpc-netty. */
  private static Status.Code code(Status status) {
    boolean isBroken =
        status.getCode() == Status.Code.UNKNOWN && status.getCause() instanceof IOException;
    return isBroken ? Status.Code.UNAVAILABLE : status.getCode();
  }

  /** The server's sentence; of a transport's failure, which says little itself, also its cause. */
  private static String text(Status status) {
    String text =
        status.getDescription() == null ? status.getCode().name() : status.getDescription();
    Throwable cause = status.getCause();
    if (cause == null) {
      return text;
    }
    String why = cause.getMessage();
    return text + ": " + (why == null ? cause.getClass().getSimpleName() : why);
  }
}
