"""A task's instance: what C holds of it, and one call into it at a time."""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from polyprim.errors import (
    ClosedError,
    ExportNotFoundError,
    ForkedError,
    InvalidArgumentError,
    NativeError,
    NoSpaceError,
    StackTooSmallError,
    TaskBusyError,
    TaskCancelledError,
    TaskDeadlineError,
    TaskLimitError,
    TrapError,
)
from polyprim.native import CData, ffi, native
from polyprim.tasks.engine import MESSAGE_BYTES, text_of
from polyprim.tasks.interrupt import Interrupt
from polyprim.tasks.options import Limits, Surroundings
from polyprim.tasks.shared import Primitives, Shared
from polyprim.tasks.wasi import wasi_options

if TYPE_CHECKING:
    from polyprim.tasks.module import Image, TaskModule

NO_METHOD, NO_ROOM, NO_PRIMITIVES, BUG = -3, -8, -9, -13
"""What a guest gets: codes of gRPC (INVALID_ARGUMENT, RESOURCE_EXHAUSTED, FAILED_PRECONDITION,
INTERNAL). A reply without room is kept for the same call, made again with more."""
_TIMEOUT_MAX: Final = 365 * 24 * 3600.0
_NEVER: Final = (1 << 64) - 1
_ENDS: Final = {
    native.TASK_DEADLINE: (TaskDeadlineError, "the task was not done in time"),
    native.TASK_CANCELLED: (TaskCancelledError, "the task was cancelled"),
    native.TASK_OUTPUT: (TaskLimitError, "the task wrote more output or replies than it may"),
}


class Upcall:
    """What a guest's ``polyprim.call`` gets to, and what it asked for last."""

    def __init__(self, primitives: Primitives | None, *, can_park: bool) -> None:
        self._primitives: Final = primitives
        self._can_park: Final = can_park
        self.deadline = math.inf
        """When a guest that cannot park has waited long enough."""
        self.method = ""
        self.request = b""
        self.interrupt = Interrupt()
        self.answer: bytes | int | None = None
        """To the last request: one that had no room with the guest, or was waited for."""

    def __call__(self, method: str, request: bytes, capacity: int) -> bytes | int:
        if self.answer is None or (method, request) != (self.method, self.request):
            self.ask(method, request, until=0.0 if self._can_park else self.deadline)
        answer, self.answer = self.answer, None
        assert answer is not None
        if isinstance(answer, bytes) and len(answer) > capacity:
            self.answer = answer
            return NO_ROOM
        return answer

    def ask(self, method: str, request: bytes, *, until: float) -> bool:
        """Asks for something; False if that would have to wait for longer than `until`."""
        self.method, self.request = method, request
        if self._primitives is None:
            self.answer = NO_PRIMITIVES
        else:
            self.answer = self._primitives.call(
                method, request, can_park=self._can_park, until=until, stops=self.interrupt.stops
            )
        return self.answer != native.MUST_WAIT


