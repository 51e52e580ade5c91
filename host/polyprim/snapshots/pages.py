"""Where each page of a memory comes from: the base image, zeros, or the snapshot's clusters."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from polyprim.errors import InvalidArgumentError, SnapshotDamagedError

PAGE: Final = 4096
"""Bytes."""

CLUSTER_PAGES: Final = 16
CLUSTER: Final = CLUSTER_PAGES * PAGE
"""Bytes of pages that are compressed together; the last cluster may have fewer."""

_SOURCE_BITS: Final = 2
_SOURCE_MASK: Final = (1 << _SOURCE_BITS) - 1


class Origin(IntEnum):
    """Where a page comes from."""

    BASE = 0
    ZERO = 1
    STORED = 2


@dataclass(frozen=True, slots=True)
class Run:
    """Pages, one behind the other, that come from one place."""

    first: int
    count: int
    origin: Origin


class PageMap:
    """The runs of a memory, from its first page to its last.

    As each begins where the one before ends, none can overlap, lie elsewhere or be out of order.
    """

    def __init__(self, words: Iterable[int], page_count: int) -> None:
        """Raises SnapshotDamagedError unless the runs make exactly that many pages."""
        self.words: Final = array("I", words)
        """Each a count, shifted left by 2, and an origin."""
        self._counts: Final = [0] * (_SOURCE_MASK + 1)
        last = -1
        for word in self.words:
            origin, count = word & _SOURCE_MASK, word >> _SOURCE_BITS
            if count == 0 or origin == last:
                raise SnapshotDamagedError("the page map has a run that is empty or torn in two")
            self._counts[origin] += count
            last = origin
        if self._counts[_SOURCE_MASK] or sum(self._counts) != page_count:
            raise SnapshotDamagedError(f"the page map is not one of {page_count} pages")

    def __iter__(self) -> Iterator[Run]:
        first = 0
        for word in self.words:
            count = word >> _SOURCE_BITS
            yield Run(first, count, Origin(word & _SOURCE_MASK))
            first += count

    def count(self, origin: Origin) -> int:
        """How many pages come from there."""
        return self._counts[origin]


class PageMapBuilder:
    """Makes the map of a memory from those of its pages that are not the base image's."""

    def __init__(self, page_count: int) -> None:
        self._page_count: Final = page_count
        self._words: Final = array("I")
        self._next = 0

    def append(self, page: int, origin: Origin) -> None:
        """Raises InvalidArgumentError unless the page is behind all before it, and in memory."""
        if not self._next <= page < self._page_count:
            raise InvalidArgumentError(
                f"page {page} does not lie between the one before it and the memory's end,"
                f" {self._page_count}"
            )
        self._extend(page - self._next, Origin.BASE)
        self._extend(1, origin)

    def build(self) -> PageMap:
        """The map, when there are no more."""
        self._extend(self._page_count - self._next, Origin.BASE)
        return PageMap(self._words, self._page_count)

    def _extend(self, count: int, origin: Origin) -> None:
        if count == 0:
            return
        if self._words and self._words[-1] & _SOURCE_MASK == origin:
            self._words[-1] += count << _SOURCE_BITS
        else:
            self._words.append(count << _SOURCE_BITS | origin)
        self._next += count
