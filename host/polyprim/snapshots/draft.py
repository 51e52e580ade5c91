"""A snapshot that is being written, and is nothing yet."""

from __future__ import annotations

import os
from typing import Final

from polyprim.errors import NoSpaceError
from polyprim.snapshots.refusing import refusing
from polyprim.snapshots.source import FileSource


class Draft:
    """A file that is open for reading and writing, with room for so many bytes; its `name`, if it
    has one, is not the one that it will have."""

    def __init__(self, file: int, room: int | None, name: str = "") -> None:
        self.file: Final = file
        self.name: Final = name
        self._room: Final = room
        self.size = 0

    def write(self, content: bytes) -> None:
        """Appends it. Raises NoSpaceError, and SnapshotError if it cannot be written."""
        self.size += len(content)
        if self._room is not None and self.size > self._room:
            raise NoSpaceError(f"the snapshot is over the {self._room} bytes that it may have")
        view = memoryview(content)
        with refusing("the snapshot"):
            while view:
                view = view[os.write(self.file, view) :]

    def source(self) -> FileSource:
        """What was written, to read."""
        return FileSource(os.dup(self.file))
