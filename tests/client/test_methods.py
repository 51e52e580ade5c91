"""Every method in both forms, beside the embedded host, whose names and meanings they have."""

from __future__ import annotations

import inspect
from typing import Any, assert_type

import pytest

import polyprim
import polyprim_client
from polyprim import Host
from polyprim.primitives.base import Kind as EmbeddedKind
from polyprim.service import Server
from polyprim_client import Client, InvalidArgumentError, Page, QueueStatistics, Report, aio
from polyprim_client.gen import counter_pb2, queue_pb2
from tests.client.conftest import Connect, listed, told
from tests.client.recorder import Recorder

CLASSES = ["Counter", "Queue", "KafkaRebalanceHook", "Kind"]
EMBEDDED_ONLY = {"build"}
REMOTE_ONLY = {"records"}


def methods(kind: type) -> set[str]:
    return {
        name
        for name, _ in inspect.getmembers(kind, callable)
        if not name.startswith("_") or name == "__call__"
    }


@pytest.mark.parametrize("name", CLASSES)
def test_the_names_are_those_of_the_embedded_host(name: str) -> None:
    embedded = EmbeddedKind if name == "Kind" else getattr(polyprim, name)
    wanted = {each for each in methods(embedded) if not each.endswith("_async")} - EMBEDDED_ONLY
    for module in (polyprim_client, aio):
        assert methods(getattr(module, name)) - REMOTE_ONLY == wanted


@pytest.mark.parametrize("name", [*CLASSES, "Client"])
def test_both_forms_are_told_alike(name: str) -> None:
    blocking, awaited = getattr(polyprim_client, name), getattr(aio, name)
    assert methods(blocking) == methods(awaited)
    assert inspect.signature(blocking) == inspect.signature(awaited)
    for method in methods(blocking):
        one, other = getattr(blocking, method), getattr(awaited, method)
        assert inspect.signature(one).parameters == inspect.signature(other).parameters
        assert one.__name__ == other.__name__ == method
        assert inspect.getdoc(one)
        assert inspect.getdoc(other)
        assert inspect.iscoroutinefunction(other) or inspect.isasyncgenfunction(other)
        assert not inspect.iscoroutinefunction(one)


def test_help_says_what_a_caller_gets() -> None:
    assert str(inspect.signature(aio.Counter.add)) == "(self, delta: 'int' = 1) -> 'int'"
    assert str(inspect.signature(polyprim_client.Queue.pop)).endswith("-> 'bytes | None'")
    records = polyprim_client.Queue.records, aio.Queue.records
    assert [str(inspect.signature(each)).rpartition("-> ")[2] for each in records] == [
        "'Iterator[bytes]'",
        "'AsyncIterator[bytes]'",
    ]
    assert polyprim_client.Counter.add.__doc__ == "Adds, and answers the sum."


async def test_counter(connect: Connect, server: Server, host: Host) -> None:
    client = connect(server.address)
    hits = await told(client.counter("hits", initial_value=5))
    assert await told(hits.add()) == host.counter.open("hits").get() == 6
    assert await told(hits.compare_exchange(6, 1)) == (True, 1)
    assert await told(hits.reset(-7)) == 1
    more = await told(client.counter("more"))
    add_many = type(hits).add_many
    assert await told(add_many([(hits, 1), (more, 2), (hits, -1)])) == [-6, 2, -7]
    assert await told(add_many([])) == []
    elsewhere = await told(connect(server.address).counter("hits"))
    with pytest.raises(InvalidArgumentError, match="of one client"):
        await told(add_many([(hits, 1), (elsewhere, 1)]))
    for wrong in [(hits,)], [hits], [("hits", 1)], [(hits, "1")]:
        with pytest.raises(TypeError):
            await told(add_many(wrong))
    for number in (1 << 63, -(1 << 63) - 1):
        with pytest.raises(InvalidArgumentError):
            await told(hits.add(number))
    for wrong_number in ("1", 1.0, True):
        with pytest.raises(TypeError, match="a delta is an int"):
            await told(hits.add(wrong_number))
    await told(hits.delete())
    assert not host.counter.exists("hits")


