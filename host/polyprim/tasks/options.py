"""What a task is started with, and what it may use."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from polyprim.errors import InvalidArgumentError

TIMEOUT: Final = 5.0
"""Seconds that a call may take if nothing was said."""

STRINGS_BYTES_MAX: Final = 1 << 20
FOLDERS_MAX: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a task may use at most."""

    memory_bytes: int = 256 << 20
    """Of linear memory, up to 4 GiB. A guest that wants more is told that it cannot have it."""
    table_elements: int = 1 << 20
    """Of all its tables, of which each may have an equal share."""
    output_bytes: int = 16 << 20
    """A call's output, its error output and its replies, each. One byte more ends the task."""
    descriptors: int = 256
    """Open at once, the standard ones and the folders among them."""

    def __post_init__(self) -> None:
        _require_range("memory_bytes", self.memory_bytes, 0, 4 << 30)
        _require_range("table_elements", self.table_elements, 0, 10_000_000)
        _require_range("output_bytes", self.output_bytes, 0, 1 << 30)
        _require_range("descriptors", self.descriptors, 3, 65_536)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of this machine that a task may see."""

    path: str | os.PathLike[str]
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a task finds around it. `folders` are those it may see, by the names that it sees."""

    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    input: bytes = b""
    folders: Mapping[str, Folder] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for argument in self.arguments:
            _require_text("an argument", argument)
        for name, value in self.environment.items():
            _require_text("a variable's name", name)
            _require_text("a variable", value)
            if not name or "=" in name:
                raise InvalidArgumentError(f"a variable cannot be called {name!r}")
        for name in self.folders:
            _require_text("a folder's name", name)
        strings = [*self.arguments, *self.environment, *self.environment.values(), *self.folders]
        if sum(len(text.encode()) + 1 for text in strings) > STRINGS_BYTES_MAX:
            raise InvalidArgumentError(
                f"arguments and environment have more than {STRINGS_BYTES_MAX} bytes"
            )
        if len(self.folders) > FOLDERS_MAX:
            raise InvalidArgumentError(f"a task sees at most {FOLDERS_MAX} folders")


def folder_of(value: Folder | str | os.PathLike[str]) -> Folder:
    """A folder; one that is given by its path alone may be written to."""
    return value if isinstance(value, Folder) else Folder(path=Path(value))


def _require_text(what: str, text: str) -> None:
    if not isinstance(text, str):
        raise TypeError(f"{what} is a str, not {type(text).__name__}")
    if "\0" in text:
        raise InvalidArgumentError(f"{what} has a zero byte: {text!r}")
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidArgumentError(f"{what} is no Unicode text: {text!r}")


def _require_range(name: str, value: int, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is an int, not {type(value).__name__}")
    if not least <= value <= most:
        raise InvalidArgumentError(f"{name} is {least} to {most}, not {value}")
