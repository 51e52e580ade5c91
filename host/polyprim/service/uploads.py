"""Files that come in pieces, over as many calls as it takes: each lies under its SHA-256 until it
is whole."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from polyprim.errors import BlockedError, ChecksumError, InvalidArgumentError, NoSpaceError
from polyprim.runtime.own import make_folder, open_own, own_folder, try_lock
from polyprim.snapshots import FileSource

KEPT_SECONDS: Final = 3600.0
"""How long a part is kept for its upload to go on."""
PARTS_MAX: Final = 256
_PART: Final = ".part"
_READ_BYTES: Final = 1 << 20


class Uploads:
    """The parts in a folder that nobody else can write, of `size_max` bytes together at most. Any
    number of threads and processes may use it."""

    def __init__(self, folder: Path, *, size_max: int) -> None:
        make_folder(folder)
        self._folder: Final = folder
        self._size_max: Final = size_max

    def received(self, sha256: bytes) -> int:
        """How many bytes of that file are here."""
        with own_folder(self._folder) as folder:
            try:
                return os.stat(_name(sha256), dir_fd=folder, follow_symlinks=False).st_size
            except FileNotFoundError:
                return 0

    @contextmanager
    def arriving(self, sha256: bytes, *, size: int, offset: int) -> Iterator[Arrival]:
        """The part of a file of that size, to go on with at that offset. What arrived stays if it
        is not taken away.

        Raises InvalidArgumentError if the part ends elsewhere, BlockedError while another call
        writes it, and NoSpaceError.
        """
        with own_folder(self._folder) as folder:
            self._remove_old(folder)
            file = open_own(_name(sha256), folder, os.O_RDWR | os.O_CREAT)
            try:
                if not try_lock(file) or not os.fstat(file).st_nlink:
                    raise BlockedError("another call is sending the same file: try again")
                received = os.fstat(file).st_size
                if offset != received:
                    raise InvalidArgumentError(f"{received} bytes are here: go on there")
                self._require_room(folder, size - received)
                yield Arrival(self._folder / _name(sha256), file, sha256, size)
            finally:
                if not os.fstat(file).st_size:
                    with suppress(FileNotFoundError):
                        os.unlink(_name(sha256), dir_fd=folder)
                os.close(file)

    def _require_room(self, folder: int, more: int) -> None:
        sizes = [status.st_size for _, status in _parts(folder)]
        if len(sizes) > PARTS_MAX:
            raise NoSpaceError(f"there are {PARTS_MAX} unfinished uploads: finish some")
        if sum(sizes) + more > self._size_max:
            raise NoSpaceError(f"uploads may have {self._size_max} bytes together")

    def _remove_old(self, folder: int) -> None:
        oldest = time.time() - KEPT_SECONDS
        for name, status in _parts(folder):
            if status.st_mtime < oldest:
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=folder)


class Arrival:
    """A part that is being written; its lock ends with it."""

    def __init__(self, path: Path, file: int, sha256: bytes, size: int) -> None:
        self.path: Final = path
        self._file: Final = file
        self._sha256: Final = sha256
        self._size: Final = size
        self._at = os.fstat(file).st_size

    def write(self, chunk: bytes, *, offset: int) -> None:
        """Appends a piece. Raises InvalidArgumentError if it does not belong there, NoSpaceError if
        the disk is full."""
        if offset != self._at or offset + len(chunk) > self._size:
            raise InvalidArgumentError(
                f"a piece of {len(chunk)} bytes at {offset} does not go on at {self._at} of "
                f"{self._size}"
            )
        view = memoryview(chunk)
        try:
            while view:
                done = os.pwrite(self._file, view, self._at)
                view, self._at = view[done:], self._at + done
        except OSError as error:
            raise NoSpaceError(f"the upload cannot be written: {error.strerror}") from error

    def require_whole(self) -> None:
        """Raises InvalidArgumentError if some of it is missing, ChecksumError if it is not what its
        SHA-256 says: then it is forgotten."""
        if self._at != self._size:
            raise InvalidArgumentError(f"{self._at} of {self._size} bytes have come")
        digest = hashlib.sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        if digest.digest() != self._sha256:
            self.remove()
            raise ChecksumError("what arrived is not what its SHA-256 says: send it again")

    def chunks(self) -> Iterator[bytes]:
        """What has arrived."""
        at = 0
        while chunk := os.pread(self._file, _READ_BYTES, at):
            at += len(chunk)
            yield chunk

    def source(self) -> FileSource:
        """The same, to read in any order and to close."""
        return FileSource(os.dup(self._file))

    def remove(self) -> None:
        """Takes it away."""
        self.path.unlink(missing_ok=True)


def _name(sha256: bytes) -> str:
    return sha256.hex() + _PART


def _parts(folder: int) -> Iterator[tuple[str, os.stat_result]]:
    for name in os.listdir(folder):
        if name.endswith(_PART):
            with suppress(FileNotFoundError):
                yield name, os.stat(name, dir_fd=folder, follow_symlinks=False)
