"""What the tables of a segment say, and whether they contradict each other. Reads, writes nothing.

Whole objects only are judged: what is being built or taken apart is its worker's business, and
`retire` sees to it if the worker dies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Self

from polyprim.abi import (
    CHUNK_BYTES,
    CHUNK_OF_SLOT,
    DIRECTORY_OFFSET,
    KIND_COUNT,
    NAME_BYTES_MAX,
    OBJECT,
    SLOT_COUNT,
    Life,
)
from polyprim.runtime.header import Geometry

_WHOLE: Final = frozenset({Life.LIVE, Life.DYING})
_OBJECTS_AT_ONCE: Final = 8192
_STATE: Final = OBJECT.offset("state")
_LIFE: Final = 7


@dataclass(frozen=True, slots=True)
class _Object:
    number: int
    name: bytes
    state: int
    name_length: int
    hash: int
    body: int
    body_chunks: int

    @classmethod
    def parse(cls, number: int, raw: bytes) -> Self:
        name, state, length, hash_, body, chunks, *_ = OBJECT.format.unpack(raw)
        return cls(number, name, state, length, hash_, body, chunks)

    @property
    def is_whole(self) -> bool:
        return self.state & _LIFE in _WHOLE

    @property
    def title(self) -> str:
        return f"object {self.number} ({self.name[: min(self.name_length, NAME_BYTES_MAX)]!r})"


class Tables:
    """The tables of a segment's file at one moment, read and not mapped: a file that is cut off
    meanwhile must not kill us."""

    def __init__(self, file: int, geometry: Geometry) -> None:
        self._file: Final = file
        self._geometry: Final = geometry
        self._tags: Final = _words(file, DIRECTORY_OFFSET, geometry.objects)
        self._chunks: Final = _words(file, geometry.chunks_offset, geometry.chunks)

    def objects(self) -> Iterator[_Object]:
        """Every object that is not free."""
        for first in range(0, self._geometry.objects, _OBJECTS_AT_ONCE):
            place = self._geometry.objects_offset + first * OBJECT.size
            block = os.pread(self._file, _OBJECTS_AT_ONCE * OBJECT.size, place)
            last = min(first + _OBJECTS_AT_ONCE, self._geometry.objects)
            for number in range(first, last):
                start = (number - first) * OBJECT.size
                raw = block[start : start + OBJECT.size]
                if len(raw) == OBJECT.size and raw[_STATE] & _LIFE != Life.FREE:
                    yield _Object.parse(number, raw)

    def findings(self) -> list[str]:
        """Every contradiction, one sentence each, in a fixed order."""
        whole = [one for one in self.objects() if one.is_whole]
        found = [finding for one in whole for finding in self._of_object(one)]
        return found + list(self._of_names(whole)) + list(self._of_chunks())

    def _of_object(self, one: _Object) -> Iterator[str]:
        if not 0 < one.name_length <= NAME_BYTES_MAX:
            yield f"{one.title}: its name has {one.name_length} bytes"
        if one.state >> 3 & 0xFF >= KIND_COUNT:
            yield f"{one.title}: there is no such kind"
        if self._tags[one.number] != one.hash | 1:
            yield f"{one.title}: the directory does not know it"
        if one.body == 0:
            return
        first, rest = divmod(one.body - self._geometry.heap_offset, CHUNK_BYTES)
        if rest or first < 0 or first + one.body_chunks > self._geometry.chunks:
            yield f"{one.title}: its body lies outside the heap"
            return
        holders = set(self._chunks[first : first + one.body_chunks])
        if holders != {one.number + 1}:
            yield f"{one.title}: its body is held by others too"

    def _of_names(self, whole: list[_Object]) -> Iterator[str]:
        live = [one for one in whole if one.state & _LIFE == Life.LIVE]
        live.sort(key=lambda one: (one.name[: one.name_length], one.number))
        for _, same in groupby(live, key=lambda one: one.name[: one.name_length]):
            first, *others = same
            yield from (f"{one.title}: {first.title} has the same name" for one in others)

    def _of_chunks(self) -> Iterator[str]:
        for number, holder in enumerate(self._chunks):
            if holder & CHUNK_OF_SLOT:
                if not 0 < holder ^ CHUNK_OF_SLOT < SLOT_COUNT:
                    yield f"chunk {number}: there is no slot {holder ^ CHUNK_OF_SLOT}"
            elif holder > self._geometry.objects:
                yield f"chunk {number}: there is no object {holder - 1}"


def _words(file: int, place: int, count: int) -> memoryview[int]:
    """That many words of 32 bits; zeros where the file ends early."""
    return memoryview(os.pread(file, 4 * count, place).ljust(4 * count, b"\0")).cast("I")


def contradictions(file: int, geometry: Geometry) -> list[str]:
    """What is wrong with the tables of a segment.

    While others work on it, an object may change under our eyes; so only what two looks both find
    is told.
    """
    if os.fstat(file).st_size != geometry.bytes:
        return ["the file is not as long as its header says"]
    first = Tables(file, geometry).findings()
    again = set(Tables(file, geometry).findings()) if first else set()
    return [finding for finding in first if finding in again]
