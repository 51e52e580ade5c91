"""Operations that wait until there is something to answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from polyprim.abi import FAULT, Status
from polyprim.errors import BlockedError
from polyprim.native import CData
from polyprim.primitives.checks import seconds
from polyprim.runtime.patience import Patience
from polyprim.runtime.segment import Segment

EMPTY: Final = FAULT + Status.EMPTY
WAIT: Final = FAULT + Status.WAIT

Attempt = Callable[[bool, float | None], int]
"""Tries the operation once: whether it means to wait, and how long it may be blocked by another
worker's unfinished work, as a reading of time.monotonic; None for 5 seconds."""


def wait_for(segment: Segment, attempt: Attempt, timeout: float, out: CData) -> int:
    """The attempt's answer, or EMPTY if there was nothing for `timeout` seconds.

    `out` is where the attempt leaves its outcome. Raises BlockedError, InvalidArgumentError.
    """
    timeout = seconds(timeout)
    if not timeout:
        return attempt(False, None)
    deadline = time.monotonic() + timeout
    while True:
        answer = attempt(True, deadline)
        if answer != WAIT:
            return answer
        if not segment.wait(out.wait_word, out.wait_value, deadline):
            return EMPTY


async def wait_for_async(segment: Segment, attempt: Attempt, timeout: float, out: CData) -> int:
    """The same for a coroutine."""
    timeout = seconds(timeout)
    deadline = time.monotonic() + timeout
    patience = Patience(deadline if timeout else None)
    awaited: int | None = None
    try:
        while True:
            try:
                answer = attempt(bool(timeout), time.monotonic())
            except BlockedError:
                if await patience.pause_async():
                    continue
                raise
            if answer != WAIT:
                return answer
            awaited = int(out.wait_word)
            if not await segment.wait_async(awaited, out.wait_value, deadline):
                return EMPTY
    finally:
        if awaited is not None:
            segment.pass_on(awaited)
