"""What public methods are given by mistake: a clear typed error, and nothing has changed."""

from __future__ import annotations

import asyncio
import math
from array import array
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from polyprim import (
    ClosedError,
    Counter,
    Host,
    InvalidArgumentError,
    InvalidNameError,
    PayloadTooLargeError,
)

KINDS: Final = ["counter", "queue", "kafka_rebalance_hook"]
BAD_NAMES: Final = [
    "", "n" * 65, "n" * 100_000, "a\0b", "\0", "é", "a b", "\ud800", "a\udcffb", "-a", ".a", "a?",
    "日本", "a\n",
]  # fmt: skip
NOT_STRINGS: Final = [None, 1, 1.5, b"hits", ["hits"], object(), True]
NOT_INTS: Final = [
    None, 1.0, math.nan, "1", b"1", [1], object(), 1j, Decimal("5.5"), Fraction(3, 2),
]  # fmt: skip
TOO_LARGE: Final = [1 << 63, -(1 << 63) - 1, 1 << 64, 10**100, -(10**100)]

Make = Callable[[Host], Any]


def snapshot(host: Host) -> list[Any]:
    """All that can be seen of a host's objects."""
    seen: list[Any] = [host.statistics()]
    for kind in (host.counter, host.queue, host.kafka_rebalance_hook):
        seen.append(sorted(kind.names()))
    queue, group = host.queue.open("queue"), host.kafka_rebalance_hook.open("group")
    seen += [host.counter.open("counter").get(), host.counter.open("second").get()]
    seen += [queue.statistics(), queue.peek(), group.get(), group.events()]
    return seen


@pytest.fixture
def full(host: Host) -> Host:
    """A host with something in every object."""
    host.counter("counter", initial_value=7)
    host.counter("second", initial_value=8)
    queue = host.queue("queue", capacity=65_536)
    assert queue.push_many([b"one", b"two"])
    host.kafka_rebalance_hook("group").report()
    return host


def refused(
    host: Host, error: type[Exception], function: Callable[..., Any], *args: Any, **options: Any
) -> None:
    before = snapshot(host)
    with pytest.raises(error) as caught:
        function(*args, **options)
    assert str(caught.value)
    assert snapshot(host) == before


def counter(host: Host) -> Counter:
    return host.counter.open("counter")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["__call__", "create", "open", "exists", "delete"])
def test_names(full: Host, kind: str, method: str) -> None:
    function: Any = getattr(getattr(full, kind), method)
    for name in BAD_NAMES:
        refused(full, InvalidNameError, function, name)
    for thing in NOT_STRINGS:
        refused(full, TypeError, function, thing)


@pytest.mark.parametrize("kind", KINDS)
def test_listing(full: Host, kind: str) -> None:
    listing: Any = getattr(full, kind)
    for value in NOT_INTS:
        refused(full, TypeError, listing.list, limit=value)
        refused(full, TypeError, listing.list, cursor=value)
    for value in [0, -1, 10_001, *TOO_LARGE]:
        refused(full, InvalidArgumentError, listing.list, limit=value)
    for value in [-1, 1 << 32, *TOO_LARGE]:
        refused(full, InvalidArgumentError, listing.list, cursor=value)
    for thing in NOT_STRINGS:
        refused(full, TypeError, listing.list, thing)
        refused(full, TypeError, list, listing.names(thing))
    for name in BAD_NAMES[1:]:
        assert listing.list(name).names == ()
    assert listing.list(cursor=(1 << 32) - 1).names == ()


@pytest.mark.parametrize(
    "operation",
    [
        lambda host, value: counter(host).add(value),
        lambda host, value: counter(host).reset(value),
        lambda host, value: counter(host).compare_exchange(value, 1),
        lambda host, value: counter(host).compare_exchange(7, value),
        lambda host, value: host.counter("counter", initial_value=value),
        lambda host, value: host.counter.create("new", initial_value=value),
        lambda host, value: Counter.add_many([(counter(host), 1), (counter(host), value)]),
    ],
)
def test_counter_numbers(full: Host, operation: Callable[[Host, Any], Any]) -> None:
    for value in NOT_INTS:
        refused(full, TypeError, operation, full, value)
    for value in TOO_LARGE:
        refused(full, InvalidArgumentError, operation, full, value)


