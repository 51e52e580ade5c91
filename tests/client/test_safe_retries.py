"""Safe retries against a real server, behind connections that break at the worst moment."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pytest

import polyprim
from polyprim import Host
from polyprim.service import Server
from polyprim_client import Client, DeadlineError, aio
from polyprim_client.gen import queue_pb2
from tests.client.conftest import Connect, counter, queue, told
from tests.client.proxy import Proxy
from tests.runtime.support import eventually


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    with Proxy(server.address) as running:
        yield running


@contextmanager
def cut_after(proxy: Proxy, effect: Callable[[], bool]) -> Iterator[None]:
    """The next call is carried out, and its connection cut before its answer gets through."""

    def cut() -> None:
        eventually(effect)
        proxy.cut()

    proxy.silence()
    cutting = threading.Thread(target=cut)
    cutting.start()
    yield
    cutting.join()


def is_past(hits: polyprim.Counter, count: int) -> bool:
    return hits.get() > count


async def test_an_addition_that_was_carried_out_is_not_made_twice(
    connect: Connect, host: Host, proxy: Proxy
) -> None:
    hits = host.counter("hits")
    remote = counter(connect(proxy.address, safe_retries=True, timeout=30))
    assert await told(remote.add(1)) == 1
    for before in range(1, 5):
        with cut_after(proxy, partial(is_past, hits, before)):
            assert await told(remote.add(1)) == before + 1
    assert hits.get() == 5


async def test_a_record_that_was_popped_arrives(connect: Connect, host: Host, proxy: Proxy) -> None:
    jobs = host.queue("jobs")
    jobs.push_many([b"one", b"two", b"three"])
    remote = queue(connect(proxy.address, safe_retries=True, timeout=30))
    assert await told(remote.pop()) == b"one"
    with cut_after(proxy, lambda: jobs.statistics().items == 1):
        assert await told(remote.pop(timeout=5)) == b"two"
    assert await told(remote.pop()) == b"three"


async def test_a_record_whose_answer_missed_the_deadline_comes_next(
    connect: Connect, host: Host, proxy: Proxy
) -> None:
    jobs = host.queue("jobs")
    jobs.push_many([b"one", b"two"])
    client = connect(proxy.address, safe_retries=True, timeout=30)
    await told(client.counter("hits"))
    proxy.silence()
    with pytest.raises(DeadlineError):
        await told(client.call(queue_pb2.QueueServicePopRequest(name="jobs"), timeout=0.5))
    eventually(lambda: jobs.statistics().items == 1)
    proxy.cut()
    await told(client.counter.exists("hits"))  # by another connection
    assert await told(queue(client).pop()) == b"one"
    assert await told(queue(client).pop()) == b"two"
    assert await told(queue(client).pop()) is None


async def test_a_record_that_was_popped_for_a_cancelled_task_comes_next(
    host: Host, proxy: Proxy
) -> None:
    jobs = host.queue("jobs")
    async with aio.Client(proxy.address, safe_retries=True, timeout=30) as client:
        await client.counter("hits")
        proxy.silence()
        pop = asyncio.create_task(aio.Queue(client, "jobs").pop(timeout=20))
        jobs.push(b"record")
        await asyncio.to_thread(eventually, lambda: jobs.statistics().items == 0)
        pop.cancel()
        with pytest.raises(asyncio.CancelledError):
            await pop
        proxy.cut()
        await client.counter.exists("hits")
        assert await aio.Queue(client, "jobs").pop() == b"record"
        assert await aio.Queue(client, "jobs").pop() is None


async def test_draining_misses_no_record_of_cancelled_pops(
    server: Server, host: Host, proxy: Proxy
) -> None:
    """The first of them had taken nothing when they ended."""
    jobs = host.queue("jobs")
    async with aio.Client(proxy.address, safe_retries=True, timeout=30) as client:
        await client.counter("hits")
        proxy.silence()
        remote = aio.Queue(client, "jobs")
        pops = [asyncio.create_task(remote.pop(timeout=20)) for _ in range(5)]
        await asyncio.to_thread(eventually, lambda: server.calls == 5)
        for pop in pops[:3]:
            pop.cancel()
        await asyncio.to_thread(eventually, lambda: server.calls == 2)
        jobs.push_many([b"first", b"second"])
        await asyncio.to_thread(eventually, lambda: jobs.statistics().items == 0)
        for pop in pops[3:]:
            pop.cancel()
        await asyncio.gather(*pops, return_exceptions=True)
        proxy.cut()
        await client.counter.exists("hits")
        drained = []
        while (record := await remote.pop()) is not None:
            drained.append(record)
        assert sorted(drained) == [b"first", b"second"]


async def test_a_pop_that_waits_holds_no_other_call_up(server: Server, host: Host) -> None:
    jobs = host.queue("jobs")
    async with aio.Client(server.address, safe_retries=True) as client:
        hits = await client.counter("hits")
        pop = asyncio.create_task(aio.Queue(client, "jobs").pop(timeout=60))
        await asyncio.to_thread(eventually, lambda: server.calls == 1)
        assert await hits.add(1) == 1
        jobs.push(b"record")
        assert await pop == b"record"


async def test_a_pop_that_waits_outlives_many_later_calls(server: Server, host: Host) -> None:
    jobs = host.queue("jobs")
    async with aio.Client(server.address, safe_retries=True) as client:
        hits = await client.counter("hits")
        queue = aio.Queue(client, "jobs")
        gets = asyncio.create_task(queue.pop(timeout=60))
        await asyncio.to_thread(eventually, lambda: server.calls == 1)
        assert [await hits.add(1) for _ in range(300)] == list(range(1, 301))
        jobs.push(b"record")
        assert await gets == b"record"
        ends = asyncio.create_task(queue.pop(timeout=1))
        await asyncio.gather(*(hits.add(1) for _ in range(300)))
        assert await ends is None
    assert host.counter("hits").get() == 600


def test_many_threads_in_one_session(server: Server, host: Host) -> None:
    with (
        Client(server.address, safe_retries=True, timeout=30) as client,
        ThreadPoolExecutor(16) as threads,
    ):
        client.counter("hits")
        sums = list(threads.map(lambda _: counter(client).add(1), range(500)))
    assert sorted(sums) == list(range(1, 501))
    assert host.counter("hits").get() == 500


async def test_more_tasks_than_a_session_remembers(server: Server, host: Host) -> None:
    async with aio.Client(server.address, safe_retries=True, timeout=30) as client:
        hits = await client.counter("hits")
        await asyncio.gather(*(hits.add(1) for _ in range(500)))
    assert host.counter("hits").get() == 500


async def test_many_large_records_are_taken_at_once(server: Server, host: Host) -> None:
    """There is room for two of them in a session, beside a pop that waits."""
    jobs = host.queue("jobs")
    host.queue("none")
    records = {bytes([number]) * 60_000 for number in range(12)}
    for record in records:
        assert jobs.push(record)
    async with aio.Client(server.address, safe_retries=True, timeout=30) as client:
        waiting = asyncio.create_task(aio.Queue(client, "none").pop(timeout=60))
        popped = await asyncio.gather(*(aio.Queue(client, "jobs").pop() for _ in records))
        assert set(popped) == records
        waiting.cancel()
