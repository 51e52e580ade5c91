"""A stream that takes lines without ever blocking whoever writes them.

What is written to a pipe waits until somebody reads it. A server that logs from the thread that
answers calls would wait with it: so a thread of its own writes, and what finds no room is dropped.
"""

from __future__ import annotations

import io
import logging
import os
import queue
import threading
from contextlib import suppress
from typing import Final

LINES_MAX: Final = 8192
"""Lines that wait to be written."""
CLOSING_SECONDS: Final = 1.0
"""How long the end waits for those that are left."""

_log: Final = logging.getLogger("polyprim.observe")


class Unblocked(io.TextIOBase):
    """Lines for a descriptor, which stays open. Each write is one, or a few that belong together.

    When there is room again, a line of the log says how many were lost.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor: Final = descriptor
        self._lines: Final[queue.Queue[str | None]] = queue.Queue(LINES_MAX)
        self._lock: Final = threading.Lock()
        self._lost = 0
        self._told = 0
        # A daemon, since a write that nobody reads must not keep the process.
        self._thread: Final = threading.Thread(
            target=self._write_all, name="polyprim-log", daemon=True
        )
        self._thread.start()

    @property
    def lost(self) -> int:
        """How many lines were dropped."""
        return self._lost

    def write(self, text: str) -> int:
        """Takes a line, or drops it."""
        try:
            self._lines.put_nowait(text)
        except queue.Full:
            self._lose()
        return len(text)

    def close(self) -> None:
        """Writes what is left, as far as that takes no longer than CLOSING_SECONDS. May be
        repeated."""
        super().close()
        with suppress(queue.Full):
            if self._thread.is_alive():
                self._lines.put(None, timeout=CLOSING_SECONDS / 2)
                self._thread.join(CLOSING_SECONDS / 2)

    def flush(self) -> None:
        """Nothing: a log may be flushed after its end."""

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        return True

    def _lose(self) -> None:
        with self._lock:
            self._lost += 1

    def _write_all(self) -> None:
        while (line := self._lines.get()) is not None:
            left = line.encode("utf-8", "backslashreplace")
            try:
                while left:
                    left = left[os.write(self._descriptor, left) :]
            except OSError:  # nobody will ever read it, or the disk is full
                self._lose()
            else:
                self._tell()

    def _tell(self) -> None:
        """After a line was written: so there may be room to say what was lost."""
        lost = self._lost
        if lost > self._told and self._lines.qsize() < LINES_MAX // 2:
            self._told = lost
            _log.warning(
                "%d lines of this log were lost so far: they were not read in time",
                lost,
                extra={"lines_lost": lost},
            )
