"""Makes a task's whole memory of a snapshot and the base image that it was made against."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from typing import Final

from polyprim.errors import InvalidArgumentError, WrongBaseError
from polyprim.snapshots.pages import PAGE, Origin
from polyprim.snapshots.reading import Reader
from polyprim.snapshots.writing import Progress

_CHUNK: Final = 1 << 20
_NOT_BETWEEN_THESE: Final = (errno.EXDEV, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)


def write_image(
    reader: Reader, target: int, base: int | None, progress: Progress | None = None
) -> None:
    """Fills an empty file, by its descriptor, with the memory: sparse where it is zero.

    `base` is the base image; None if there is none. All of the snapshot is verified in the same
    pass, so `target` is to be used only if nothing was raised: SnapshotDamagedError, WrongBaseError
    and OSError.
    """
    if os.fstat(target).st_size:
        raise InvalidArgumentError("an image is made in an empty file")
    _require_base(reader, base)
    os.ftruncate(target, reader.manifest.memory_bytes)
    if base is not None:
        runs = (run for run in reader.page_map if run.origin is Origin.BASE)
        kept = ((run.first * PAGE, (run.first + run.count) * PAGE) for run in runs)
        for start, end in _common(kept, _data(base)):
            _copy(base, target, start, end)
    for page, content in reader.pages(progress):
        _write(target, content, page * PAGE)


def base_digest(base: int) -> bytes:
    """What names a base image: SHA-256 of its bytes."""
    sha256, offset = hashlib.sha256(), 0
    while chunk := os.pread(base, _CHUNK, offset):
        sha256.update(chunk)
        offset += len(chunk)
    return sha256.digest()


def _require_base(reader: Reader, base: int | None) -> None:
    manifest = reader.manifest
    if base is None:
        if manifest.base_bytes:
            raise WrongBaseError("the snapshot was made against a base image, and there is none")
    elif os.fstat(base).st_size != manifest.base_bytes or base_digest(base) != manifest.base_sha256:
        raise WrongBaseError(
            f"the base image is not that of {manifest.module_name}, {manifest.module_sha256.hex()}"
        )


def _data(file: int) -> Iterator[tuple[int, int]]:
    """What is no hole, from one offset to another. To look for a hole may take the kernel as long
    as the data before it are, so each is looked for once."""
    end = 0
    while True:
        try:
            start = os.lseek(file, end, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:
                return
            raise
        end = os.lseek(file, start, os.SEEK_HOLE)
        yield start, end


def _common(
    one: Iterator[tuple[int, int]], other: Iterator[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """What lies in ranges of both, which are in ascending order."""
    left, right = next(one, None), next(other, None)
    while left is not None and right is not None:
        start, end = max(left[0], right[0]), min(left[1], right[1])
        if start < end:
            yield start, end
        if left[1] == end:
            left = next(one, None)
        if right[1] == end:
            right = next(other, None)


def _copy(source: int, target: int, start: int, end: int) -> None:
    while start < end:
        start += _copied(source, target, start, end - start)


def _copied(source: int, target: int, offset: int, length: int) -> int:
    try:
        copied = os.copy_file_range(source, target, length, offset, offset)
    except OSError as error:
        if error.errno not in _NOT_BETWEEN_THESE:
            raise
        copied = 0
    if copied:
        return copied
    content = os.pread(source, min(length, _CHUNK), offset)
    if not content:
        raise WrongBaseError("the base image was cut off while it was read")
    _write(target, content, offset)
    return len(content)


def _write(target: int, content: bytes | memoryview, offset: int) -> None:
    view = memoryview(content)
    while view:
        written = os.pwrite(target, view, offset)
        view, offset = view[written:], offset + written
