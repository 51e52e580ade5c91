"""Folders and files that nobody else can write, and locks on them that end with their holder."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from polyprim.errors import BlockedError
from polyprim.runtime.patience import Patience

_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def make_folder(path: Path) -> None:
    """Makes a folder for us alone, and those above it, if they are missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def own_folder(path: Path | str, inside: int | None = None) -> Iterator[int]:
    """A folder's descriptor; files are opened by it, so that nobody can swap the folder.

    Raises PermissionError if others can write there, and OSError.
    """
    folder = os.open(path, _FOLDER, dir_fd=inside)
    try:
        _require_own(folder, str(path))
        yield folder
    finally:
        os.close(folder)


def open_own(name: str, folder: int, flags: int = os.O_RDONLY) -> int:
    """The descriptor of a file of a folder. Raises PermissionError if others can write it, and
    OSError."""
    # Without O_NONBLOCK, somebody's FIFO would hold us here.
    flags |= os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    file = os.open(name, flags, 0o600, dir_fd=folder)
    try:
        _require_own(file, name)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise PermissionError(f"{name} is not a regular file")
    except BaseException:
        os.close(file)
        raise
    return file


def try_lock(file: int) -> bool:
    """Locks a file or a folder for the descriptor's life, unless another descriptor has."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno != errno.EWOULDBLOCK:
            raise
        return False
    return True


def lock(file: int, what: str, timeout: float) -> None:
    """The same, after waiting for so many seconds at most: then BlockedError says `what` it was."""
    patience = Patience(time.monotonic() + timeout)
    while not try_lock(file):
        if not patience.pause():
            raise BlockedError(f"somebody has been busy with {what} for {timeout:g} seconds")


def _require_own(file: int, name: str) -> None:
    status = os.fstat(file)
    if status.st_uid != os.geteuid() or status.st_mode & _OTHERS_WRITE:
        raise PermissionError(f"{name} belongs to others or can be written by them")
