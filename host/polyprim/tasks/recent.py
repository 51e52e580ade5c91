"""What was used last, at hand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The values of up to `kept_max` keys, those that were used last. For any number of threads.

    Without a lock, which a fork could leave locked: each step is one of the interpreter's.
    """

    def __init__(self, kept_max: int) -> None:
        self._kept_max: Final = kept_max
        self._kept: Final[OrderedDict[Key, Value]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value of that key, if it is at hand."""
        value = self._kept.get(key)
        if value is not None:
            with suppress(KeyError):
                self._kept.move_to_end(key)
        return value

    def get_or_make(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value of that key; two threads may make it at once."""
        value = self.get(key)
        if value is None:
            value = self._kept[key] = make()
            with suppress(KeyError):
                while len(self._kept) > self._kept_max:
                    self._kept.popitem(last=False)
        return value

    def drop(self, key: Key) -> None:
        """Forgets that key."""
        self._kept.pop(key, None)
