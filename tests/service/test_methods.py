"""Every method of every primitive, through the client and beside the host in one process."""

from __future__ import annotations

from typing import Any

import pytest

from polyprim import Host
from polyprim.contract import primitives
from polyprim_client import (
    Client,
    Counter,
    InvalidArgumentError,
    NotFoundError,
    Report,
    WrongKindError,
)
from tests.service.raw import METHODS, VALID, Raw, Refusal


def test_each_method_is_served(host: Host, raw: Raw) -> None:
    assert VALID.keys() == METHODS.keys()
    host.counter("counter")
    host.queue("queue")
    host.kafka_rebalance_hook("group")
    for service, name in sorted(METHODS, key=lambda key: key[1] == "Delete"):
        reply = raw.ask(service, name)
        assert not isinstance(reply, Refusal), (service, name, reply)


def test_counter(client: Client, host: Host) -> None:
    counter = client.counter("hits", initial_value=5)
    assert client.counter("hits", initial_value=9).get() == 5
    assert counter.add(3) == 8
    assert counter.add() == host.counter.open("hits").get() == 9
    assert counter.compare_exchange(9, 1) == (True, 1)
    assert counter.compare_exchange(9, 2) == (False, 1)
    assert counter.reset(-7) == 1
    assert counter.reset() == -7
    other = client.counter("other", initial_value=(1 << 63) - 1)
    assert Counter.add_many([(counter, 2), (other, 1), (counter, -5)]) == [2, -(1 << 63), -3]
    assert Counter.add_many([]) == []
    counter.delete()
    for call in (counter.get, counter.add, counter.delete, counter.reset):
        with pytest.raises(NotFoundError):
            call()
    with pytest.raises(NotFoundError):
        Counter.add_many([(other, 1), (counter, 1)])
    assert other.get() == -(1 << 63)


def test_queue(client: Client, host: Host) -> None:
    queue = client.queue("jobs", capacity=131_072)
    assert queue.pop() is queue.peek() is None
    assert queue.pop_many() == []
    assert queue.push(b"one")
    records: list[Any] = [b"two", bytearray(b""), memoryview(b"x" * 65_536)]
    assert queue.push_many(records)
    assert queue.push_many([])
    assert host.queue.open("jobs").peek() == queue.peek() == b"one"
    found, embedded = queue.statistics(), host.queue.open("jobs").statistics()
    assert found.items == 4
    assert (found.used_bytes, found.free_bytes) == (embedded.used_bytes, embedded.free_bytes)
    assert (found.capacity_bytes, found.skipped) == (131_072, 0)
    assert not queue.push(bytes(65_536))  # no room now
    assert not queue.push_many([bytes(30_000), bytes(30_000)])
    assert queue.pop() == b"one"
    assert queue.pop(timeout=1) == b"two"
    assert queue.pop_many(1, timeout=1) == [b""]
    assert queue.pop_many(1000) == [b"x" * 65_536]
    assert queue.pop(timeout=0.01) is None
    queue.delete()
    with pytest.raises(NotFoundError):
        queue.pop(timeout=5)


def test_group(client: Client, host: Host) -> None:
    group = client.kafka_rebalance_hook("orders", cap_ms=250)
    trace = bytes(range(16))
    told = [group.report(trace_id=trace), group.report(16), group.report(999_999)]
    assert told == [Report(0, 100), Report(1, 200), Report(2, 250)]
    assert group.get() == 3
    events = group.events()
    assert [event.error for event in events] == [27, 16, 999_999]
    assert [event.trace_id for event in events] == [trace, b"", b""]
    assert [event.sequence for event in events] == [1, 2, 3]
    embedded = host.kafka_rebalance_hook.open("orders").events()
    assert [(e.unix_ms, e.backoff_ms) for e in events] == [
        (e.unix_ms, e.backoff_ms) for e in embedded
    ]
    assert [event.sequence for event in group.events(after=1, limit=1)] == [2]
    group.succeed()
    assert group.get() == 0
    group.delete()
    with pytest.raises(NotFoundError):
        group.report()


@pytest.mark.parametrize("kind_name", [service.name for service in primitives()])
def test_objects(client: Client, kind_name: str) -> None:
    kind = getattr(client, kind_name)
    names = {f"n-{i}" for i in range(10)}
    assert all(kind.create(name) is not None for name in names)
    assert kind.create("n-1") is None
    assert kind.exists("n-1")
    assert kind.open("n-1").name == "n-1"
    assert set(kind.names("n-")) == names
    page = kind.list("n", limit=4)
    assert len(page.names) == 4
    assert page.names + kind.list("n", cursor=page.cursor).names == kind.list().names
    assert kind.list("other").names == ()
    assert kind.delete("n-1")
    assert not kind.delete("n-1")
    assert not kind.exists("n-1")
    with pytest.raises(NotFoundError):
        kind.open("n-1")
    other = client.queue if kind_name == "counter" else client.counter
    for refused in (other, other.create, other.open, other.exists, other.delete):
        with pytest.raises(WrongKindError):
            refused("n-2")
    with pytest.raises(InvalidArgumentError) as caught:
        kind("no name")
    assert (caught.value.code, caught.value.field) == ("INVALID_ARGUMENT", "name")


def test_objects_are_the_hosts(client: Client, host: Host) -> None:
    host.counter("shared").add(2)
    assert client.counter.open("shared").add(3) == host.counter("shared").get() == 5
