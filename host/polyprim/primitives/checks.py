"""Arguments of the wrong type: a TypeError that says what was wanted, before anything is done."""

from __future__ import annotations

from operator import index
from typing import Any, Final

from polyprim.errors import InvalidArgumentError

TIMEOUT_MAX: Final = 86_400.0
"""Seconds that an operation may wait: a day."""


def whole(value: Any, what: str) -> int:
    """An int, or whatever else is one by `__index__`. Raises TypeError: a float is none."""
    try:
        return index(value)
    except TypeError:
        raise TypeError(f"{what} is an int, not {type(value).__name__}") from None


def flag(value: Any, what: str) -> bool:
    """A bool. Raises TypeError: what is only true or false in a condition is none."""
    if not isinstance(value, bool):
        raise TypeError(f"{what} is a bool, not {type(value).__name__}")
    return value


def seconds(value: Any, what: str = "a timeout") -> float:
    """A time to wait, 0 to a day. Raises TypeError, InvalidArgumentError."""
    try:
        valid = 0 <= value <= TIMEOUT_MAX
    except TypeError:
        raise TypeError(f"{what} is a number of seconds, not {type(value).__name__}") from None
    if not valid:
        raise InvalidArgumentError(f"{what} is 0 to {TIMEOUT_MAX:g} seconds: {value}")
    return float(value)


def octets(value: Any, what: str) -> bytes:
    """The bytes of anything that has some: bytearray, memoryview, array. Raises TypeError."""
    try:
        return bytes(memoryview(value))
    except TypeError:
        raise TypeError(f"{what} is bytes, not {type(value).__name__}") from None
