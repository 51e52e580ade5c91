"""Everything that Polyprim raises.

    PolyprimError
      NotFoundError                     no such object, or it was deleted
      WrongKindError                    the name belongs to an object of another kind
      InvalidArgumentError              (ValueError) a value outside its range
        InvalidNameError                not 1 to 64 of A-Z a-z 0-9 . _ - : /
        InvalidProtoError               a message that is not protobuf or breaks a field's rule
        PayloadTooLargeError            longer than the object or the buffer can ever hold
        RequestReusedError              a session's number that was used for another method
      NoSpaceError                      the segment, its slots or the file system are full
        SessionFullError                a session has no room to remember another answer
      ChecksumError                     a payload does not match its CRC32
      RequestExpiredError               a repeated call that is not remembered any more
      OutcomeUnknownError               the same, after it may have had its effect
      DeadlineError                     (TimeoutError) the deadline passed
        BlockedError                    ... while another worker's unfinished work was in the way
      SegmentError                      this file cannot be used as a segment
        SegmentNotFoundError            (FileNotFoundError) there is none of that name or path
        SegmentExistsError              (FileExistsError) there is one already
        UnsupportedSegmentError         foreign, truncated, or made by another version
        UncleanSegmentError             was not closed before the machine went down
        SegmentInUseError               somebody else has it open
        UnsafePathError                 others could read or replace what must be ours alone
        DataLossError                   the contents contradict each other, or were cut off
      SnapshotError                     a snapshot or its store cannot be used
        SnapshotNotFoundError           there is none of that id, or its module is gone
        SnapshotDamagedError            its contents are not what they were
        UnsupportedSnapshotError        foreign, of another format, or of another ABI
        UntrustedSnapshotError          not signed with the key that is asked for
        WrongBaseError                  this is not the base image that it was made against
      TaskError                         a task or its module cannot do what is asked
        ModuleError                     (InvalidArgumentError) no module that tasks can be made of
        ExportNotFoundError             (NotFoundError) it has no such export
        TaskNotFoundError               (NotFoundError) a server has no task of that id
        TrapError                       its code trapped
        TaskDeadlineError               (DeadlineError) it was not done in time, and ended
        TaskCancelledError              it was cancelled, and ended
        TaskLimitError                  (NoSpaceError) it wrote more than it may, and ended
        TaskEndedError                  called after its end
        TaskBusyError                   called while another thread is inside
        CaptureError                    it cannot be captured as it is
      UnauthenticatedError              a call without a token that the server knows
      PermissionDeniedError             (PermissionError) a token that does not allow the call
      ClosedError                       used after close
      ForkedError                       a private segment used in a forked child
      NativeError                       a module trapped: a bug in it, or a corrupted segment
      VersionError                      the installed wasmtime is not one we support
      StackTooSmallError                this thread's stack is too small to run wasm

A full or an empty queue is no error: expected outcomes are answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from polyprim.abi import Status


class PolyprimError(Exception):
    """The base of all of them."""


class NotFoundError(PolyprimError):
    """There is no such object, or the handle's object was deleted."""


class WrongKindError(PolyprimError):
    """The name belongs to an object of another kind."""


class InvalidArgumentError(PolyprimError, ValueError):
    """A value is outside its range."""


class InvalidNameError(InvalidArgumentError):
    """A name is not 1 to 64 of ``A-Z a-z 0-9 . _ - : /`` with a letter or digit first."""


class InvalidProtoError(InvalidArgumentError):
    """A request is not protobuf (field 0), or a field breaks its rule."""

    def __init__(self, message: str, field: int = 0) -> None:
        super().__init__(message)
        self.field: Final = field
        """The field's number, or 0."""


class PayloadTooLargeError(InvalidArgumentError):
    """A payload is longer than the object or the buffer can ever hold."""


class RequestReusedError(InvalidArgumentError):
    """A session has used this number for another request."""


class NoSpaceError(PolyprimError):
    """The segment, its slots or the file system have no room left."""


class SessionFullError(NoSpaceError):
    """A session has no room for an answer beside those that its client waits for."""


class ChecksumError(PolyprimError):
    """A payload does not match its CRC32."""


