"""The stacks of parked tasks, packed so that they go on wherever they are unpacked."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from polyprim.errors import InvalidArgumentError
from polyprim.primitives.checks import octets, whole
from polyprim.runtime.outcome import reply_of
from polyprim.runtime.segment import Segment

PIECE_MAX: Final = 65_536
"""Bytes of a stack that one record holds."""
RANGES_MAX: Final = 1024
"""Ranges of `not_pointers` that may overlap such a piece."""
RECORD_MIN: Final = 48
RECORD_MAX: Final = RECORD_MIN + PIECE_MAX + PIECE_MAX // 4

_RECORD_LENGTH: Final = struct.Struct("<8x I")
_BAD_STACK: Final = (
    "base is a multiple of 16 and start one of 4; memory and stack pointer lie between base and "
    "base + size, and that is at most 2^32"
)
_BAD_RECORD: Final = (
    "this is no packed stack, or base is no multiple of 16, or the stack does not fit between it "
    "and 2^32"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The stack of a parked task: `size` bytes of the task's memory from `base` on, and of those
    the ones that count. Places are offsets in the task's memory."""

    memory: bytes
    start: int
    """Where `memory` begins, a multiple of 4."""
    base: int
    """A multiple of 16."""
    size: int
    stack_pointer: int
    resume_point: int = 0
    """The caller's own number, 0 to 2^32 - 1."""


@dataclass(frozen=True, slots=True)
class StackFacts:
    """What a packed stack holds. Places are relative to the stack's base, whatever it will be."""

    length: int
    """Bytes of the stack's memory that are there."""
    start: int
    size: int
    stack_pointer: int
    resume_point: int
    pointers: int
    """Words that move with the stack."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one record holds: which of a stack's pieces it is, from 0, and which is the last."""

    memory: bytes
    facts: StackFacts
    number: int
    last: int


class StackSnapshot:
    """Packs and unpacks stacks: ``host.stack_snapshot``. It keeps nothing.

    Each word of 4 bytes, at a multiple of 4, whose value lies from a stack's base to its end counts
    as a pointer into the stack, and moves with it. An integer that only looks like one moves too:
    name it in `not_pointers`, or unpack at the base at which it was packed, where every stack is
    what it was. docs/stack-snapshot.md has the format.
    """

    def __init__(self, segment: Segment) -> None:
        self._segment: Final = segment

    def pack(self, stack: Stack, *, not_pointers: Iterable[range] = ()) -> bytes:
        """Packs a stack: a record for each 64 KiB of its memory, one after the other.

        No word that overlaps one of `not_pointers`, places in the task's memory, is a pointer; at
        most 1,024 of them may overlap a piece of 64 KiB. Raises InvalidArgumentError.
        """
        memory = octets(stack.memory, "memory")
        start, *about = (
            _place(getattr(stack, name), name)
            for name in ("start", "base", "size", "stack_pointer", "resume_point")
        )
        ranges = sorted(map(_range, not_pointers))
        records, last = [], max(len(memory) - 1, 0) // PIECE_MAX
        for at in range(0, max(len(memory), 1), PIECE_MAX):
            piece, place = memory[at : at + PIECE_MAX], _place(start + at, "start")
            near = [one for one in ranges if one[0] < place + PIECE_MAX and one[1] > place]
            if len(near) > RANGES_MAX:
                raise InvalidArgumentError(
                    f"{len(near)} not_pointers within 64 KiB, at most {RANGES_MAX}: join some"
                )
            numbers = [place, *about, at // PIECE_MAX, last, len(near), *chain.from_iterable(near)]
            request = struct.pack(f"<{len(numbers)}I", *numbers) + piece
            records.append(self._call("stack_snapshot_pack", request, about=_BAD_STACK).memory)
        return b"".join(records)

    def unpack(self, packed: bytes, *, base: int) -> Stack:
        """The stack as it is at `base`.

        Raises ChecksumError if `packed` was damaged, InvalidArgumentError if it is no packed stack
        or cannot be at that base.
        """
        base = _place(base, "base")
        pieces = [
            self._call("stack_snapshot_unpack", record, base, about=_BAD_RECORD)
            for record in _records(packed)
        ]
        facts = _joined(pieces)
        return Stack(
            memory=b"".join(piece.memory for piece in pieces),
            start=base + facts.start,
            base=base,
            size=facts.size,
            stack_pointer=base + facts.stack_pointer,
            resume_point=facts.resume_point,
        )

    def check(self, packed: bytes) -> StackFacts:
        """What a packed stack holds. What this accepts can be unpacked. Raises as `unpack` does."""
        return _joined(
            [
                self._call("stack_snapshot_check", record, about=_BAD_RECORD)
                for record in _records(packed)
            ]
        )

    def _call(self, name: str, request: bytes, base: int = 0, *, about: str) -> _Piece:
        """What one function answers to one record or to what is to be one."""
        function = self._segment.function(name)
        with self._segment.outcomes.lent() as out:
            self._segment.call(function, len(request), base, data=request, out=out, about=about)
            *facts, number, last = list(out.scratch)
            return _Piece(reply_of(out), StackFacts(*facts), number, last)


def _records(packed: Any) -> Iterator[bytes]:
    packed = octets(packed, "a packed stack")
    at = 0
    while at < len(packed) or at == 0:
        left = len(packed) - at
        length: int = _RECORD_LENGTH.unpack_from(packed, at)[0] if left >= RECORD_MIN else 0
        if not RECORD_MIN <= length <= min(left, RECORD_MAX):
            raise InvalidArgumentError(f"there is no packed stack, or not all of it, at byte {at}")
        yield packed[at : at + length]
        at += length


def _joined(pieces: list[_Piece]) -> StackFacts:
    """The facts of a whole stack, of which these must be all pieces, in order."""
    first, last = pieces[0].facts, len(pieces) - 1
    place = first.start
    for number, piece in enumerate(pieces):
        expected = replace(
            first, start=place, length=piece.facts.length, pointers=piece.facts.pointers
        )
        if piece.facts != expected or (piece.number, piece.last) != (number, last):
            raise InvalidArgumentError("these are not all records of one stack in their order")
        place += piece.facts.length
    pointers = sum(piece.facts.pointers for piece in pieces)
    return replace(first, length=place - first.start, pointers=pointers)


def _place(value: Any, what: str) -> int:
    place = whole(value, what)
    if not 0 <= place < 1 << 32:
        raise InvalidArgumentError(f"{what} is 0 to 2^32 - 1: {place}")
    return place


def _range(part: Any) -> tuple[int, int]:
    if not isinstance(part, range):
        raise TypeError(f"not_pointers are ranges, not {type(part).__name__}")
    if part.step != 1 or not 0 <= part.start <= part.stop < 1 << 32:
        raise InvalidArgumentError(f"not_pointers are ranges of places, 0 to 2^32 - 1: {part}")
    return part.start, part.stop
