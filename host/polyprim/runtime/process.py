"""What all segments of one process share: the engine, the mappings, one lock, and what to do at a
fork and at the end.

This is the one place with state of the whole process: there can be only one engine, a file must be
mapped only once, and forks and exits happen to processes.
"""

from __future__ import annotations

import atexit
import errno
import os
import weakref
from itertools import count
from typing import TYPE_CHECKING, Final

from polyprim.errors import NoSpaceError, UnsupportedSegmentError
from polyprim.native import CData, ffi, native
from polyprim.runtime.engine import Engine
from polyprim.runtime.outcome import OutcomePool
from polyprim.runtime.process_lock import ProcessLock
from polyprim.runtime.waiting import Watcher

if TYPE_CHECKING:
    from polyprim.runtime.presence import Presence


class Process:
    """One a process; `process()` gives it."""

    def __init__(self) -> None:
        self.lock = ProcessLock()
        """Held while anything is opened, closed or attached; a fork waits for it."""
        self.outcomes: Final = OutcomePool()
        self.watcher = Watcher()
        self._engine: Engine | None = None
        self._mappings: dict[tuple[int, int], _Shared] = {}
        self._segments: Final[weakref.WeakSet[Presence]] = weakref.WeakSet()
        self._ids: Final = count(1)

    @property
    def engine(self) -> Engine:
        """The process's engine, made when it is first needed."""
        with self.lock:
            if self._engine is None:
                self._engine = Engine()
            return self._engine

    def enlist(self, segment: Presence) -> int:
        """Tells the segment of forks and of the end; answers its number."""
        with self.lock:
            self._segments.add(segment)
            return next(self._ids)

    def map(self, file: int, size: int) -> CData:
        """The one mapping of that file into this process. `unmap` gives it back."""
        status = os.fstat(file)
        with self.lock:
            shared = self._mappings.get((status.st_dev, status.st_ino))
            if shared is None:
                shared = _Shared(_mapped(file, size), size)
                self._mappings[status.st_dev, status.st_ino] = shared
            if shared.size != size:
                raise UnsupportedSegmentError(f"it changed from {shared.size} to {size} bytes")
            shared.users += 1
            return shared.mapping

    def unmap(self, mapping: CData) -> None:
        """Gives back what `map` gave."""
        with self.lock:
            for key, shared in list(self._mappings.items()):
                if shared.mapping == mapping:
                    shared.users -= 1
                    if shared.users == 0:
                        del self._mappings[key]
                        native.mapping_release(mapping)

    def close_all(self) -> None:
        """Closes every segment in good order, at the end of the process."""
        for segment in list(self._segments):
            segment.close()

    def before_fork(self) -> None:
        self.lock.__enter__()

    def after_fork_in_parent(self) -> None:
        self.lock.__exit__()

    def after_fork_in_child(self) -> None:
        """The parent's threads, mappings and engine do not exist here; its locks are its own."""
        self.lock = ProcessLock()
        self.watcher = Watcher()
        self._mappings = {}
        native.mappings_forget()
        native.guard_forget()
        if self._engine is not None:
            self._engine.abandon()
            self._engine = None
        for segment in list(self._segments):
            segment.after_fork_in_child()


class _Shared:
    """A mapping and how many segments use it."""

    def __init__(self, mapping: CData, size: int) -> None:
        self.mapping: Final = mapping
        self.size: Final = size
        self.users = 0


def _mapped(file: int, size: int) -> CData:
    mapping = native.mapping_open(file, size)
    if mapping == ffi.NULL:
        if ffi.errno == errno.ENFILE:
            raise NoSpaceError("this process has 1,024 segments open, the most it can: close some")
        raise NoSpaceError(f"cannot map {size} bytes: {os.strerror(ffi.errno)}")
    return mapping


_process: Final = Process()
os.register_at_fork(
    before=_process.before_fork,
    after_in_parent=_process.after_fork_in_parent,
    after_in_child=_process.after_fork_in_child,
)
atexit.register(_process.close_all)


def process() -> Process:
    """The state of this process."""
    return _process
