"""Workers that are killed at random, and who counts afterwards what became of their work.

    python -m tests.primitives.mortals KILLS SEED

Forks workers from this warm process, kills them with SIGKILL at random moments and starts others
in their place. Prints what it found as JSON. Each life of a worker has a number of its own.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter as Bag
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from polyprim import BlockedError, Host, NotFoundError
from tests.primitives.ledger import Ledger

NAME: Final = "mortals"
CAPACITY: Final = 1024 * 1024
PAUSE_MAX: Final = 0.03
"""Seconds from one kill to the next, at most."""
_PR_SET_PDEATHSIG: Final = 1
PATIENCE: Final = 20.0
"""Seconds in which a worker must get something done, or it is stuck."""
SIZES: Final = [0, 50, 50, 200, 1000, 20_000, 40_000, 60_000]


def record(life: int, number: int) -> bytes:
    """Tells whose it is, and whether it is whole."""
    size = SIZES[(number * 31 + life) % len(SIZES)]
    return life.to_bytes(4, "little") + number.to_bytes(4, "little") + bytes([number % 256]) * size


def read(data: bytes) -> tuple[int, int]:
    life, number = int.from_bytes(data[:4], "little"), int.from_bytes(data[4:8], "little")
    assert data == record(life, number), f"a torn record of {life}, {number}"
    return life, number


def produce(host: Host, ledger: Ledger, life: int) -> None:
    """`begun` and `done` are how many of its records were given to a push, and pushed."""
    queue, chance = host.queue.open("queue"), random.Random(life)
    number = 0
    while True:
        size = chance.choice([1, 1, 1, 2, 5])
        records = [record(life, number + i) for i in range(size)]
        while sum(map(len, records)) > 100_000:
            records.pop()
        ledger.begun = number + len(records)
        if queue.push(records[0]) if len(records) == 1 else queue.push_many(records):
            number += len(records)
            ledger.done = number
        else:
            ledger.begun = number
            time.sleep(0)


def consume(host: Host, ledger: Ledger, life: int) -> None:
    """The list has what it popped; `begun` is how many it may be popping now."""
    queue, chance = host.queue.open("queue"), random.Random(life)
    while not ledger.is_full:
        count = chance.choice([1, 1, 2, 8])
        timeout = chance.choice([0.0, 0.01])
        ledger.begun = count
        popped: list[bytes] = []
        try:
            if count > 1:
                popped = queue.pop_many(count, timeout)
            elif (one := queue.pop(timeout)) is not None:
                popped = [one]
        except BlockedError:
            if not timeout:  # five seconds
                raise
        ledger.append([read(data) for data in popped])
        ledger.begun = 0
        ledger.done += 1


def churn(host: Host, ledger: Ledger, life: int) -> None:
    """Makes and deletes objects; `begun` and `done` are what it adds to one counter."""
    chance, sum_ = random.Random(life), host.counter("sum")
    group = host.kafka_rebalance_hook("group")
    while True:
        ledger.begun += 1
        sum_.add(1)
        ledger.done += 1
        name = f"churn-{chance.randrange(4)}"
        if chance.random() < 0.5:
            with suppress(NotFoundError):  # the other churner was faster
                host.queue(name, capacity=65_536).push(bytes(5000))
            host.queue.delete(name)
        group.report(trace_id=bytes(16))
        with suppress(NotFoundError):
            host.counter(f"churn/{chance.randrange(4)}").add(1)
        host.counter.delete(f"churn/{chance.randrange(4)}")


WORK: Final[list[Callable[[Host, Ledger, int], None]]] = [
    produce, produce, produce, consume, consume, consume, consume, churn,
]  # fmt: skip


@dataclass
class Place:
    """One of the workers at a time."""

    work: Callable[[Host, Ledger, int], None]
    ledger: Ledger = field(default_factory=Ledger)
    life: int = 0
    pid: int = 0
    born: float = 0.0


@dataclass
class Crowd:
    """All workers, and what those that are gone have left."""

    host: Host
    chance: random.Random
    places: list[Place] = field(default_factory=lambda: [Place(work) for work in WORK])
    lives: int = 0
    acknowledged: dict[int, int] = field(default_factory=dict)
    begun: dict[int, int] = field(default_factory=dict)
    popped: Bag[tuple[int, int]] = field(default_factory=Bag)
    maybe_popped: int = 0
    added: int = 0
    maybe_added: int = 0
    idle: int = 0

    def start(self, place: Place) -> None:
        self.lives += 1
        place.life, place.born = self.lives, time.monotonic()
        place.ledger.clear()
        place.pid = os.fork()
        if place.pid == 0:
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            try:
                place.work(self.host, place.ledger, place.life)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)

    def end(self, place: Place) -> None:
        """Kills one, and takes down what it had done."""
        os.kill(place.pid, signal.SIGKILL)
        _, status = os.waitpid(place.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, -signal.SIGKILL):
            sys.exit(f"a worker ended by itself with {code}")
        ledger = place.ledger
        if ledger.done == 0:
            self.idle += 1
            if time.monotonic() - place.born > PATIENCE:
                sys.exit(f"stuck: {place.work.__name__} has got nothing done")
        if place.work is produce:
            self.acknowledged[place.life], self.begun[place.life] = ledger.done, ledger.begun
        elif place.work is consume:
            self.take_down(ledger.entries())
            self.maybe_popped += ledger.begun
        else:
            self.added += ledger.done
            self.maybe_added += ledger.begun - ledger.done

    def take_down(self, entries: list[tuple[int, int]]) -> None:
        latest: dict[int, int] = {}
        for life, number in entries:
            if number <= latest.get(life, -1):
                sys.exit(f"out of order: record {number} of {life} after {latest[life]}")
            latest[life] = number
        self.popped.update(entries)

    def kill(self, times: int) -> None:
        """So many, and then all that are left."""
        for place in self.places:
            self.start(place)
        for _ in range(times - len(self.places)):
            time.sleep(self.chance.uniform(0, PAUSE_MAX))
            place = self.chance.choice(self.places)
            self.end(place)
            self.start(place)
        for place in self.places:
            self.end(place)

    def drain(self) -> None:
        queue = self.host.queue.open("queue")
        self.take_down([read(data) for data in iter(lambda: queue.pop(), None)])

    def findings(self) -> dict[str, int]:
        lost = sum(
            (life, number) not in self.popped
            for life, count in self.acknowledged.items()
            for number in range(count)
        )
        return {
            "acknowledged": sum(self.acknowledged.values()),
            "popped": self.popped.total(),
            "doubled": sum(times > 1 for times in self.popped.values()),
            "foreign": sum(number >= self.begun[life] for life, number in self.popped),
            "lost": lost,
            "may_be_lost": self.maybe_popped,
            "added": self.added,
            "may_be_added": self.maybe_added,
            "sum": self.host.counter("sum").get(),
            "killed_while_idle": self.idle,
        }


def main(kills: int, seed: int) -> None:
    with Host(NAME, size=32 << 20) as host:
        host.queue("warm").push(b"")  # so that this thread has its buffer
        host.queue.delete("warm")
        before = host.statistics()
        queue = host.queue("queue", capacity=CAPACITY)
        crowd = Crowd(host, random.Random(seed))
        crowd.kill(kills)
        crowd.drain()
        # A reservation with nothing behind it is in nobody's way: its cells come back when somebody
        # needs them, or its slot.
        host._segment.retire_all_dead()
        crowd.drain()
        found = crowd.findings()
        statistics = queue.statistics()
        found |= {"items": statistics.items, "used_bytes": statistics.used_bytes}
        found |= {"skipped": statistics.skipped, "kills": crowd.lives}
        host.kafka_rebalance_hook("group").report()
        for kind in (host.counter, host.queue, host.kafka_rebalance_hook):
            for name in list(kind.names()):
                kind.delete(name)
        host._segment.retire_all_dead()
        after = host.statistics()
        found["objects_left"] = after.objects - before.objects
        found["bytes_left"] = after.heap_used_bytes - before.heap_used_bytes
        print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
