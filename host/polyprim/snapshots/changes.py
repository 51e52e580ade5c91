"""Finds the pages of a memory that a snapshot must keep."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterable, Iterator
from typing import Final

from polyprim.errors import InvalidArgumentError
from polyprim.snapshots.pages import CLUSTER, PAGE

_WORD: Final = 8
_PAGE_WORDS: Final = PAGE // _WORD
_CLUSTER_WORDS: Final = CLUSTER // _WORD


def changed_pages(
    memory: bytes | bytearray | memoryview,
    base: int | None,
    candidates: Iterable[tuple[int, int]] | None = None,
) -> Iterator[tuple[int, memoryview]]:
    """The pages of 4 KiB that differ from the base image, given by its descriptor, or behind its
    end from zeros: a page's number, and a view of that and of those behind it that differ too.

    `candidates` are the only pages that may differ, each a first page and a count, in ascending
    order; all, where nobody kept an account. The memory must not change meanwhile.
    """
    whole = memoryview(memory).cast("B")
    if len(whole) % PAGE:
        raise InvalidArgumentError(f"a memory is made of pages of {PAGE} bytes")
    # Views of words: the comparison of two views looks at each item of them.
    words, expected = whole.cast("Q"), _Expected(base)
    for first, count in [(0, len(whole) // PAGE)] if candidates is None else candidates:
        end = (first + count) * _PAGE_WORDS
        if not 0 <= first * _PAGE_WORDS <= end <= len(words):
            raise InvalidArgumentError(f"pages {first} to {first + count} are not all in memory")
        for start in range(first * _PAGE_WORDS, end, _CLUSTER_WORDS):
            part = words[start : min(start + _CLUSTER_WORDS, end)]
            if not expected.is_at(start, part):
                for begin, until in _differing(start, part, expected):
                    yield begin // _PAGE_WORDS, whole[begin * _WORD : until * _WORD]


class _Expected:
    """What a memory holds as long as nobody writes to it."""

    def __init__(self, base: int | None) -> None:
        size = 0 if base is None else os.fstat(base).st_size
        if size % PAGE:
            raise InvalidArgumentError(f"a base image is made of pages of {PAGE} bytes")
        mapped = mmap.mmap(base, size, prot=mmap.PROT_READ) if base is not None and size else b""
        self._base: Final = memoryview(mapped).cast("Q")
        self._zeros: Final = memoryview(bytes(CLUSTER)).cast("Q")

    def is_at(self, start: int, part: memoryview) -> bool:
        """Whether these words are what was there, from that word on."""
        end = start + len(part)
        known = self._base[start:end]
        return part[: len(known)] == known and (
            len(known) == len(part) or part[len(known) :] == self._zeros[: len(part) - len(known)]
        )


def _differing(start: int, part: memoryview, expected: _Expected) -> Iterator[tuple[int, int]]:
    """The words, from one to another, of pages that differ and lie one behind the other."""
    begin: int | None = None
    for place in range(start, start + len(part), _PAGE_WORDS):
        differs = not expected.is_at(place, part[place - start : place - start + _PAGE_WORDS])
        if differs and begin is None:
            begin = place
        elif not differs and begin is not None:
            yield begin, place
            begin = None
    if begin is not None:
        yield begin, start + len(part)
