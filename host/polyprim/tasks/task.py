"""A task: an instance of a module, with a memory of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from polyprim.errors import (
    CaptureError,
    ExportNotFoundError,
    PayloadTooLargeError,
    TaskEndedError,
    TaskError,
)
from polyprim.native import CData, ffi, native
from polyprim.tasks import contents
from polyprim.tasks import values as conversion
from polyprim.tasks.instance import Instance, seconds_of
from polyprim.tasks.interface import Signature
from polyprim.tasks.options import TIMEOUT, Limits, Surroundings
from polyprim.tasks.outcome import Outcome, State, Value
from polyprim.tasks.rewriting import GET_GLOBALS, SET_GLOBALS, START
from polyprim.tasks.scope import Scope
from polyprim.tasks.shared import Shared

if TYPE_CHECKING:
    from polyprim.tasks.module import Image, TaskModule

VALUE_BYTES: Final = 16
COMMAND: Final = "_start"
REACTOR: Final = "_initialize"
MESSAGE: Final = "polyprim_message"
RESTORED: Final = "polyprim_restored"
MESSAGE_BYTES_MAX: Final = 64 << 20
MONOTONIC_START_NS: Final = 1_000_000_000
"""What a new task's monotonic clock shows; some take zero for a time that was not set."""

NOTHING: Final = Signature((), ())


