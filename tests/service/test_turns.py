"""Work that blocks its thread waits for its turn, ends in time, and holds up nobody."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from polyprim.errors import DeadlineError, NoSpaceError
from polyprim.service.turns import Turns


def soon(seconds: float = 20) -> float:
    return time.monotonic() + seconds


async def test_more_than_may_wait_are_refused() -> None:
    turns, free = Turns("test", count=1, waiting_max=1), threading.Event()
    first = asyncio.create_task(turns.take(free.wait, until=soon(), give_up=free.set))
    second = asyncio.create_task(turns.take(lambda: 2, until=soon(), give_up=free.set))
    await asyncio.sleep(0.01)
    with pytest.raises(NoSpaceError):
        await turns.take(lambda: 3, until=soon(), give_up=free.set)
    free.set()
    assert (await first, await second) == (True, 2)
    await turns.close(1)


async def test_work_whose_turn_does_not_come_in_time_is_not_begun() -> None:
    turns, free, begun = Turns("test", count=1, waiting_max=9), threading.Event(), []
    first = asyncio.create_task(turns.take(free.wait, until=soon(), give_up=free.set))
    await asyncio.sleep(0.01)
    with pytest.raises(DeadlineError):
        await turns.take(lambda: begun.append(1), until=soon(0.05), give_up=lambda: None)
    free.set()
    await first
    assert not begun
    await turns.close(1)


async def test_work_is_given_up_when_its_time_is_up_or_nobody_waits() -> None:
    for is_cancelled in (False, True):
        turns, given_up = Turns("test", count=1, waiting_max=1), threading.Event()
        job = asyncio.create_task(
            turns.take(given_up.wait, until=soon(20 if is_cancelled else 0), give_up=given_up.set)
        )
        await asyncio.sleep(0.01)
        if is_cancelled:
            job.cancel()
        with pytest.raises(asyncio.CancelledError if is_cancelled else DeadlineError):
            await job
        assert given_up.is_set()
        await turns.close(1)
        assert not turns.under_way


async def test_short_work_is_finished_before_its_caller_is_cancelled() -> None:
    turns, free, done = Turns("test", count=1, waiting_max=1), threading.Event(), []

    def work() -> None:
        free.wait()
        done.append(1)

    job = asyncio.create_task(turns.finish(work))
    await asyncio.sleep(0.01)
    job.cancel()
    await asyncio.sleep(0.01)
    assert not job.done()
    free.set()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert done
    await turns.close(1)


async def test_errors_of_work_are_its_callers() -> None:
    turns = Turns("test", count=1, waiting_max=1)

    def work() -> None:
        raise DeadlineError("the work's own")

    with pytest.raises(DeadlineError, match="own"):
        await turns.take(work, until=soon(), give_up=lambda: None)
    await turns.close(1)
