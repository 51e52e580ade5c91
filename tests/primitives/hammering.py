"""What the processes of a hammer do: threads that add, push and pop on one shared segment."""

from __future__ import annotations

import random
import struct
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from polyprim import Counter, Host, Queue

HEAD: Final = struct.Struct("<IIHH")
"""Producer, its record's number, the place in the batch, the size of the batch."""
NAME: Final = "shared"
CAPACITY: Final = 65_536
THREADS: Final = 2


def record(producer: int, number: int, place: int, size: int) -> bytes:
    """A record that tells whether it is whole."""
    return HEAD.pack(producer, number, place, size) + filling(producer, number)


def filling(producer: int, number: int) -> bytes:
    """Mostly short; what it is follows from the record's head."""
    length = (number * 7919 + producer) % (5000 if number % 50 == 0 else 150)
    return bytes([(producer + number) % 256]) * length


def read(data: bytes) -> tuple[int, int, int, int]:
    """The head of a record, which must be whole."""
    head: tuple[int, int, int, int] = HEAD.unpack_from(data)
    assert data[HEAD.size :] == filling(head[0], head[1]), f"a torn record: {head}"
    return head


def produce(first: str, records: str) -> None:
    """Pushes so many records by each of some threads, which are the producers from `first` on."""
    with Host(NAME) as host:
        queue = host.queue(NAME, capacity=CAPACITY)
        together(lambda thread: _produce(queue, int(first) + thread, int(records)))


def _produce(queue: Queue, producer: int, records: int) -> None:
    chance, number = random.Random(producer), 0
    while number < records:
        size = min(chance.choice([1, 1, 2, 9, 40]), records - number)
        batch = [record(producer, number + place, place, size) for place in range(size)]
        while not (queue.push(batch[0]) if size == 1 else queue.push_many(batch)):
            time.sleep(0)
        number += size


def consume(path: str, total: str) -> None:
    """Pops until all processes together have popped so many; the heads go to files."""
    with Host(NAME) as host:
        queue, popped = host.queue(NAME, capacity=CAPACITY), host.counter("popped")
        together(lambda thread: _consume(queue, popped, Path(f"{path}.{thread}"), int(total)))


def _consume(queue: Queue, popped: Counter, path: Path, total: int) -> None:
    chance = random.Random(str(path))
    with path.open("wb") as file:
        while popped.get() < total:
            if chance.random() < 0.5:
                one = queue.pop(timeout=0.02)
                records = [] if one is None else [one]
            else:
                records = queue.pop_many(chance.randrange(1, 50), timeout=0.02)
            for data in records:
                file.write(HEAD.pack(*read(data)))
            popped.add(len(records))


def count(times: str) -> None:
    """Adds to counters in every way that there is."""
    with Host(NAME) as host:
        add, many, exchange = (host.counter(name) for name in ("add", "many", "exchange"))
        together(lambda _: _count(add, many, exchange, int(times)))


def _count(add: Counter, many: Counter, exchange: Counter, times: int) -> None:
    for i in range(times):
        add.add(i)
        Counter.add_many([(many, 1), (add, -i), (many, 1)])
        seen, done = exchange.get(), False
        while not done:
            done, seen = exchange.compare_exchange(seen, seen + 3)


def together(work: Callable[[int], None]) -> None:
    """Runs it in several threads; an error in one of them is one of the process."""
    failed: list[BaseException] = []

    def guarded(thread: int) -> None:
        try:
            work(thread)
        except BaseException as error:
            failed.append(error)
            raise

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        sys.exit(f"failed: {failed[0]!r}")
