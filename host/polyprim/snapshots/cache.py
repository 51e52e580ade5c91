"""Images of memories, decompressed once and mapped by all tasks of this user that begin from them.

    <key>.<boot>.image      whole, and never written to again
    .<key>.filling          locked by whoever fills it

An image is as good as the kernel's memory: it is not forced to the disk, and so never used again
after the machine went down.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from polyprim.errors import InvalidArgumentError
from polyprim.runtime.files import absolute
from polyprim.runtime.header import boot_id
from polyprim.runtime.own import lock, make_folder, open_own, own_folder, try_lock
from polyprim.snapshots.refusing import refusing

_IMAGE: Final = ".image"
_FILLING: Final = ".filling"
_KEY: Final = re.compile(r"[0-9a-f]{1,128}\Z")


@dataclass(frozen=True, slots=True)
class CacheStatistics:
    """What a cache holds."""

    images: int
    size: int
    """Bytes of the disk."""


class ImageCache:
    """Images by key, in a folder that nobody else can write; it is made if it is missing.

    Any number of processes may use it at once. It has at most `size_max` bytes of the disk, beside
    those images that are being filled; those that were used last stay. A process looks at all of
    them when it adds its first, and when it has added a sixteenth of that: so much is left free.
    """

    def __init__(self, path: str | os.PathLike[str], *, size_max: int) -> None:
        self.path: Final = absolute(path)
        self._size_max: Final = size_max
        self._added = size_max
        self._suffix: Final = f".{boot_id().hex()}{_IMAGE}"
        with refusing(f"the cache of images {self.path}"):
            make_folder(self.path)

    def image(self, key: str, fill: Callable[[int], None], *, timeout: float = 60.0) -> int:
        """The descriptor of the image of that key, to read, to map and to close.

        If there is none, `fill` writes it to the empty file that it is given, while others who want
        the same image wait, for `timeout` seconds at most. What `fill` raises leaves nothing.

        Raises InvalidArgumentError unless the key is 1 to 128 hexadecimal digits, BlockedError if
        somebody else does not finish in time, NoSpaceError, and SnapshotError if the folder cannot
        be used.
        """
        if not _KEY.match(key):
            raise InvalidArgumentError(f"an image's key is 1 to 128 hexadecimal digits: {key!r}")
        name, until = key + self._suffix, time.monotonic() + timeout
        with self._opened() as folder:
            while True:
                if (image := _found(name, folder)) is not None:
                    return image
                if (image := _filled(key, name, folder, fill, until)) is not None:
                    self._added += os.fstat(image).st_blocks * 512
                    if self._added >= self._size_max // 16:
                        self._evict(folder)
                    return image

    def statistics(self) -> CacheStatistics:
        """What is there now."""
        with self._opened() as folder:
            sizes = [image.size for image in _images(folder)]
            return CacheStatistics(len(sizes), sum(sizes))

    def _evict(self, folder: int) -> None:
        """Whoever has mapped an image that is removed here keeps it."""
        self._added = 0
        images = sorted(_images(folder), key=lambda image: image.used_ns)
        size, room = sum(image.size for image in images), self._size_max - self._size_max // 16
        for image in images:
            if size > room or not image.name.endswith(self._suffix):
                with suppress(FileNotFoundError):
                    os.unlink(image.name, dir_fd=folder)
                size -= image.size
        _remove_unfinished(folder)

    @contextmanager
    def _opened(self) -> Iterator[int]:
        with refusing(f"the cache of images {self.path}"), own_folder(self.path) as folder:
            yield folder


@dataclass(frozen=True, slots=True)
class _Image:
    name: str
    size: int
    used_ns: int


def _images(folder: int) -> list[_Image]:
    found = []
    for name in os.listdir(folder):
        if name.endswith(_IMAGE):
            with suppress(FileNotFoundError):
                status = os.stat(name, dir_fd=folder, follow_symlinks=False)
                found.append(_Image(name, status.st_blocks * 512, status.st_mtime_ns))
    return found


def _found(name: str, folder: int) -> int | None:
    try:
        image = open_own(name, folder)
    except FileNotFoundError:
        return None
    os.utime(image)
    return image


def _filled(
    key: str, name: str, folder: int, fill: Callable[[int], None], until: float
) -> int | None:
    """The image's descriptor, once it was filled; None if it has to be looked for again."""
    filling = f".{key}{_FILLING}"
    file = open_own(filling, folder, os.O_RDWR | os.O_CREAT)
    try:
        lock(file, f"the image {key}", until - time.monotonic())
        if not _is_named(file, filling, folder):
            return None
        try:
            if (image := _found(name, folder)) is not None:
                os.unlink(filling, dir_fd=folder)
                return image
            os.ftruncate(file, 0)
            fill(file)
            os.rename(filling, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(filling, dir_fd=folder)
            raise
        os.fchmod(file, 0o400)
        return os.open(f"/proc/self/fd/{file}", os.O_RDONLY | os.O_CLOEXEC)
    finally:
        os.close(file)


def _is_named(file: int, name: str, folder: int) -> bool:
    """Whether a file still has that name: whoever had it locked before may have taken it away."""
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(status, os.fstat(file))


def _remove_unfinished(folder: int) -> None:
    for name in os.listdir(folder):
        if not name.endswith(_FILLING):
            continue
        with suppress(FileNotFoundError):
            file = open_own(name, folder)
            try:
                if try_lock(file) and _is_named(file, name, folder):
                    os.unlink(name, dir_fd=folder)
            finally:
                os.close(file)