async def test_queue(connect: Connect, server: Server) -> None:
    jobs = await told(connect(server.address).queue("jobs", capacity=65_536))
    assert await told(jobs.push(b"one"))
    assert await told(jobs.push_many([b"two", bytearray(b"three"), memoryview(b"four")]))
    assert await told(jobs.peek()) == await told(jobs.pop()) == b"one"
    assert await told(jobs.pop_many(2, timeout=1)) == [b"two", b"three"]
    statistics = await told(jobs.statistics())
    assert isinstance(statistics, QueueStatistics)
    assert (statistics.items, statistics.capacity_bytes) == (1, 65_536)
    assert await told(jobs.pop(timeout=1)) == b"four"
    assert await told(jobs.pop(timeout=0.01)) is None
    for timeout in (-1, 86_401, float("nan")):
        with pytest.raises(InvalidArgumentError, match="a timeout is 0 to 86400 seconds"):
            await told(jobs.pop(timeout=timeout))


async def test_group(connect: Connect, server: Server) -> None:
    group = await told(connect(server.address).kafka_rebalance_hook("orders", cap_ms=150))
    assert await told(group.report(trace_id=bytes(16))) == Report(retry=0, backoff_ms=100)
    assert await told(group.report(16)) == Report(retry=1, backoff_ms=150)
    assert [event.error for event in await told(group.events(after=0, limit=9))] == [27, 16]
    assert await told(group.get()) == 2
    await told(group.succeed())
    assert await told(group.get()) == 0


async def test_objects(connect: Connect, server: Server) -> None:
    client = connect(server.address)
    names = {f"n-{number}" for number in range(300)}
    for name in names:
        assert (await told(client.counter.create(name))).name == name
    assert await told(client.counter.create("n-1")) is None
    assert set(await listed(client.counter.names("n-"))) == names
    assert len((await told(client.counter.list("n-", limit=7))).names) == 7
    assert await told(client.counter.exists("n-1"))
    assert repr(await told(client.counter.open("n-1"))) == "<Counter 'n-1'>"
    assert await told(client.counter.delete("n-1"))
    assert not await told(client.counter.delete("n-1"))


async def test_the_contracts_own_messages(connect: Connect, recorder: Recorder) -> None:
    """For what the objects have no word for: a call's own timeout and metadata, a wrong CRC32."""
    path = "/polyprim.v1.QueueService/Push"
    recorder.answer(path, queue_pb2.QueueServicePushResponse(pushed=True))
    client = connect(recorder.address)
    request = queue_pb2.QueueServicePushRequest(name="jobs", payload=b"x", crc32=1, timeout_ms=2)
    reply = await told(client.call(request, timeout=60, metadata={"traceparent": "t"}))
    assert reply == queue_pb2.QueueServicePushResponse(pushed=True)
    (sent,) = recorder.sent(path)
    assert (sent.request.crc32, sent.request.timeout_ms) == (1, 2)
    assert sent.metadata["traceparent"] == "t"
    assert sent.time_remaining > 30
    for timeout in (0, -1, float("nan")):
        with pytest.raises(InvalidArgumentError, match="a timeout is"):
            await told(client.call(request, timeout=timeout))
    with pytest.raises(InvalidArgumentError, match="no method takes"):
        await told(client.call(queue_pb2.QueueRecord()))


def test_objects_and_clients_of_different_forms() -> None:
    client: Any = Client("127.0.0.1:1")
    with client, pytest.raises(TypeError):
        aio.Counter(client, "hits")


def test_types(server: Server) -> None:
    """Checked by mypy, and run too."""
    with Client(server.address) as client:
        hits = client.counter("hits", initial_value=1)
        assert_type(hits, polyprim_client.Counter)
        assert_type(hits.add(1), int)
        assert_type(hits.compare_exchange(1, 2), tuple[bool, int])
        assert_type(client.counter.create("more"), polyprim_client.Counter | None)
        assert_type(client.counter.list(), Page)
        assert_type(client.queue("jobs", capacity=65_536).pop(), bytes | None)
        assert_type(next(iter(client.counter.names())), str)


def refused(client: Client) -> None:
    """What mypy does not let through; never called."""
    client.counter("hits").add("1")  # type: ignore[arg-type]
    client.counter("hits", capacity=1)  # type: ignore[call-arg]
    client.counter.create(1)  # type: ignore[arg-type]


async def test_awaited_types(server: Server) -> None:
    async with aio.Client(server.address) as client:
        hits = await client.counter("hits", initial_value=1)
        assert_type(hits, aio.Counter)
        assert_type(await hits.add(1), int)
        assert_type(await client.counter.create("more"), aio.Counter | None)
        jobs = await client.queue("jobs")
        assert_type(await jobs.pop_many(), list[bytes])
        async for record in jobs.records(timeout=0):
            assert_type(record, bytes)
        assert_type(await aio.Counter.add_many([(hits, 1)]), list[int])
        assert await client.call(counter_pb2.CounterServiceGetRequest(name="hits"))
