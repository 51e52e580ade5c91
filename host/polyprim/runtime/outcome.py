"""Where a call's outcome is copied to, beyond the one number that it answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from polyprim.errors import DataLossError
from polyprim.native import CData, bounded_ffi


class OutcomePool:
    """Every ``struct outcome`` of bridge.h that is not in use.

    Each call takes one and gives it back. So a signal handler or a finalizer that calls in between
    has another, and the memory (128 KiB each, touched as far as replies are long) is used again.
    """

    def __init__(self) -> None:
        self._free: Final[list[CData]] = []
        self._new: Final = bounded_ffi.new_allocator(should_clear_after_alloc=False)
        self.give_back: Final = self._free.append

    def take(self) -> CData:
        """An outcome whose contents mean nothing yet."""
        try:
            return self._free.pop()
        except IndexError:
            return self._new("struct outcome *")

    @contextmanager
    def lent(self) -> Iterator[CData]:
        """One for the length of a block; where speed matters, `take` and `give_back`."""
        outcome = self.take()
        try:
            yield outcome
        finally:
            self.give_back(outcome)


def reply_of(outcome: CData, length: int | None = None) -> bytes:
    """A copy of the reply in an outcome. Raises DataLossError if another `length` is expected."""
    if length not in (None, outcome.reply_length):
        raise DataLossError(f"a reply has {outcome.reply_length} bytes instead of {length}")
    return bounded_ffi.buffer(outcome.reply, outcome.reply_length)[:]
