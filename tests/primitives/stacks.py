"""What packing a stack means, in Python: docs/stack-snapshot.md once more."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from polyprim import Stack

HEADER: Final = struct.Struct("<4s 10I")
PIECE: Final = 65_536
PLACES: Final = 1 << 32


def sealed(record: bytes) -> bytes:
    """A record with its last four bytes made its CRC32."""
    return record[:-4] + struct.pack("<I", zlib.crc32(record[:-4]))


def pointer_places(stack: Stack, not_pointers: Iterable[range] = ()) -> list[int]:
    """Where in the task's memory the words lie that count as pointers into the stack."""
    excluded = list(not_pointers)
    return [
        place
        for place, value in words(stack)
        if (value - stack.base) % PLACES <= stack.size
        and not any(part.start < place + 4 and part.stop > place for part in excluded)
    ]


def words(stack: Stack) -> list[tuple[int, int]]:
    whole = len(stack.memory) // 4
    values = struct.unpack_from(f"<{whole}I", stack.memory)
    return [(stack.start + 4 * number, value) for number, value in enumerate(values)]


def moved(stack: Stack, base: int, not_pointers: Iterable[range] = ()) -> Stack:
    """The same stack at another base."""
    memory = bytearray(stack.memory)
    for place in pointer_places(stack, not_pointers):
        at = place - stack.start
        (value,) = struct.unpack_from("<I", memory, at)
        struct.pack_into("<I", memory, at, (value - stack.base + base) % PLACES)
    by = base - stack.base
    return replace(
        stack,
        memory=bytes(memory),
        start=stack.start + by,
        base=base,
        stack_pointer=stack.stack_pointer + by,
    )


def packed(stack: Stack, not_pointers: Iterable[range] = ()) -> bytes:
    """The format, written down a second time."""
    places = pointer_places(stack, not_pointers)
    relative = moved(stack, 0, not_pointers)
    records = []
    for at in range(0, max(len(stack.memory), 1), PIECE):
        memory = relative.memory[at : at + PIECE]
        inside = [(place - stack.start - at) // 4 for place in places]
        numbers = [number for number in inside if 0 <= number < PIECE // 4]
        gaps = [
            number - before - 1 for number, before in zip(numbers, [-1, *numbers], strict=False)
        ]
        table = b"".join(
            bytes([gap]) if gap < 128 else bytes([gap & 127 | 128, gap >> 7]) for gap in gaps
        )
        header = HEADER.pack(
            b"PSTK",
            1,
            HEADER.size + len(memory) + len(table) + 4,
            stack.size,
            relative.stack_pointer,
            stack.resume_point,
            at // PIECE,
            max(len(stack.memory) - 1, 0) // PIECE,
            relative.start + at,
            len(memory),
            len(numbers),
        )
        records.append(sealed(header + memory + table + bytes(4)))
    return b"".join(records)


@st.composite
def stacks(draw: st.DrawFn, *, words_max: int = 60) -> Stack:
    """Stacks whose words are mostly pointers, nearly pointers, and small numbers."""
    count, loose = draw(st.integers(0, words_max)), draw(st.integers(0, 3))
    length = 4 * count + loose
    before = 4 * draw(st.integers(0, 50) | st.just(0))
    size = before + length + draw(st.integers(0, 200) | st.just(0))
    base = draw(bases(size))
    near = st.integers(-20, size + 20).map(lambda offset: (base + offset) % PLACES)
    edges = st.sampled_from([base, (base + size) % PLACES, (base + size + 1) % PLACES])
    word = near | edges | st.integers(0, 300) | st.integers(0, PLACES - 1)
    values = draw(st.lists(word, min_size=count, max_size=count))
    return Stack(
        memory=struct.pack(f"<{count}I", *values) + bytes(range(loose)),
        start=base + before,
        base=base,
        size=size,
        stack_pointer=min(base + draw(st.integers(0, size)), PLACES - 1),
        resume_point=draw(st.integers(0, PLACES - 1)),
    )


def bases(size: int) -> st.SearchStrategy[int]:
    """Where a stack of that size can lie; often where memory begins or ends."""
    last = (PLACES - size) // 16
    return st.integers(0, last).map(lambda number: 16 * number) | st.sampled_from([0, 16 * last])
