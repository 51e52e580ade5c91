"""Snapshots in an object store, such as S3, by the package obstore.

    snapshots/<id>
    modules/<sha256>.wasm

An object is shown whole or not at all, but there are no locks. So garbage is only what is older
than `grace`, and whoever keeps a snapshot first makes sure that its module is younger than half of
that.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from polyprim.errors import (
    InvalidArgumentError,
    PayloadTooLargeError,
    SnapshotDamagedError,
    SnapshotError,
    SnapshotNotFoundError,
)
from polyprim.snapshots.draft import Draft
from polyprim.snapshots.refusing import refusing
from polyprim.snapshots.source import Source
from polyprim.snapshots.store import MODULE_BYTES_MAX, Collected, Store, checked_id, is_id

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ObjectStore as AnyStore

_SNAPSHOTS: Final = "snapshots/"
_MODULES: Final = "modules/"
_WASM: Final = ".wasm"
_READ_AHEAD: Final = 1 << 20
_UPLOADS: Final = 2
"""At once, of 5 MiB each."""


class ObjectStore(Store):
    """Snapshots in an object store: a URL such as ``s3://bucket/folder``, or one of obstore's.

    Needs the extra: ``pip install 'polyprim[objectstore]'``. A snapshot that takes more than half
    of `grace`, in seconds, to be written may lose its module to a collection of garbage meanwhile.
    """

    def __init__(
        self,
        store: str | AnyStore,
        *,
        size_max: int | None = None,
        snapshot_size_max: int | None = None,
        key: bytes | None = None,
        grace: float = 86_400.0,
    ) -> None:
        """Raises InvalidArgumentError, and SnapshotError if the store cannot be used."""
        super().__init__(size_max=size_max, snapshot_size_max=snapshot_size_max, key=key)
        self._grace: Final = timedelta(seconds=grace)
        self._store: Final = _by_url(store) if isinstance(store, str) else store

    def delete(self, snapshot: str) -> bool:
        """Removes the snapshot of that id. False if there is none. Its module stays until `gc`."""
        path = _SNAPSHOTS + checked_id(snapshot)
        if self._head(path) is None:
            return False
        with _refusing(path):
            self._store.delete(path)
        return True

    def gc(self) -> Collected:
        """Removes modules that no snapshot needs. What dead writers left nobody can see."""
        old = datetime.now(UTC) - self._grace
        candidates = [each for each in self._listed(_MODULES) if each["last_modified"] <= old]
        everything = [*self.list()]
        unreadable = tuple(stored.id for stored in everything if stored.manifest is None)
        needed = {
            f"{_MODULES}{stored.manifest.module_sha256.hex()}{_WASM}"
            for stored in everything
            if stored.manifest is not None
        }
        garbage = [] if unreadable else [one for one in candidates if one["path"] not in needed]
        for one in garbage:
            with _refusing(one["path"]):
                self._store.delete(one["path"])
        return Collected(len(garbage), 0, sum(one["size"] for one in garbage), unreadable)

    @contextmanager
    def _draft(self) -> Iterator[Draft]:
        room = self._room(0 if self._size_max is None else self._used())
        with tempfile.TemporaryFile() as file:
            yield Draft(file.fileno(), room)

    def _keep(self, draft: Draft, snapshot: str, module: str, content: bytes | None) -> None:
        path = f"{_MODULES}{module}{_WASM}"
        there = self._head(path)
        if there is None and content is None:
            raise SnapshotNotFoundError(f"the snapshot's module {module} is not in the store")
        if self._size_max is not None:
            new = len(content) if there is None and content is not None else 0
            self._require_room(self._used(), draft.size + new)
        if there is None or there["last_modified"] < datetime.now(UTC) - self._grace / 2:
            self._upload(path, content if content is not None else self._read_module(module))
        with os.fdopen(os.dup(draft.file), "rb") as file:
            file.seek(0)
            with _refusing(snapshot):
                self._store.put(_SNAPSHOTS + snapshot, file, max_concurrency=_UPLOADS)

    def _upload(self, path: str, content: bytes) -> None:
        with _refusing(path):
            self._store.put(path, content, max_concurrency=_UPLOADS)

    def _source(self, snapshot: str) -> Source:
        path = _SNAPSHOTS + snapshot
        there = self._head(path)
        if there is None:
            raise SnapshotNotFoundError(f"there is no snapshot {snapshot}")
        return _ObjectSource(self._store, path, there["size"])

    def _read_module(self, sha256: str) -> bytes:
        path = f"{_MODULES}{sha256}{_WASM}"
        there = self._head(path)
        if there is None:
            raise SnapshotNotFoundError(f"there is no module {sha256}")
        if there["size"] > MODULE_BYTES_MAX:
            raise PayloadTooLargeError(f"the module {sha256} is over {MODULE_BYTES_MAX} bytes")
        with _refusing(path):
            return bytes(self._store.get_range(path, start=0, end=max(there["size"], 1)))

    def _sizes(self) -> Sequence[tuple[str, int]]:
        found = [(each["path"].removeprefix(_SNAPSHOTS), each) for each in self._listed(_SNAPSHOTS)]
        return [(name, each["size"]) for name, each in found if is_id(name)]

    def _used(self) -> int:
        return sum(each["size"] for path in (_SNAPSHOTS, _MODULES) for each in self._listed(path))

    def _listed(self, prefix: str) -> Sequence[ObjectMeta]:
        with _refusing(prefix):
            return [each for some in self._store.list(prefix.rstrip("/")) for each in some]

    def _head(self, path: str) -> ObjectMeta | None:
        try:
            with _refusing(path):
                return self._store.head(path)
        except SnapshotNotFoundError:
            return None


class _ObjectSource:
    """The bytes of an object. It reads ahead, since a request costs more than what it brings."""

    def __init__(self, store: AnyStore, path: str, size: int) -> None:
        self._store: Final = store
        self._path: Final = path
        self._size: Final = size
        self._start = 0
        self._ahead = b""

    @property
    def size(self) -> int:
        """The object's, when it was opened."""
        return self._size

    def read(self, offset: int, length: int) -> bytes:
        """Exactly so many from there."""
        if not self._start <= offset <= self._start + len(self._ahead) - length:
            end = min(max(offset + length, offset + _READ_AHEAD), self._size)
            with _refusing(self._path):
                fetched = self._store.get_range(self._path, start=offset, end=end)
            self._start, self._ahead = offset, bytes(fetched)
        place = offset - self._start
        content = self._ahead[place : place + length]
        if len(content) != length:
            raise SnapshotDamagedError("the snapshot was cut off while it was read")
        return content

    def close(self) -> None:
        """Forgets what it read."""
        self._ahead = b""


def _by_url(url: str) -> AnyStore:
    try:
        from obstore.store import from_url
    except ImportError as error:
        raise InvalidArgumentError(
            "a store at a URL needs the extra objectstore: pip install 'polyprim[objectstore]'"
        ) from error
    with _refusing(url):
        try:
            return from_url(url)
        except ValueError as error:
            raise InvalidArgumentError(f"{url} is no URL of a store: {error}") from error


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    from obstore.exceptions import BaseError

    try:
        with refusing(what):
            try:
                yield
            except FileNotFoundError as error:
                raise SnapshotNotFoundError(f"{what} is not in the store") from error
    except BaseError as error:
        raise SnapshotError(f"the store cannot be used for {what}: {error}") from error
