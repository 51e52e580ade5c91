"""Calls that take or answer bytes, and batches of records: the functions of records.c."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Final

from polyprim.native import CData, _bounded, bounded_ffi

_functions: Final = ctypes.PyDLL(_bounded.__file__).records_functions
_functions.restype = ctypes.py_object

_put, _take, _join, _split = _functions()

put: Final[Callable[[int, bytes], int]] = _put
"""Calls the function of a site (its `address`) with bytes, and answers as ``call1`` does."""

take: Final[Callable[[int, int], bytes | int]] = _take
"""Calls the function of a site with a number: the bytes of its reply, or FAULT + status."""

join: Final[Callable[[list[bytes], int], bytes]] = _join
"""Records as a batch. TypeError if one is no bytes object, OverflowError if the batch has more than
so many bytes."""

split: Final[Callable[[int, int, int, int], list[bytes]]] = _split
"""``split(address, length, room, count)``: the first `count` records of a batch with room for
`room`. TypeError if they are not there."""


def address(pointer: CData) -> int:
    """Where a site, or an outcome's reply, lies; what lies there must be kept alive."""
    return int(bounded_ffi.cast("uintptr_t", pointer))
