"""A call of one of the host's own services, while it is answered in a thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from polyprim.errors import DeadlineError
from polyprim.service.hosting import Quarters


class Asked:
    """A request, the quarters of its namespace, and when its time is up by time.monotonic."""

    def __init__(self, quarters: Quarters, request: Any, until: float) -> None:
        self.quarters: Final = quarters
        self.request: Final = request
        self.until: Final = until
        self._lock: Final = Lock()
        self._is_given_up = False
        self._stop: Callable[[], None] | None = None

    @property
    def left(self) -> float:
        """Seconds until its time is up."""
        return max(0.0, self.until - time.monotonic())

    @property
    def is_given_up(self) -> bool:
        """Whether nobody waits for the answer any more."""
        return self._is_given_up

    def give_up(self) -> None:
        """Nobody waits for the answer any more. From any thread."""
        with self._lock:
            self._is_given_up = True
            if self._stop is not None:
                self._stop()

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """Has `stop` called if the call is given up meanwhile. Raises DeadlineError if it was."""
        with self._lock:
            self._require_wanted()
            self._stop = stop
        try:
            yield
        finally:
            with self._lock:
                self._stop = None

    def progress(self, done: int, total: int) -> None:
        """Ends long work that nobody waits for: raises DeadlineError."""
        self._require_wanted()
        if time.monotonic() > self.until:
            raise DeadlineError("the deadline passed first")

    def _require_wanted(self) -> None:
        if self._is_given_up:
            raise DeadlineError("nobody waits for this any more")
