"""From a name or a path to an open, checked file: creating, opening and closing segments' files."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from polyprim.abi import METRICS_KIND_BYTES, METRICS_OFFSET
from polyprim.errors import (
    BlockedError,
    InvalidArgumentError,
    SegmentExistsError,
    SegmentInUseError,
    SegmentNotFoundError,
    UncleanSegmentError,
)
from polyprim.runtime import files, header, locks
from polyprim.runtime.attachment import Attachment
from polyprim.runtime.header import Geometry, Header
from polyprim.runtime.process import process

_TRIES: Final = 8


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A segment's file that we have open, and hold a share of the users' lock on."""

    file: int
    path: Path | None
    """None for a private segment."""
    geometry: Geometry

    @property
    def identity(self) -> tuple[int, int]:
        """Tells whether two paths lead to the same file."""
        status = os.fstat(self.file)
        return status.st_dev, status.st_ino

    def close(self, *, in_good_order: bool) -> None:
        """Closes the file; the last of all who have it open marks it clean, if all is well."""
        try:
            if self.path is not None and in_good_order:
                self._leave()
        finally:
            os.close(self.file)

    def _leave(self) -> None:
        """Through the door, so that of two who close it at once one is the last."""
        with suppress(BlockedError), locks.door(self.file):
            if locks.lock(self.file, locks.USERS) and self._is_whole():
                os.fsync(self.file)
                header.mark_clean(self.file)
                os.fsync(self.file)
            locks.unlock(self.file, locks.USERS)

    def _is_whole(self) -> bool:
        return os.fstat(self.file).st_size == self.geometry.bytes


def open_private(geometry: Geometry) -> OpenFile:
    """A new segment that only this process can use."""
    file = files.private_file(geometry.bytes)
    try:
        _initialise(file, geometry)
    except BaseException:
        os.close(file)
        raise
    return OpenFile(file, None, geometry)


def open_path(
    path: Path, *, create: bool, size: int | None = None, objects: int | None = None
) -> OpenFile:
    """The segment at a path, made first if there is none and `create` is set.

    `size` and `objects` must be those of the segment, if they are given and it exists. Raises
    SegmentError of many kinds (see errors.py), NoSpaceError, InvalidArgumentError.
    """
    for _ in range(_TRIES):
        try:
            return _open_existing(path, size, objects)
        except SegmentNotFoundError:
            if not create:
                raise
            _create(path, Geometry.of(header.BYTES_DEFAULT if size is None else size, objects))
    raise SegmentInUseError(f"{path} appears and disappears: is somebody else removing it?")


def _create(path: Path, geometry: Geometry) -> None:
    try:
        with files.turn(path.parent):
            if not path.exists():
                with files.unborn_file(path, geometry.bytes) as file:
                    _initialise(file, geometry)
    except SegmentExistsError:
        pass  # somebody else was faster, and we use theirs


def _initialise(file: int, geometry: Geometry) -> None:
    """segment.wasm lays out the tables; then the header makes the file a segment."""
    shared = process()
    with shared.lock:
        mapping = shared.map(file, geometry.bytes)
        try:
            nobody = Attachment(shared.engine, mapping, segment_id=0, slot=0)
            try:
                nobody.call("segment_initialise", geometry.bytes, geometry.objects)
                kinds = {
                    _kind_of(nobody, name): digest for name, digest in shared.engine.digests.items()
                }
            finally:
                nobody.close()
        finally:
            shared.unmap(mapping)
    header.write(file, kinds)


def _kind_of(attachment: Attachment, module: str) -> int:
    """The number of the module's kind, told by where its metrics lie."""
    place = attachment.call(f"{module}.wasm_metric_counter_total")
    return (place - METRICS_OFFSET) // METRICS_KIND_BYTES


def _open_existing(path: Path, size: int | None, objects: int | None) -> OpenFile:
    file = files.open_existing(path)
    try:
        _require_alike(Header.read(file, str(path)).geometry, size, objects, path)
        with locks.door(file):
            if not locks.lock(file, locks.USERS, shared=True):
                raise SegmentInUseError(f"{path} is just being recovered")
            found = Header.read(file, str(path))
            _require_clean(found, path)
            if found.clean or found.boot_id != header.boot_id():
                header.mark_open(file)
    except BaseException:
        os.close(file)
        raise
    return OpenFile(file, path, found.geometry)


def _require_alike(geometry: Geometry, size: int | None, objects: int | None, path: Path) -> None:
    if size not in (None, geometry.bytes) or objects not in (None, geometry.objects):
        raise InvalidArgumentError(
            f"{path} exists with {geometry.bytes} bytes and {geometry.objects} objects: leave out "
            "size and objects, or give these"
        )


def _require_clean(found: Header, path: Path) -> None:
    if not found.clean and found.boot_id != header.boot_id():
        raise UncleanSegmentError(
            f"{path} was in use when the machine went down, and what was written last may be lost: "
            f"run `polyprim segment recover {shlex.quote(str(path))}`"
        )
