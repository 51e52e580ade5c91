"""The header of a segment: what it says, and whether it may be believed.

A segment's file may come from anywhere. Nothing of it is mapped, let alone run on, before its
header was read, and every field recomputed from the two that are free: its size and its objects.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import index
from typing import Final, Self

from polyprim.abi import (
    ABI_VERSION,
    CHUNK_BYTES,
    DIRECTORY_OFFSET,
    HEADER,
    KIND_COUNT,
    LAYOUT_VERSION,
    LINE_BYTES,
    MAGIC,
    OBJECT_BYTES,
    OBJECTS_MAX,
    OBJECTS_MIN,
    SLOT_COUNT,
)
from polyprim.errors import InvalidArgumentError, UnsupportedSegmentError

BYTES_MIN: Final = 2 << 20
BYTES_MAX: Final = (4 << 30) - CHUNK_BYTES
BYTES_DEFAULT: Final = 64 << 20
BYTES_PER_OBJECT: Final = 4096
"""How many bytes of segment come with one object, where the number of objects is not said."""

_CREATED_MS_MAX: Final = 253_402_300_799_999  # the end of the year 9999
_KIND_LAYOUT: Final = LAYOUT_VERSION.to_bytes(4, "little")


def _align(offset: int, unit: int) -> int:
    return (offset + unit - 1) // unit * unit


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where the tables of a segment lie, as segment_initialise computes it; offsets in bytes."""

    bytes: int
    objects: int
    chunks: int
    objects_offset: int
    chunks_offset: int
    heap_offset: int

    @classmethod
    def of(cls, size: int, objects: int | None = None) -> Self:
        """The geometry of a segment of that many bytes, and of objects (a power of two).

        Raises InvalidArgumentError if there can be none.
        """
        size, objects = index(size), None if objects is None else index(objects)
        if not BYTES_MIN <= size <= BYTES_MAX or size % CHUNK_BYTES:
            raise InvalidArgumentError(
                f"a segment has {BYTES_MIN} to {BYTES_MAX} bytes in units of {CHUNK_BYTES}: {size}"
            )
        if objects is None:
            wanted = min(max(size // BYTES_PER_OBJECT, OBJECTS_MIN), OBJECTS_MAX)
            objects = 1 << (wanted.bit_length() - 1)
        if not OBJECTS_MIN <= objects <= OBJECTS_MAX or objects & (objects - 1):
            raise InvalidArgumentError(
                f"a segment has {OBJECTS_MIN} to {OBJECTS_MAX} objects, a power of two: {objects}"
            )
        objects_offset = _align(DIRECTORY_OFFSET + 4 * objects, LINE_BYTES)
        chunks_offset = _align(objects_offset + OBJECT_BYTES * objects, LINE_BYTES)
        heap_offset = _align(chunks_offset + 4 * (size // CHUNK_BYTES), CHUNK_BYTES)
        if heap_offset >= size:
            raise InvalidArgumentError(f"{objects} objects do not fit into {size} bytes")
        chunks = (size - heap_offset) // CHUNK_BYTES
        return cls(size, objects, chunks, objects_offset, chunks_offset, heap_offset)


@dataclass(frozen=True, slots=True)
class Header:
    """A header that has been checked."""

    boot_id: bytes
    clean: bool
    created_ms: int
    slots_used: int
    geometry: Geometry
    kind_layouts: tuple[int, ...]
    module_digests: tuple[bytes, ...]

    @classmethod
    def read(cls, file: int, name: str) -> Self:
        """Reads and checks the header of an open file, by reading alone.

        Raises UnsupportedSegmentError, which says what is wrong with the file.
        """
        raw = os.pread(file, HEADER.size, 0)
        if len(raw) < HEADER.size or not raw.startswith(MAGIC):
            raise UnsupportedSegmentError(f"{name} is not a segment")
        values = dict(zip(_names(), HEADER.format.unpack(raw), strict=True))
        versions = values["abi_version"], values["layout_version"]
        if versions != (ABI_VERSION, LAYOUT_VERSION):
            raise UnsupportedSegmentError(
                f"{name} has ABI version {versions[0]} and layout version {versions[1]}; this is "
                f"version {ABI_VERSION} and {LAYOUT_VERSION}"
            )
        highest = {
            "clean": 1,
            "reserved": 0,
            "created_ms": _CREATED_MS_MAX,
            "slots_used": SLOT_COUNT,
        }
        if any(values[field] > value for field, value in highest.items()):
            raise UnsupportedSegmentError(f"{name}: its header has numbers outside their range")
        layouts = [int.from_bytes(part, "little") for part in _parts(values["kind_layout"])]
        if any(layout not in (0, LAYOUT_VERSION) for layout in layouts):
            raise UnsupportedSegmentError(f"{name} holds objects of another version: {layouts}")
        return cls(
            boot_id=values["boot_id"],
            clean=values["clean"] == 1,
            created_ms=values["created_ms"],
            slots_used=values["slots_used"],
            geometry=_believable(values, os.fstat(file).st_size, name),
            kind_layouts=tuple(layouts),
            module_digests=tuple(_parts(values["module_digest"])),
        )


def _believable(values: dict[str, int], size: int, name: str) -> Geometry:
    if values["bytes"] != size:
        raise UnsupportedSegmentError(
            f"{name} has {size} bytes and not {values['bytes']}: it was truncated or extended"
        )
    try:
        geometry = Geometry.of(size, values["objects"])
    except InvalidArgumentError as error:
        raise UnsupportedSegmentError(f"{name}: {error}") from error
    for field in ("chunks", "objects_offset", "chunks_offset", "heap_offset"):
        if values[field] != getattr(geometry, field):
            raise UnsupportedSegmentError(f"{name}: its header contradicts itself in {field}")
    return geometry


def _names() -> list[str]:
    return [name for name, code in HEADER.fields if not code.endswith("x")]


def _parts(raw: bytes) -> list[bytes]:
    length = len(raw) // KIND_COUNT
    return [raw[start : start + length] for start in range(0, len(raw), length)]


@cache
def boot_id() -> bytes:
    """The kernel's random number of this boot."""
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as text:
        return bytes.fromhex(text.read().strip().replace("-", ""))


def write(file: int, kinds: Mapping[int, bytes]) -> None:
    """Makes an initialised file a segment that these modules serve: SHA-256 by kind.

    The magic comes last.
    """
    for kind, digest in kinds.items():
        os.pwrite(file, _KIND_LAYOUT, HEADER.offset("kind_layout") + 4 * kind)
        os.pwrite(file, digest, HEADER.offset("module_digest") + len(digest) * kind)
    now = time.time_ns() // 1_000_000
    numbers = (ABI_VERSION, LAYOUT_VERSION, boot_id(), 0, 0, now)
    line = HEADER.format.pack(b"", *numbers, *[0] * 7, b"", b"")[: HEADER.offset("bytes")]
    os.pwrite(file, line, 0)
    os.pwrite(file, MAGIC, 0)


def mark_open(file: int) -> None:
    """This boot's, and in use."""
    os.pwrite(file, (0).to_bytes(4, "little"), HEADER.offset("clean"))
    os.pwrite(file, boot_id(), HEADER.offset("boot_id"))


def mark_clean(file: int) -> None:
    """Closed by the last who used it."""
    os.pwrite(file, (1).to_bytes(4, "little"), HEADER.offset("clean"))
