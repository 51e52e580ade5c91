"""The tasks that live at a server: by their ids, counted, and closed when nobody uses them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from polyprim.errors import (
    ClosedError,
    NoSpaceError,
    TaskBusyError,
    TaskEndedError,
    TaskNotFoundError,
)
from polyprim.tasks import Limits, Task

_ID_BYTES: Final = 16


@dataclass(slots=True, eq=False)
class Live:
    """A task, and what its server knows of it."""

    task: Task
    labels: Mapping[str, str]
    snapshot: str = ""
    """That it was restored from."""
    id: str = field(default_factory=lambda: secrets.token_hex(_ID_BYTES))
    started_unix_ms: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    used_at: float = field(default_factory=time.monotonic)
    users: int = 0
    _turn: Lock = field(default_factory=Lock)

    @contextmanager
    def turn(self) -> Iterator[Task]:
        """The task, for one caller. Raises TaskBusyError."""
        if not self._turn.acquire(blocking=False):
            raise TaskBusyError(f"another call is inside {self.task.name}")
        try:
            yield self.task
        finally:
            self._turn.release()


class LiveTasks:
    """The tasks of one namespace. For any number of threads.

    `count_max` of them, whose limits allow them `memory_bytes_max` bytes together.
    """

    def __init__(self, *, count_max: int, memory_bytes_max: int) -> None:
        self._count_max: Final = count_max
        self._memory_bytes_max: Final = memory_bytes_max
        self._lock: Final = Lock()
        self._tasks: Final[dict[str, Live]] = {}
        self._count = 0
        self._memory_bytes = 0
        self._is_closed = False

    def __len__(self) -> int:
        return len(self._tasks)

    @contextmanager
    def room(self, limits: Limits) -> Iterator[None]:
        """Room for a task that is being made; it is given back if that fails. Raises NoSpaceError,
        ClosedError."""
        self._take(limits)
        try:
            yield
        except BaseException:
            self._give_back(limits)
            raise

    def add(self, live: Live) -> None:
        """Shows a task for which there is room. Raises ClosedError, and closes it."""
        with self._lock:
            if not self._is_closed:
                self._tasks[live.id] = live
                return
        live.task.close()
        raise ClosedError("the server is being closed")

    @contextmanager
    def use(self, id: str) -> Iterator[Live]:
        """A task, which is not closed for want of use meanwhile.

        Raises TaskNotFoundError; TaskEndedError if somebody closes it meanwhile.
        """
        with self._lock:
            live = self._found(id)
            live.users += 1
        try:
            yield live
        except ClosedError:
            raise TaskEndedError(f"{live.task.name} was closed meanwhile") from None
        finally:
            with self._lock:
                live.users -= 1
                live.used_at = time.monotonic()

    def find(self, id: str) -> Live:
        """A task, to look at. Raises TaskNotFoundError."""
        with self._lock:
            return self._found(id)

    def list(self) -> list[Live]:
        """All of them, by their ids."""
        with self._lock:
            return sorted(self._tasks.values(), key=lambda live: live.id)

    def close(self, id: str) -> bool:
        """Closes a task, whatever it does. False if there is none."""
        with self._lock:
            live = self._tasks.pop(id, None)
        if live is None:
            return False
        self._end(live)
        return True

    def close_idle(self, seconds: float) -> None:
        """Closes those that nobody has used for so long."""
        oldest = time.monotonic() - seconds
        with self._lock:
            idle = [
                live for live in self._tasks.values() if not live.users and live.used_at < oldest
            ]
            for live in idle:
                del self._tasks[live.id]
        for live in idle:
            self._end(live)

    def close_all(self) -> None:
        """Closes all of them, and takes no others."""
        with self._lock:
            self._is_closed = True
            ended = [*self._tasks.values()]
            self._tasks.clear()
        for live in ended:
            self._end(live)

    def _found(self, id: str) -> Live:
        live = self._tasks.get(id)
        if live is None:
            raise TaskNotFoundError(f"there is no task {id!r:.80}, or it was closed")
        return live

    def _end(self, live: Live) -> None:
        live.task.close()
        self._give_back(live.task.limits)

    def _take(self, limits: Limits) -> None:
        with self._lock:
            if self._is_closed:
                raise ClosedError("the server is being closed")
            if self._count >= self._count_max:
                raise NoSpaceError(f"there are {self._count} tasks, the most: close some")
            if self._memory_bytes + limits.memory_bytes > self._memory_bytes_max:
                raise NoSpaceError(
                    f"tasks may have {self._memory_bytes_max} bytes of memory together, and "
                    f"{self._memory_bytes} are promised: close some, or ask for less than "
                    f"{limits.memory_bytes}"
                )
            self._count += 1
            self._memory_bytes += limits.memory_bytes

    def _give_back(self, limits: Limits) -> None:
        with self._lock:
            self._count -= 1
            self._memory_bytes -= limits.memory_bytes
