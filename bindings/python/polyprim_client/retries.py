"""When a call that failed is made again."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from polyprim_client.errors import OutcomeUnknownError, PolyprimError

PAUSE_SECONDS: Final = 0.1
PAUSE_SECONDS_MAX: Final = 5.0


class Retries:
    """Says how long to pause before the next attempt: anything up to 2^n * 100 ms, at most 5 s, but
    never less than the server asks for."""

    def __init__(self, attempts: int, draw: Callable[[], float] = random.random) -> None:
        self._attempts: Final = attempts
        self._draw: Final = draw

    def pause(self, error: PolyprimError, attempt: int, left: float) -> float | None:
        """Seconds before another attempt after this one, the first of which is 1; None if it was
        the last: no other can help, or none fits into the seconds that are left."""
        is_passing = error.code == "ABORTED" or error.reason == "BLOCKED"
        asked_to = is_passing and error.retry_after is not None
        helps = error.code == "UNAVAILABLE" or asked_to
        if attempt >= self._attempts or not helps or isinstance(error, OutcomeUnknownError):
            return None
        most = min(PAUSE_SECONDS * 2 ** (attempt - 1), PAUSE_SECONDS_MAX)
        pause = max(self._draw() * most, error.retry_after or 0.0)
        return pause if pause < left else None