def test_add_many(full: Host) -> None:
    good = (counter(full), 1)
    queue = full.queue.open("queue")
    with Host(size=2 << 20) as other:
        foreign = (other.counter("x"), 1)
        refused(full, InvalidArgumentError, Counter.add_many, [good, foreign])
    wrong: list[Any] = [None, 1, [1], [None], [good, ("counter", 1)], [good, (queue, 1)]]
    for additions in wrong:
        refused(full, TypeError, Counter.add_many, additions)
    for pair in [(), "a", (counter(full),), (counter(full), 1, 2)]:
        refused(full, TypeError, Counter.add_many, [good, pair])
    refused(full, ZeroDivisionError, Counter.add_many, _failing(good))


def _failing(item: Any) -> Iterator[Any]:
    yield item
    raise ZeroDivisionError("on the way")


def test_a_bool_is_an_int_as_everywhere_in_python(full: Host) -> None:
    assert counter(full).add(True) == 8
    assert full.queue.open("queue").pop_many(True) == [b"one"]


@pytest.mark.parametrize("value", [None, 65_536.0, math.nan, "65536", [65_536]])
def test_capacity_of_a_wrong_type(full: Host, value: Any) -> None:
    refused(full, TypeError, full.queue, "new", capacity=value)


@pytest.mark.parametrize("value", [0, -65_536, 65_535, 65_537, 98_304, 1 << 27, True, *TOO_LARGE])
def test_capacity_out_of_range(full: Host, value: Any) -> None:
    refused(full, InvalidArgumentError, full.queue, "new", capacity=value)


@pytest.mark.parametrize("record", [None, 1, 1.5, "text", ["x"], object()])
def test_records_that_are_not_bytes(full: Host, record: Any) -> None:
    queue = full.queue.open("queue")
    refused(full, TypeError, queue.push, record)
    refused(full, TypeError, queue.push_many, [b"x", record])
    refused(full, TypeError, queue.push_many, record)


def test_records_that_are_too_large(full: Host) -> None:
    queue, large = full.queue.open("queue"), full.queue("large")
    for size in (65_537, 131_072, 131_073, 5_000_000):
        refused(full, PayloadTooLargeError, large.push, bytes(size))
        refused(full, PayloadTooLargeError, large.push_many, [bytes(size)])
    refused(full, PayloadTooLargeError, queue.push, bytes(65_536))
    refused(full, PayloadTooLargeError, large.push_many, [bytes(60_000)] * 3)
    refused(full, PayloadTooLargeError, large.push_many, [b""] * 40_000)
    refused(full, PayloadTooLargeError, large.push_many, iter(lambda: b"", None))
    refused(full, ZeroDivisionError, large.push_many, _failing(b"x"))
    assert large.statistics().items == 0


def test_whatever_has_bytes_is_a_record(full: Host) -> None:
    queue = full.queue("new")
    strided = memoryview(bytes(range(10)))[::2]
    things: list[Any] = [bytearray(b"ab"), memoryview(b"cd"), strided, array("H", [1, 2])]
    for thing in things:
        assert queue.push(thing)
        assert queue.push_many(x for x in [thing])
    expected = [bytes(thing) for thing in things for _ in range(2)]
    assert queue.pop_many() == expected


@pytest.mark.parametrize("timeout", [-1, -0.001, math.nan, math.inf, 86_401, 1 << 70])
def test_timeouts_out_of_range(full: Host, timeout: float) -> None:
    for function in _waiting(full, timeout):
        refused(full, InvalidArgumentError, function)


