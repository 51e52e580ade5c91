"""A worker that is stopped, not dead, at each step, while others go on; then it goes on as well.

In the stepper a stopped worker is one that nobody chooses. Complete over the steps of the stopped
worker, plain code included; the others run through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import pytest

from polyprim.abi import Status
from tests.stepper.deaths import Start, all_is_well, nothing_is_left
from tests.stepper.faces import CAPACITY, QUEUE, Queue, create
from tests.stepper.history import call
from tests.stepper.models import CELLS
from tests.stepper.run import Choice, Killed, Step
from tests.stepper.starts import (
    RESERVED,
    at_the_end,
    empty_queue,
    full_queue,
    long_record,
    record,
    wrapped,
)
from tests.stepper.stepper import Operation
from tests.stepper.worker import Worker
from tests.stepper.world import Refused, World

STOPPED, OTHER, WITNESS = range(3)
LATE = record(3, 50)
RESERVING = 2 * RESERVED - 1
"""Steps of a push until it has its cells, in a world that waits behind instructions too."""
LOOKING = 2 * 6
"""More of them if it first has to see where the head is."""


def stopped_at_each_step(
    world: World, start: Callable[[World], Start], first: str, then: Callable[[Start], Operation]
) -> Iterator[tuple[int, Start, object, object]]:
    """Stops worker 0 in `first` at each step, has worker 1 do `then`, and lets worker 0 go on.

    Gives the step, the object and both results, until worker 0 was over before the step.
    """
    begun = {"push": call("push", LATE), "pop": call("pop"), "peek": call("peek")}[first]
    step = 0
    while True:
        made = start(world.renew())

        def choose(waiting: Mapping[int, Step], step: int = step) -> Choice:
            taken = sum(each.worker == STOPPED for each in world.stepper.trace)
            stopped = taken >= step and OTHER in waiting
            return Choice(OTHER if stopped or STOPPED not in waiting else STOPPED)

        run = world.stepper.run([begun.on(made.face), then(made)], choose)
        yield step, made, run.results[STOPPED], run.results[OTHER]
        if (STOPPED, OTHER) in run.precedes:
            return
        step += 1


def filling_and_emptying(start: Start) -> Operation:
    """Pushes until there is no room, pops all that can be had, and does both once more."""
    queue: Queue = start.face

    def go_on(worker: Worker) -> list[tuple[str, object]]:
        done: list[tuple[str, object]] = []
        for round_number in range(2):
            for number in range(CELLS):
                payload = record(60, 60 + round_number * 30 + number)
                pushed = queue.push(worker, payload)
                done.append(("push", payload if pushed == 0 else pushed))
                if pushed != 0:
                    break
            while not isinstance(popped := queue.pop(worker), Refused):
                done.append(("pop", popped))
            done.append(("pop", popped))
        return done

    return go_on


@pytest.mark.parametrize("start", [empty_queue, at_the_end, long_record, wrapped])
def test_producer(fine_world: World, start: Callable[[World], Start]) -> None:
    """Others go on while there is room; FULL and BLOCKED name the one who is in the way.

    Its late publish is neither lost nor doubled, nor written over the record of somebody else.
    """
    blamed, reserving = 0, RESERVING + (LOOKING if start is at_the_end else 0)
    for step, made, pushed, done in stopped_at_each_step(
        fine_world, start, "push", filling_and_emptying
    ):
        assert isinstance(done, list)
        others = [what for how, what in done if how == "push" and not isinstance(what, Refused)]
        popped = [what for how, what in done if how == "pop" and not isinstance(what, Refused)]
        refusals = [what for _, what in done if isinstance(what, Refused)]
        rest = made.face.rest(fine_world.workers[WITNESS])
        before = list(made.model.rest())  # type: ignore[call-overload]
        reserved = pushed == 0 and step >= reserving
        late = [LATE] if pushed == 0 else []
        expected = [*before, *late, *others] if reserved else [*before, *others, *late]
        assert [*popped, *rest] == expected, f"stopped at {step}"
        if reserved and refusals[-1].status == Status.BLOCKED:
            # Nothing behind the reservation can be popped, and then it holds up all pushes.
            assert popped == before
            assert refusals[2] == Refused(Status.FULL)
            held_up = [each for each in refusals[1:] if each.status != Status.EMPTY]
            assert {refusal.by for refusal in held_up} == {STOPPED + 1}
            blamed += 1
        else:
            expected_ends = [Refused(Status.FULL), Refused(Status.EMPTY)] * 2
            assert refusals == expected_ends
            assert all(refusal.by == 0 for refusal in refusals)
        all_is_well(fine_world, fine_world.workers[WITNESS])
    assert blamed >= 2, "no stop was between reserve and publish"


@pytest.mark.parametrize("how", ["pop", "peek"])
@pytest.mark.parametrize("start", [long_record, wrapped, full_queue])
def test_consumer(fine_world: World, start: Callable[[World], Start], how: str) -> None:
    """It may have copied cells that hold other records by now; it never answers what it tore."""
    for _, made, taken, done in stopped_at_each_step(fine_world, start, how, filling_and_emptying):
        assert isinstance(done, list)
        rest = made.face.rest(fine_world.workers[WITNESS])
        pushed = [what for how, what in done if how == "push" and not isinstance(what, Refused)]
        popped = [what for how, what in done if how == "pop" and not isinstance(what, Refused)]
        whole = [*made.model.rest(), *pushed]  # type: ignore[misc]
        if isinstance(taken, Refused):
            assert taken.status == Status.EMPTY
        else:
            assert taken in whole
        expected = list(whole)
        if how == "pop" and isinstance(taken, bytes):
            expected.remove(taken)
        assert [*popped, *rest] == expected
        all_is_well(fine_world, fine_world.workers[WITNESS])


def replacing(start: Start) -> Operation:
    """Deletes the queue, and makes as many large ones as there is room for, each with a record."""

    def go_on(worker: Worker) -> list[Queue]:
        start.face.delete(worker)
        made: list[Queue] = []
        while not isinstance(handle := _large(worker, len(made)), Refused):
            queue = Queue(handle)
            assert queue.push(worker, record(CELLS, len(made))) == 0
            made.append(queue)
        assert handle == Refused(Status.NO_SPACE)
        return made

    return go_on


def _large(worker: Worker, number: int) -> int | Refused:
    return create(worker, QUEUE, b"new%d" % number, 2 * CAPACITY)


@pytest.mark.parametrize("first", ["push", "pop"])
def test_inside_what_is_deleted(fine_world: World, first: str) -> None:
    """Its memory waits for it, and is given to nobody else before it has left."""
    counts = set()
    for _, _, result, made in stopped_at_each_step(fine_world, wrapped, first, replacing):
        assert isinstance(result, (int, bytes)) or result == Refused(Status.NOT_FOUND)
        assert isinstance(made, list)
        counts.add(len(made))
        witness = fine_world.workers[WITNESS]
        for number, queue in enumerate(made):
            assert queue.rest(witness) == (record(CELLS, number),)
            assert queue.delete(witness) == 0
        nothing_is_left(fine_world, witness)
    most = max(counts)
    assert counts == {most, most - 1}


def test_next_to_one_that_dies(fine_world: World) -> None:
    """Another producer dies behind it, and is retired: the stopped one's reservation stays."""
    step, over = 0, False
    while not over:
        queue: Queue = empty_queue(fine_world.renew()).face

        def choose(waiting: Mapping[int, Step], step: int = step) -> Choice:
            counts = Counter(each.worker for each in fine_world.stepper.trace)
            if STOPPED in waiting and (counts[STOPPED] < step or len(waiting) == 1):
                return Choice(STOPPED)
            if OTHER in waiting:
                return Choice(OTHER, kill=counts[OTHER] == RESERVING + 3)
            return Choice(WITNESS if WITNESS in waiting else STOPPED)

        def clear_away(worker: Worker, queue: Queue = queue) -> object:
            fine_world.retire(worker, OTHER + 1)
            return queue.push(worker, record(1, 3))

        dying = call("push_many", (record(1, 1), record(2, 2))).on(queue)
        run = fine_world.stepper.run([call("push", LATE).on(queue), dying, clear_away], choose)
        assert run.results == (0, Killed, 0)
        rest = queue.rest(fine_world.workers[WITNESS])
        assert rest in ((LATE, record(1, 3)), (record(1, 3), LATE)), f"stopped at {step}"
        all_is_well(fine_world, fine_world.workers[WITNESS], [OTHER + 1])
        over, step = (STOPPED, WITNESS) in run.precedes, step + 1
    assert step > RESERVING
