"""Locks of slots, as other descriptions of the same file see them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from polyprim.abi import SLOT_COUNT
from polyprim.runtime import locks


@pytest.mark.parametrize(
    "held",
    [
        [[]],
        [[1]],
        [[SLOT_COUNT - 1]],
        [[1, 2, 3], [4, 5], [7]],
        [[500, 2, 900], [3, 501], [1, SLOT_COUNT - 1]],
        [list(range(1, SLOT_COUNT, 2)), list(range(2, SLOT_COUNT, 2))],
        [list(range(1, SLOT_COUNT))],
        [[0, SLOT_COUNT, SLOT_COUNT + 1]],
    ],
)
def test_others_locks_are_counted(held: list[list[int]], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    files = [os.open(path, os.O_RDWR) for _ in range(len(held) + 1)]
    try:
        for file, slots in zip(files[1:], held, strict=True):
            assert all(locks.lock(file, slot) for slot in slots)
        theirs = {slot for those in held for slot in those if 0 < slot < SLOT_COUNT}
        assert locks.count_held(files[0], 1, SLOT_COUNT) == len(theirs)
        for slot in range(1, SLOT_COUNT):
            locks.lock(files[0], slot)
        assert locks.count_held(files[0], 1, SLOT_COUNT) == len(theirs), "its own are not counted"
    finally:
        for file in files:
            os.close(file)
