"""Snapshots of tasks: made, kept in a store, and brought back to life."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, TypedDict, Unpack

from polyprim.errors import WrongBaseError
from polyprim.snapshots import (
    Collected,
    Manifest,
    Progress,
    Space,
    Store,
    Stored,
    write_image,
)
from polyprim.tasks.capturing import captured, continuation_of, limits_of, surroundings_of
from polyprim.tasks.module import Image, TaskModule
from polyprim.tasks.options import TIMEOUT, Folder, Limits, folder_of
from polyprim.tasks.recent import Recent
from polyprim.tasks.scope import Scope
from polyprim.tasks.task import Task, begun
from polyprim.tasks.tasks import Tasks

KEPT_MAX: Final = 256
"""Snapshots whose manifest, module and image stay at hand in this process."""


class RestoreOptions(TypedDict, total=False):
    """The options of `Snapshots.restore`."""

    folders: Mapping[str, Folder | str | os.PathLike[str]] | None
    environment: Mapping[str, str] | None
    limits: Limits | None
    name: str
    scope: Scope | None
    timeout: float | None
    progress: Progress | None


class Snapshots:
    """The snapshots in a store. Any number of threads may use it at once."""

    def __init__(self, tasks: Tasks, store: Store) -> None:
        self.store: Final = store
        self._tasks: Final = tasks
        self._kept: Final = Recent[str, _Ready](KEPT_MAX)

    def create(
        self,
        task: Task,
        *,
        labels: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Stored:
        """Stores a task that is at rest or parked; it can go on as if nothing had been.

        When this returns, the snapshot is safe. Raises CaptureError with all that is in the way,
        TaskEndedError, TaskBusyError, and what `Store.put` does.
        """
        with captured(task, labels or {}) as found:
            return self.store.put(
                found.manifest, found.pages, module=task.module.binary, progress=progress
            )

    def restore(
        self,
        snapshot: str,
        *,
        folders: Mapping[str, Folder | str | os.PathLike[str]] | None = None,
        environment: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        name: str = "",
        scope: Scope | None = None,
        timeout: float | None = TIMEOUT,
        progress: Progress | None = None,
    ) -> Task:
        """A new task that goes on where the captured one was; as often as you like.

        `folders` are those that it had, by the names it sees; where they are is for you to say
        again. Its wall clock and WASI's random numbers are fresh, its monotonic clock goes on from
        where it was; an export ``polyprim_restored`` is called first, within `timeout`. The first
        restore on a machine decompresses and verifies the snapshot. In a `scope` it ends with that.

        Raises SnapshotError of many kinds, InvalidArgumentError, and what `Task.call` does.
        """
        ready = self._ready(snapshot, progress)
        manifest = ready.manifest
        found = {guest: folder_of(folder) for guest, folder in (folders or {}).items()}
        task = Task(
            ready.module,
            surroundings_of(manifest, environment=environment, folders=found),
            limits or limits_of(manifest),
            self._tasks.shared,
            image=ready.image,
            memory_bytes=manifest.memory_bytes,
            before=continuation_of(manifest, ready.module),
            monotonic_ns=manifest.monotonic_ns,
            name=name,
            scope=scope,
        )
        return begun(task, timeout=timeout)

    async def create_async(
        self,
        task: Task,
        *,
        labels: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> Stored:
        """As `create`. A coroutine that is cancelled waits until the snapshot is stored."""
        create = partial(self.create, task, labels=labels, progress=progress)
        return await self._tasks.shared.apart(create)

    async def restore_async(self, snapshot: str, **options: Unpack[RestoreOptions]) -> Task:
        """As `restore`."""
        restore = partial(self.restore, snapshot, **options)
        return await self._tasks.shared.apart(restore, discard=Task.close)

    def list(
        self, *, labels: Mapping[str, str] | None = None, module_sha256: bytes | None = None
    ) -> Iterator[Stored]:
        """All snapshots by id, or those that have all these labels, or need that module; see
        `Store.list`."""
        return self.store.list(labels=labels, module_sha256=module_sha256)

    def get(self, snapshot: str) -> Stored:
        """One of them. Raises SnapshotError of many kinds."""
        with self.store.open(snapshot) as reader:
            return Stored(snapshot, reader.size, reader.manifest)

    def space(self, snapshot: str) -> Space:
        """Where the bytes of a snapshot went. Raises SnapshotError of many kinds."""
        with self.store.open(snapshot) as reader:
            return reader.space

    def verify(self, snapshot: str, *, progress: Progress | None = None) -> Manifest:
        """Reads all of a snapshot and checks it. Raises SnapshotError of many kinds."""
        with self.store.open(snapshot) as reader:
            reader.verify(progress)
            return reader.manifest

    def delete(self, snapshot: str) -> bool:
        """Removes a snapshot; tasks that came of it live on. False if there is none."""
        self._kept.drop(snapshot)
        return self.store.delete(snapshot)

    def gc(self) -> Collected:
        """Removes modules that no snapshot needs, and what dead writers left behind."""
        return self.store.gc()

    def _ready(self, snapshot: str, progress: Progress | None) -> _Ready:
        return self._kept.get_or_make(snapshot, lambda: self._open(snapshot, progress))

    def _open(self, snapshot: str, progress: Progress | None) -> _Ready:
        with self.store.open(snapshot) as reader:
            manifest = reader.manifest
            module = self._tasks.module(manifest.module_sha256) or self._tasks.load(
                self.store.module(manifest.module_sha256), name=manifest.module_name
            )
            if module.base_sha256 != manifest.base_sha256:
                raise WrongBaseError(f"{module.name} does not make the base image of the snapshot")
            image = self._tasks.images.image(
                snapshot, lambda file: write_image(reader, file, module.base.file, progress)
            )
        return _Ready(manifest, module, Image(image))


@dataclass(frozen=True, slots=True)
class _Ready:
    """All that a restore needs."""

    manifest: Manifest
    module: TaskModule
    image: Image