class RequestExpiredError(PolyprimError):
    """The session, or what it remembered of a call that is made again, is gone."""


class OutcomeUnknownError(PolyprimError):
    """A call was tried and then not remembered any more: it may have had its effect."""


class DeadlineError(PolyprimError, TimeoutError):
    """The deadline passed first; nothing was changed."""


class BlockedError(DeadlineError):
    """The deadline passed while the unfinished work of a living worker was in the way."""


class SegmentError(PolyprimError):
    """The file cannot be used as a segment. It was not touched."""


class SegmentNotFoundError(SegmentError, FileNotFoundError):
    """There is no segment of that name or at that path."""


class SegmentExistsError(SegmentError, FileExistsError):
    """There is a segment of that name or at that path already."""


class UnsupportedSegmentError(SegmentError):
    """The file is foreign, truncated, or was made by another version."""


class UncleanSegmentError(SegmentError):
    """The segment was open when the machine went down, and has to be recovered first."""


class SegmentInUseError(SegmentError):
    """Somebody else has the segment open."""


class UnsafePathError(SegmentError):
    """A file or folder that must be ours alone belongs to others or is open to them."""


class DataLossError(SegmentError):
    """The segment's contents contradict each other, or its file was cut off under us."""


class SnapshotError(PolyprimError):
    """A snapshot, a store of them or a cache of images cannot be used."""


class SnapshotNotFoundError(SnapshotError):
    """There is no snapshot of that id in the store, or no module of that digest."""


class SnapshotDamagedError(SnapshotError):
    """A snapshot or a stored module is not what it was when it was written."""


class UnsupportedSnapshotError(SnapshotError):
    """The file is no snapshot, or one of another format or for another ABI."""


class UntrustedSnapshotError(SnapshotError):
    """The snapshot is not signed with the key that is asked for."""


class WrongBaseError(SnapshotError):
    """A base image is not the one that the snapshot was made against."""


class TaskError(PolyprimError):
    """A task or its module cannot do what is asked of it."""

    output: bytes = b""
    errors: bytes = b""
    """What it had written to standard output and standard error in a run that failed."""


class ModuleError(TaskError, InvalidArgumentError):
    """It is no module that tasks can be made of."""


class ExportNotFoundError(TaskError, NotFoundError):
    """The module has no such export."""


class TaskNotFoundError(TaskError, NotFoundError):
    """The server has no task of that id: it was closed, or not used for too long."""


class TrapError(TaskError):
    """The task's code trapped; the message has wasm's backtrace. The task has ended."""


class TaskDeadlineError(TaskError, DeadlineError):
    """The task was not done in time. What it had done stays done; it has ended."""


class TaskCancelledError(TaskError):
    """The task was cancelled; it has ended."""


class TaskLimitError(TaskError, NoSpaceError):
    """The task wrote more output or replies than it may; it has ended."""


class TaskEndedError(TaskError):
    """The task has ended before."""


class TaskBusyError(TaskError):
    """Another thread is inside the task."""


class CaptureError(TaskError):
    """The task cannot be captured as it is."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("this task cannot be captured: " + "; ".join(reasons))
        self.reasons: Final = tuple(reasons)
        """All that is in the way."""


class UnauthenticatedError(PolyprimError):
    """A call came without a token, or with one that the server does not know."""


class PermissionDeniedError(PolyprimError, PermissionError):
    """A call's token is not for that namespace, or does not allow that method."""


class ClosedError(PolyprimError):
    """The host was closed."""


class ForkedError(PolyprimError):
    """A private segment, which belongs to the process that made it, was used in a forked child."""


class NativeError(PolyprimError):
    """A module trapped: a bug in it, or a corrupted segment."""


class VersionError(PolyprimError):
    """The installed wasmtime is not one that Polyprim supports."""


class StackTooSmallError(PolyprimError):
    """The calling thread's stack is too small to run wasm."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong, as modules, Python and gRPC say it."""

    status: Status | None
    """What a module or the bridge answers; None for what only the host finds."""
    exception: type[PolyprimError]
    code: str
    """The name of the gRPC status code."""
    message: str
    retry_ms: int | None = None
    """When to make the same call again, where that helps; it tells google.rpc.RetryInfo."""


