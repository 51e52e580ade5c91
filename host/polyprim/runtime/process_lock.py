"""The lock of a process, which also sees to what finalizers have left to be done."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final


class ProcessLock:
    """A reentrant lock, for ``with``.

    A finalizer runs in any thread at any moment: it must neither wait for a lock nor change what
    the lock's holder is just working on. So it leaves its work to `later`.
    """

    def __init__(self) -> None:
        self._lock: Final = threading.RLock()
        self._depth = 0
        self._left: Final[deque[Callable[[], None]]] = deque()

    def __enter__(self) -> None:
        self._lock.acquire()
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        self._lock.release()
        self._work_off()

    def later(self, work: Callable[[], None]) -> None:
        """Does this under the lock: now if nobody has it, else when it is given back."""
        self._left.append(work)
        self._work_off()

    def _work_off(self) -> None:
        while self._left and self._lock.acquire(blocking=False):
            try:
                if self._depth != 0:
                    return  # this thread is inside, and does it when it leaves
                self._depth = 1
                try:
                    if self._left:
                        self._left.popleft()()
                finally:
                    self._depth = 0
            finally:
                self._lock.release()
