"""What every store of snapshots does, wherever it keeps them.

A snapshot's id is its digest, so it names what is in it: nothing is ever changed under an id. The
module that it needs lies beside it under its own digest, once for all that need it.
"""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from polyprim.errors import (
    InvalidArgumentError,
    NoSpaceError,
    PayloadTooLargeError,
    SnapshotDamagedError,
    SnapshotError,
    SnapshotNotFoundError,
    WrongBaseError,
)
from polyprim.snapshots.draft import Draft
from polyprim.snapshots.layout import checked_key
from polyprim.snapshots.manifest import Manifest
from polyprim.snapshots.reading import MEMORY_LIMIT, Reader
from polyprim.snapshots.source import Source
from polyprim.snapshots.writing import Progress, write

MODULE_BYTES_MAX: Final = 1 << 30

_ID: Final = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class Stored:
    """A snapshot in a store; `manifest` is None where `trouble` says why it cannot be read."""

    id: str
    size: int
    """Bytes."""
    manifest: Manifest | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection of garbage removed; nothing of the modules while some snapshots are
    `unreadable`, since nobody knows which they need."""

    modules: int
    leftovers: int
    size: int
    """Bytes."""
    unreadable: tuple[str, ...]


class Store(ABC):
    """Snapshots, and the modules that they need. Any number of processes may use one at once.

    `size_max` is how many bytes all of it may have, `snapshot_size_max` how many one snapshot may.
    With a `key`, of 16 bytes or more, snapshots are signed, and only signed ones can be read.
    """

    def __init__(
        self,
        *,
        size_max: int | None = None,
        snapshot_size_max: int | None = None,
        key: bytes | None = None,
    ) -> None:
        self._size_max: Final = size_max
        self._snapshot_size_max: Final = snapshot_size_max
        self._key: Final = checked_key(key)

    def put(
        self,
        manifest: Manifest,
        pages: Iterable[tuple[int, bytes | bytearray | memoryview]],
        *,
        module: bytes,
        progress: Progress | None = None,
    ) -> Stored:
        """Keeps a snapshot, with its module; when this returns, both are safe.

        `pages` are as `write` takes them. Raises InvalidArgumentError, NoSpaceError, BlockedError
        and SnapshotError; the store is then as it was.
        """
        if hashlib.sha256(module).digest() != manifest.module_sha256:
            raise InvalidArgumentError("this is not the module that the manifest names")
        with self._draft() as draft:
            written = write(draft, manifest, pages, key=self._key, progress=progress)
            self._keep(draft, written.digest.hex(), manifest.module_sha256.hex(), module)
            return Stored(written.digest.hex(), written.size, manifest)

    def add(
        self,
        chunks: Iterable[bytes],
        *,
        module: bytes | None = None,
        progress: Progress | None = None,
    ) -> Stored:
        """Keeps a snapshot that comes from elsewhere, once all of it was verified.

        The module may be left out where the store has it already. Raises as `put` and `Reader` do.
        """
        with self._draft() as draft:
            for chunk in chunks:
                draft.write(chunk)
            with Reader(draft.source(), key=self._key) as reader:
                reader.verify(progress)
                manifest, digest = reader.manifest, reader.digest.hex()
            name = manifest.module_sha256.hex()
            if module is not None and hashlib.sha256(module).hexdigest() != name:
                raise WrongBaseError("this is not the module that the snapshot was made from")
            self._keep(draft, digest, name, module)
            return Stored(digest, draft.size, manifest)

    def open(self, snapshot: str, *, memory_limit: int = MEMORY_LIMIT) -> Reader:
        """The snapshot of that id, to read and to close.

        Raises SnapshotNotFoundError, and what `Reader` does.
        """
        reader = Reader(
            self._source(checked_id(snapshot)), memory_limit=memory_limit, key=self._key
        )
        if reader.digest.hex() != snapshot:
            reader.close()
            raise SnapshotDamagedError(f"another snapshot lies under the id {snapshot}")
        return reader

    def source(self, snapshot: str) -> Source:
        """The bytes of the snapshot of that id as they are, to be sent elsewhere, where they are
        checked, and to be closed. Raises SnapshotNotFoundError."""
        return self._source(checked_id(snapshot))

    def module(self, sha256: bytes) -> bytes:
        """A module that a snapshot needs.

        Raises SnapshotNotFoundError, and SnapshotDamagedError if it is not what was stored.
        """
        module = self._read_module(sha256.hex())
        if hashlib.sha256(module).digest() != sha256:
            raise SnapshotDamagedError(f"the module {sha256.hex()} is damaged")
        return module

    def list(
        self, *, labels: Mapping[str, str] | None = None, module_sha256: bytes | None = None
    ) -> Iterator[Stored]:
        """All snapshots by id, or those that have all these labels, or need that module.

        One that cannot be read is among them if nothing is asked for, and says why.
        """
        for snapshot, size in sorted(self._sizes()):
            stored = self._look(snapshot, size)
            if stored is not None and _matches(stored, labels or {}, module_sha256):
                yield stored

    @abstractmethod
    def delete(self, snapshot: str) -> bool:
        """Removes the snapshot of that id. False if there is none. Its module stays until `gc`."""

    @abstractmethod
    def gc(self) -> Collected:
        """Removes modules that no snapshot needs, and what dead writers left behind."""

    @abstractmethod
    def _draft(self) -> AbstractContextManager[Draft]:
        """A new file to write a snapshot to, which is gone at the end unless it was kept."""

    @abstractmethod
    def _keep(self, draft: Draft, snapshot: str, module: str, content: bytes | None) -> None:
        """Shows a draft under its id, with its module, or raises and changes nothing."""

    @abstractmethod
    def _source(self, snapshot: str) -> Source:
        """The bytes of that snapshot."""

    @abstractmethod
    def _read_module(self, sha256: str) -> bytes:
        """The bytes of that module, at most MODULE_BYTES_MAX."""

    @abstractmethod
    def _sizes(self) -> Sequence[tuple[str, int]]:
        """The ids of all snapshots, and their bytes."""

    def _room(self, used: int) -> int | None:
        """The most bytes that a snapshot may have now; None if nothing limits it."""
        left = None if self._size_max is None else max(self._size_max - used, 0)
        limits = [limit for limit in (left, self._snapshot_size_max) if limit is not None]
        return min(limits, default=None)

    def _require_room(self, used: int, more: int) -> None:
        if self._size_max is not None and used + more > self._size_max:
            raise NoSpaceError(
                f"the store has {used} bytes, and {more} more would be over its {self._size_max}"
            )

    def _look(self, snapshot: str, size: int) -> Stored | None:
        """What is to be said of a snapshot; None if it is gone by now."""
        try:
            with self.open(snapshot) as reader:
                return Stored(snapshot, size, reader.manifest)
        except SnapshotNotFoundError:
            return None
        except (SnapshotError, PayloadTooLargeError) as error:
            return Stored(snapshot, size, None, str(error))


def checked_id(snapshot: str) -> str:
    """The id; raises InvalidArgumentError unless it is 64 hexadecimal digits."""
    if not is_id(snapshot):
        raise InvalidArgumentError(f"a snapshot's id is 64 hexadecimal digits: {snapshot!r}")
    return snapshot


def is_id(text: str) -> bool:
    """Whether that is how a snapshot or a module can be called."""
    return _ID.match(text) is not None


def _matches(stored: Stored, labels: Mapping[str, str], module_sha256: bytes | None) -> bool:
    if stored.manifest is None:
        return not labels and module_sha256 is None
    if module_sha256 is not None and stored.manifest.module_sha256 != module_sha256:
        return False
    return labels.items() <= dict(stored.manifest.labels).items()
