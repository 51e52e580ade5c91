"""The modules that were uploaded to a server: as many as there is room for, the latest used."""

from __future__ import annotations

import os
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from polyprim.errors import (
    InvalidArgumentError,
    NoSpaceError,
    SnapshotDamagedError,
    SnapshotNotFoundError,
)
from polyprim.runtime.own import make_folder, open_own, own_folder
from polyprim.service.uploads import Arrival
from polyprim.tasks import TaskModule, Tasks

MODULES_MAX: Final = 1024
LOADED_MAX: Final = 32
"""Modules that stay compiled in memory when no task uses them."""
_SUFFIX: Final = ".wasm"


class Modules:
    """The modules in a folder that nobody else can write, of `size_max` bytes together at most. Any
    number of threads and processes may use it."""

    def __init__(self, folder: Path, tasks: Tasks, *, size_max: int) -> None:
        make_folder(folder)
        self._folder: Final = folder
        self._tasks: Final = tasks
        self._size_max: Final = size_max
        self._lock: Final = Lock()
        self._loaded: Final[OrderedDict[bytes, TaskModule]] = OrderedDict()

    def size(self, sha256: bytes) -> int | None:
        """The bytes of that module; None if it is not here."""
        with suppress(FileNotFoundError):
            return (self._folder / _name(sha256)).lstat().st_size
        return None

    def list(self) -> list[tuple[bytes, int]]:
        """The SHA-256 and bytes of each, in order."""
        found = []
        for entry in os.scandir(self._folder):
            if entry.name.endswith(_SUFFIX):
                with suppress(FileNotFoundError, ValueError):
                    sha256 = bytes.fromhex(entry.name.removesuffix(_SUFFIX))
                    found.append((sha256, entry.stat(follow_symlinks=False).st_size))
        return sorted(found)

    def add(self, arrival: Arrival, sha256: bytes, *, size: int) -> None:
        """Keeps what has arrived, whole and verified; others make room. Raises NoSpaceError if it
        alone is too large."""
        if size > self._size_max:
            raise NoSpaceError(f"modules may have {self._size_max} bytes together, not {size}")
        by_use = sorted(self.list(), key=lambda module: self._used_at(module[0]))
        used, count = sum(size for _, size in by_use), len(by_use)
        for oldest, its_size in by_use:
            if used + size <= self._size_max and count < MODULES_MAX:
                break
            (self._folder / _name(oldest)).unlink(missing_ok=True)
            used, count = used - its_size, count - 1
        os.replace(arrival.path, self._folder / _name(sha256))

    def load(self, sha256: bytes, *, name: str) -> TaskModule:
        """The module, compiled, by that name if it has none yet.

        Raises InvalidArgumentError, SnapshotNotFoundError, SnapshotDamagedError and ModuleError.
        """
        with self._lock:
            module = self._loaded.get(sha256) or self._tasks.module(sha256)
        if module is None:
            if not name.isprintable():
                raise InvalidArgumentError("a module's name can be printed")
            module = self._tasks.load(self.read(sha256), name=name or sha256.hex()[:12])
            if module.sha256 != sha256:
                (self._folder / _name(sha256)).unlink(missing_ok=True)
                raise SnapshotDamagedError(f"the module {sha256.hex()} is damaged")
        with suppress(OSError):
            os.utime(self._folder / _name(sha256))
        with self._lock:
            self._loaded[sha256] = module
            self._loaded.move_to_end(sha256)
            while len(self._loaded) > LOADED_MAX:
                self._loaded.popitem(last=False)
        return module

    def read(self, sha256: bytes) -> bytes:
        """The bytes of a module. Raises SnapshotNotFoundError."""
        with own_folder(self._folder) as folder:
            try:
                file = open_own(_name(sha256), folder)
            except FileNotFoundError:
                raise SnapshotNotFoundError(
                    f"there is no module {sha256.hex()}: upload it first"
                ) from None
        with os.fdopen(file, "rb") as stream:
            return stream.read()

    def _used_at(self, sha256: bytes) -> float:
        with suppress(FileNotFoundError):
            return (self._folder / _name(sha256)).lstat().st_mtime
        return 0.0


def _name(sha256: bytes) -> str:
    return sha256.hex() + _SUFFIX