@pytest.mark.parametrize("timeout", [None, "1", b"1", [1], 1j])
def test_timeouts_of_a_wrong_type(full: Host, timeout: Any) -> None:
    for function in _waiting(full, timeout):
        refused(full, TypeError, function)


def _waiting(host: Host, timeout: Any) -> list[Callable[[], Any]]:
    queue = host.queue.open("queue")
    return [
        lambda: queue.pop(timeout),
        lambda: queue.pop_many(1, timeout),
        lambda: asyncio.run(queue.pop_async(timeout)),
        lambda: asyncio.run(queue.pop_many_async(1, timeout)),
    ]


def test_how_many_to_pop(full: Host) -> None:
    queue = full.queue.open("queue")
    for value in NOT_INTS:
        refused(full, TypeError, queue.pop_many, value)
    for value in [0, -1, 8193, *TOO_LARGE]:
        refused(full, InvalidArgumentError, queue.pop_many, value)


def test_groups(full: Host) -> None:
    kind: Any = full.kafka_rebalance_hook
    group = kind.open("group")
    for value in NOT_INTS:
        refused(full, TypeError, group.report, value)
        refused(full, TypeError, group.events, value)
        refused(full, TypeError, group.events, 0, value)
        if value is not None:
            refused(full, TypeError, kind, "new", cap_ms=value)
    for value in [None, 0, 1, "yes", math.nan]:
        refused(full, TypeError, kind, "new", jitter=value)
    for value in [0, -1, 99, 104_857_601, *TOO_LARGE]:
        refused(full, InvalidArgumentError, kind, "new", cap_ms=value)
    for value in [0, -1, 1 << 31, *TOO_LARGE]:
        refused(full, InvalidArgumentError, group.report, value)
    for value in [-1, 1 << 52, *TOO_LARGE]:
        refused(full, InvalidArgumentError, group.events, value)
    for value in [0, -1, -(10**100)]:
        refused(full, InvalidArgumentError, group.events, 0, value)


def test_trace_ids(full: Host) -> None:
    group: Any = full.kafka_rebalance_hook.open("group")
    strange: list[Any] = [None, 16, "0123456789abcdef", [1] * 16]
    for trace in strange:
        refused(full, TypeError, group.report, trace_id=trace)
    wrong: list[Any] = [b"x", bytes(15), bytes(17), array("I", [1] * 16), bytes(200_000)]
    for trace in wrong:
        refused(full, InvalidArgumentError, group.report, trace_id=trace)
    group.report(trace_id=memoryview(bytes(range(32)))[::2])
    assert group.events()[-1].trace_id == bytes(range(0, 32, 2))


def test_a_closed_host(full: Host) -> None:
    first, queue = counter(full), full.queue.open("queue")
    group = full.kafka_rebalance_hook.open("group")
    full.close()
    functions: list[Callable[[], Any]] = [
        *(lambda kind=kind: getattr(full, kind)("x") for kind in KINDS),
        *(lambda kind=kind: getattr(full, kind).exists("x") for kind in KINDS),
        *(lambda kind=kind: getattr(full, kind).list() for kind in KINDS),
        first.add, first.get, first.reset, first.delete, lambda: first.compare_exchange(1, 2),
        lambda: Counter.add_many([(first, 1)]),
        queue.pop, queue.peek, queue.statistics, queue.pop_many, queue.delete,
        lambda: queue.push(b"x"), lambda: queue.push(bytes(30_000)),
        lambda: queue.push_many([b"x"]), lambda: queue.pop(1), lambda: queue.pop_many(1, 1),
        lambda: asyncio.run(queue.pop_async(1)), lambda: asyncio.run(queue.pop_many_async(1, 1)),
        group.report, group.succeed, group.get, group.events, group.delete, full.statistics,
    ]  # fmt: skip
    for function in functions:
        with pytest.raises(ClosedError):
            function()
    full.close()
