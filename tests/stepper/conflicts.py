"""Which steps can be told apart: those at words that one worker changes and another one looks at.

The order of all other steps makes no difference, so a search over the order of these is complete.
They are found by searching: what a run touches is added, until a search finds nothing new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.stepper.explore import RUNS_MAX, Check, Explored, explore
from tests.stepper.run import Step
from tests.stepper.stepper import Operation, Stepper


@dataclass(slots=True)
class _Touched:
    """Who has touched each 8-byte word, and who may have changed it."""

    by: dict[int, set[int]] = field(default_factory=dict)
    changed_by: dict[int, set[int]] = field(default_factory=dict)

    def add(self, trace: Sequence[Step]) -> None:
        for step in trace:
            word = step.address >> 3
            self.by.setdefault(word, set()).add(step.worker)
            if ".load" not in step.operation:
                self.changed_by.setdefault(word, set()).add(step.worker)

    def shared(self) -> set[int]:
        return {word for word in self.changed_by if len(self.by[word]) > 1}


def explore_conflicts(
    stepper: Stepper,
    operations: Sequence[Operation],
    check: Check,
    *,
    deaths: int = 0,
    runs_max: int = RUNS_MAX,
) -> Explored:
    """As `explore`, but workers wait only where the order of steps makes a difference.

    With `deaths` they also wait, and may die, at every word that they change: a death before a load
    leaves the same memory as one before the next change.
    """
    touched = _Touched()
    visible: set[int] = set()
    stepper.visible = lambda address: address >> 3 in visible
    try:
        while True:
            explored = explore(
                stepper, operations, check, deaths=deaths, runs_max=runs_max, watch=touched.add
            )
            found = touched.shared() | (set(touched.changed_by) if deaths else set())
            if found <= visible or not explored.complete:
                return explored
            visible |= found
    finally:
        stepper.visible = None
