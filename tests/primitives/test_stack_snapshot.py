"""Packed stacks against the format in Python, at any base, and whatever is done to their bytes."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import replace
from itertools import permutations
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from polyprim import ChecksumError, Host, InvalidArgumentError, Stack, StackFacts
from tests.primitives.stacks import (
    HEADER,
    PIECE,
    bases,
    moved,
    packed,
    pointer_places,
    sealed,
    stacks,
    words,
)

BASE: Final = 0x10000
ANY_HOST: Final = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
RANGES: Final = st.lists(st.tuples(st.integers(-8, 260), st.integers(0, 40)), max_size=6)


def a_stack(*values: int, size: int = 0x40000, **other: Any) -> Stack:
    """A stack whose memory begins with these words, at its base."""
    memory = struct.pack(f"<{len(values)}I", *values)
    fields = {"start": BASE, "base": BASE, "size": size, "stack_pointer": BASE, **other}
    return Stack(**{"memory": memory, **fields})


def a_large_stack(length: int = 3 * PIECE - 4000) -> Stack:
    """Three pieces of random words, a third of them pointers."""
    chance = random.Random(7)
    drawn = [
        chance.choice([chance.randrange(BASE, BASE + length), chance.getrandbits(32), 0])
        for _ in range(length // 4)
    ]
    return a_stack(*drawn, size=length, resume_point=9)


@ANY_HOST
@given(stack=stacks(), ranges=RANGES, data=st.data())
def test_it_is_what_the_format_says(
    host: Host, stack: Stack, ranges: list[tuple[int, int]], data: st.DataObject
) -> None:
    parts = [
        range(max(stack.base + start, 0), min(max(stack.base + start, 0) + length, 0xFFFFFFFF))
        for start, length in ranges
        if stack.base + start <= 0xFFFFFFFF
    ]
    found = host.stack_snapshot.pack(stack, not_pointers=parts)
    assert found == packed(stack, parts)
    assert host.stack_snapshot.check(found) == StackFacts(
        length=len(stack.memory),
        start=stack.start - stack.base,
        size=stack.size,
        stack_pointer=stack.stack_pointer - stack.base,
        resume_point=stack.resume_point,
        pointers=len(pointer_places(stack, parts)),
    )
    assert host.stack_snapshot.unpack(found, base=stack.base) == stack
    base = data.draw(bases(stack.size))
    assert host.stack_snapshot.unpack(found, base=base) == moved(stack, base, parts)


@ANY_HOST
@given(stack=stacks(), data=st.data())
def test_to_move_a_stack_twice_is_to_move_it_once(
    host: Host, stack: Stack, data: st.DataObject
) -> None:
    """And it packs to the same bytes anywhere, unless an integer looks like a pointer there."""
    first, second = data.draw(bases(stack.size)), data.draw(bases(stack.size))
    there = moved(stack, first)
    assume(len(pointer_places(there)) == len(pointer_places(stack)))
    assume(there.stack_pointer < 1 << 32)
    found = host.stack_snapshot.pack(stack)
    assert host.stack_snapshot.pack(there) == found
    assert host.stack_snapshot.unpack(found, base=second) == moved(there, second)


def test_integers_that_look_like_pointers_are_moved(host: Host) -> None:
    """The limit: nothing tells a length of 65,552 from a pointer to the stack's 16th byte."""
    stack = a_stack(BASE + 8, BASE + 16, 7, BASE - 1)
    at = BASE + 0x100000
    found = host.stack_snapshot.unpack(host.stack_snapshot.pack(stack), base=at)
    assert [value for _, value in words(found)] == [at + 8, at + 16, 7, BASE - 1]
    known = [range(BASE + 4, BASE + 8)]
    spared = host.stack_snapshot.pack(stack, not_pointers=known)
    found = host.stack_snapshot.unpack(spared, base=at)
    assert [value for _, value in words(found)] == [at + 8, BASE + 16, 7, BASE - 1]
    assert host.stack_snapshot.unpack(host.stack_snapshot.pack(stack), base=BASE) == stack


def test_fewer_integers_look_like_pointers_into_a_narrow_stack(host: Host) -> None:
    """What is named as the stack may be what is alive of it."""
    low, end = 0xFFC0, 0x10000
    memory = struct.pack("<4I", low + 16, 3, 4096, end)
    wide = Stack(memory=memory, start=low, base=0, size=end, stack_pointer=low)
    narrow = replace(wide, base=low, size=end - low)
    assert host.stack_snapshot.check(host.stack_snapshot.pack(wide)).pointers == 4
    assert host.stack_snapshot.check(host.stack_snapshot.pack(narrow)).pointers == 2


