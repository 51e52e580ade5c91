"""What the values of settings may be, as a test and in words; and how numbers are written."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any, Final, Protocol

MS_MAX: Final = (1 << 31) - 1
"""The contract and gRPC hold milliseconds in 32 bits."""
SOCKET_BYTES_MAX: Final = 107
"""Of a Unix socket's path; the kernel takes no longer one."""


class Rule(Protocol):
    """What a value must be; as a text, the words that follow "not" or "must be"."""

    def allows(self, value: Any) -> bool:
        """Whether it is one, of a value that has the setting's type."""


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `least` to `most`; NaN is none of them."""

    least: float
    most: float
    unit: str = ""
    multiple_of: int = 0
    is_power_of_two: bool = False

    def allows(self, value: Any) -> bool:
        """Whether the number is within."""
        if not self.least <= value <= self.most:
            return False
        if self.is_power_of_two and value & (value - 1):
            return False
        return not (self.multiple_of and value % self.multiple_of)

    def __str__(self) -> str:
        parts = [f"{_plain(self.least)} to {_plain(self.most)} {self.unit}".rstrip()]
        if self.multiple_of:
            parts.append(f"a multiple of {self.multiple_of}")
        if self.is_power_of_two:
            parts.append("a power of two")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Form:
    """Texts that match a pattern."""

    pattern: str
    words: str

    def allows(self, value: Any) -> bool:
        """Whether the whole text matches."""
        return re.fullmatch(self.pattern, value) is not None

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens, or may be found."""

    def allows(self, value: Any) -> bool:
        """Whether it looks like one."""
        if value.startswith("unix:"):
            return 0 < len(os.fsencode(value.removeprefix("unix:"))) <= SOCKET_BYTES_MAX
        return is_tcp(value)

    def __str__(self) -> str:
        return f"HOST:PORT, [IPV6]:PORT or unix:PATH of {SOCKET_BYTES_MAX} bytes at most"


def is_tcp(text: str) -> bool:
    """Whether a text is HOST:PORT or [IPV6]:PORT."""
    found = re.fullmatch(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})", text)
    return found is not None and int(found[1]) < 1 << 16


SECONDS: Final = Range(1, MS_MAX // 1000, "seconds")


def integer(text: str) -> int:
    """An integer in ASCII digits. Raises ValueError for what is none, ``1_000`` and ``٣`` too."""
    return int(_strict(text, "an integer", int))


def number(text: str) -> float:
    """A number in ASCII digits; whether it is finite is for a Range to say. Raises ValueError."""
    return float(_strict(text, "a number", float))


def _strict(text: str, what: str, kind: type[int] | type[float]) -> int | float:
    try:
        if text.isascii() and "_" not in text and text == text.strip():
            return kind(text)
    except ValueError:
        pass
    raise ValueError(f"{text!r} is not {what}")


def _plain(value: float) -> str:
    return f"{value:.10g}"
