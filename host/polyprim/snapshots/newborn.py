"""Files that get their name when they are whole, and what is left of those that never were.

Whoever writes one holds its lock, which the kernel drops when he dies: then it is a leftover.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from polyprim.runtime.own import open_own, try_lock

_SUFFIX: Final = ".new"


@contextmanager
def newborn(folder: int) -> Iterator[tuple[str, int]]:
    """A new file's temporary name and its descriptor, to read and write. Unless it is renamed
    meanwhile, it is gone at the end."""
    name, file = _create(folder)
    try:
        yield name, file
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
        os.close(file)


def remove_leftovers(folder: int) -> Iterator[int]:
    """Removes the files of writers who are dead, and tells each one's bytes."""
    for name in os.listdir(folder):
        if not name.endswith(_SUFFIX):
            continue
        with suppress(FileNotFoundError, PermissionError):
            file = open_own(name, folder)
            try:
                if try_lock(file):
                    os.unlink(name, dir_fd=folder)
                    yield os.fstat(file).st_size
            finally:
                os.close(file)


def _create(folder: int) -> tuple[str, int]:
    while True:
        name = f".{secrets.token_hex(8)}{_SUFFIX}"
        file = open_own(name, folder, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        # Before it was locked, it may have been taken for a leftover.
        if try_lock(file) and os.fstat(file).st_nlink:
            return name, file
        os.close(file)
