"""Coroutines that wait: thousands of them, no thread each, and nothing is lost with any."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from polyprim import Host, Queue
from polyprim.errors import BlockedError
from tests.runtime.support import line_of, start

SIZE = 32 << 20


@pytest.fixture
def host() -> Iterator[Host]:
    with Host("waiting", size=SIZE) as opened:
        yield opened


@pytest.fixture
def jobs(host: Host) -> Queue:
    return host.queue("jobs")


async def settle() -> None:
    """Lets every task that can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_it_returns_what_is_there_and_at_its_deadline(jobs: Queue) -> None:
    jobs.push_many([b"one", b"two", b"three"])
    assert await jobs.pop_async() == b"one"
    assert await jobs.pop_async(timeout=20) == b"two"
    assert await jobs.pop_many_async(10, timeout=20) == [b"three"]
    assert await jobs.pop_async() is None
    assert await jobs.pop_async(timeout=0.01) is None
    assert await jobs.pop_many_async(10, timeout=0.01) == []


async def test_a_thousand_wait_with_a_handful_of_threads(jobs: Queue) -> None:
    threads = threading.active_count()
    waiting = [asyncio.create_task(jobs.pop_async(60)) for _ in range(1000)]
    await settle()
    assert threading.active_count() <= threads + 1
    wanted = [b"%d" % number for number in range(1000)]
    for record in wanted[:500]:
        jobs.push(record)
    for start_ in range(500, 1000, 100):
        assert jobs.push_many(wanted[start_ : start_ + 100])
    found = await asyncio.gather(*waiting)
    assert sorted(found, key=str) == sorted(wanted, key=str)
    assert threading.active_count() <= threads + 1


async def test_a_thousand_meet_their_deadline(jobs: Queue) -> None:
    found = await asyncio.gather(*(jobs.pop_async(0.2) for _ in range(1000)))
    assert found == [None] * 1000


async def test_more_queues_than_the_kernel_watches_at_once(host: Host) -> None:
    queues = [host.queue(f"queue-{number}", capacity=1 << 16) for number in range(150)]
    waiting = [asyncio.create_task(queue.pop_async(60)) for queue in queues for _ in range(4)]
    await settle()
    for number, queue in enumerate(queues):
        assert queue.push_many([b"%d" % number] * 4)
    found = await asyncio.gather(*waiting)
    assert found == [b"%d" % number for number in range(150) for _ in range(4)]


async def test_another_process_wakes_them(host: Host, jobs: Queue) -> None:
    code = """
from polyprim import Host
with Host("waiting") as host:
    jobs = host.queue("jobs")
    print("ready", flush=True)
    input()
    for number in range(100):
        assert jobs.push(b"%d" % number)
"""
    pusher = start(code)
    await asyncio.to_thread(line_of, pusher)
    waiting = [asyncio.create_task(jobs.pop_async(60)) for _ in range(100)]
    await settle()
    ended = asyncio.create_task(asyncio.to_thread(pusher.communicate, "\n", 20))
    found = await asyncio.gather(*waiting)
    assert sorted(found, key=str) == sorted([b"%d" % number for number in range(100)], key=str)
    assert (await ended)[1] == ""


async def test_cancelling_loses_nothing(jobs: Queue) -> None:
    """A record stays in the queue, or goes to another who waits."""
    for turn in range(200):
        waiting = [asyncio.create_task(jobs.pop_async(20)) for _ in range(4)]
        for _ in range(turn % 5):
            await asyncio.sleep(0)
        jobs.push(b"a")
        if turn % 3 == 0:
            await asyncio.sleep(0.001 * (turn % 4))
        waiting[0].cancel()
        waiting[1].cancel()
        jobs.push(b"b")
        while jobs.statistics().items != 0:
            await asyncio.sleep(0)
        for task in waiting[2:]:
            task.cancel()
        found = await asyncio.gather(*waiting, return_exceptions=True)
        assert sorted(one for one in found if isinstance(one, bytes)) == [b"a", b"b"], turn
        assert jobs.pop() is None


async def test_cancelling_all_but_one(jobs: Queue) -> None:
    waiting = [asyncio.create_task(jobs.pop_async(60)) for _ in range(500)]
    await settle()
    for task in waiting[:-1]:
        task.cancel()
    jobs.push(b"x")
    assert await waiting[-1] == b"x"
    found = await asyncio.gather(*waiting[:-1], return_exceptions=True)
    assert {type(error) for error in found} == {asyncio.CancelledError}


def test_several_loops_in_several_threads(jobs: Queue) -> None:
    gate = threading.Barrier(5)

    async def wait_all() -> list[bytes | None]:
        waiting = [asyncio.create_task(jobs.pop_async(60)) for _ in range(50)]
        await settle()
        await asyncio.to_thread(gate.wait)
        return await asyncio.gather(*waiting)

    with ThreadPoolExecutor(4) as pool:
        loops = [pool.submit(asyncio.run, wait_all()) for _ in range(4)]
        gate.wait()
        for number in range(200):
            assert jobs.push(b"%d" % number)
        found = [record for loop in loops for record in loop.result()]
    assert sorted(found, key=str) == sorted([b"%d" % number for number in range(200)], key=str)


def test_a_loop_that_was_closed_is_passed_over(jobs: Queue) -> None:
    """Its waiters are gone; those of another loop still get what comes."""
    loop = asyncio.new_event_loop()
    abandoned = [loop.create_task(jobs.pop_async(60)) for _ in range(3)]
    loop.run_until_complete(settle())

    async def wait() -> bytes | None:
        waiting = asyncio.create_task(jobs.pop_async(60))
        await settle()
        loop.close()
        jobs.push(b"x")
        return await waiting

    assert asyncio.run(wait()) == b"x"
    for task in abandoned:
        task.get_coro().close()


async def test_a_producer_that_is_stopped_half_way_is_told_of_at_the_deadline(
    host: Host, jobs: Queue
) -> None:
    """And the loop goes on meanwhile."""
    held = host.queue("held", capacity=1 << 16)
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.001)

    ticking = asyncio.create_task(tick())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(host._segment, "settled", _blocked)
        with pytest.raises(BlockedError):
            await held.pop_async(timeout=0.2)
    ticking.cancel()
    assert ticks > 10
    jobs.push(b"x")
    assert await jobs.pop_async() == b"x"


def _blocked(*_: object, **__: object) -> int:
    raise BlockedError("another worker's unfinished work is in the way")
