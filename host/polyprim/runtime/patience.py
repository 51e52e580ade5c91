"""How long a caller waits, and how often it looks."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from polyprim.abi import SLOT_COUNT

DEADLINE_DEFAULT: Final = 5.0
"""Seconds; `timeout_ms` 5000 in the contract."""

_YIELDS: Final = 20
_PAUSE_MAX: Final = 0.002


class Patience:
    """Pauses that begin as a mere yield and grow to 2 ms, until a deadline."""

    def __init__(self, deadline: float | None = None) -> None:
        self.begun: Final = time.monotonic()
        self.deadline: Final = self.begun + DEADLINE_DEFAULT if deadline is None else deadline
        self._pauses = 0
        self._retired = 0

    @property
    def left(self) -> float:
        """Seconds until the deadline; negative after it."""
        return self.deadline - time.monotonic()

    def again(self) -> bool:
        """Whether to try at once again, since a dead worker was cleared out of the way.

        Only a damaged segment has more of them in one call's way than there are slots.
        """
        self._retired += 1
        return self._retired < SLOT_COUNT

    def pause(self) -> bool:
        """False, without a pause, if the deadline has passed."""
        seconds = self._next()
        if seconds is not None:
            time.sleep(seconds)
        return seconds is not None

    async def pause_async(self) -> bool:
        """The same for a coroutine."""
        seconds = self._next()
        if seconds is not None:
            await asyncio.sleep(seconds)
        return seconds is not None

    def _next(self) -> float | None:
        left = self.left
        if left <= 0:
            return None
        self._pauses += 1
        grown = 0.0 if self._pauses <= _YIELDS else 0.0001 * (self._pauses - _YIELDS)
        return min(grown, _PAUSE_MAX, left)
