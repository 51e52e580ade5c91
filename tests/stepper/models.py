"""What each kind means: sequential models, whose methods answer as those of faces.py and rpc.py."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from polyprim.abi import Status
from tests.stepper.world import NOW_MS, Refused

GONE: Final = Refused(Status.NOT_FOUND)
CELL: Final = 64
CELLS: Final = 905
"""Of a queue of 65,536 bytes."""

BACKOFF_MS: Final = 100
RETRIES_MAX: Final = 20
EVENTS_MAX: Final = 1023


class Model(Protocol):
    """Has a kind's methods too; `rest` is what an observer sees."""

    def rest(self) -> object: ...


class _Object:
    """What every kind has."""

    gone: bool = False

    def delete(self) -> object:
        if self.gone:
            return GONE
        self.gone = True
        return 0


@dataclass(slots=False)
class CounterModel(_Object):
    count: int = 0
    gone: bool = False

    def add(self, delta: int) -> object:
        if self.gone:
            return GONE
        self.count += delta
        return self.count

    def get(self) -> object:
        return GONE if self.gone else self.count

    def compare_exchange(self, expected: int, desired: int) -> object:
        before = self.get()
        if before == expected:
            self.count = desired
        return before

    def reset(self, value: int) -> object:
        before = self.get()
        self.count = value
        return before

    def add_many(self, deltas: Sequence[int]) -> object:
        return GONE if self.gone else tuple(self.add(delta) for delta in deltas)

    def rest(self) -> object:
        return self.get()


def cells(payload: bytes) -> int:
    """How much of a ring a record takes."""
    return max(1, -(-len(payload) // CELL))


@dataclass(slots=False)
class QueueModel(_Object):
    records: tuple[bytes, ...] = ()
    gone: bool = False

    def push(self, payload: bytes) -> object:
        pushed = self.push_many((payload,))
        return 0 if pushed == 1 else pushed

    def push_many(self, payloads: Sequence[bytes]) -> object:
        if self.gone:
            return GONE
        wanted = sum(map(cells, payloads))
        if wanted > CELLS:
            return Refused(Status.TOO_LARGE)
        if wanted + sum(map(cells, self.records)) > CELLS:
            return Refused(Status.FULL)
        self.records += tuple(payloads)
        return len(payloads)

    def pop(self, wait: bool = False) -> object:
        popped = self.pop_many(1, wait)
        return popped[0] if isinstance(popped, tuple) else popped

    def pop_many(self, count: int, wait: bool = False) -> object:
        if self.gone or not self.records:
            return GONE if self.gone else Refused(Status.WAIT if wait else Status.EMPTY)
        taken, self.records = self.records[:count], self.records[count:]
        return taken

    def peek(self) -> object:
        return copy.copy(self).pop()

    def statistics(self) -> object:
        return GONE if self.gone else len(self.records)

    def rest(self) -> object:
        return GONE if self.gone else self.records


class Event(NamedTuple):
    unix_ms: int
    backoff_ms: int
    retry: int
    error: int


@dataclass(slots=False)
class HookModel(_Object):
    retries: int = 0
    events: tuple[Event, ...] = ()
    gone: bool = False

    def report(self, error: int) -> object:
        if self.gone:
            return GONE
        retry, backoff = self.retries, BACKOFF_MS << self.retries
        self.events += (Event(NOW_MS, backoff, retry, error),)
        self.events = self.events[-EVENTS_MAX:]
        self.retries = min(retry + 1, RETRIES_MAX)
        return backoff, retry

    def without_the_overwritten(self) -> HookModel:
        """A report that never happened may yet have taken the place of the oldest event."""
        full = len(self.events) == EVENTS_MAX
        return HookModel(self.retries, self.events[1:] if full else self.events, self.gone)

    def succeed(self) -> object:
        if self.gone:
            return GONE
        self.retries = 0
        return 0

    def get(self) -> object:
        return GONE if self.gone else self.retries

    def event(self, after: int = 0) -> object:
        """`after` is a sequence number of a log that has no gaps."""
        if self.gone:
            return GONE
        return self.events[after] if after < len(self.events) else None

    def rest(self) -> object:
        """Events of members who report at once may come in either order."""
        return GONE if self.gone else (self.retries, tuple(sorted(self.events)))


@dataclass(slots=True)
class NamesModel:
    """Which module each name belongs to, and the count of a counter."""

    modules: dict[bytes, str] = field(default_factory=dict)
    counts: dict[bytes, int] = field(default_factory=dict)

    def create(self, module: str, name: bytes, value: int = 0) -> object:
        if name == b"!":
            return Refused(Status.INVALID_NAME)
        if (owner := self.modules.get(name)) is not None:
            return Refused(Status.EXISTS if owner == module else Status.WRONG_KIND)
        self.modules[name] = module
        self.counts[name] = value if module == "atomic_counter" else 0
        return True

    def find(self, module: str, name: bytes) -> object:
        owner = self.modules.get(name)
        if owner is None:
            return GONE
        return True if owner == module else Refused(Status.WRONG_KIND)

    def exists(self, module: str, name: bytes) -> object:
        return self.modules.get(name) == module

    def delete(self, module: str, name: bytes) -> object:
        found = self.find(module, name)
        if found is not True:
            return found
        del self.modules[name]
        return 0

    def next(self, module: str) -> object:
        return tuple(sorted(name for name, owner in self.modules.items() if owner == module))

    def rest(self) -> object:
        found = [(name, owner, self.counts.get(name, 0)) for name, owner in self.modules.items()]
        return tuple(sorted(found))