FAULTS: Final = MappingProxyType(
    {
        "BLOCKED": Fault(
            Status.BLOCKED,
            BlockedError,
            "DEADLINE_EXCEEDED",
            "another worker's unfinished work is in the way",
            retry_ms=50,
        ),
        "DEADLINE": Fault(
            Status.WAIT, DeadlineError, "DEADLINE_EXCEEDED", "the deadline passed first"
        ),
        "NOT_FOUND": Fault(
            Status.NOT_FOUND,
            NotFoundError,
            "NOT_FOUND",
            "there is no such object, or it was deleted",
        ),
        "WRONG_KIND": Fault(
            Status.WRONG_KIND,
            WrongKindError,
            "FAILED_PRECONDITION",
            "the name belongs to an object of another kind",
        ),
        "INVALID_NAME": Fault(
            Status.INVALID_NAME,
            InvalidNameError,
            "INVALID_ARGUMENT",
            "a name is 1 to 64 of A-Z a-z 0-9 . _ - : / with a letter or digit first",
        ),
        "INVALID_ARGUMENT": Fault(
            Status.INVALID_ARGUMENT,
            InvalidArgumentError,
            "INVALID_ARGUMENT",
            "a value is outside its range",
        ),
        "INVALID_PROTO": Fault(
            Status.INVALID_PROTO,
            InvalidProtoError,
            "INVALID_ARGUMENT",
            "the request is not protobuf, or a field breaks its rule",
        ),
        "TOO_LARGE": Fault(
            Status.TOO_LARGE,
            PayloadTooLargeError,
            "INVALID_ARGUMENT",
            "the payload is over the limit",
        ),
        "NO_SPACE": Fault(
            Status.NO_SPACE,
            NoSpaceError,
            "RESOURCE_EXHAUSTED",
            "the segment is full",
        ),
        "SESSION_FULL": Fault(
            Status.SESSION_FULL,
            SessionFullError,
            "RESOURCE_EXHAUSTED",
            "the session has no room for the answer: make the call in another one",
        ),
        "CHECKSUM": Fault(
            Status.CHECKSUM,
            ChecksumError,
            "DATA_LOSS",
            "the payload does not match its CRC32: send it again",
            retry_ms=0,
        ),
        "DATA_LOSS": Fault(
            Status.DATA_LOSS,
            DataLossError,
            "DATA_LOSS",
            "the segment's contents contradict each other, or its file was cut off",
        ),
        "UNSUPPORTED": Fault(
            Status.UNSUPPORTED,
            UnsupportedSegmentError,
            "FAILED_PRECONDITION",
            "the segment was made for another layout",
        ),
        "REQUEST_ID_EXPIRED": Fault(
            Status.EXPIRED,
            RequestExpiredError,
            "FAILED_PRECONDITION",
            "the session, or what it remembered of this call, is gone",
        ),
        "REQUEST_ID_REUSED": Fault(
            Status.REUSED,
            RequestReusedError,
            "INVALID_ARGUMENT",
            "the session has used this number for another request",
        ),
        "OUTCOME_UNKNOWN": Fault(
            Status.UNKNOWN,
            OutcomeUnknownError,
            "ABORTED",
            "the call is not remembered any more, and may have had its effect",
        ),
        "TRAP": Fault(Status.TRAP, NativeError, "INTERNAL", "a module trapped"),
        "UNAUTHENTICATED": Fault(
            None, UnauthenticatedError, "UNAUTHENTICATED", "a token is missing or unknown"
        ),
        "PERMISSION_DENIED": Fault(
            None, PermissionDeniedError, "PERMISSION_DENIED", "the token does not allow this"
        ),
        "CLOSED": Fault(None, ClosedError, "UNAVAILABLE", "the host is closed", retry_ms=1000),
        "FORKED": Fault(
            None, ForkedError, "FAILED_PRECONDITION", "the host is the parent process's"
        ),
        "SEGMENT_NOT_FOUND": Fault(
            None, SegmentNotFoundError, "NOT_FOUND", "there is no such segment or namespace"
        ),
        "SEGMENT": Fault(
            None, SegmentError, "FAILED_PRECONDITION", "the file cannot be used as a segment"
        ),
        "SNAPSHOT": Fault(
            None, SnapshotError, "FAILED_PRECONDITION", "the snapshot or its store cannot be used"
        ),
        "SNAPSHOT_NOT_FOUND": Fault(
            None, SnapshotNotFoundError, "NOT_FOUND", "there is no such snapshot or module"
        ),
        "SNAPSHOT_DAMAGED": Fault(
            None, SnapshotDamagedError, "DATA_LOSS", "the snapshot is damaged"
        ),
        "SNAPSHOT_UNSUPPORTED": Fault(
            None,
            UnsupportedSnapshotError,
            "INVALID_ARGUMENT",
            "this is no snapshot, or one of another format or ABI",
        ),
        "SNAPSHOT_UNTRUSTED": Fault(
            None,
            UntrustedSnapshotError,
            "INVALID_ARGUMENT",
            "the snapshot is not signed with the key that is asked for",
        ),
        "SNAPSHOT_WRONG_BASE": Fault(
            None, WrongBaseError, "INVALID_ARGUMENT", "the snapshot was made from another module"
        ),
        "TASK": Fault(None, TaskError, "FAILED_PRECONDITION", "the task cannot do that"),
        "TASK_BUSY": Fault(None, TaskBusyError, "ABORTED", "the task is in use", retry_ms=50),
        "TASK_CANCELLED": Fault(None, TaskCancelledError, "CANCELLED", "the task was cancelled"),
        "TASK_DEADLINE": Fault(
            None, TaskDeadlineError, "DEADLINE_EXCEEDED", "the task was not done in time"
        ),
        "TASK_ENDED": Fault(None, TaskEndedError, "FAILED_PRECONDITION", "the task has ended"),
        "TASK_EXPORT_NOT_FOUND": Fault(
            None, ExportNotFoundError, "NOT_FOUND", "the module has no such export"
        ),
        "TASK_LIMIT": Fault(
            None, TaskLimitError, "RESOURCE_EXHAUSTED", "the task wrote more than it may"
        ),
        "TASK_MODULE": Fault(
            None, ModuleError, "INVALID_ARGUMENT", "this is no module that tasks can be made of"
        ),
        "TASK_NOT_CAPTURED": Fault(
            None, CaptureError, "FAILED_PRECONDITION", "the task cannot be captured as it is"
        ),
        "TASK_NOT_FOUND": Fault(
            None, TaskNotFoundError, "NOT_FOUND", "there is no such task, or it was closed"
        ),
        "TASK_TRAPPED": Fault(None, TrapError, "ABORTED", "the task's code trapped"),
        "VERSION": Fault(
            None, VersionError, "FAILED_PRECONDITION", "this wasmtime is not supported"
        ),
        "STACK": Fault(
            None, StackTooSmallError, "FAILED_PRECONDITION", "the thread's stack is too small"
        ),
        "INTERNAL": Fault(None, PolyprimError, "INTERNAL", "something went wrong"),
    }
)
"""The one table of faults, by the name that is also the reason in google.rpc.ErrorInfo.

docs/errors.md shows it to users, and a test compares the two.
"""

_BY_STATUS: Final = MappingProxyType({fault.status: fault for fault in FAULTS.values()})
_BY_EXCEPTION: Final = MappingProxyType(
    {fault.exception: (name, fault) for name, fault in FAULTS.items()}
)


def error_of(status: int, detail: str = "", *, field: int = 0) -> PolyprimError:
    """The exception for a status; `detail` says which object, method or limit it is about."""
    fault = _BY_STATUS.get(Status(status)) if status in set(Status) else None
    if fault is None:
        return DataLossError(f"unknown status {status}: the segment is damaged")
    message = f"{fault.message} ({detail})" if detail else fault.message
    if fault.exception is InvalidProtoError:
        return InvalidProtoError(message, field)
    return fault.exception(message)


def fault_of(error: PolyprimError) -> tuple[str, Fault]:
    """The name and the entry of the table that an exception falls under: the closest there is."""
    return next(_BY_EXCEPTION[kind] for kind in type(error).__mro__ if kind in _BY_EXCEPTION)
