"""Tasks that end together."""

from __future__ import annotations

import math
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from weakref import WeakSet

from polyprim.errors import ClosedError
from polyprim.tasks.instance import seconds_of

if TYPE_CHECKING:
    from polyprim.tasks.task import Task


GRACE: Final = 0.1
"""Seconds that calls have to end by the deadline, before what is left is closed."""


class Scope:
    """Whatever is started or restored in it ends with it, at the latest after `timeout` seconds:

        with host.tasks.scope("request 17", timeout=2) as scope:
            task = module.start(scope=scope)

    A call of one of its tasks gets no more time than the scope has left, and one that is under way
    then ends with TaskDeadlineError. A scope in a scope ends with that one.
    """

    def __init__(
        self, name: str = "", *, timeout: float | None = None, parent: Scope | None = None
    ) -> None:
        seconds = seconds_of(timeout)
        own = time.monotonic() + seconds
        self.name: Final[str] = name if parent is None else f"{parent.name}/{name}"
        self.deadline: Final[float] = own if parent is None else min(own, parent.deadline)
        """A reading of time.monotonic."""
        self._lock: Final = threading.Lock()
        self._members: Final[WeakSet[Task | Scope]] = WeakSet()
        self._is_closed = False
        self._timer: threading.Timer | None = None
        if seconds != math.inf:
            self._timer = threading.Timer(seconds + GRACE, self.close)
            self._timer.daemon = True
            self._timer.start()
        if parent is not None:
            parent.add(self)

    @property
    def left(self) -> float:
        """The seconds until its deadline."""
        return max(self.deadline - time.monotonic(), 0.0)

    @property
    def tasks(self) -> list[Task]:
        """Those that live in it, and in the scopes in it."""
        found: list[Task] = []
        for member in self._copy():
            found += member.tasks if isinstance(member, Scope) else [member]
        return found

    def add(self, member: Task | Scope) -> None:
        """Takes it in. Raises ClosedError if the scope has ended; the member is closed then."""
        with self._lock:
            if not self._is_closed:
                self._members.add(member)
                return
        member.close()
        raise ClosedError(f"the scope {self.name} has ended")

    def scope(self, name: str = "", *, timeout: float | None = None) -> Scope:
        """A scope in this one."""
        return Scope(name, timeout=timeout, parent=self)

    def close(self) -> None:
        """Ends all that is in it. From any thread; may be repeated."""
        with self._lock:
            self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()
        for member in self._copy():
            member.close()

    def _copy(self) -> list[Task | Scope]:
        with self._lock:
            return list(self._members)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
