"""What a worker says that it begins and has done, where it outlives the worker."""

from __future__ import annotations

import mmap
from typing import Final

ENTRIES_MAX: Final = 16_384
_BEGUN, _DONE, _COUNT, _FIRST = 0, 1, 2, 8


class Ledger:
    """One worker's page of memory that it shares with its parent: two numbers and a list.

    A worker writes down what it will do, does it, and writes down that it is done. Each number is
    one aligned word, written at once, so that a kill leaves it old or new.
    """

    def __init__(self) -> None:
        self._words: Final = memoryview(mmap.mmap(-1, 8 * (_FIRST + ENTRIES_MAX))).cast("Q")

    @property
    def begun(self) -> int:
        return self._words[_BEGUN]

    @begun.setter
    def begun(self, value: int) -> None:
        self._words[_BEGUN] = value

    @property
    def done(self) -> int:
        return self._words[_DONE]

    @done.setter
    def done(self, value: int) -> None:
        self._words[_DONE] = value

    @property
    def is_full(self) -> bool:
        return self._words[_COUNT] > ENTRIES_MAX - 1000

    def append(self, entries: list[tuple[int, int]]) -> None:
        """Adds entries: they count when the last of them is there."""
        place = _FIRST + self._words[_COUNT]
        for life, number in entries:
            self._words[place] = life << 32 | number
            place += 1
        self._words[_COUNT] = place - _FIRST

    def entries(self) -> list[tuple[int, int]]:
        """The list."""
        words = self._words[_FIRST : _FIRST + self._words[_COUNT]]
        return [(word >> 32, word & 0xFFFFFFFF) for word in words]

    def clear(self) -> None:
        """For the next worker."""
        self._words[_BEGUN] = self._words[_DONE] = self._words[_COUNT] = 0
