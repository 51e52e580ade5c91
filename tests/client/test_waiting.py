"""Pops that wait, iterators of records, and tasks that are cancelled in them."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing, closing

import pytest

from polyprim import Host
from polyprim.service import Server
from polyprim_client import Client, InvalidArgumentError, NotFoundError, Queue, aio, queue
from polyprim_client.gen import queue_pb2
from tests.client.conftest import Connect, listed, told
from tests.client.recorder import Recorder
from tests.runtime.support import eventually

POP = "/polyprim.v1.QueueService/Pop"
RECORD = queue_pb2.QueueServicePopResponse(found=True, payload=b"record")


async def test_all_that_is_there_in_its_order(connect: Connect, server: Server) -> None:
    jobs = await told(connect(server.address).queue("jobs"))
    records = [b"%d" % number for number in range(50)]
    await told(jobs.push_many(records))
    assert await listed(jobs.records(timeout=0)) == records
    assert await listed(jobs.records(timeout=0.01)) == []


async def test_no_time_at_all(connect: Connect, server: Server) -> None:
    jobs = await told(connect(server.address).queue("jobs"))
    for timeout in (-1, float("nan")):
        with pytest.raises(InvalidArgumentError, match="a timeout is"):
            await listed(jobs.records(timeout=timeout))


async def test_a_queue_that_is_gone(connect: Connect, server: Server) -> None:
    jobs = await told(connect(server.address).queue("jobs"))
    await told(jobs.delete())
    with pytest.raises(NotFoundError):
        await listed(jobs.records())


async def test_no_record_is_taken_before_it_is_asked_for(
    connect: Connect, server: Server, host: Host
) -> None:
    jobs = await told(connect(server.address).queue("jobs"))
    await told(jobs.push_many([b"a", b"b", b"c"]))
    records = jobs.records()
    if isinstance(jobs, Queue):
        with closing(records):
            assert next(records) == b"a"
    else:
        async with aclosing(records):
            assert await anext(records) == b"a"
    assert host.queue.open("jobs").pop_many() == [b"b", b"c"]


async def test_waits_follow_one_another(
    connect: Connect, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "WAIT_SECONDS", 0.25)
    empty = queue_pb2.QueueServicePopResponse()
    recorder.answer(POP, empty, RECORD, empty, RECORD)
    jobs = await told(connect(recorder.address).queue("jobs"))
    if isinstance(jobs, Queue):
        records = jobs.records()
        assert [next(records), next(records)] == [b"record"] * 2
        records.close()
    else:
        async with aclosing(jobs.records()) as coming:
            assert [await anext(coming), await anext(coming)] == [b"record"] * 2
    assert [sent.request.wait_ms for sent in recorder.sent(POP)] == [250] * 4


def test_a_thread_gets_what_is_pushed_meanwhile(server: Server, host: Host) -> None:
    jobs = host.queue("jobs")
    got: list[bytes] = []
    with Client(server.address) as client:

        def consume() -> None:
            got.extend(Queue(client, "jobs").records())

        thread = threading.Thread(target=consume)
        thread.start()
        for number in range(20):
            eventually(lambda: server.calls == 1)
            jobs.push(b"%d" % number)
            eventually(lambda: len(jobs_left(host)) == 0)
        eventually(lambda: server.calls == 1)
    thread.join(20)
    assert got == [b"%d" % number for number in range(20)]


def jobs_left(host: Host) -> list[int]:
    return [0] * host.queue.open("jobs").statistics().items


async def test_a_thousand_tasks_wait_on_one_connection(server: Server, host: Host) -> None:
    jobs = host.queue("jobs")
    async with aio.Client(server.address) as client:
        remote = aio.Queue(client, "jobs")
        pops = [asyncio.create_task(remote.pop(timeout=60)) for _ in range(1000)]
        await asyncio.to_thread(eventually, lambda: server.calls == 1000)
        for number in range(1000):
            assert jobs.push(b"%d" % number)
        got = await asyncio.gather(*pops)
    assert sorted(got, key=lambda record: int(record or b"")) == [b"%d" % n for n in range(1000)]


# Cancelled tasks


async def test_a_cancelled_task_cancels_its_call_at_once(server: Server, host: Host) -> None:
    """While it waits, nothing was taken: what comes next is for somebody else."""
    jobs = host.queue("jobs")
    async with aio.Client(server.address) as client:
        remote = aio.Queue(client, "jobs")
        pops = [asyncio.create_task(remote.pop(timeout=60)) for _ in range(20)]
        await asyncio.to_thread(eventually, lambda: server.calls == 20)
        for pop in pops:
            pop.cancel()
        ended = await asyncio.gather(*pops, return_exceptions=True)
        assert all(isinstance(each, asyncio.CancelledError) for each in ended)
        await asyncio.to_thread(eventually, lambda: server.calls == 0)
        jobs.push(b"for somebody else")
        assert await remote.pop() == b"for somebody else"


async def test_a_time_limit_around_an_iterator(server: Server, host: Host) -> None:
    jobs = host.queue("jobs")
    got: list[bytes] = []
    jobs.push(b"one")
    async with aio.Client(server.address) as client:

        async def consume() -> None:
            async for record in aio.Queue(client, "jobs").records():
                got.append(record)

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(consume(), 0.2)
        await asyncio.to_thread(eventually, lambda: server.calls == 0)
    assert got == [b"one"]


async def test_what_was_popped_for_a_cancelled_call_comes_next(recorder: Recorder) -> None:
    """The server has popped, but its answer is not here yet when the task is cancelled. In a
    session the next pop has the same number, for which the server answers the same record."""
    popped = threading.Event()

    def late() -> queue_pb2.QueueServicePopResponse:
        popped.wait(20)
        return RECORD

    recorder.answer(POP, late, RECORD)
    async with aio.Client(recorder.address, safe_retries=True) as client:
        jobs = aio.Queue(client, "jobs")
        pop = asyncio.create_task(jobs.pop(timeout=60))
        await asyncio.to_thread(eventually, lambda: len(recorder.sent(POP)) == 1)
        pop.cancel()
        with pytest.raises(asyncio.CancelledError):
            await pop
        popped.set()
        assert await jobs.pop() == b"record"
        await jobs.pop()
    assert [number for _, number in recorder.pairs(POP)] == ["1", "1", "2"]


async def test_one_call_is_cancelled_and_the_others_go_on(server: Server, host: Host) -> None:
    jobs = host.queue("jobs")
    async with aio.Client(server.address) as client:
        remote = aio.Queue(client, "jobs")
        stays, goes = (asyncio.create_task(remote.pop(timeout=60)) for _ in range(2))
        await asyncio.to_thread(eventually, lambda: server.calls == 2)
        goes.cancel()
        await asyncio.to_thread(eventually, lambda: server.calls == 1)
        jobs.push(b"record")
        assert await stays == b"record"