@dataclass(frozen=True, slots=True)
class Parked:
    """The call that a parked task is inside of."""

    export: str
    arguments: bytes
    """16 bytes each."""
    wait: int
    """``enum task_wait``."""
    method: str = ""
    request: bytes = b""
    """Of the primitive that it waits for."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """What a new instance is given to be what a captured one was, beside its memory."""

    globals: bytes
    """16 bytes each."""
    is_initialized: bool
    parked: Parked | None = None
    message: bytes = b""


class Task:
    """One task. Any thread may call it, one at a time; from another one it can be cancelled and
    closed at any moment. Made by `TaskModule.start`, or of a snapshot.

    A call that traps, runs into its deadline or a limit, or is cancelled, ends the task: its memory
    may be half changed. So does ``_start``, when it returns.
    """

    def __init__(
        self,
        module: TaskModule,
        surroundings: Surroundings,
        limits: Limits,
        shared: Shared,
        *,
        image: Image,
        memory_bytes: int,
        before: Continuation | None = None,
        monotonic_ns: int = MONOTONIC_START_NS,
        name: str = "",
        scope: Scope | None = None,
    ) -> None:
        self.module: Final = module
        self.surroundings: Final = surroundings
        self.limits: Final = limits
        self.name: Final = name or module.name
        self.is_restored: Final = before is not None
        self._shared: Final = shared
        self._before = before
        self._monotonic_ns: Final = monotonic_ns
        self._instance: Final = Instance(
            module,
            surroundings,
            limits,
            shared,
            image=image,
            memory_bytes=memory_bytes,
            monotonic_ns=monotonic_ns,
        )
        self._ended = ""
        self._exit_code: int | None = None
        self._parked: Parked | None = None
        self.is_initialized = False
        self._scope: Final = scope
        if scope is not None:
            scope.add(self)

    @property
    def state(self) -> State:
        """What it does now, as far as this thread can tell."""
        if self._ended:
            return State.ENDED
        return State.PARKED if self._parked is not None else State.READY

    @property
    def parked(self) -> Parked | None:
        """The call that it is inside of, if it is parked."""
        return self._parked

    @property
    def exit_code(self) -> int | None:
        """If it has exited."""
        return self._exit_code

    def run(self, *, timeout: float | None = TIMEOUT) -> Outcome:
        """Runs a command: its ``_start``. Raises as `call` does."""
        return self.call(COMMAND, timeout=timeout)

    def call(self, export: str, *arguments: Value, timeout: float | None = TIMEOUT) -> Outcome:
        """Calls an export, for `timeout` seconds at most, or without end if that is None.

        Integers are ints, of either sign; floats are floats, a v128 is 16 bytes. Raises
        TaskDeadlineError, TaskLimitError, TaskCancelledError and TrapError, which end the task;
        TaskEndedError, TaskBusyError, ExportNotFoundError, InvalidArgumentError and TypeError, with
        which nothing was done; and TaskError if it is parked.
        """
        signature = self._signature(export)
        raw = conversion.arguments(signature, arguments)
        with self._instance.inside() as task:
            self._require_rest()
            return self._run(task, _Call(export, signature, raw), timeout)

    def send(self, message: bytes, *, timeout: float | None = TIMEOUT) -> Outcome:
        """Gives the task a message: one that is parked for it goes on; else its
        ``polyprim_message`` is called. The outcome's `replies` are what it answers.

        Raises as `call` does, and PayloadTooLargeError.
        """
        if len(message) > MESSAGE_BYTES_MAX:
            raise PayloadTooLargeError(f"a message has at most {MESSAGE_BYTES_MAX} bytes")
        with self._instance.inside() as task:
            self._require_life()
            call = self._receiver()
            if not native.task_set_message(task, message, len(message), True):
                raise MemoryError("no memory for the message")
            return self._run(task, call, timeout)

    def resume(self, *, timeout: float | None = TIMEOUT) -> Outcome:
        """Makes a parked task's call of a primitive again, waits up to `timeout` seconds for it,
        and lets the task go on, for as long again. The outcome is PARKED, and nothing was done, if
        it would still have to wait.

        Raises as `call` does, and TaskError if it does not wait for a primitive.
        """
        with self._instance.inside() as task:
            self._require_life()
            parked = self._parked
            if parked is None or parked.wait != native.TASK_WAITS_IN_CALL:
                raise TaskError(f"{self.name} does not wait for a primitive")
            until = time.monotonic() + seconds_of(self._bounded(timeout))
            if not self._instance.upcall.ask(parked.method, parked.request, until=until):
                return Outcome(State.PARKED, (), None, b"", b"", ())
            return self._run(task, self._continuation(parked), timeout)

    def cancel(self) -> None:
        """Ends what it does, within 10 ms, and whatever it would do later. From any thread."""
        self._instance.cancel()

    def close(self) -> None:
        """Gives its memory up, at any moment and from any thread. May be repeated."""
        self._instance.close()

    def reset(self, *, timeout: float | None = TIMEOUT) -> None:
        """Makes the task what it was when it was started or restored, also one that has ended. Only
        what it wrote to is put back, which is faster than another task.

        Raises CaptureError if the module has state that cannot be put back or the memory has grown,
        and nothing was done: close it and make another.
        """
        with self._instance.inside() as task:
            obstacles = list(self.module.interface.obstacles)
            assert self._before is not None
            if obstacles or not self._instance.reset(
                task, self.surroundings, self.limits, self._monotonic_ns
            ):
                raise CaptureError(obstacles or ["its memory has grown"])
            self._ended, self._exit_code, self._parked = "", None, None
            self._begin(task, self._before, self.is_initialized, timeout)

    async def run_async(self, *, timeout: float | None = TIMEOUT) -> Outcome:
        """As `run`. A coroutine that is cancelled cancels the task."""
        return await self._apart(partial(self.run, timeout=timeout))

    async def call_async(
        self, export: str, *arguments: Value, timeout: float | None = TIMEOUT
    ) -> Outcome:
        """As `call`. A coroutine that is cancelled cancels the task."""
        return await self._apart(partial(self.call, export, *arguments, timeout=timeout))

    async def send_async(self, message: bytes, *, timeout: float | None = TIMEOUT) -> Outcome:
        """As `send`. A coroutine that is cancelled cancels the task."""
        return await self._apart(partial(self.send, message, timeout=timeout))

    async def resume_async(self, *, timeout: float | None = TIMEOUT) -> Outcome:
        """As `resume`. A coroutine that is cancelled cancels the task."""
        return await self._apart(partial(self.resume, timeout=timeout))

    async def _apart(self, run: Callable[[], Outcome]) -> Outcome:
        return await self._shared.apart(run, cancel=self.cancel)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Task {self.name} {self.state.value}>"

    def begin(self, *, initialize: bool = True, timeout: float | None) -> None:
        """Brings the instance to life: gives it its globals, and where it has not run before, runs
        its start function and ``_initialize``."""
        with self._instance.inside() as task:
            if self._before is None:
                kept = b"" if self.module.interface.obstacles else self.globals(task)
                self._before = Continuation(kept, is_initialized=False)
            self._begin(task, self._before, initialize, timeout)

    @contextmanager
    def at_rest(self) -> Iterator[CData]:
        """The task while nobody else can be inside; it must not have ended."""
        with self._instance.inside() as task:
            self._require_life()
            yield task

    def obstacles(self, task: CData) -> Iterator[str]:
        """Why it cannot be captured as it is."""
        yield from self.module.interface.obstacles
        yield from contents.open_descriptors(task)
        upcall = self._instance.upcall
        if upcall.answer is not None and upcall.answer != native.MUST_WAIT:
            yield f"it has not taken the reply of {upcall.method}, for which it had no room"

    def globals(self, task: CData) -> bytes:
        """All mutable globals, 16 bytes each."""
        signature = self._globals_signature()
        raw = conversion.room(signature)
        if signature.results:
            self._instance.call(task, GET_GLOBALS, raw, timeout=None)
        return bytes(ffi.buffer(raw))[: VALUE_BYTES * len(signature.results)]

    def _begin(
        self, task: CData, before: Continuation, initialize: bool, timeout: float | None
    ) -> None:
        if before.globals:
            raw = conversion.room(self._globals_signature())
            ffi.memmove(raw, before.globals, len(before.globals))
            self._instance.call(task, SET_GLOBALS, raw, timeout=timeout)
        if before.is_initialized:
            self._go_on(task, before, timeout)
        elif initialize:
            if self.module.interface.has_start:
                self._pass(task, START, timeout)
            if self._has(REACTOR):
                self._pass(task, REACTOR, timeout)
        self.is_initialized = before.is_initialized or initialize

    def _go_on(self, task: CData, before: Continuation, timeout: float | None) -> None:
        if self._has(RESTORED):
            self._pass(task, RESTORED, timeout)
        native.task_set_message(task, before.message, len(before.message), False)
        self._parked = before.parked
        if before.parked is not None:
            native.task_set_waits(task, before.parked.wait)

    def _pass(self, task: CData, export: str, timeout: float | None) -> None:
        """Runs what a task runs through before anybody can call it."""
        self._run(task, self._plain(export), timeout)
        if self._parked is not None:
            raise TaskError(f"{self.name} parks in {export}, where nobody can wake it")

    def _bounded(self, timeout: float | None) -> float | None:
        """No longer than the scope lasts."""
        return timeout if self._scope is None else min(seconds_of(timeout), self._scope.left)

    def _run(self, task: CData, call: _Call, timeout: float | None) -> Outcome:
        try:
            status = self._instance.call(
                task,
                call.export,
                call.raw,
                timeout=self._bounded(timeout),
                resume=call.resumes,
            )
        except TaskError as error:
            self._ended = f"has ended: {str(error).splitlines()[0]}"
            error.output, error.errors = contents.output(task, 1), contents.output(task, 2)
            raise
        self._parked = None
        values: tuple[Value, ...] = ()
        if status == native.TASK_PARKED:
            self._park(task, call)
        elif status == native.TASK_EXITED or call.export == COMMAND:
            self._exit_code = native.task_exit_code(task)
            self._ended = f"has exited with {self._exit_code}"
        else:
            values = conversion.results(call.signature, call.raw)
        return Outcome(
            self.state,
            values,
            self._exit_code,
            contents.output(task, 1),
            contents.output(task, 2),
            contents.replies(task),
        )

    def _park(self, task: CData, call: _Call) -> None:
        wait, upcall = native.task_waits(task), self._instance.upcall
        in_call = wait == native.TASK_WAITS_IN_CALL
        self._parked = Parked(
            call.export,
            call.arguments,
            wait,
            upcall.method if in_call else "",
            upcall.request if in_call else b"",
        )

    def _receiver(self) -> _Call:
        """What a message goes to."""
        if self._parked is not None:
            if self._parked.wait != native.TASK_WAITS_FOR_MESSAGE:
                raise TaskError(f"{self.name} waits for {self._parked.method}, not for a message")
            return self._continuation(self._parked)
        if not self._has(MESSAGE):
            raise TaskError(
                f"{self.name} takes no messages: it is not parked, and does not export {MESSAGE}"
            )
        return self._plain(MESSAGE)

    def _continuation(self, parked: Parked) -> _Call:
        signature = self._signature(parked.export)
        raw = conversion.room(signature)
        ffi.memmove(raw, parked.arguments, len(parked.arguments))
        return _Call(parked.export, signature, raw, resumes=True)

    def _plain(self, export: str) -> _Call:
        """A call of a function that takes and answers nothing."""
        return _Call(export, NOTHING, conversion.room(NOTHING))

    def _has(self, export: str) -> bool:
        return self.module.interface.exports.get(export) == NOTHING

    def _signature(self, export: str) -> Signature:
        signature = self.module.interface.exports.get(export)
        if signature is None:
            known = ", ".join(sorted(self.module.interface.exports)) or "none"
            raise ExportNotFoundError(
                f"{self.module.name} exports no function {export!r}; it has: {known}"
            )
        return signature

    def _globals_signature(self) -> Signature:
        return Signature((), tuple(each.type for each in self.module.interface.globals))

    def _require_life(self) -> None:
        if self._ended:
            raise TaskEndedError(f"{self.name} {self._ended}")

    def _require_rest(self) -> None:
        self._require_life()
        if self._parked is not None:
            what = self._parked.method or "a message"
            raise TaskError(
                f"{self.name} is parked inside {self._parked.export}: it waits for {what}"
            )


def begun(task: Task, *, initialize: bool = True, timeout: float | None) -> Task:
    """A task that has come to life; it is closed if it does not."""
    try:
        task.begin(initialize=initialize, timeout=timeout)
    except BaseException:
        task.close()
        raise
    return task


class _Call:
    """A call that is about to be made, and all that is needed to go on with it if it parks."""

    def __init__(
        self, export: str, signature: Signature, raw: CData, *, resumes: bool = False
    ) -> None:
        self.export: Final = export
        self.signature: Final = signature
        self.raw: Final = raw
        self.resumes: Final = resumes
        self.arguments: Final = bytes(ffi.buffer(raw))
        """As they were: results overwrite them."""
