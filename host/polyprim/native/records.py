"""Calls that are made often, with numbers or with records: the functions of records.c."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from types import ModuleType
from typing import Final, NamedTuple

from polyprim.native import CData, _bounded, _native, bounded_ffi


class Records(NamedTuple):
    """The functions of one extension module; they call the function of a site by its `address`.

    An int that they answer is as of ``call1``: a number, or FAULT + status.
    """

    call: Callable[..., int]
    """``call(site, a, b)``: calls it with up to two numbers. TypeError if one is no int,
    OverflowError if it does not fit into 64 bits."""
    put: Callable[[int, bytes], int]
    """Calls it with a record."""
    take: Callable[[int, int], bytes | int]
    """Calls it with a number; it answers a record."""
    put_many: Callable[[int, list[bytes]], int]
    """Calls it with a batch. TypeError if a record is no bytes object, OverflowError if the batch
    is larger than the request area."""
    take_many: Callable[[int, int], list[bytes] | int]
    """Calls it with a number of records; it answers a batch of at most so many. TypeError if the
    batch contradicts itself."""
    split: Callable[[int, int, int, int], list[bytes]]
    """``split(address, length, room, count)``: the first `count` records of a batch with room for
    `room`. TypeError if they are not there."""


def _functions(module: ModuleType) -> Records:
    functions = ctypes.PyDLL(module.__file__).records_functions
    functions.restype = ctypes.py_object
    return Records(*functions())


bounded: Final = _functions(_bounded)
"""Keep the GIL."""

native: Final = _functions(_native)
"""Give it up during the call."""


def address(pointer: CData) -> int:
    """Where a site, or an outcome's reply, lies; what lies there must be kept alive."""
    return int(bounded_ffi.cast("uintptr_t", pointer))
