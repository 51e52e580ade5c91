"""What the tasks of one host have together: a budget, threads, and primitives to call."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias, TypeVar

from polyprim.errors import InvalidArgumentError
from polyprim.native import CData, ffi, native

Result = TypeVar("Result")
Stops: TypeAlias = Callable[[Callable[[], object]], AbstractContextManager[None]]
"""`Interrupt.stops`."""


class Primitives(Protocol):
    """What ``polyprim.call`` reaches: the primitives of a host."""

    def call(
        self, method: str, request: bytes, *, can_park: bool, until: float, stops: Stops
    ) -> bytes | int:
        """The reply, or -(code of gRPC).

        A call that has to wait does so until that reading of time.monotonic; if the task can park
        then, the answer is MUST_WAIT. While it waits, `stops` is told how to stop that.
        """


class Shared:
    """Made by `Tasks`; the limits are those of its constructor."""

    def __init__(
        self,
        primitives: Primitives | None,
        *,
        tasks_max: int | None,
        memory_bytes_max: int | None,
        threads_max: int,
    ) -> None:
        for name, value in (("tasks_max", tasks_max), ("memory_bytes_max", memory_bytes_max)):
            if value is not None and value < 1:
                raise InvalidArgumentError(f"{name} is 1 or more, or None, not {value}")
        self.primitives: Final = primitives
        self._limits: Final = (tasks_max or 0, memory_bytes_max or 0)
        self._threads_max: Final = threads_max
        self._own: Final[dict[int, _Own]] = {}

    @property
    def budget(self) -> CData:
        """``struct task_budget *``."""
        return self._of_process().budget

    @property
    def threads(self) -> Executor:
        """Where coroutines' tasks run."""
        return self._of_process().threads

    def _of_process(self) -> _Own:
        """A forked child has none of its parent's tasks or threads."""
        process = os.getpid()
        return self._own.get(process) or self._own.setdefault(
            process,
            _Own(
                ffi.gc(native.task_budget_new(*self._limits), native.task_budget_release),
                ThreadPoolExecutor(self._threads_max, thread_name_prefix="polyprim-task"),
            ),
        )

    async def apart(
        self,
        run: Callable[[], Result],
        *,
        cancel: Callable[[], object] = lambda: None,
        discard: Callable[[Result], object] = lambda _: None,
    ) -> Result:
        """Runs something on a thread. A coroutine that is cancelled meanwhile calls `cancel`, waits
        until it has ended, and gives a result that nobody will get to `discard`."""
        running = asyncio.get_running_loop().run_in_executor(self.threads, run)
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            cancel()
            await asyncio.wait([running])
            if running.exception() is None:
                discard(running.result())
            raise


@dataclass(frozen=True, slots=True)
class _Own:
    """What one process has."""

    budget: CData
    threads: Executor
