"""One opening of a segment by this process: from its file to the close, through forks."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from polyprim.errors import ClosedError, ForkedError, PolyprimError, SegmentNotFoundError
from polyprim.native import CData, native
from polyprim.runtime.header import Geometry
from polyprim.runtime.opening import OpenFile, open_path
from polyprim.runtime.patience import Patience
from polyprim.runtime.process import process
from polyprim.runtime.workers import Workers

CLOSE_PATIENCE: Final = 2.0
"""Seconds that `close` waits for threads that are inside a call."""


class Presence:
    """Open, closed, or forked: then it opens itself anew when it is first used in the child."""

    def __init__(self, opened: OpenFile) -> None:
        self._process: Final = process()
        self._path: Final = opened.path
        self._identity: Final = opened.identity
        self._geometry: Final = opened.geometry
        self._closed = False
        self._opened: OpenFile | None = None
        self.id: Final = self._process.enlist(self)
        """The number by which the bridge knows this opening; never used again in this process."""
        self._begin(opened)

    @property
    def path(self) -> Path | None:
        """Its file; None if it is private."""
        return self._path

    @property
    def geometry(self) -> Geometry:
        """Its size and tables."""
        return self._geometry

    @property
    def is_closed(self) -> bool:
        return self._closed

    def workers(self) -> int:
        """How many slots are held, by threads of this process and of others."""
        with self._process.lock:
            return self._require_open().held_slots()

    def attach(self) -> None:
        """Sees to it that the calling thread has an attachment at its hand.

        Raises ClosedError, ForkedError, NoSpaceError, StackTooSmallError, NativeError.
        """
        with self._process.lock:
            self._require_open().attach()

    def retire_dead(self, slot: int) -> bool:
        """Finishes or undoes what a slot's owner had begun; False if the owner is alive."""
        with self._process.lock:
            return self._require_open().retire_dead(slot)

    def retire_all_dead(self) -> None:
        """Finishes or undoes what every dead worker had begun, and so gives back its memory."""
        with self._process.lock:
            self._require_open().retire_all_dead()

    def close(self) -> None:
        """Gives up everything. Later calls raise ClosedError; may be repeated, and goes on where an
        exception, such as KeyboardInterrupt, has ended it.

        Threads that are inside a call are waited for, at most `CLOSE_PATIENCE` seconds; the file
        stays open for those who are still there then.
        """
        with self._process.lock:
            self._closed = True
            if self._opened is None:
                return
            self._workers.kill()
        self._process.watcher.forget(self.id)
        patience = Patience(time.monotonic() + CLOSE_PATIENCE)
        while self._workers.are_busy and patience.pause():
            pass
        with self._process.lock:
            if self._opened is not None:
                self._end(self._opened)

    def after_fork_in_child(self) -> None:
        """Lets go of everything that is the parent's."""
        if self._opened is not None:
            self._workers.abandon()
            os.close(self._opened.file)
            self._opened = None

    def _begin(self, opened: OpenFile) -> None:
        try:
            self._mapping: CData = self._process.map(opened.file, opened.geometry.bytes)
        except BaseException:
            opened.close(in_good_order=True)
            raise
        self._workers = Workers(self._process, opened.file, self._mapping, self.id)
        self._opened = opened

    def _end(self, opened: OpenFile) -> None:
        all_ended = self._workers.close()
        self._opened = None
        sound = not native.mapping_poisoned(self._mapping)
        self._process.unmap(self._mapping)
        if all_ended:
            opened.close(in_good_order=sound)

    def _require_open(self) -> Workers:
        """The workers. Called under the process's lock."""
        if self._closed:
            raise ClosedError("this host is closed")
        if self._opened is None:
            self._begin(self._reopened_after_fork())
        return self._workers

    def _reopened_after_fork(self) -> OpenFile:
        if self._path is None:
            raise ForkedError(
                "a private host belongs to the process that made it: give it a name, Host('name'), "
                "to use it in a forked child too"
            )
        opened = open_path(self._path, create=False)
        if opened.identity != self._identity:
            opened.close(in_good_order=True)
            raise SegmentNotFoundError(f"{self._path} was replaced since this process was forked")
        return opened

    def __del__(self) -> None:
        if getattr(self, "_opened", None) is not None:
            self._process.lock.later(self._close_forgotten)

    def _close_forgotten(self) -> None:
        with suppress(PolyprimError, OSError):
            self.close()
