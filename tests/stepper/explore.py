"""Trying all schedules of a few short operations, and all places for one of them to die."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from tests.stepper.run import Choice, Killed, Run, Step
from tests.stepper.stepper import Operation, Stepper

Check: TypeAlias = Callable[[Run], object]
"""Looks at the end of a run and at the memory, and raises AssertionError if they are wrong."""

RUNS_MAX: Final = 100_000


@dataclass(frozen=True, slots=True)
class Explored:
    """`complete` means that no schedule is left; `pruned` runs ended in a state already seen."""

    runs: int
    pruned: int
    steps: int
    complete: bool


class _Seen(Exception):  # noqa: N818 - an outcome of a run, not a fault
    """The run has come to a state from which all has been tried."""


@dataclass(slots=True)
class _Fork:
    """A place with its choices; those before `taken` have been tried."""

    choices: list[Choice]
    taken: int = 0


@dataclass(slots=True)
class _Search:
    """Depth-first over all choices: each run repeats the path so far, then takes first choices."""

    stepper: Stepper
    deaths: int
    path: list[_Fork] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    depth: int = 0

    def choose(self, waiting: Mapping[int, Step]) -> Choice:
        if self.depth == len(self.path):
            self.path.append(self._fork(waiting))
        fork = self.path[self.depth]
        self.depth += 1
        return fork.choices[fork.taken]

    def _fork(self, waiting: Mapping[int, Step]) -> _Fork:
        choices = [Choice(worker) for worker in waiting]
        if len(self.stepper.dead) < self.deaths:
            choices += [Choice(worker, kill=True) for worker in waiting]
        if len(choices) > 1:
            self._remember()
        return _Fork(choices)

    def _remember(self) -> None:
        state = self.stepper.state()
        if state in self.seen:
            raise _Seen
        self.seen.add(state)

    def advance(self) -> bool:
        """Goes to the next path; answers whether there is one."""
        self.depth = 0
        while self.path and self.path[-1].taken + 1 == len(self.path[-1].choices):
            self.path.pop()
        if self.path:
            self.path[-1].taken += 1
        return bool(self.path)


def explore(
    stepper: Stepper,
    operations: Sequence[Operation],
    check: Check,
    *,
    deaths: int = 0,
    runs_max: int = RUNS_MAX,
    watch: Callable[[Sequence[Step]], object] | None = None,
) -> Explored:
    """Runs `operations` from the present memory in every order of their visible steps.

    Calls `check` at the end of each run; what it or an operation raises is raised with the schedule
    as a note. Up to `deaths` workers of a run are killed, at every step. A state seen before (same
    memory, same position and past reads of every worker) is not tried again. Operations must be
    deterministic, and see shared memory through exports and `Worker.read` only. Leaves the memory
    as it was. `watch` is given the steps of each run, also of those that were pruned.
    """
    stepper.keep()
    search, steps_before, pruned = _Search(stepper, deaths), stepper.steps_total, 0
    for runs in itertools.count(1):
        try:
            check(stepper.run(operations, search.choose))
        except _Seen:
            pruned += 1
        except Exception as error:
            error.add_note(_schedule(stepper.trace))
            raise
        finally:
            if watch is not None:
                watch(stepper.trace)
            stepper.restore()
        more = search.advance()
        if not more or runs == runs_max:
            return Explored(runs, pruned, stepper.steps_total - steps_before, complete=not more)
    raise AssertionError("unreachable")


def kill_at_each_step(
    stepper: Stepper, operation: Operation, check: Callable[[Run, bool], object]
) -> int:
    """Runs `operation` in worker 0 from the present memory and kills it at step 0, 1, 2 …

    Each time calls ``check(run, killed)``, which may use the other workers; the last time the
    operation was over before the step. Answers how many deaths there were. Leaves the memory as it
    was.
    """
    stepper.keep()
    for wanted in itertools.count():
        step = itertools.count()
        try:
            run = stepper.run([operation], lambda _: Choice(0, kill=next(step) == wanted))  # noqa: B023
            killed = run.results[0] is Killed
            check(run, killed)
        except Exception as error:
            error.add_note(f"killed at step {wanted} of\n{_schedule(stepper.trace)}")
            raise
        finally:
            stepper.restore()
        if not killed:
            return wanted
    raise AssertionError("unreachable")


def _schedule(trace: Sequence[Step]) -> str:
    return "\n".join(["schedule:", *map(str, trace)])
