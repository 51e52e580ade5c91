"""Everything that can be done with a host, as functions without arguments."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from polyprim import Counter, Host, PolyprimError
from polyprim.contract import Method, Service, services
from polyprim.service.status import status_of
from tests.runtime.corruption.damage import QUEUE_BYTES
from tests.service.raw import request

Call = tuple[str, Callable[[], object]]

WAIT: Final = 0.01
"""Seconds that those calls wait that do."""
DEADLINE: Final = 0.2
KINDS: Final = {
    "counter": ["counter", "c1"],
    "queue": ["queue", "empty", "wrapped", "full"],
    "kafka_rebalance_hook": ["group", "often"],
}
"""The objects of each kind that the calls are about."""
OTHERWISE: Final[dict[tuple[str, str], list[dict[str, Any]]]] = {
    ("counter", "AddMany"): [{"additions": [{"name": "counter", "delta": 1}] * 100}],
    ("queue", "Push"): [{"payload": bytes(65_536)}, {"payload": b"", "crc32": 0}],
    ("queue", "PushMany"): [{"records": [{"payload": b"", "crc32": 0}] * 50}],
    ("queue", "Pop"): [{"wait_ms": 5}, {"name": "empty", "wait_ms": 5}],
    ("queue", "PopMany"): [{"wait_ms": 5}, {"name": "empty", "wait_ms": 5}, {"name": "wrapped"}],
    ("kafka_rebalance_hook", "Report"): [{"trace_id": bytes(16)}],
    ("kafka_rebalance_hook", "Events"): [{"name": "often"}],
    ("stack_snapshot", "Pack"): [
        {"memory": bytes(65_536), "size": 65_536, "not_pointers": [{"start": 8, "end": 900}] * 99}
    ],
}
"""Requests beside the least that a method takes."""


def everything(host: Host, other: Host, chance: random.Random) -> list[Call]:
    """All of it; `other` is another worker's opening of the same segment."""
    loop = asyncio.get_event_loop()
    calls = [("statistics", host.statistics), *_others(other)]
    for kind, names in KINDS.items():
        calls += _names(host, kind, chance)
        calls += [call for name in names for call in _OBJECTS[kind](host, name, chance)]
    for service in services():
        for method in service.methods:
            calls += _requests(host, service, method, chance, loop)
    return calls


def _names(host: Host, kind: str, chance: random.Random) -> Iterator[Call]:
    of_kind: Any = getattr(host, kind)
    options = {"capacity": QUEUE_BYTES} if kind == "queue" else {}
    any_name = [*KINDS[kind], "new", "newer", "n" * 64]
    yield f"{kind}()", lambda: of_kind(chance.choice(any_name), **options)
    yield f"{kind}.create", lambda: of_kind.create(chance.choice(any_name), **options)
    yield f"{kind}.open", lambda: of_kind.open(chance.choice(any_name))
    yield f"{kind}.exists", lambda: of_kind.exists(chance.choice(any_name))
    yield f"{kind}.delete", lambda: of_kind.delete(chance.choice(any_name))
    yield f"{kind}.list", lambda: of_kind.list("c", limit=5)
    yield f"{kind}.names", lambda: list(of_kind.names())


def _counter(host: Host, name: str, chance: random.Random) -> Iterator[Call]:
    counter, second = host.counter.open(name), host.counter.open("second")
    yield "add", lambda: counter.add(chance.randrange(-(1 << 63), 1 << 63))
    yield "get", counter.get
    yield "reset", lambda: counter.reset(-(1 << 63) + chance.randrange(256))
    yield "compare_exchange", lambda: counter.compare_exchange(0, 7)
    yield "add_many", lambda: Counter.add_many([(counter, 1), (second, 2)] * 50)


def _queue(host: Host, name: str, chance: random.Random) -> Iterator[Call]:
    queue, run = host.queue.open(name), asyncio.get_event_loop().run_until_complete
    sizes, counts = [0, 10, 64, 700, 5000, 20_000, 60_000], [1, 5, 300, 8192]
    yield "push", lambda: queue.push(bytes(chance.choice(sizes)))
    yield "push_many", lambda: queue.push_many([bytes(9), bytes(chance.choice(sizes))])
    yield "push_many", lambda: queue.push_many([b""] * chance.choice(counts))
    yield "pop", queue.pop
    yield "pop with timeout", lambda: queue.pop(WAIT)
    yield "pop_many", lambda: queue.pop_many(chance.choice(counts))
    yield "pop_many with timeout", lambda: queue.pop_many(chance.choice(counts), WAIT)
    yield "pop_async", lambda: run(queue.pop_async(WAIT))
    yield "pop_many_async", lambda: run(queue.pop_many_async(chance.choice(counts), WAIT))
    yield "peek", queue.peek
    yield "statistics of a queue", queue.statistics


def _hook(host: Host, name: str, chance: random.Random) -> Iterator[Call]:
    hook = host.kafka_rebalance_hook.open(name)
    yield "report", hook.report
    yield "report with trace", lambda: hook.report(trace_id=chance.randbytes(16))
    yield "succeed", hook.succeed
    yield "get", hook.get
    yield "events", lambda: hook.events(limit=1 << 40)
    yield "later events", lambda: hook.events(1050)


_OBJECTS: Final[dict[str, Callable[[Host, str, random.Random], Iterator[Call]]]] = {
    "counter": _counter,
    "queue": _queue,
    "kafka_rebalance_hook": _hook,
}


def _others(other: Host) -> Iterator[Call]:
    counter, queue = other.counter.open("counter"), other.queue.open("queue")
    yield "add of another", counter.add
    yield "push of another", lambda: queue.push(bytes(100))
    yield "pop of another", queue.pop


def _requests(
    host: Host,
    service: Service,
    method: Method,
    chance: random.Random,
    loop: asyncio.AbstractEventLoop,
) -> Iterator[Call]:
    key, rpc = (service.name, method.name), host.rpc(service, method)

    def ask(data: bytes) -> bytes:
        try:
            return loop.run_until_complete(rpc(data, deadline=time.monotonic() + DEADLINE))
        except PolyprimError as error:
            status_of(method, error)
            raise

    def garbled(data: bytes) -> bytes:
        place = chance.randrange(len(data) + 1)
        return data[:place] + chance.randbytes(chance.randrange(4)) + data[place + 1 :]

    for fields in [{}, *OTHERWISE.get(key, [])]:
        data = request(*key, **fields)
        yield method.path, lambda data=data: ask(data)  # type: ignore[misc]
    yield f"{method.path}, garbled", lambda: ask(garbled(request(*key)))
