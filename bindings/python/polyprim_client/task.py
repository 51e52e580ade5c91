"""Tasks of a remote host: instances of WASI modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

from google.protobuf.message import Message

from polyprim_client.errors import invalid
from polyprim_client.gen import task_pb2 as messages
from polyprim_client.remote import Reached
from polyprim_client.steps import Method, Steps
from polyprim_client.values import octets

TIMEOUT_SECONDS: Final = 5.0
_I64: Final = 1 << 64

Value: TypeAlias = int | float | bytes
"""An i32 or i64, an f32 or f64, or the 16 bytes of a v128."""


class State(Enum):
    """What a task does now."""

    READY = messages.TASK_STATE_READY
    """At rest, between two calls."""
    PARKED = messages.TASK_STATE_PARKED
    """Suspended, until a message comes or a primitive lets it go on."""
    ENDED = messages.TASK_STATE_ENDED
    """It has exited, trapped, or was ended by a deadline, a limit or a cancel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a task may use at most; the server's own bound where a value is None."""

    memory_bytes: int | None = None
    """Of linear memory, up to 4 GiB; 256 MiB if unset."""
    table_elements: int | None = None
    output_bytes: int | None = None
    """Of a call's output, its error output and its replies, each, up to 1 MiB."""
    descriptors: int | None = None

    def message(self) -> messages.TaskLimits:
        """As the contract has it. Raises InvalidArgumentError."""
        try:
            return messages.TaskLimits(
                memory_bytes=self.memory_bytes,
                table_elements=self.table_elements,
                output_bytes=self.output_bytes,
                descriptors=self.descriptors,
            )
        except ValueError as error:
            raise invalid(str(error)) from None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run that came to its end, or to where the task parked."""

    state: State
    values: tuple[Value, ...]
    """What the export answered, if the run ended."""
    exit_code: int | None
    """If the task has exited."""
    output: bytes
    errors: bytes
    """What was written to standard output and standard error in this run."""
    replies: Sequence[bytes]
    """What the task answered to messages in this run."""


@dataclass(frozen=True, slots=True)
class TaskInfo:
    """What there is to know of a task."""

    id: str
    name: str
    module_sha256: bytes
    state: State
    exit_code: int | None
    waits_for: str
    """A primitive's method; empty for a message."""
    started_unix_ms: int
    snapshot: str
    """That it was restored from; empty if it was started."""
    labels: Mapping[str, str]


class TaskMethods(Reached):
    """A task of a remote host. It lives there until it is closed, or was not used for a while.

    A run that traps, is not done within `timeout` seconds, does more than it may or is cancelled,
    ends the task. What it raises then has the last KiB of its `output` and `errors`: DeadlineError,
    CancelledError, TaskError. A call that the caller gives up is such a cancel.
    """

    def __init__(self, client: Reached, id: str) -> None:
        super().__init__(client._connection)
        self.id: Final = id

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"

    @Method
    def run(self, *, timeout: float = TIMEOUT_SECONDS) -> Steps[Outcome]:
        """Runs a command: its ``_start``."""
        return self._run(messages.TaskServiceRunRequest, timeout)

    @Method
    def call(
        self, export: str, *arguments: Value, timeout: float = TIMEOUT_SECONDS
    ) -> Steps[Outcome]:
        """Calls an export. Integers are ints, of either sign; floats are floats, a v128 is 16
        bytes. Raises NotFoundError if there is no such export."""
        values = [_value(argument) for argument in arguments]
        return self._run(messages.TaskServiceCallRequest, timeout, export=export, arguments=values)

    @Method
    def send(self, message: bytes, *, timeout: float = TIMEOUT_SECONDS) -> Steps[Outcome]:
        """Gives the task a message: one that is parked for it goes on; else its
        ``polyprim_message`` is called. The outcome's `replies` are what it answers."""
        return self._run(messages.TaskServiceSendRequest, timeout, message=octets(message))

    @Method
    def resume(self, *, timeout: float = TIMEOUT_SECONDS) -> Steps[Outcome]:
        """Makes a parked task's call of a primitive again, waits up to `timeout` seconds for it,
        and lets the task go on."""
        return self._run(messages.TaskServiceResumeRequest, timeout)

    @Method
    def info(self) -> Steps[TaskInfo]:
        """What there is to know of it. Raises NotFoundError if it was closed."""
        reply = yield from self._call(
            messages.TaskServiceGetResponse, messages.TaskServiceGetRequest, id=self.id
        )
        return info_of(reply.task)

    @Method
    def cancel(self) -> Steps[None]:
        """Ends what it does, and whatever it would do later."""
        yield from self._call(
            messages.TaskServiceCancelResponse, messages.TaskServiceCancelRequest, id=self.id
        )

    @Method
    def close(self) -> Steps[None]:
        """Gives it up, whatever it does. May be repeated."""
        yield from self._call(
            messages.TaskServiceCloseResponse, messages.TaskServiceCloseRequest, id=self.id
        )

    def _run(
        self, request: Callable[..., Message], timeout: float, **fields: Any
    ) -> Steps[Outcome]:
        reply: Any = yield from self._timed(request, timeout, id=self.id, **fields)
        found = reply.outcome
        return Outcome(
            State(found.state),
            tuple(getattr(value, value.WhichOneof("value")) for value in found.values),
            found.exit_code if found.HasField("exit_code") else None,
            found.output,
            found.errors,
            tuple(found.replies),
        )


def info_of(found: messages.TaskInfo) -> TaskInfo:
    """A task, as the contract tells it."""
    return TaskInfo(
        id=found.id,
        name=found.name,
        module_sha256=found.module_sha256,
        state=State(found.state),
        exit_code=found.exit_code if found.HasField("exit_code") else None,
        waits_for=found.waits_for,
        started_unix_ms=found.started_unix_ms,
        snapshot=found.snapshot,
        labels=dict(found.labels),
    )


def _value(value: Value) -> messages.TaskValue:
    if isinstance(value, bool) or not isinstance(value, (int, float, bytes)):
        raise TypeError(f"a value is an int, a float or 16 bytes, not {type(value).__name__}")
    if isinstance(value, float):
        return messages.TaskValue(real=value)
    if isinstance(value, bytes):
        return messages.TaskValue(vector=value)
    if not -_I64 // 2 <= value < _I64:
        raise invalid(f"{value} does not fit into an i64")
    return messages.TaskValue(integer=value - _I64 if value >= _I64 // 2 else value)
