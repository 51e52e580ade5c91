"""What a call can raise. Each error carries the contract's code and reason.

PolyprimError                 any other code
  NotFoundError               NOT_FOUND
  InvalidArgumentError        INVALID_ARGUMENT (ValueError); `field` names a wrong field
  WrongKindError              FAILED_PRECONDITION, reason WRONG_KIND
  NoSpaceError                RESOURCE_EXHAUSTED, reason NO_SPACE
  TaskError                   a task cannot do that, trapped, or wrote too much: reasons TASK_...
  SnapshotError               a snapshot or its store cannot be used: reasons SNAPSHOT_...
  ChecksumError               DATA_LOSS, reason CHECKSUM; or a reply that arrived damaged
  UnauthenticatedError        UNAUTHENTICATED: no token, or a wrong one
  PermissionDeniedError       PERMISSION_DENIED: a token without the right to do this
  RequestExpiredError         FAILED_PRECONDITION, reason REQUEST_ID_EXPIRED
  OutcomeUnknownError         ABORTED, reason OUTCOME_UNKNOWN: never made again by itself
  SessionFullError            RESOURCE_EXHAUSTED, reason SESSION_FULL: seen by no caller
  DeadlineError               DEADLINE_EXCEEDED (TimeoutError)
  CancelledError              CANCELLED
  UnavailableError            UNAVAILABLE (ConnectionError): none there, gone, or no TLS with it
  ClosedError                 the client was closed
  ForkedError                 the client belongs to the parent process
"""

from __future__ import annotations

from typing import Any, Final

from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from polyprim_client.gen import task_pb2

_DETAILS: Final = "grpc-status-details-bin"


class PolyprimError(Exception):
    """A call failed. `code` is the gRPC code's name, `reason` that of google.rpc.ErrorInfo, `field`
    the request's field that was wrong; each is empty where there is none. `retry_after` is after
    how many seconds the same call may succeed, where the server said so. `output` and `errors` are
    the end of what a task had written in a run that failed."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        reason: str = "",
        field: str = "",
        retry_after: float | None = None,
        output: bytes = b"",
        errors: bytes = b"",
    ) -> None:
        super().__init__(message)
        self.code: Final = code
        self.reason: Final = reason
        self.field: Final = field
        self.retry_after: Final = retry_after
        self.output: Final = output
        self.errors: Final = errors


class NotFoundError(PolyprimError):
    """There is no such object."""


class InvalidArgumentError(PolyprimError, ValueError):
    """A value is outside its range, or a field is missing."""


class WrongKindError(PolyprimError):
    """The name belongs to an object of another kind."""


class NoSpaceError(PolyprimError):
    """The segment is full."""


class TaskError(PolyprimError):
    """A task cannot do what is asked of it, or has ended by a trap or a limit."""


class SnapshotError(PolyprimError):
    """A snapshot is damaged, or its store cannot be used."""


class SessionFullError(PolyprimError):
    """The server has no room to remember the answer: the client makes the call in another session,
    and so nobody sees this."""


class ChecksumError(PolyprimError):
    """A payload does not match its CRC32."""


class UnauthenticatedError(PolyprimError):
    """The server wants a token, or does not know the one that it got."""


class PermissionDeniedError(PolyprimError):
    """The token is good, but not for this."""


class RequestExpiredError(PolyprimError):
    """A call was made again too late for the server to know what became of it the first time."""


class OutcomeUnknownError(PolyprimError):
    """The call may have had part of its effect, and the server cannot tell any more; or an earlier
    pop may have taken a record that the server does not remember any more."""


class DeadlineError(PolyprimError, TimeoutError):
    """The deadline passed first."""


class CancelledError(PolyprimError):
    """The call was cancelled."""


class UnavailableError(PolyprimError, ConnectionError):
    """There is no server at the address, or it went away, or TLS with it failed: the message says
    which, where that can be known."""


class ClosedError(PolyprimError):
    """The client was closed."""


class ForkedError(PolyprimError):
    """The client was made before a fork, and belongs to the parent process."""


def invalid(message: str) -> InvalidArgumentError:
    """For what is wrong before anything was sent."""
    return InvalidArgumentError(message, code="INVALID_ARGUMENT", reason="INVALID_ARGUMENT")


_BY_REASON: Final[dict[str, type[PolyprimError]]] = {
    "WRONG_KIND": WrongKindError,
    "CHECKSUM": ChecksumError,
    "NO_SPACE": NoSpaceError,
    "REQUEST_ID_EXPIRED": RequestExpiredError,
    "OUTCOME_UNKNOWN": OutcomeUnknownError,
    "SESSION_FULL": SessionFullError,
    "SNAPSHOT": SnapshotError,
    "SNAPSHOT_DAMAGED": SnapshotError,
    "TASK": TaskError,
    "TASK_BUSY": TaskError,
    "TASK_ENDED": TaskError,
    "TASK_LIMIT": TaskError,
    "TASK_NOT_CAPTURED": TaskError,
    "TASK_TRAPPED": TaskError,
}
_BY_CODE: Final[dict[str, type[PolyprimError]]] = {
    "NOT_FOUND": NotFoundError,
    "INVALID_ARGUMENT": InvalidArgumentError,
    "UNAUTHENTICATED": UnauthenticatedError,
    "PERMISSION_DENIED": PermissionDeniedError,
    "DEADLINE_EXCEEDED": DeadlineError,
    "CANCELLED": CancelledError,
    "UNAVAILABLE": UnavailableError,
}


def error_of(error: Any, about: str) -> PolyprimError:
    """The typed error for what grpc raised; `about` says which call it was, and where to."""
    code = error.code().name
    info, violation = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    retry, wrote = error_details_pb2.RetryInfo(), task_pb2.TaskOutput()
    for detail in _status(error.trailing_metadata()).details:
        for known in (info, violation, retry, wrote):
            _unpack(detail, known)
    field = violation.field_violations[0].field if violation.field_violations else ""
    kind = _BY_REASON.get(info.reason) or _BY_CODE.get(code, PolyprimError)
    message = error.details() or code
    return kind(
        message if info.reason else f"{about}: {message}",
        code=code,
        reason=info.reason,
        field=field or info.metadata.get("field", ""),
        retry_after=_seconds(retry.retry_delay) if retry.HasField("retry_delay") else None,
        output=wrote.output,
        errors=wrote.errors,
    )


def _status(trailers: Any) -> Any:
    """The google.rpc.Status that came with an error; an empty one if there is none to read."""
    for key, value in trailers or ():
        if key == _DETAILS:
            try:
                return status_pb2.Status.FromString(value)
            except DecodeError:
                break
    return status_pb2.Status()


def _unpack(detail: Any, message: Any) -> None:
    try:
        detail.Unpack(message)
    except DecodeError:
        message.Clear()


def _seconds(duration: Any) -> float:
    seconds: float = duration.seconds + duration.nanos / 1e9
    return max(0.0, seconds)
