"""A reader of snapshots that was written from docs/snapshot-format.md alone, and shares no code
with ours."""

from __future__ import annotations

import hashlib
import hmac
import io
import struct
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import zstandard

PAGE = 4096


@dataclass
class Read:
    """What a snapshot is to a stranger: fields by number, and the memory."""

    id: str
    signed: bool
    fields: dict[int, list[Any]]
    memory: bytes


def read(raw: bytes, base: bytes, key: bytes | None = None) -> Read:
    """Asserts all that the page says."""
    assert raw[:16] == b"\x89PPSNAP\n\x01\0\0\0\0\0\0\0"
    footer = raw[-96:]
    offset, stored, length, flags, zero = struct.unpack("<QIIII", footer[:24])
    assert footer[88:] == struct.pack("<I", zlib.crc32(footer[:88])) + b"PPS\n"
    assert zero == 0
    assert flags in (0, 1, 2, 3)
    assert offset >= 16
    assert offset + stored == len(raw) - 96
    manifest = raw[offset : offset + stored]
    digest = hashlib.sha256(manifest + footer[:24]).digest()
    assert digest == footer[24:56]
    signature = hmac.new(key, digest, "sha256").digest() if key and flags & 2 else bytes(32)
    assert signature == footer[56:88] or (key is None and flags & 2)
    if flags & 1:
        manifest = decompressed(manifest)
    assert len(manifest) == length
    fields = protobuf(manifest)
    assert (fields[1], fields[2]) == ([1], [1])
    assert hashlib.sha256(raw[:offset]).digest() == fields[24][0]
    assert hashlib.sha256(base).digest() == fields[5][0]
    assert len(base) == fields[6][0] if fields[6] else base == b""
    return Read(digest.hex(), bool(flags & 2), fields, memory(raw, base, fields, offset))


def memory(raw: bytes, base: bytes, fields: dict[int, list[Any]], end: int) -> bytes:
    """Puts all pages where they belong."""
    made = bytearray(fields[10][0] * 65536 if fields[10] else 0)
    content, place = b"", 16
    for size, crc32 in zip(numbers(fields[22]), numbers(fields[23]), strict=True):
        cluster = decompressed(raw[place : place + size])
        assert zlib.crc32(cluster) == crc32
        content, place = content + cluster, place + size
    assert place == end
    page = taken = 0
    for run in numbers(fields[21]):
        start, size = page * PAGE, (run >> 2) * PAGE
        if run & 3 == 0:
            part = base[start : start + size]
        elif run & 3 == 1:
            part = b""
        else:
            assert run & 3 == 2
            part, taken = content[taken : taken + size], taken + size
        made[start : start + len(part)] = part
        page += run >> 2
    assert page * PAGE == len(made)
    assert taken == len(content)
    return bytes(made)


def decompressed(frame: bytes) -> bytes:
    """Streams, so that the size that the frame declares is only checked."""
    return zstandard.ZstdDecompressor().stream_reader(io.BytesIO(frame)).read()


def numbers(packed: list[Any]) -> list[int]:
    """A packed field of fixed32."""
    return [number for raw in packed for (number,) in struct.iter_unpack("<I", raw)]


def protobuf(raw: bytes) -> dict[int, list[Any]]:
    """A message's fields by number: numbers, and bytes where they have a length."""
    fields: dict[int, list[Any]] = defaultdict(list)
    place = 0

    def varint() -> int:
        nonlocal place
        number = shift = 0
        while True:
            byte = raw[place]
            number |= (byte & 127) << shift
            place, shift = place + 1, shift + 7
            if byte < 128:
                return number

    while place < len(raw):
        tag = varint()
        if tag & 7 == 0:
            fields[tag >> 3].append(varint())
        else:
            assert tag & 7 == 2
            size = varint()
            fields[tag >> 3].append(raw[place : place + size])
            place += size
    return fields
