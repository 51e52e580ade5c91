"""What `polyprim segment info | verify | recover` do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from polyprim.abi import SLOT_COUNT
from polyprim.errors import DataLossError, SegmentInUseError
from polyprim.runtime import files, header, locks
from polyprim.runtime.header import Header
from polyprim.runtime.inspection import contradictions
from polyprim.runtime.opening import OpenFile
from polyprim.runtime.segment import Segment


@dataclass(frozen=True, slots=True)
class Info:
    """What a segment's file says about itself."""

    path: Path
    header: Header
    is_of_this_boot: bool
    is_in_use: bool
    """Somebody has it open now."""
    workers: int
    """Slots that somebody holds now."""


def info(path: str | os.PathLike[str]) -> Info:
    """Looks at a segment without changing anything; it may be in use, or unclean.

    Raises SegmentNotFoundError, UnsupportedSegmentError.
    """
    with _looked_at(path) as (file, found, whole):
        return Info(
            path=whole,
            header=found,
            is_of_this_boot=found.boot_id == header.boot_id(),
            is_in_use=locks.is_held(file, locks.USERS),
            workers=locks.count_held(file, 1, SLOT_COUNT),
        )


def verify(path: str | os.PathLike[str]) -> list[str]:
    """Every contradiction in a segment's tables, one sentence each; none if it is sound.

    Changes nothing. Raises SegmentNotFoundError, UnsupportedSegmentError.
    """
    with _looked_at(path) as (file, found, _):
        return contradictions(file, found.geometry)


def recover(path: str | os.PathLike[str]) -> int:
    """Makes a segment usable that was open when the machine went down.

    Finishes or undoes what every worker had begun, and checks the tables. Answers how many slots
    there were. Raises SegmentInUseError if somebody has it open, DataLossError, which names the
    first contradictions, if what reached the disk does not fit together; it stays unclean then.
    """
    with _looked_at(path) as (file, found, whole):
        with locks.door(file):
            if not locks.lock(file, locks.USERS):
                raise SegmentInUseError(f"{whole} is in use: close whatever has it open first")
            try:
                _retire_all(OpenFile(os.dup(file), None, found.geometry), found.slots_used)
                wrong = contradictions(file, found.geometry)
                if wrong:
                    raise DataLossError(f"{whole}: {len(wrong)} contradictions: {wrong[:3]}")
                header.mark_open(file)
                header.mark_clean(file)
                os.fsync(file)
            finally:
                locks.unlock(file, locks.USERS)
        return min(found.slots_used, SLOT_COUNT)


def _retire_all(opened: OpenFile, slots: int) -> None:
    """By a segment on the same file description: its locks do not conflict with ours."""
    segment = Segment(opened)
    try:
        for slot in range(1, min(slots, SLOT_COUNT)):
            segment.retire_dead(slot)
    finally:
        segment.close()


@contextmanager
def _looked_at(path: str | os.PathLike[str]) -> Iterator[tuple[int, Header, Path]]:
    whole = files.absolute(path)
    file = files.open_existing(whole)
    try:
        yield file, Header.read(file, str(whole)), whole
    finally:
        os.close(file)
