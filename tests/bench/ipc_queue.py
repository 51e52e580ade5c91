"""Claim: between two processes, a queue is far faster than multiprocessing.Queue, and costs about
what a native ring of the same layout does.

A producer process puts items of 64 bytes, a consumer process takes them; the figure is the time
from the first put to the last take, per item. Peers: multiprocessing.Queue; the same C natively,
behind the same kind of methods; lists of redis-server through redis-py, if there is one.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.context import ForkContext
from pathlib import Path
from statistics import median
from typing import Any, Final

from polyprim import Host
from polyprim.native.records import address
from polyprim.runtime.segment import GIL_BYTES
from tests.bench.figures import Figure
from tests.bench.peers import NativeSegment, native_records

ITEM: Final = b"x" * 64
BATCH: Final = 512
ROUNDS: Final = 7
PAUSE: Final = 50e-6
"""Seconds that a producer rests when the queue is full."""
_records: Final = native_records()

_fork: Final[ForkContext] = multiprocessing.get_context("fork")
Side = Callable[[int], None]
"""Puts, or takes, so many items."""


def transfer(put: Side, take: Side, count: int) -> float:
    """Seconds an item, from the first put of one new process to the last take of another.

    Before that each has put or taken a batch, and so is connected.
    """
    barrier = _fork.Barrier(2)
    times = _fork.RawArray("d", 2)  # of one clock for all processes

    def part(side: Side, record: Callable[[float, float], None]) -> None:
        side(BATCH)
        barrier.wait()
        began = time.perf_counter()
        side(count)
        record(began, time.perf_counter())
        barrier.wait()
        os._exit(0)  # no queue's feeder thread, no finalizer

    def first(began: float, _: float) -> None:
        times[0] = began

    def last(_: float, ended: float) -> None:
        times[1] = ended

    processes = [
        _fork.Process(target=part, args=arguments) for arguments in ((put, first), (take, last))
    ]
    for one in processes:
        one.start()
    for one in processes:
        one.join()
    assert all(one.exitcode == 0 for one in processes)
    took: float = times[1] - times[0]
    return took / count


def put_single(push: Callable[[bytes], bool], count: int) -> None:
    while count:
        if push(ITEM):
            count -= 1
        else:
            time.sleep(PAUSE)


def take_single(pop: Callable[[], bytes | None], count: int) -> None:
    while count:
        if pop() is not None:
            count -= 1


def put_batches(push_many: Callable[[list[bytes]], bool], count: int) -> None:
    items = [ITEM] * BATCH
    while count > 0:
        if push_many(items):
            count -= BATCH
        else:
            time.sleep(PAUSE)


def take_batches(pop_many: Callable[[int], list[bytes]], count: int) -> None:
    while count > 0:
        count -= len(pop_many(BATCH))


def put_mp(queue: Any, count: int) -> None:
    for _ in range(count):
        queue.put(ITEM)


def take_mp(queue: Any, count: int) -> None:
    for _ in range(count):
        queue.get()


class NativeQueue:
    """The same C, natively, with the methods of Queue; each side has a slot of its own."""

    def __init__(self, segment: NativeSegment, slot: int, handle: int) -> None:
        names = "queue_push", "queue_pop", "queue_push_many", "queue_pop_many"
        self._sites: Final = [segment.site("queue_loops", name, slot, handle) for name in names]
        self._push, self._pop, self._push_many, self._pop_many = map(address, self._sites)

    def push(self, record: bytes) -> bool:
        if type(record) is not bytes or len(record) > GIL_BYTES:
            raise AssertionError
        return _records.put(self._push, record) == 0

    def pop(self, timeout: float = 0.0) -> bytes | None:
        if timeout != 0.0:
            raise AssertionError
        answer = _records.take(self._pop, 0)
        return answer if type(answer) is bytes else None

    def push_many(self, batch: list[bytes]) -> bool:
        return _records.put_many(self._push_many, batch) > 0

    def pop_many(self, count: int) -> list[bytes]:
        answer = _records.take_many(self._pop_many, count)
        return answer if type(answer) is list else []


@contextmanager
def redis_server() -> Iterator[int | None]:
    """The port of a Redis of our own on loopback, or None if there is no redis-server."""
    if shutil.which("redis-server") is None:
        yield None
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        command = ["redis-server", *options, "--logfile", str(Path(folder, "log"))]
        server = subprocess.Popen(command)
        try:
            yield port
        finally:
            server.terminate()
            server.wait()


def redis_sides(port: int, batch: int) -> tuple[Side, Side]:
    import redis

    def put(count: int) -> None:
        client = redis.Redis(port=port)
        for _ in range(0, count, batch):
            client.lpush("items", *[ITEM] * batch)

    def take(count: int) -> None:
        client = redis.Redis(port=port)
        while count > 0:
            if batch == 1:
                count -= client.brpop(["items"], 1) is not None
            else:
                count -= len(client.rpop("items", batch) or ())

    return put, take


def sides() -> Iterator[tuple[str, int, Side, Side]]:
    """Each way to pass items, and how many make a measurement."""
    name = f"bench-{os.getpid()}"
    with Host(name) as host:
        try:
            one, many = host.queue("one"), host.queue("many")
            yield "ours", 200_000, partial(put_single, one.push), partial(take_single, one.pop)
            yield (
                "ours_batched", BATCH * 2000,
                partial(put_batches, many.push_many), partial(take_batches, many.pop_many),
            )  # fmt: skip
            native = NativeSegment()
            for slot in (1, 2):
                native.open_slot(slot)
            for name in ("native", "native_batched"):
                handle = native.create("queue_loops", "queue_create", 1, name.encode(), 1 << 20)
                there, here = (NativeQueue(native, slot, handle) for slot in (1, 2))
                if name == "native":
                    put, take = partial(put_single, there.push), partial(take_single, here.pop)
                    yield name, 200_000, put, take
                else:
                    put = partial(put_batches, there.push_many)
                    yield name, BATCH * 2000, put, partial(take_batches, here.pop_many)
            queue = _fork.Queue()
            yield "multiprocessing", 20_000, partial(put_mp, queue), partial(take_mp, queue)
            with redis_server() as port:
                if port is not None:
                    yield "redis", 3_000, *redis_sides(port, 1)
                    yield "redis_batched", BATCH * 200, *redis_sides(port, BATCH)
        finally:
            os.unlink(str(host.path))


def run() -> Iterator[Figure]:
    found: dict[str, float] = {}
    for name, count, put, take in sides():
        found[name] = median(transfer(put, take, count) for _ in range(ROUNDS))
    ours, batched = found["ours"], found["ours_batched"]
    yield Figure("single_ns", ours * 1e9, "ns")
    yield Figure("batched_ns", batched * 1e9, "ns")
    mp = found["multiprocessing"]
    yield Figure("multiprocessing_over_ours", mp / ours, "x", ">= 20")
    yield Figure("multiprocessing_over_ours_batched", mp / batched, "x", ">= 300")
    yield Figure("ours_over_native", ours / found["native"], "x", "<= 1.3")
    yield Figure("ours_over_native_batched", batched / found["native_batched"])
    if "redis" in found:
        yield Figure("redis_over_ours", found["redis"] / ours)
        yield Figure("redis_batched_over_ours_batched", found["redis_batched"] / batched)
