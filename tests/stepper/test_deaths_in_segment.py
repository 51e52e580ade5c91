"""Death in what belongs to no kind: taking a slot, a buffer, looking around, and retiring others.

Complete for each operation. A retirer that dies is killed at each of its steps, for each different
state that the first death leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from polyprim.abi import CHUNK_BYTES, OBJECT
from tests.stepper.deaths import (
    SURVIVOR,
    THIRD,
    VICTIM,
    Start,
    all_is_well,
    each_death,
    hide_unused_events,
    shown,
)
from tests.stepper.faces import COUNTER, QUEUE, Names, Queue
from tests.stepper.history import Call, after, call
from tests.stepper.models import NamesModel
from tests.stepper.run import Choice, Killed, Step
from tests.stepper.starts import counter, empty_queue, one_record, record, reported_hook, waited_for
from tests.stepper.stepper import SEGMENT, Operation
from tests.stepper.suites import THOROUGH
from tests.stepper.worker import Worker
from tests.stepper.world import World, answer, body_of, open_slot, slot_of

SLOT_LATER = 1000
"""A slot that nobody has taken."""


def opening(worker: Worker) -> object:
    open_slot(worker)
    return None


def high_slot(worker: Worker) -> object:
    return worker.call(SEGMENT, "slot_open", SLOT_LATER)


def usage(worker: Worker) -> object:
    return answer(worker, SEGMENT, "segment_usage")


def retiring_itself(worker: Worker) -> object:
    """As the new owner of a slot does, and one that leaves."""
    return worker.call(SEGMENT, "retire", slot_of(worker), slot_of(worker))


@pytest.mark.parametrize("operation", [opening, high_slot, usage, retiring_itself])
@pytest.mark.parametrize("fresh", [False, True], ids=["with-buffer", "without"])
def test_in_the_segments_own_operations(
    fine_world: World, operation: Operation, fresh: bool
) -> None:
    start = one_record(fine_world.renew())
    if fresh:
        fine_world.retire(fine_world.workers[THIRD], VICTIM + 1)

    def check(_: object, killed: bool) -> None:
        survivor = fine_world.workers[SURVIVOR]
        fine_world.retire(survivor, VICTIM + 1)
        assert start.face.rest(survivor) == start.model.rest()
        all_is_well(fine_world, survivor, [VICTIM + 1])

    assert each_death(fine_world, operation, check).steps >= 2


def creating(world: World) -> Start:
    return Start(Names(), NamesModel())


BEGUN: list[tuple[Callable[[World], Start], Call]] = [
    (empty_queue, call("push", record(2, 1))),
    (waited_for, call("push_many", (record(1, 2), record(2, 3)))),
    (one_record, call("delete")),
    (counter, call("delete")),
    (counter, call("add", 2)),
    (reported_hook, call("report", 27)),
    (creating, call("create", COUNTER, b"new")),
    (creating, call("create", QUEUE, b"new")),
]


@pytest.mark.parametrize(("made", "begun"), BEGUN, ids=lambda part: getattr(part, "__name__", None))
def test_of_the_retirer(world: World, made: Callable[[World], Start], begun: Call) -> None:
    """Worker 0 dies in a call, worker 1 in retiring it; worker 2 retires both, in either order.

    Not tried: deaths while the hook's retire looks at the events that were never used.
    """
    start = made(world.renew())
    allowed = [start.model.rest(), after(start.model, begun).rest()]
    seen: set[int] = set()
    world.stepper.keep()
    hide_unused_events(world, start.face)

    def retire(worker: Worker) -> None:
        world.retire(worker, VICTIM + 1)

    def die_twice(first: int, second: int) -> tuple[bool, bool]:
        if not world.die(world.workers[VICTIM], begun.on(start.face), first):
            return False, False
        return True, world.die(world.workers[SURVIVOR], retire, second)

    def check(order: tuple[int, ...]) -> None:
        witness = world.workers[THIRD]
        for slot in order:
            world.retire(witness, slot)
        found = start.face.rest(witness)
        assert found in allowed, shown(found)
        all_is_well(world, witness, order)

    for first in _steps(world, lambda step: die_twice(step, 0)[0]):
        for second in _steps(world, lambda step: die_twice(first, step)[1]):  # noqa: B023
            for order in ((VICTIM + 1, SURVIVOR + 1), (SURVIVOR + 1, VICTIM + 1)):
                die_twice(first, second)
                state = hash((world.stepper.memory_state(), order))
                if state not in seen:
                    seen.add(state)
                    check(order)
                world.stepper.restore()
    world.stepper.visible = None
    assert len(seen) > 20


def _steps(world: World, dies: Callable[[int], bool]) -> list[int]:
    """The steps at which `dies` leaves memory that no earlier one has left."""
    found, seen, step = [], set(), 0
    while dies(step):
        state = world.stepper.memory_state()
        if state not in seen or THOROUGH:
            seen.add(state)
            found.append(step)
        world.stepper.restore()
        step += 1
    world.stepper.restore()
    return found


def test_a_retirer_leaves_memory_alone_that_is_given_away(world: World) -> None:
    """Who comes into a dying queue too late, and dies, does not keep its memory.

    Worker 1 deletes the queue and is about to free it, worker 0 says that it is inside and dies,
    worker 2 begins to retire it; then worker 1 frees the queue, and worker 2 goes on.
    """
    for late in range(12):
        start = one_record(world.renew())
        assert after_the_end(world, start.face.handle, late) == []
        world.retire(world.workers[SURVIVOR], VICTIM + 1)
        all_is_well(world, world.workers[SURVIVOR], [VICTIM + 1])


def after_the_end(world: World, handle: int, late: int) -> list[Step]:
    """The steps of the retirer in the queue's memory after it was freed."""
    queue, state = Queue(handle), handle % (1 << 32) + OBJECT.offset("state")
    body = body_of(world, handle)

    def choose(waiting: Mapping[int, Step]) -> Choice:
        retired = sum(step.worker == THIRD for step in world.stepper.trace)
        changes = [
            step
            for step in [*world.stepper.trace, waiting.get(SURVIVOR)]
            if step and step.worker == SURVIVOR and step.address == state
            and step.operation.endswith("cmpxchg")
        ]  # fmt: skip
        if len(changes) < 3 and SURVIVOR in waiting:  # to have it, to delete it, to free it
            return Choice(SURVIVOR)
        if VICTIM in waiting:
            return Choice(VICTIM, kill=waiting[VICTIM].number == 1)
        if SURVIVOR in waiting and retired == late:
            return Choice(SURVIVOR)
        return Choice(THIRD if THIRD in waiting else SURVIVOR)

    run = world.stepper.run(
        [
            call("pop").on(queue),
            call("delete").on(queue),
            lambda worker: world.retire(worker, VICTIM + 1),
        ],
        choose,
    )
    assert run.results[VICTIM] is Killed
    assert run.results[SURVIVOR] == 0
    freed = max(i for i, step in enumerate(run.trace) if step.worker == SURVIVOR)
    return [
        step
        for step in run.trace[freed:]
        if step.worker == THIRD and body <= step.address < body + CHUNK_BYTES
    ]
