"""Claim: sleeping tasks cost kilobytes on disk, and each wakes by a message.

No peer: 10,000 tasks that keep different things on their stacks are parked, stored and dropped;
then each is woken, in another order, and must go on where it was.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from statistics import quantiles
from typing import Final

from tests.bench.figures import Figure
from tests.bench.programs import Workshop, workshop
from tests.guests import guest

TASKS: Final = 10_000


def run() -> Iterator[Figure]:
    with workshop() as shop:
        began = time.perf_counter()
        stored = put_to_sleep(shop)
        asleep = time.perf_counter() - began
        numbers = list(range(TASKS))
        random.Random(1).shuffle(numbers)
        woken = [wake(shop, stored[number], number) for number in numbers]
        files = [path.stat() for path in (shop.folder / "snapshots").rglob("*") if path.is_file()]
    parts = quantiles(woken, n=100)
    yield Figure("tasks", len(woken), "tasks", f">= {TASKS}")
    yield Figure("store_ms_each", asleep / TASKS * 1e3, "ms")
    yield Figure("file_bytes_each", sum(file.st_size for file in files) / TASKS, "bytes")
    yield Figure("disk_bytes_each", sum(file.st_blocks for file in files) * 512 / TASKS, "bytes")
    for percent in (50, 95, 99):
        yield Figure(f"wake_p{percent}_ms", parts[percent - 1] * 1e3, "ms")
    yield Figure("wake_max_ms", max(woken) * 1e3, "ms")


def put_to_sleep(shop: Workshop) -> list[str]:
    """Parks, stores and drops all of them; answers the snapshots' ids."""
    module = shop.tasks.load(guest("parker"))
    found = []
    for number in range(TASKS):
        with module.start() as task:
            task.run()
            task.send(str(number % 100).encode())
            task.send(str(number // 100).encode())
            found.append(shop.snapshots.create(task).id)
    return found


def wake(shop: Workshop, snapshot: str, number: int) -> float:
    """The seconds from a message to the answer of a task that is on disk."""
    began = time.perf_counter()
    with shop.snapshots.restore(snapshot) as task:
        outcome = task.send(b"")
        took = time.perf_counter() - began
    said = [f"2: {number // 100}".encode(), f"1: {number % 100}".encode()]
    assert outcome.replies == said, (number, outcome)
    return took
