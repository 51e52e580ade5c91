"""The host: a segment and everything in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn, Self

from polyprim.abi import CHUNK_BYTES
from polyprim.errors import ClosedError, InvalidArgumentError
from polyprim.gen.kinds import Kinds
from polyprim.runtime import metrics
from polyprim.runtime.metrics import MethodMetrics
from polyprim.runtime.request import Rpc
from polyprim.runtime.segment import Segment
from polyprim.upcalls import HostPrimitives

if TYPE_CHECKING:
    from polyprim.contract import Method, Service
    from polyprim.snapshots import Store
    from polyprim.tasks.snapshots import Snapshots
    from polyprim.tasks.tasks import Tasks


@dataclass(frozen=True, slots=True)
class HostStatistics:
    """How full a segment is, and who waits. What others do meanwhile may be counted or not."""

    objects: int
    objects_max: int
    heap_used_bytes: int
    """In chunks of 64 KiB, of queues and other large objects and of workers' buffers."""
    heap_bytes: int
    sessions: int
    """Of clients whose calls are safe to repeat."""
    sessions_max: int
    waiting: int
    """Coroutines of this process that wait for something, remote calls among them."""
    waits: int
    """How many waits of theirs have ended since the host was opened."""


class Host(Kinds):
    """A segment that is open, and the primitives in it.

    Host()                                  private to this process, gone with it
    Host("orders")                          shared by name with this user's other processes
    Host(path="/var/lib/orders", create=True)   shared through a file

    A named segment is made if there is none, unless `create` is False; a file only if it is True.
    `size` is in bytes (a multiple of 64 KiB from 2 MiB to just below 4 GiB; by default 64 MiB),
    `objects` how many names it can hold (a power of two; by default one for each 4 KiB); both may
    be left out for a segment that exists, and must fit it otherwise.

    Any number of threads may use a host. A child that this process forks may use it too, unless it
    is private. Raises SegmentError of many kinds, NoSpaceError, InvalidArgumentError.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        path: str | os.PathLike[str] | None = None,
        size: int | None = None,
        objects: int | None = None,
        create: bool | None = None,
    ) -> None:
        if create is not None and not isinstance(create, bool):
            raise TypeError(f"create is a bool, not {type(create).__name__}")
        if name is not None and path is not None:
            raise InvalidArgumentError("a host has a name or a path, not both")
        if name is not None:
            self._segment = Segment.named(
                name, create=create is not False, size=size, objects=objects
            )
        elif path is not None:
            self._segment = Segment.at(path, create=create is True, size=size, objects=objects)
        else:
            self._segment = Segment.private(size, objects)
        super().__init__(self._segment)

    @property
    def path(self) -> Path | None:
        """The segment's file; None if it is private."""
        return self._segment.path

    @property
    def size(self) -> int:
        """The segment's size in bytes."""
        return self._segment.geometry.bytes

    @property
    def is_closed(self) -> bool:
        return self._segment.is_closed

    @cached_property
    def tasks(self) -> Tasks:
        """Runs WASI modules, which may call this host's primitives."""
        from polyprim.tasks.tasks import Tasks  # with protobuf and zstd, which only tasks need

        return Tasks(primitives=HostPrimitives(self.rpc))

    @cached_property
    def snapshots(self) -> Snapshots:
        """Snapshots of tasks, in ``$XDG_DATA_HOME/polyprim/snapshots``, else under
        ``~/.local/share``; see `snapshots_in` for other places."""
        from polyprim.snapshots import FolderStore, default_folder

        return self.snapshots_in(FolderStore(default_folder()))

    def snapshots_in(self, store: Store) -> Snapshots:
        """Snapshots of tasks in another store."""
        from polyprim.tasks.snapshots import Snapshots

        return Snapshots(self.tasks, store)

    def statistics(self) -> HostStatistics:
        """How full the segment is. Looks at all of its tables: 35 ms where a million names fit, in
        which other threads go on."""
        objects, objects_max, chunks, chunks_max = self._segment.usage()
        sessions, sessions_max = self._segment.sessions()
        return HostStatistics(
            objects=objects,
            objects_max=objects_max,
            heap_used_bytes=chunks * CHUNK_BYTES,
            heap_bytes=chunks_max * CHUNK_BYTES,
            sessions=sessions,
            sessions_max=sessions_max,
            waiting=self._segment.waiting(),
            waits=self._segment.waits_ended,
        )

    def workers(self) -> int:
        """How many threads, of this and other processes, are attached to the segment."""
        return self._segment.workers()

    def rpc(self, service: Service, method: Method) -> Rpc:
        """The method of a service as a function of bytes, for servers."""
        function = self._segment.function(f"{service.module}.{method.export}")
        number = service.methods.index(method)
        latencies = metrics.latencies(self._segment, service.module, number)
        return Rpc(self._segment, function, latencies, service.kind << 8 | number)

    def metrics(self) -> list[MethodMetrics]:
        """What remote calls were made of each method, and how long they took, by language."""
        from polyprim.contract import services  # with protobuf, which only servers need

        return [
            row
            for service in services()
            for row in metrics.of_module(
                self._segment, service.module, [method.name for method in service.methods]
            )
        ]

    def close(self) -> None:
        """Gives the segment up. Later calls raise ClosedError. May be repeated."""
        self._segment.close()

    def __enter__(self) -> Self:
        if self.is_closed:
            raise ClosedError("this host is closed")
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a host is not copied or sent to another process: open it there, by its name or path"
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Host {self.path or 'private'}{' closed' if self.is_closed else ''}>"
