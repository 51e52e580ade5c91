"""What a run is made of: steps, choices and an end."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class Step(NamedTuple):
    """What a worker is about to do: its `number`-th step in this run.

    `behind` tells that the instruction is done, and the plain code behind it comes next.
    """

    worker: int
    number: int
    operation: str
    address: int
    behind: bool

    def __str__(self) -> str:
        place = "behind" if self.behind else "before"
        what = f"{self.operation} at {self.address:#x}"
        return f"worker {self.worker} step {self.number}: {place} {what}"


class Choice(NamedTuple):
    """Who goes on; or dies there."""

    worker: int
    kill: bool = False


Choose: TypeAlias = Callable[[Mapping[int, Step]], Choice]
"""Is given the step that each living worker waits at; the one that came last is the first."""


class Killed(BaseException):
    """Unwinds the operation of a worker that was killed; no error, and not to be caught as one."""


class StuckError(AssertionError):
    """An operation took more steps than any bounded loop."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: each operation's result, or `Killed`; all steps in their order.

    `precedes` holds (a, b) if a's operation was over before b's took its first step.
    """

    results: tuple[object, ...]
    trace: tuple[Step, ...]
    precedes: frozenset[tuple[int, int]]

    def orders(self) -> Iterator[tuple[int, ...]]:
        """Each order of the operations that respects `precedes`: what may explain the results."""
        for order in itertools.permutations(range(len(self.results))):
            if all(order.index(first) < order.index(second) for first, second in self.precedes):
                yield order


@dataclass(slots=True)
class Progress:
    """How far a run has come. `kill` is for the worker that wakes next."""

    choose: Choose | None = None
    launching: bool = True
    kill: bool = False
    error: BaseException | None = None
    trace: list[Step] = field(default_factory=list)
    waiting: dict[int, Step] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    dead: set[int] = field(default_factory=set)
    precedes: set[tuple[int, int]] = field(default_factory=set)

    def begin(self, worker: int) -> None:
        """`worker` takes a step that others can see."""
        if worker not in self.begun:
            self.begun.add(worker)
            self.precedes.update((ended, worker) for ended in self.ended)

    def fail(self, error: BaseException) -> None:
        """The first error is the run's."""
        self.error = self.error or error
