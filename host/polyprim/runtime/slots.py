"""The slots of one segment that this opening of it holds."""

from __future__ import annotations

from typing import Final

from polyprim.abi import SLOT_COUNT
from polyprim.errors import NoSpaceError
from polyprim.runtime import locks


class Slots:
    """Locks on slots, by the file description of one `Segment`; see locks.py.

    The kernel tells apart the slots of other descriptions; our own are in a set. Callers hold the
    process's lock.
    """

    def __init__(self, file: int) -> None:
        self._file: Final = file
        self._held: Final[set[int]] = set()

    def count(self) -> int:
        """How many are held, by us and by others."""
        return len(self._held) + locks.count_held(self._file, 1, SLOT_COUNT)

    def claim(self) -> int:
        """A slot that was nobody's. Its last owner may have left work half done in it."""
        for slot in range(1, SLOT_COUNT):
            if self.try_claim(slot):
                return slot
        raise NoSpaceError(
            f"all {SLOT_COUNT - 1} slots are taken: use fewer threads, or another segment"
        )

    def try_claim(self, slot: int) -> bool:
        """True if the slot was nobody's, and now is ours."""
        if not 0 < slot < SLOT_COUNT or slot in self._held or not locks.lock(self._file, slot):
            return False
        self._held.add(slot)
        return True

    def release(self, slot: int) -> None:
        """Gives a slot back."""
        self._held.discard(slot)
        locks.unlock(self._file, slot)
