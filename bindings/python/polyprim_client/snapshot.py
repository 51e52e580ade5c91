"""Snapshots of a remote host's tasks."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic

from polyprim_client.gen import snapshot_pb2 as messages
from polyprim_client.remote import Reached
from polyprim_client.steps import Item, Items, Method, Steps, Stream
from polyprim_client.task import TIMEOUT_SECONDS, Limits, TaskMethods
from polyprim_client.tasks import Task
from polyprim_client.transfers import Content, File, Progress, download, upload


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What there is to know of a snapshot; of one that cannot be read, why: `trouble`."""

    id: str
    size: int
    """Bytes."""
    module_sha256: bytes
    module_name: str
    created_unix_ms: int
    memory_bytes: int
    parked: bool
    waits_for: str
    """A primitive's method; empty for a message."""
    labels: Mapping[str, str]
    trouble: str


@dataclass(frozen=True, slots=True)
class Space:
    """Where the bytes of a memory went in its snapshot."""

    base_bytes: int
    """As the module's data segments make them: not stored."""
    zero_bytes: int
    """Not stored."""
    stored_bytes: int
    cluster_lengths: tuple[int, ...]
    """In the file; each but the last one holds 64 KiB of stored bytes."""
    manifest_bytes: int
    """In the file."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection of garbage removed; nothing of the modules while some snapshots are
    `unreadable`, since nobody knows which they need."""

    modules: int
    leftovers: int
    size: int
    """Bytes."""
    unreadable: tuple[str, ...]


class SnapshotsMethods(Reached, Generic[Task]):
    """``client.snapshots``: tasks that the server has captured and can bring back.

    Where an id is asked for, NotFoundError is raised if there is no such snapshot, and
    SnapshotError if it is damaged.
    """

    def __init__(self, client: Reached, made_of: Callable[[Reached, str], Task]) -> None:
        super().__init__(client._connection)
        self._client: Final = client
        self._made_of: Final = made_of

    @Method
    def create(
        self,
        task: TaskMethods,
        *,
        labels: Mapping[str, str] | None = None,
        timeout: float = TIMEOUT_SECONDS,
    ) -> Steps[Snapshot]:
        """Stores a task that is at rest or parked; it can go on as if nothing had been. Raises
        TaskError with all that is in the way."""
        request = messages.SnapshotServiceCreateRequest
        reply: Any = yield from self._timed(request, timeout, task_id=task.id, labels=labels)
        return _snapshot(reply.snapshot)

    @Method
    def restore(
        self,
        snapshot: str,
        *,
        folders: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        name: str = "",
        labels: Mapping[str, str] | None = None,
        timeout: float = TIMEOUT_SECONDS,
    ) -> Steps[Task]:
        """A new task that goes on where the captured one was; as often as you like. `folders` are
        as `Tasks.start` takes them."""
        reply: Any = yield from self._timed(
            messages.SnapshotServiceRestoreRequest,
            timeout,
            id=snapshot,
            folders=folders,
            environment=environment,
            limits=None if limits is None else limits.message(),
            name=name,
            labels=labels,
        )
        return self._made_of(self._client, reply.task.id)

    @Stream
    def list(
        self, *, labels: Mapping[str, str] | None = None, module_sha256: bytes | None = None
    ) -> Items[Snapshot]:
        """All snapshots by id, or those that have all these labels, or need that module."""
        cursor, is_first = "", True
        while cursor or is_first:
            reply = yield from self._call(
                messages.SnapshotServiceListResponse,
                messages.SnapshotServiceListRequest,
                cursor=cursor,
                labels=labels,
                module_sha256=module_sha256,
            )
            for found in reply.snapshots:
                yield Item(_snapshot(found))
            cursor, is_first = reply.next_cursor, False

    @Method
    def get(self, snapshot: str) -> Steps[Snapshot]:
        """One of them."""
        reply = yield from self._get(snapshot)
        return _snapshot(reply.snapshot)

    @Method
    def space(self, snapshot: str) -> Steps[Space]:
        """Where the bytes of a snapshot went."""
        found = (yield from self._get(snapshot)).space
        return Space(
            base_bytes=found.base_bytes,
            zero_bytes=found.zero_bytes,
            stored_bytes=found.stored_bytes,
            cluster_lengths=tuple(found.cluster_lengths),
            manifest_bytes=found.manifest_bytes,
        )

    @Method
    def verify(self, snapshot: str, *, timeout: float = TIMEOUT_SECONDS) -> Steps[Snapshot]:
        """Has all of a snapshot read and checked."""
        request = messages.SnapshotServiceVerifyRequest
        reply: Any = yield from self._timed(request, timeout, id=snapshot)
        return _snapshot(reply.snapshot)

    @Method
    def delete(self, snapshot: str) -> Steps[bool]:
        """Removes a snapshot; tasks that came of it live on. False if there is none."""
        reply = yield from self._call(
            messages.SnapshotServiceDeleteResponse,
            messages.SnapshotServiceDeleteRequest,
            id=snapshot,
        )
        return reply.deleted

    @Method
    def gc(self, *, timeout: float = TIMEOUT_SECONDS) -> Steps[Collected]:
        """Removes modules that no snapshot needs, and what dead writers left behind."""
        reply: Any = yield from self._timed(messages.SnapshotServiceGcRequest, timeout)
        return Collected(reply.modules, reply.leftovers, reply.size, tuple(reply.unreadable))

    @Method
    def upload(self, file: Content, *, progress: Progress | None = None) -> Steps[Snapshot]:
        """Sends a snapshot's file, or its bytes, and has it verified and kept; an upload that broke
        off goes on. The server must have its module: see `Tasks.load`. Raises OSError."""
        with File(file) as opened:
            sha256 = opened.sha256()
            data = yield from upload(
                self._connection,
                opened,
                sha256=sha256,
                request=messages.SnapshotServiceUploadRequest,
                received=partial(self._received, sha256),
                progress=progress,
            )
        return _snapshot(messages.SnapshotServiceUploadResponse.FromString(data).snapshot)

    @Method
    def download(
        self,
        snapshot: str,
        path: str | os.PathLike[str],
        *,
        module: bool = False,
        progress: Progress | None = None,
    ) -> Steps[None]:
        """Receives a snapshot's file, or the `module` that it needs. It lies beside `path`, with
        `.part` at its end, until it is whole and verified; one that broke off goes on. Raises
        ChecksumError if it was damaged on its way, OSError."""

        def request(offset: int) -> messages.SnapshotServiceDownloadRequest:
            return messages.SnapshotServiceDownloadRequest(
                id=snapshot, offset=offset, module=module
            )

        yield from download(self._connection, Path(path), request=request, progress=progress)

    def _get(self, snapshot: str) -> Steps[messages.SnapshotServiceGetResponse]:
        return self._call(
            messages.SnapshotServiceGetResponse, messages.SnapshotServiceGetRequest, id=snapshot
        )

    def _received(self, sha256: bytes) -> Steps[int]:
        reply = yield from self._call(
            messages.SnapshotServiceFindUploadResponse,
            messages.SnapshotServiceFindUploadRequest,
            sha256=sha256,
        )
        return reply.received


def _snapshot(found: messages.SnapshotInfo) -> Snapshot:
    return Snapshot(
        id=found.id,
        size=found.size,
        module_sha256=found.module_sha256,
        module_name=found.module_name,
        created_unix_ms=found.created_unix_ms,
        memory_bytes=found.memory_bytes,
        parked=found.parked,
        waits_for=found.waits_for,
        labels=dict(found.labels),
        trouble=found.trouble,
    )
