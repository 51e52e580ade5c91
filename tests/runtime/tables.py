"""The tables of a segment's file, changed behind everybody's back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from polyprim.abi import DIRECTORY_OFFSET, OBJECT, SLOT, SLOTS_OFFSET
from polyprim.runtime.header import Geometry


class Tables:
    """Objects are told by their names."""

    def __init__(self, path: Path) -> None:
        self.geometry: Final = Geometry.of(path.stat().st_size)
        self._path: Final = path

    def place(self, name: bytes) -> int:
        """The offset of the object of that name."""
        padded = name.ljust(OBJECT.offset("state"), b"\0")
        return self._path.read_bytes().index(padded, self.geometry.objects_offset)

    def number(self, name: bytes) -> int:
        return (self.place(name) - self.geometry.objects_offset) // OBJECT.size

    def get(self, name: bytes, field: str, size: int = 4) -> int:
        place = self.place(name) + OBJECT.offset(field)
        return int.from_bytes(self._path.read_bytes()[place : place + size], "little")

    def set(self, name: bytes, field: str, value: int, size: int = 4) -> None:
        self.poke(self.place(name) + OBJECT.offset(field), value, size)

    def set_tag(self, number: int, value: int) -> None:
        self.poke(DIRECTORY_OFFSET + 4 * number, value)

    def set_chunk(self, number: int, value: int) -> None:
        self.poke(self.geometry.chunks_offset + 4 * number, value)

    def set_intent(self, slot: int, intent: int, place: int) -> None:
        self.poke(SLOTS_OFFSET + slot * SLOT.size, intent << 32 | place, 8)

    def poke(self, place: int, value: int, size: int = 4) -> None:
        with self._path.open("r+b") as file:
            file.seek(place)
            file.write(value.to_bytes(size, "little"))
