"""Snapshots in a folder.

    snapshots/<id>              each shown only when it is whole and on the disk
    modules/<sha256>.wasm       the same
    */.<random>.new             what is being written

A lock on the folder is held while something is shown or garbage is collected, and never while a
snapshot is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from polyprim.errors import PayloadTooLargeError, SnapshotNotFoundError
from polyprim.runtime.files import absolute
from polyprim.runtime.own import lock, make_folder, open_own, own_folder
from polyprim.snapshots.draft import Draft
from polyprim.snapshots.newborn import newborn, remove_leftovers
from polyprim.snapshots.refusing import refusing
from polyprim.snapshots.source import FileSource, Source
from polyprim.snapshots.store import MODULE_BYTES_MAX, Collected, Store, checked_id, is_id

_SNAPSHOTS: Final = "snapshots"
_MODULES: Final = "modules"
_WASM: Final = ".wasm"
_PATIENCE: Final = 30.0


def default_folder() -> Path:
    """``$XDG_DATA_HOME/polyprim/snapshots``, else ``~/.local/share/polyprim/snapshots``."""
    base = os.environ.get("XDG_DATA_HOME", "")
    shared = Path(base) if os.path.isabs(base) else Path.home() / ".local" / "share"
    return shared / "polyprim" / "snapshots"


class FolderStore(Store):
    """Snapshots in a folder that nobody else can write; it is made if it is missing."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        size_max: int | None = None,
        snapshot_size_max: int | None = None,
        key: bytes | None = None,
    ) -> None:
        """Raises InvalidArgumentError, and SnapshotError if the folder cannot be used."""
        super().__init__(size_max=size_max, snapshot_size_max=snapshot_size_max, key=key)
        self.path: Final = absolute(path)
        self._what: Final = f"the store {self.path}"
        with refusing(self._what):
            make_folder(self.path)
            for name in (_SNAPSHOTS, _MODULES):
                make_folder(self.path / name)
        with self._opened() as folders:
            folders.remove_leftovers()

    def delete(self, snapshot: str) -> bool:
        """Removes the snapshot of that id. False if there is none. Its module stays until `gc`."""
        with self._opened() as folders:
            try:
                os.unlink(checked_id(snapshot), dir_fd=folders.snapshots)
            except FileNotFoundError:
                return False
            os.fsync(folders.snapshots)
            return True

    def gc(self) -> Collected:
        """Removes modules that no snapshot needs, and what dead writers left behind.

        Raises BlockedError if it does not get its turn in time, and SnapshotError.
        """
        needed = self._needed({})
        with self._opened() as folders:
            self._take_turn(folders)
            # Few are new since then, so that others do not wait for a look at all of them.
            needed = self._needed(needed)
            unreadable = tuple(sorted(name for name, module in needed.items() if module is None))
            modules = [] if unreadable else folders.remove_modules_but({*needed.values()})
            leftovers = folders.remove_leftovers()
            return Collected(len(modules), len(leftovers), sum(modules + leftovers), unreadable)

    def _needed(self, known: dict[str, str | None]) -> dict[str, str | None]:
        """The module that each snapshot needs, or None if it cannot be read; `known` are those that
        were looked at before."""
        found: dict[str, str | None] = {}
        for name, size in self._sizes():
            if name in known:
                found[name] = known[name]
            elif (stored := self._look(name, size)) is not None:
                manifest = stored.manifest
                found[name] = None if manifest is None else manifest.module_sha256.hex()
        return found

    @contextmanager
    def _draft(self) -> Iterator[Draft]:
        with ExitStack() as stack:
            with refusing(self._what):
                folders = stack.enter_context(self._folders())
                room = self._room(0 if self._size_max is None else folders.size())
                name, file = stack.enter_context(newborn(folders.snapshots))
            yield Draft(file, room, name)

    def _keep(self, draft: Draft, snapshot: str, module: str, content: bytes | None) -> None:
        with self._opened() as folders:
            os.fsync(draft.file)
            self._take_turn(folders)
            more = draft.size
            if folders.has_module(module):
                content = None
            elif content is None:
                raise SnapshotNotFoundError(f"the snapshot's module {module} is not in the store")
            else:
                more += len(content)
            if self._size_max is not None:
                self._require_room(folders.size(), more)
            if content is not None:
                folders.add_module(module, content)
            folders.show(draft.name, snapshot)

    def _source(self, snapshot: str) -> Source:
        with self._opened() as folders:
            try:
                return FileSource(open_own(snapshot, folders.snapshots))
            except FileNotFoundError as error:
                raise SnapshotNotFoundError(f"there is no snapshot {snapshot}") from error

    def _read_module(self, sha256: str) -> bytes:
        with self._opened() as folders:
            try:
                file = open_own(sha256 + _WASM, folders.modules)
            except FileNotFoundError as error:
                raise SnapshotNotFoundError(f"there is no module {sha256}") from error
            with os.fdopen(file, "rb") as stream:
                if os.fstat(file).st_size > MODULE_BYTES_MAX:
                    raise PayloadTooLargeError(f"the module {sha256} is over {MODULE_BYTES_MAX}")
                return stream.read()

    def _sizes(self) -> Sequence[tuple[str, int]]:
        with self._opened() as folders:
            return [(name, size) for name, size in _files(folders.snapshots) if is_id(name)]

    def _take_turn(self, folders: _Folders) -> None:
        """As long as these are open, nobody else shows anything or collects garbage."""
        lock(folders.root, self._what, _PATIENCE)

    @contextmanager
    def _opened(self) -> Iterator[_Folders]:
        with refusing(self._what), self._folders() as folders:
            yield folders

    @contextmanager
    def _folders(self) -> Iterator[_Folders]:
        with (
            own_folder(self.path) as root,
            own_folder(_SNAPSHOTS, root) as snapshots,
            own_folder(_MODULES, root) as modules,
        ):
            yield _Folders(root, snapshots, modules)


@dataclass(frozen=True, slots=True)
class _Folders:
    """The descriptors of a store's folders; the lock on the first ends with it."""

    root: int
    snapshots: int
    modules: int

    def size(self) -> int:
        """The bytes of all that is shown."""
        folders = (self.snapshots, self.modules)
        return sum(size for folder in folders for _, size in _files(folder))

    def has_module(self, sha256: str) -> bool:
        try:
            os.stat(sha256 + _WASM, dir_fd=self.modules, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True

    def add_module(self, sha256: str, content: bytes) -> None:
        with newborn(self.modules) as (name, file):
            Draft(file, None).write(content)
            os.fsync(file)
            _show(name, sha256 + _WASM, self.modules)

    def show(self, name: str, snapshot: str) -> None:
        _show(name, snapshot, self.snapshots)

    def remove_modules_but(self, needed: set[str | None]) -> list[int]:
        """Answers the bytes of each that was removed."""
        removed = []
        for name, size in _files(self.modules):
            sha256 = name.removesuffix(_WASM)
            if is_id(sha256) and sha256 not in needed:
                os.unlink(name, dir_fd=self.modules)
                removed.append(size)
        return removed

    def remove_leftovers(self) -> list[int]:
        """The same for what dead writers left."""
        return [*remove_leftovers(self.snapshots), *remove_leftovers(self.modules)]


def _files(folder: int) -> list[tuple[str, int]]:
    """The names and bytes of what is shown in a folder."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                with suppress(FileNotFoundError):
                    found.append((entry.name, entry.stat(follow_symlinks=False).st_size))
    return found


def _show(name: str, shown: str, folder: int) -> None:
    os.replace(name, shown, src_dir_fd=folder, dst_dir_fd=folder)
    os.fsync(folder)
