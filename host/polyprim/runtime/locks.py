"""Open-file-description locks: who is alive, and who has a segment open.

The kernel keeps such a lock while its holder is stopped, and drops it when the holder dies; it
works across PID namespaces, which pids do not. Locks of one file description never conflict with
each other, so each `Segment` opens its file anew. The bytes lie far behind the file's end:

    2^40 + slot           held, exclusively, by the worker that owns the slot
    2^40 + SLOT_COUNT     shared by everybody who has the segment open ("users")
    2^40 + SLOT_COUNT + 1 held, exclusively, by who is just opening or closing it ("door")
"""

from __future__ import annotations

import errno
import fcntl
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from polyprim.abi import SLOT_COUNT
from polyprim.errors import BlockedError

_BASE: Final = 1 << 40
USERS: Final = SLOT_COUNT
DOOR: Final = SLOT_COUNT + 1

_FLOCK: Final = struct.Struct("hhqqi4x")
_PAUSE: Final = 0.002
DOOR_PATIENCE: Final = 5.0
"""Seconds until somebody who neither opens nor closes the segment, but stands in the door, counts
as an error."""


def lock(file: int, place: int, *, shared: bool = False) -> bool:
    """Takes a lock, or changes the one that we have; False if others are in the way."""
    return _set(file, place, fcntl.F_RDLCK if shared else fcntl.F_WRLCK)


def unlock(file: int, place: int) -> None:
    """Gives a lock back."""
    _set(file, place, fcntl.F_UNLCK)


def is_held(file: int, place: int) -> bool:
    """Whether somebody else holds that lock. Asks only, and so is in nobody's way."""
    asked = fcntl.fcntl(file, fcntl.F_OFD_GETLK, _FLOCK.pack(fcntl.F_WRLCK, 0, _BASE + place, 1, 0))
    return bool(_FLOCK.unpack(asked)[0] != fcntl.F_UNLCK)


def count_held(file: int, first: int, end: int) -> int:
    """How many of the locks from `first` to before `end` others hold. Asks only, and asks twice for
    each that is held, not once for each that could be."""
    count, ranges = 0, [(_BASE + first, _BASE + end)]
    while ranges:
        first, end = ranges.pop()
        if first == end:
            continue
        asked = fcntl.fcntl(
            file, fcntl.F_OFD_GETLK, _FLOCK.pack(fcntl.F_WRLCK, 0, first, end - first, 0)
        )
        kind, _, start, length, _ = _FLOCK.unpack(asked)  # of one of them, whichever it is
        if kind != fcntl.F_UNLCK:
            start, stop = max(first, start), min(end, start + length)
            count += stop - start
            ranges += [(first, start), (stop, end)]
    return count


@contextmanager
def door(file: int) -> Iterator[None]:
    """While it lasts, nobody else opens or closes the segment.

    Raises BlockedError if somebody else stands there for longer than `DOOR_PATIENCE`.
    """
    until = time.monotonic() + DOOR_PATIENCE
    while not lock(file, DOOR):
        if time.monotonic() >= until:
            raise BlockedError("another process, perhaps a stopped one, is opening the segment")
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        unlock(file, DOOR)


def _set(file: int, place: int, kind: int) -> bool:
    try:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, _FLOCK.pack(kind, 0, _BASE + place, 1, 0))
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES):
            return False
        raise
    return True