def test_pointers_straddling_a_word_are_none(host: Host) -> None:
    stack = a_stack(size=0x1000)
    stack = replace(stack, memory=b"\0\0" + struct.pack("<I", BASE + 4) + b"\0\0")
    assert host.stack_snapshot.check(host.stack_snapshot.pack(stack)).pointers == 0


@pytest.mark.parametrize("length", [0, 1, 4, PIECE - 4, PIECE, PIECE + 1, 131_072, 200_000])
def test_lengths(host: Host, length: int) -> None:
    memory = random.Random(length).randbytes(length)
    stack = a_stack(memory=memory, size=max(length, 16), stack_pointer=BASE + 4)
    found = host.stack_snapshot.pack(stack)
    assert len(found) == 48 * max(-(-length // PIECE), 1) + length + _table_bytes(found)
    assert host.stack_snapshot.check(found).length == length
    assert host.stack_snapshot.unpack(found, base=BASE) == stack


def _table_bytes(found: bytes) -> int:
    total, at = 0, 0
    while at < len(found):
        header = HEADER.unpack_from(found, at)
        total += header[2] - 48 - header[9]
        at += header[2]
    return total


def test_a_stack_of_pointers_alone(host: Host) -> None:
    """The longest record there is."""
    stack = a_stack(*[BASE] * (PIECE // 4))
    found = host.stack_snapshot.pack(stack)
    assert len(found) == 81_968
    assert host.stack_snapshot.unpack(found, base=0).memory == bytes(PIECE)


def test_a_stack_of_several_pieces(host: Host) -> None:
    stack = a_large_stack()
    parts = [range(BASE + PIECE - 6, BASE + PIECE + 6), range(BASE, BASE + 400)]
    found = host.stack_snapshot.pack(stack, not_pointers=parts)
    assert found == packed(stack, parts)
    assert host.stack_snapshot.unpack(found, base=1 << 20) == moved(stack, 1 << 20, parts)


def test_as_many_ranges_as_there_may_be(host: Host) -> None:
    stack = a_stack(*[BASE] * 2000)
    parts = [range(BASE + 8 * number, BASE + 8 * number + 1) for number in range(1024)]
    assert host.stack_snapshot.check(host.stack_snapshot.pack(stack)).pointers == 2000
    random.Random(1).shuffle(parts)
    found = host.stack_snapshot.pack(stack, not_pointers=parts)
    assert host.stack_snapshot.check(found).pointers == 1000
    with pytest.raises(InvalidArgumentError, match="join some"):
        host.stack_snapshot.pack(stack, not_pointers=[*parts, range(BASE, BASE + 1)])


@pytest.mark.parametrize(
    "fields",
    [
        {"base": BASE + 8},
        {"start": BASE + 2},
        {"start": BASE - 16},
        {"stack_pointer": BASE - 1},
        {"stack_pointer": BASE + 0x40001},
        {"size": 11},
        {"start": BASE + 0x3FFF8},
        {"base": 0xFFFF0000, "start": 0xFFFF0000, "stack_pointer": 0xFFFF0000, "size": 0x10010},
        *({name: bad} for name in ("start", "base", "size") for bad in (-1, 1 << 32, 10**30)),
        *({name: bad} for name in ("stack_pointer", "resume_point") for bad in (-1, 1 << 32)),
    ],
)
def test_what_is_no_stack(host: Host, fields: dict[str, int]) -> None:
    with pytest.raises(InvalidArgumentError):
        host.stack_snapshot.pack(a_stack(1, 2, 3, **fields))


def test_what_has_the_wrong_type(host: Host) -> None:
    stack, snapshot = a_stack(1, 2, 3), host.stack_snapshot
    wrong: Any = None
    for name in ("memory", "start", "base", "size", "stack_pointer", "resume_point"):
        with pytest.raises(TypeError):
            snapshot.pack(replace(stack, **{name: wrong}))
    with pytest.raises(TypeError, match="ranges"):
        snapshot.pack(stack, not_pointers=[wrong])
    for part in [range(-1, 4), range(4, 0), range(0, 8, 2), range(1 << 32)]:
        with pytest.raises(InvalidArgumentError, match="ranges"):
            snapshot.pack(stack, not_pointers=[part])
    found = snapshot.pack(stack)
    with pytest.raises(TypeError):
        snapshot.unpack(wrong, base=0)
    with pytest.raises(TypeError):
        snapshot.unpack(found, base=wrong)
    for base in (8, -16, 1 << 32, (1 << 32) - 0x40000 + 16):
        with pytest.raises(InvalidArgumentError):
            snapshot.unpack(found, base=base)
    assert snapshot.unpack(found, base=(1 << 32) - 0x40000).size == 0x40000


# Damage, and malice


def is_refused(host: Host, data: bytes) -> None:
    for use in (host.stack_snapshot.check, lambda given: host.stack_snapshot.unpack(given, base=0)):
        with pytest.raises((ChecksumError, InvalidArgumentError)):
            use(data)


def test_every_bit_that_is_flipped(host: Host) -> None:
    found = host.stack_snapshot.pack(a_stack(BASE + 4, 7, *[0] * 200, BASE + 8, 1))
    for bit in range(8 * len(found)):
        damaged = bytearray(found)
        damaged[bit // 8] ^= 1 << bit % 8
        is_refused(host, bytes(damaged))


def test_wherever_it_is_cut_off(host: Host) -> None:
    found = host.stack_snapshot.pack(a_stack(BASE + 4, 7, *[0] * 200, BASE + 8, 1))
    for length in range(len(found)):
        is_refused(host, found[:length])
    is_refused(host, found + b"\0")
    is_refused(host, found + found)


def test_pieces_that_are_missing_swapped_or_of_another_stack(host: Host) -> None:
    pieces = records(host.stack_snapshot.pack(a_large_stack()))
    for some in (2, 3):
        for order in permutations(pieces, some):
            if list(order) != pieces:
                is_refused(host, b"".join(order))
    is_refused(host, pieces[0])
    foreign = records(host.stack_snapshot.pack(replace(a_large_stack(), resume_point=8)))
    is_refused(host, pieces[0] + foreign[1] + pieces[2])


def records(found: bytes) -> list[bytes]:
    pieces = []
    while found:
        length = HEADER.unpack_from(found)[2]
        pieces.append(found[:length])
        found = found[length:]
    return pieces


NUMBERS: Final = st.integers(0, 300) | st.integers(0, (1 << 32) - 1)


@ANY_HOST
@given(
    stack=stacks(words_max=30),
    fields=st.dictionaries(st.integers(3, 10), NUMBERS, max_size=3),
    places=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=4),
)
def test_records_with_a_right_checksum_and_anything_in_them(
    host: Host, stack: Stack, fields: dict[int, int], places: list[tuple[int, int]]
) -> None:
    """Refused, or one that pack could have made of what it unpacks to."""
    header = list(HEADER.unpack_from(packed(stack)))
    for number, value in fields.items():
        header[number] = value
    record = bytearray(HEADER.pack(*header) + packed(stack)[HEADER.size :])
    for place, value in places:
        if HEADER.size <= place < len(record):
            record[place] = value
    hostile = sealed(bytes(record))
    try:
        found = host.stack_snapshot.unpack(hostile, base=0)
    except InvalidArgumentError:
        is_refused(host, hostile)
        return
    exempt = _all_but_its_pointers(hostile, found)
    assert packed(found, exempt) == hostile


def _all_but_its_pointers(record: bytes, stack: Stack) -> list[range]:
    """Ranges of what a record's table does not name."""
    *_, length, count = HEADER.unpack_from(record)
    table, places, word = record[HEADER.size + length : -4], set(), -1
    at = 0
    for _ in range(count):
        gap = table[at]
        if gap >= 128:
            at += 1
            gap = gap & 127 | table[at] << 7
        at += 1
        word += gap + 1
        places.add(stack.start + 4 * word)
    return [range(place, place + 4) for place, _ in words(stack) if place not in places]


@ANY_HOST
@given(data=st.binary(max_size=200))
def test_what_is_no_record(host: Host, data: bytes) -> None:
    is_refused(host, data)
    is_refused(host, b"PSTK\x01\0\0\0" + data)


def test_the_check_is_zlibs(host: Host) -> None:
    found = host.stack_snapshot.pack(a_stack(1, 2, 3))
    assert struct.unpack("<I", found[-4:]) == (zlib.crc32(found[:-4]),)
