"""Where the bytes of a snapshot are read from."""

from __future__ import annotations

import os
from typing import Final, Protocol

from polyprim.errors import SnapshotDamagedError


class Source(Protocol):
    """A snapshot's bytes, wherever they are."""

    @property
    def size(self) -> int:
        """How many there are."""

    def read(self, offset: int, length: int) -> bytes:
        """Exactly so many from there. Raises SnapshotDamagedError if they are not there."""

    def close(self) -> None:
        """Gives up what it holds. Nothing can be read any more."""


class BytesSource:
    """Bytes that are in memory."""

    def __init__(self, content: bytes) -> None:
        self._content: Final = content

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self._content)

    def read(self, offset: int, length: int) -> bytes:
        """Exactly so many from there."""
        content = self._content[offset : offset + length]
        if len(content) != length:
            raise SnapshotDamagedError(f"there are no {length} bytes at {offset}")
        return content

    def close(self) -> None:
        """Nothing is to be done."""


class FileSource:
    """The bytes of a file, by its descriptor, which it closes."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._size: Final = os.fstat(file).st_size

    @property
    def size(self) -> int:
        """The file's, when it was opened."""
        return self._size

    def read(self, offset: int, length: int) -> bytes:
        """Exactly so many from there."""
        content = os.pread(self._file, length, offset)
        while len(content) < length:
            more = os.pread(self._file, length - len(content), offset + len(content))
            if not more:
                raise SnapshotDamagedError("the snapshot was cut off while it was read")
            content += more
        return content

    def close(self) -> None:
        """Closes the file. More than once is no error."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
