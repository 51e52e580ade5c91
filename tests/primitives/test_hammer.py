"""Threads and processes at once on one segment."""

from __future__ import annotations

import subprocess
from collections import Counter as Bag
from pathlib import Path

from polyprim import Host
from tests.primitives import hammering
from tests.primitives.hammering import CAPACITY, HEAD, NAME, THREADS
from tests.runtime.support import start

PROCESSES = 2
RECORDS = 4000


def worker(function: str, *arguments: object) -> subprocess.Popen[str]:
    return start(
        f"import sys; from tests.primitives import hammering; hammering.{function}(*sys.argv[1:])",
        *arguments,
    )


def end_well(workers: list[subprocess.Popen[str]]) -> None:
    for process in workers:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors


def test_sums_are_exact(shared: Host) -> None:
    times = 5000
    end_well([worker("count", times) for _ in range(PROCESSES)])
    all_times = times * PROCESSES * THREADS
    assert shared.counter("add").get() == 0
    assert shared.counter("many").get() == 2 * all_times
    assert shared.counter("exchange").get() == 3 * all_times


def test_one_consumer_sees_each_producer_in_order_and_batches_whole(shared: Host) -> None:
    queue = shared.queue(NAME, capacity=CAPACITY)
    producers = PROCESSES * THREADS
    workers = [worker("produce", THREADS * n, RECORDS) for n in range(PROCESSES)]
    expected: Bag[int] = Bag()
    batch: tuple[int, int, int] | None = None  # producer, next place, size
    while expected.total() < producers * RECORDS:
        for data in queue.pop_many(37, timeout=20) or [b""]:
            producer, number, place, size = hammering.read(data)
            assert number == expected[producer]
            expected[producer] += 1
            assert (producer, place, size) == (batch or (producer, 0, size))
            batch = (producer, place + 1, size) if place + 1 < size else None
    end_well(workers)
    assert queue.pop() is None
    assert queue.statistics().used_bytes == 0


def test_every_record_comes_out_once(shared: Host, tmp_path: Path) -> None:
    queue = shared.queue(NAME, capacity=CAPACITY)
    total = PROCESSES * THREADS * RECORDS
    workers = [worker("produce", THREADS * n, RECORDS) for n in range(PROCESSES)]
    workers += [worker("consume", tmp_path / f"popped-{n}", total) for n in range(PROCESSES)]
    end_well(workers)
    seen: Bag[tuple[int, int]] = Bag()
    for path in tmp_path.glob("popped-*"):
        latest: dict[int, int] = {}
        for producer, number, _, _ in HEAD.iter_unpack(path.read_bytes()):
            assert number > latest.get(producer, -1)  # for each consumer, in order
            latest[producer] = number
            seen[producer, number] += 1
    assert seen == Bag((p, n) for p in range(PROCESSES * THREADS) for n in range(RECORDS))
    assert queue.statistics().used_bytes == 0
