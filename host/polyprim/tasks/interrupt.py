"""Breaks off what a thread waits for, from another thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final


class Interrupt:
    """Once it is set, it stays set."""

    def __init__(self) -> None:
        self._lock: Final = Lock()
        self._is_set = False
        self._stop: Callable[[], object] | None = None

    def set(self) -> None:
        """Stops the wait that is under way, and each later one. From any thread."""
        with self._lock:
            self._is_set = True
            if self._stop is not None:
                self._stop()

    @contextmanager
    def stops(self, stop: Callable[[], object]) -> Iterator[None]:
        """Meanwhile `stop` is called, also at once, and with a lock held, if this is set."""
        with self._lock:
            self._stop = stop
            if self._is_set:
                stop()
        try:
            yield
        finally:
            with self._lock:
                self._stop = None
