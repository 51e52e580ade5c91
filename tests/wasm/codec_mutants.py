"""Messages that are mostly protobuf: valid ones, and what a seeded generator of mistakes makes."""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence
from typing import Final

from google.protobuf.descriptor import Descriptor, FieldDescriptor

VARINT, FIXED64, BYTES, GROUP, GROUP_END, FIXED32 = range(6)
MASK: Final = 2**64 - 1
NUMBERS: Final = (
    *(0, 1, 2, 3, 5, 7, 15, 16, 19, 20, 100, 127, 128, 255, 256, 300, 1000, 5000, 16383, 16384),
    *(65535, 65536, 131072, 1 << 20, 1 << 26, (1 << 26) + 1, 104857600, 104857601),
    *(2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**35 - 1, 2**56 - 1, 2**56, 2**62),
    *(2**63 - 1, 2**63, 2**64 - 1, 2**64 - 2, 2**64 - 3, 2**64 - 100, 2**64 - 2**31),
)
NAMES: Final = (
    b"hits",
    b"orders/received",
    b"a",
    b"0:._-/",
    b"Z" * 63,
    b"q" * 64,
    b"x-1",
    b"a" * 8,
)
TEXTS: Final = (
    *(b"", b"q" * 65, b"-a", b"a b", b"a\0b", b"@", b"[", b"`", b"{", b"~", b"a@bcdefgh", b"a,"),
    *("é".encode(), "日本語".encode(), "🙂".encode(), "a é".encode(), b"\xf4\x8f\xbf\xbf"),
    *(b"\xff", b"\xc0\x80", b"\xe0\x80\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"a\x80"),
    *(b"\xc3", b"\xe2\x82", b"\xf0\x9f\x99", b"abcdefg\xc3\xa9", b"\xf8\x88\x80\x80\x80"),
)
BLOBS: Final = (b"", b"\0", b"ab", b"\xff\xfe", bytes(16), bytes(range(17)), b"\x0a\x01a\x10\x05")


def varint(value: int, *, padding: int = 0) -> bytes:
    """A varint, made longer by so many bytes that mean nothing."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    if padding:
        out[-1] |= 128
        out += b"\x80" * (padding - 1) + b"\0"
    return bytes(out)


def tag(number: int, wire_type: int) -> bytes:
    """A field's tag."""
    return varint(number << 3 | wire_type)


def delimited(number: int, content: bytes) -> bytes:
    """A length-delimited field."""
    return tag(number, BYTES) + varint(len(content)) + content


def group(number: int, content: bytes) -> bytes:
    """A group."""
    return tag(number, GROUP) + content + tag(number, GROUP_END)


def groups(depth: int) -> bytes:
    """So many groups within each other."""
    return tag(9, GROUP) * depth + tag(9, GROUP_END) * depth


class Mutants:
    """Makes messages of one type; the same seed makes the same ones."""

    def __init__(self, descriptor: Descriptor, seed: int, *, bases: int = 400) -> None:
        self._random = random.Random(f"{descriptor.full_name} {seed}")
        self._numbers = [field.number for field in descriptor.fields] + [1, 77, 2**29 - 1]
        self._bases = [self._valid(descriptor, mostly=0.9) for _ in range(bases)]
        self._odd = [self._odd_chunk() for _ in range(bases)]

    def next(self) -> bytes:
        """The next message; one in ten is not mutated."""
        choice = self._random.random
        chunks = self._bases[int(choice() * len(self._bases))]
        draw = choice()
        if draw < 0.1:
            return b"".join(chunks)
        chunks = list(chunks)
        while True:
            at = int(choice() * (len(chunks) + 1))
            kind = choice()
            if kind < 0.35:
                chunks.insert(at, self._odd[int(choice() * len(self._odd))])
            elif kind < 0.55:
                other = self._bases[int(choice() * len(self._bases))]
                chunks[at:at] = other[: int(choice() * 3)]
            elif kind < 0.65 and chunks:
                del chunks[at - 1]
            elif kind < 0.7:
                self._random.shuffle(chunks)
            else:
                chunks = [self._scratched(b"".join(chunks))]
            if choice() < 0.5:
                return b"".join(chunks)

    def _scratched(self, data: bytes) -> bytes:
        """The bytes with one mistake."""
        choice, out = self._random.random, bytearray(data)
        at, kind = int(choice() * (len(out) + 1)), choice()
        if kind < 0.15:
            del out[at:]
        elif kind < 0.35:
            out.insert(at, int(choice() * 256))
        elif not out:
            return bytes(int(choice() * 256) for _ in range(3))
        elif kind < 0.55:
            del out[at - 1]
        elif kind < 0.8:
            out[at - 1] ^= 1 << int(choice() * 8)
        else:
            out[at - 1] = (0x00, 0x7F, 0x80, 0xFF, 0x01, 0xC3)[int(choice() * 6)]
        return bytes(out)

    def _valid(self, descriptor: Descriptor, *, mostly: float) -> Sequence[bytes]:
        """A message as a list of fields."""
        chunks = []
        for field in descriptor.fields:
            if self._random.random() < mostly:
                repeats = self._random.choice((0, 1, 2, 5)) if field.is_repeated else 1
                chunks += [self._field(field) for _ in range(repeats)]
        return chunks

    def _field(self, field: FieldDescriptor) -> bytes:
        pick = self._random.choice
        if field.message_type:
            item = b"".join(self._valid(field.message_type, mostly=0.95))
            return delimited(field.number, item)
        if field.type == FieldDescriptor.TYPE_STRING:
            return delimited(field.number, pick(NAMES if pick(range(12)) else TEXTS))
        if field.type == FieldDescriptor.TYPE_BYTES:
            return delimited(field.number, pick(BLOBS))
        value, wire_type = self._scalar(field)
        if field.is_repeated and pick((True, False)):
            run = b"".join(self._scalar(field)[0] for _ in range(pick((0, 1, 2, 5))))
            return delimited(field.number, run)
        return tag(field.number, wire_type) + value

    def _scalar(self, field: FieldDescriptor) -> tuple[bytes, int]:
        value = self._random.choice(NUMBERS)
        if field.type in (FieldDescriptor.TYPE_FIXED32, FieldDescriptor.TYPE_SFIXED32):
            return struct.pack("<I", value & 0xFFFFFFFF), FIXED32
        if field.type in (FieldDescriptor.TYPE_FIXED64, FieldDescriptor.TYPE_SFIXED64):
            return struct.pack("<Q", value), FIXED64
        small = self._random.randrange(6) if self._random.random() < 0.5 else value
        return varint(small), VARINT

    def _odd_chunk(self) -> bytes:
        """A field that is rare, unknown, mistyped or wrong."""
        pick = self._random.choice
        number = pick(self._numbers)
        inner = pick((b"", delimited(2, b"x"), tag(1, VARINT) + b"\5", groups(3), b"\0\1"))
        return pick(
            (
                tag(number, VARINT) + varint(pick(NUMBERS)),
                tag(number, VARINT) + varint(pick(NUMBERS[:20]), padding=pick(range(1, 11))),
                tag(number, VARINT) + b"\xff" * pick((8, 9, 10)) + pick((b"\0", b"\1", b"\x7e")),
                tag(number, FIXED32) + b"abcd",
                tag(number, FIXED64) + b"abcdefgh",
                delimited(number, pick((*NAMES, *TEXTS, *BLOBS))),
                tag(number, BYTES) + varint(1, padding=pick(range(1, 6))) + b"a",
                tag(number, BYTES) + varint(pick((2**31, 2**32 + 1, 2**63, 200))) + b"a",
                varint(number << 3, padding=pick(range(1, 6))) + b"\7",
                varint(number << 3 | BYTES, padding=pick(range(1, 4))) + b"\1b",
                varint((number << 3) + (1 << 32)) + b"\7",
                group(number, inner),
                tag(number, GROUP) + inner + tag(number + 1, GROUP_END),
                tag(number, pick((GROUP, GROUP_END, 6, 7))) + inner,
                delimited(number, groups(pick((1, 98, 99, 100)))),
                groups(pick((1, 2, 99, 100, 101))),
                b"\0\1",
                b"\2\0",
            )
        )
