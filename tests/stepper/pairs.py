"""Several workers at once: every order of their steps, each explained by a sequential model."""

from __future__ import annotations

from collections.abc import Sequence

from polyprim.abi import Status
from tests.stepper.conflicts import explore_conflicts
from tests.stepper.deaths import THIRD, Start, all_is_well, shown
from tests.stepper.explore import RUNS_MAX, Explored
from tests.stepper.history import Call, explained
from tests.stepper.run import Killed, Run
from tests.stepper.world import Refused, World, look


def all_orders(
    world: World,
    start: Start,
    calls: Sequence[Call],
    *,
    deaths: int = 0,
    runs_max: int = RUNS_MAX,
) -> Explored:
    """Runs call i in worker i in every order of those steps whose order makes a difference.

    Each end must be one that the calls could have come to one after the other. A call that was held
    up is made again when all others are over or retired, and then must not be held up. With
    `deaths`, up to so many workers die, at each step.
    """
    checked: set[object] = set()

    def check(run: Run) -> None:
        end = (run.results, run.precedes, world.stepper.memory_state())
        if end not in checked:
            checked.add(end)
            _check(world, start, calls, run)

    operations = [call.on(start.face) for call in calls]
    return explore_conflicts(world.stepper, operations, check, deaths=deaths, runs_max=runs_max)


def _check(world: World, start: Start, calls: Sequence[Call], run: Run) -> None:
    witness = world.workers[max(THIRD, len(calls))]
    dead = [number + 1 for number, result in enumerate(run.results) if result is Killed]
    for slot in dead:
        world.retire(witness, slot)
    results, again = list(run.results), []
    for number, result in enumerate(run.results):
        if isinstance(result, Refused) and result.status == Status.BLOCKED:
            _was_in_the_way(run, number, result)
            again.append(number)
    for number in again:
        results[number] = calls[number].on(start.face)(world.workers[number])
        assert results[number] != Refused(Status.BLOCKED), f"worker {number} is held up by nobody"
    _no_wake_is_lost(world, start, results)
    rest = start.face.rest(witness)
    crowded = [number for number in range(len(results)) if _was_crowded_out(run, number)]
    right = explained(start.model, calls, run, results, rest, again, crowded)
    assert right, f"no order gives {shown(results)} and leaves {shown(rest)}"
    all_is_well(world, witness, dead)


def _was_in_the_way(run: Run, number: int, result: Refused) -> None:
    """Somebody else was in the middle of something, and it is who the answer says."""
    others = [other for other in range(len(run.results)) if other != number]
    at_once = [
        other + 1 for other in others if not {(other, number), (number, other)} & run.precedes
    ]
    assert at_once, f"worker {number} was held up by nobody"
    assert result.by == 0 or result.by in at_once, f"{result} of worker {number}"


def _was_crowded_out(run: Run, number: int) -> bool:
    """There was no room because of the reservation of one who then died."""
    others = [other for other, result in enumerate(run.results) if result is Killed]
    at_once = [other for other in others if not {(other, number)} & run.precedes]
    return bool(at_once) and run.results[number] == Refused(Status.FULL)


def _no_wake_is_lost(world: World, start: Start, results: Sequence[object]) -> None:
    """Who was told to wait finds the word changed if there is something now."""
    for number, result in enumerate(results):
        if result != Refused(Status.WAIT):
            continue
        waiter = world.workers[number]
        word = look(waiter, "wait_word")
        now = int.from_bytes(world.memory[word : word + 4], "little")
        if start.face.statistics(waiter) != 0:
            assert now != look(waiter, "wait_value"), f"worker {number} sleeps on"
            for other, found in enumerate(results):
                if other != number and not isinstance(found, Refused) and found is not Killed:
                    assert look(world.workers[other], "wake_word") == word
