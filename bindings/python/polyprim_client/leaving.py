"""The end of the process: clients that nobody closed give their sessions up then.

A process has one end, and so this is the one thing here that is the process's and not a client's.
All together have as long as one client has to close, whatever their servers do.
"""

from __future__ import annotations

import atexit
import threading
import time
from typing import Final, Protocol
from weakref import WeakSet

LEAVING_SECONDS: Final = 1.0


class Leaving(Protocol):
    """Who has something to give up."""

    def leave(self, seconds: float) -> None:
        """Gives it up, within so many seconds. Raises nothing."""


_lock: Final = threading.Lock()
_open: Final[WeakSet[Leaving]] = WeakSet()


def at_exit(one: Leaving) -> None:
    """Has it leave when the process ends, if it is still there. May be repeated."""
    with _lock:
        _open.add(one)


@atexit.register
def _leave() -> None:
    until = time.monotonic() + LEAVING_SECONDS
    with _lock:
        found = list(_open)
    for one in found:
        if (left := until - time.monotonic()) > 0:
            one.leave(left)
