"""What files say, read again when they change."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Generic, TypeVar

from polyprim.errors import InvalidArgumentError

Value = TypeVar("Value")
_log: Final = logging.getLogger("polyprim.service")


class Reloaded(Generic[Value]):
    """The value that `read` makes of some files: of their latest contents that were right.

    They may be written anew or be replaced by a rename or a link; a look costs one stat a file.
    Raises what `read` raises, but only at first: later, files that are missing or wrong leave the
    value as it was, and are logged once.
    """

    def __init__(self, paths: Sequence[Path], read: Callable[[], Value]) -> None:
        self._paths: Final = paths
        self._read: Final = read
        self._stamps = self._look()
        self._value = read()

    def get(self) -> Value:
        """The value as of now."""
        stamps = self._look()
        if stamps != self._stamps:
            self._stamps = stamps  # looked at before they are read: no later change is missed
            names = ", ".join(map(str, self._paths))
            try:
                self._value = self._read()
            except InvalidArgumentError as error:
                _log.error("%s: not taken, what was there before still holds: %s", names, error)
            else:
                _log.info("%s was read again", names)
        return self._value

    def _look(self) -> list[tuple[int, ...] | None]:
        return [_stamp(path) for path in self._paths]


def contents_of(path: Path) -> bytes:
    """All of a file. Raises InvalidArgumentError if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidArgumentError(f"{path} cannot be read: {error.strerror}") from None


def has_mode(path: Path, bits: int) -> bool:
    """Whether a file has one of these permissions."""
    try:
        return bool(os.stat(path).st_mode & bits)
    except OSError:
        return False


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