class Instance:
    """An instance over an image, and what surrounds it. One thread at a time is inside."""

    def __init__(
        self,
        module: TaskModule,
        surroundings: Surroundings,
        limits: Limits,
        shared: Shared,
        *,
        image: Image,
        memory_bytes: int,
        monotonic_ns: int,
    ) -> None:
        self.upcall: Final = Upcall(shared.primitives, can_park=module.can_park)
        self._kept: Final = (module, image, shared)
        self._handle: Final = ffi.new_handle(self.upcall)
        self._process: Final = os.getpid()
        self._inside: Final = threading.Lock()
        self._ending: Final = threading.Lock()
        self._is_closed = False
        message = ffi.new("char[]", MESSAGE_BYTES)
        with wasi_options(surroundings, limits) as wasi:
            options = task_options(
                module, limits, shared, wasi, image=image, memory_bytes=memory_bytes
            )
            options.monotonic_ns, options.handle = monotonic_ns, self._handle
            task = native.task_new(options, message)
        if task == ffi.NULL:
            raise NoSpaceError(f"the task cannot be made: {text_of(message) or 'no memory'}")
        self._task: Final = ffi.gc(task, native.task_delete)

    @contextmanager
    def inside(self) -> Iterator[CData]:
        """The task, for this thread alone. Raises TaskBusyError, ClosedError, ForkedError."""
        if os.getpid() != self._process:
            raise ForkedError("a task belongs to the process that made it: restore it in the child")
        if not self._inside.acquire(blocking=False):
            raise (
                ClosedError("this task is closed")
                if self._is_closed
                else TaskBusyError("another thread is inside this task")
            )
        try:
            if self._is_closed:
                raise ClosedError("this task is closed")
            yield self._task
        finally:
            with self._ending:
                if self._is_closed:
                    ffi.release(self._task)
                self._inside.release()

    def call(
        self,
        task: CData,
        export: str,
        raw: CData,
        *,
        timeout: float | None,
        resume: bool = False,
    ) -> int:
        """Calls an export from `inside`: TASK_DONE, TASK_EXITED or TASK_PARKED.

        Raises what the tree in errors.py has under TaskError, StackTooSmallError, NativeError.
        """
        deadline = time.monotonic() + seconds_of(timeout)
        self.upcall.deadline = deadline
        deadline_ns = _NEVER if deadline == math.inf else int(deadline * 1e9)
        name = ffi.new("char[]", export.encode())
        status: int = native.task_call(task, name, raw, len(raw), deadline_ns, resume)
        if status in (native.TASK_DONE, native.TASK_PARKED, native.TASK_EXITED):
            return status
        raise self._error(task, status, export)

    def reset(
        self, task: CData, surroundings: Surroundings, limits: Limits, monotonic_ns: int
    ) -> bool:
        """Puts memory and surroundings back; False if the memory cannot be."""
        # A cancel from elsewhere must not meet the state that is replaced here.
        with wasi_options(surroundings, limits) as wasi, self._ending:
            self.upcall.interrupt = Interrupt()
            return bool(native.task_reset(task, wasi, monotonic_ns))

    def cancel(self) -> None:
        """Ends what the task does, and whatever it would do later."""
        if os.getpid() != self._process:
            return
        with self._ending:
            if not self._is_closed:
                self._stop()

    def close(self) -> None:
        """Gives everything up; a thread that is inside is thrown out. May be repeated."""
        if os.getpid() != self._process:
            return
        with self._ending:
            if self._is_closed:
                return
            self._is_closed = True
            self._stop()
            if self._inside.acquire(blocking=False):
                ffi.release(self._task)
                self._inside.release()

    def _stop(self) -> None:
        native.task_cancel(self._task)
        self.upcall.interrupt.set()

    def _error(self, task: CData, status: int, export: str) -> Exception:
        if self._is_closed:
            return ClosedError("this task was closed meanwhile")
        if status == native.TASK_TRAPPED:
            return TrapError(text_of(native.task_text(task)))
        if status == native.TASK_NO_EXPORT:
            return ExportNotFoundError(f"the module exports no function {export!r}")
        if status == native.TASK_NO_STACK:
            return StackTooSmallError(
                "a task needs a megabyte of its thread's stack: see threading.stack_size"
            )
        if status == native.TASK_NO_THREAD:
            return NativeError("no thread can be had, or all signals are taken")
        kind, message = _ENDS[status]
        return kind(message)


def task_options(
    module: TaskModule,
    limits: Limits,
    shared: Shared,
    wasi: CData,
    *,
    image: Image,
    memory_bytes: int,
) -> CData:
    """``struct task_options *``; all that it is given must live as long."""
    tables = len(module.interface.tables)
    return ffi.new(
        "struct task_options *",
        {
            "program": module.program.address,
            "wasi": wasi,
            "image": image.file,
            "image_bytes": image.bytes,
            "memory_bytes": memory_bytes,
            "memory_bytes_max": limits.memory_bytes,
            "table_elements_max": limits.table_elements // (tables or 1),
            "reply_bytes_max": limits.output_bytes,
            "can_park": module.can_park,
            "call": native.task_calls_primitive,
            "budget": shared.budget,
        },
    )


def seconds_of(timeout: float | None) -> float:
    """A timeout as a number; None is for ever. Raises TypeError, InvalidArgumentError."""
    if timeout is None:
        return math.inf
    if isinstance(timeout, bool) or not isinstance(timeout, (int, float)):
        raise TypeError(f"timeout is a number of seconds or None, not {type(timeout).__name__}")
    if not timeout >= 0:
        raise InvalidArgumentError(f"a timeout is 0 seconds or more, not {timeout}")
    return math.inf if timeout > _TIMEOUT_MAX else float(timeout)


@ffi.def_extern(error=BUG)
def task_calls_primitive(
    handle: CData,
    method: CData,
    method_length: int,
    request: CData,
    request_length: int,
    reply: CData,
    capacity: int,
) -> int:
    """What C calls for a guest's ``polyprim.call``: the length of the reply, or an error."""
    upcall: Upcall = ffi.from_handle(handle)
    try:
        name = bytes(ffi.buffer(method, method_length)).decode()
    except UnicodeDecodeError:
        return NO_METHOD
    answer = upcall(name, bytes(ffi.buffer(request, request_length)), capacity)
    if isinstance(answer, int):
        return answer
    ffi.memmove(reply, answer, len(answer))
    return len(answer)
