"""A segment with something in every table, and what is done to its memory."""

from __future__ import annotations

import mmap
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from polyprim import Host
from polyprim.abi import (
    CHUNK_BYTES,
    CRC_TABLE_OFFSET,
    DIRECTORY_OFFSET,
    HEADER,
    LINE_BYTES,
    OBJECT,
    SLOT,
    SLOTS_OFFSET,
)
from polyprim.runtime.header import Geometry
from polyprim.runtime.inspection import Tables

SIZE: Final = 4 << 20
GEOMETRY: Final = Geometry.of(SIZE, 256)
QUEUE_BYTES: Final = 65_536
_EDITS: Final = [1, 1, 1, 2, 4]
_TOGGLES: Final = 20_000


def make_image(path: Path) -> bytes:
    """The bytes of a sound segment."""
    with Host(path=path, size=SIZE, objects=GEOMETRY.objects, create=True) as host:
        for name in ("counter", "second", *(f"c{number}" for number in range(20))):
            host.counter(name).add(7)
        for name in ("queue", "empty", "wrapped", "full"):
            host.queue(name, capacity=QUEUE_BYTES)
        host.queue("queue").push_many([b"", b"one", bytes(100), bytes(5000)])
        wrapped = host.queue("wrapped")
        while wrapped.push(bytes(900)):
            pass
        wrapped.pop_many(50)
        while wrapped.push(b"around the end" * 50):
            pass
        while host.queue("full").push(bytes(1000)):
            pass
        host.kafka_rebalance_hook("group", jitter=True).report(trace_id=bytes(16))
        often = host.kafka_rebalance_hook("often")
        for _ in range(1100):
            often.report()
    return path.read_bytes()


class Memory:
    """The segment's file, mapped behind the host's back."""

    def __init__(self, path: Path, image: bytes) -> None:
        file = os.open(path, os.O_RDWR)
        self._map: Final = mmap.mmap(file, SIZE)
        self._image: Final = image
        objects = list(Tables(file, GEOMETRY).objects())
        os.close(file)
        self._numbers: Final = [one.number for one in objects]
        self._bodies: Final = [one.body for one in objects if one.body]

    def restore(self, length: int = SIZE) -> None:
        """Makes it sound again, or only so much of its beginning."""
        self._map[:length] = self._image[:length]

    def damage(self, chance: random.Random) -> None:
        """One change, or a few."""
        for _ in range(chance.choice(_EDITS)):
            chance.choice(_CHANGES)(self, chance)

    def word(self, chance: random.Random) -> None:
        size = chance.choice([4, 8])
        place = self._place(chance, size)
        self._map[place : place + size] = self._value(chance, place, size)

    def range(self, chance: random.Random) -> None:
        length = chance.choice([16, 64, 256, 4096, CHUNK_BYTES])
        place = self._place(chance, length)
        some = [bytes(length), b"\xff" * length, chance.randbytes(length)]
        self._map[place : place + length] = chance.choice(some)

    def copy(self, chance: random.Random) -> None:
        """What was, or still is, somewhere else."""
        length = chance.choice([4, 8, LINE_BYTES, OBJECT.size, SLOT.size])
        place, other = self._place(chance, length), self._place(chance, length)
        source: Any = chance.choice([self._map, self._image])
        self._map[place : place + length] = source[other : other + length]

    def toggle(self, chance: random.Random) -> None:
        """A word that changes many times in a moment, for those who look at it at the same time:
        often one of those by which a worker's slot answers."""
        size, slot = chance.choice([4, 8]), SLOTS_OFFSET + SLOT.size * chance.randrange(1, 3)
        answers = slot + SLOT.offset("status"), slot + SLOT.offset("pad1")
        place = chance.choice([self._place(chance, size), chance.randrange(*answers, 4)])
        values = self._map[place : place + size], self._value(chance, place, size)
        for number in range(_TOGGLES):
            self._map[place : place + size] = values[number % 2]

    def _value(self, chance: random.Random, place: int, size: int) -> bytes:
        old = int.from_bytes(self._map[place : place + size], "little")
        bits = 8 * size
        value = chance.choice(
            [
                0,
                1,
                -1,
                1 << bits - 1,
                (1 << bits - 1) - 1,
                chance.randrange(64),
                chance.randrange(1025),
                chance.randrange(0, SIZE, 4),
                SIZE - chance.randrange(0, 8),
                chance.getrandbits(bits),
                old ^ 1 << chance.randrange(bits),
                old ^ 1 << chance.randrange(bits),
                old + chance.choice([-1, 1]) * (1 << chance.randrange(0, bits, 4)),
                old + chance.randrange(-4, 5),
            ]
        )
        return (value & (1 << bits) - 1).to_bytes(size, "little")

    def _place(self, chance: random.Random, length: int) -> int:
        number, body = chance.choice(self._numbers), chance.choice(self._bodies)
        start, span = chance.choice(
            [
                (64, HEADER.offset("kind_layout") - 64),
                (CRC_TABLE_OFFSET, 4096),
                (SLOTS_OFFSET + SLOT.size * chance.randrange(1, 5), SLOT.size),
                (SLOTS_OFFSET + SLOT.size * chance.randrange(1, 5), SLOT.size),
                (SLOTS_OFFSET, 1024 * SLOT.size),
                (DIRECTORY_OFFSET + 4 * number, 4),
                (GEOMETRY.objects_offset + OBJECT.size * number, OBJECT.size),
                (GEOMETRY.objects_offset + OBJECT.size * number, OBJECT.size),
                (GEOMETRY.objects_offset, OBJECT.size * GEOMETRY.objects),
                (GEOMETRY.chunks_offset, 4 * GEOMETRY.chunks),
                (body + LINE_BYTES * chance.randrange(4), 16),
                (body + LINE_BYTES * chance.randrange(4), 16),
                (body + 256, 512),
                (body, QUEUE_BYTES),
                (GEOMETRY.heap_offset, SIZE - GEOMETRY.heap_offset),
                (0, SIZE),
            ]
        )
        place = start + chance.randrange(0, max(span - length, 0) + 1, 4)
        return min(place, SIZE - length)


_CHANGES: Final[list[Callable[[Memory, random.Random], None]]] = [
    Memory.word, Memory.word, Memory.word, Memory.word, Memory.range, Memory.copy,
]  # fmt: skip
