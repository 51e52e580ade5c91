"""States of objects that are worth dying in, each a function of the world that makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from tests.stepper.deaths import THIRD, Start
from tests.stepper.faces import COUNTER, HOOK, QUEUE, Counter, Hook, Queue, create, delete
from tests.stepper.history import call
from tests.stepper.models import CELL, CELLS, CounterModel, HookModel, QueueModel
from tests.stepper.worker import Worker
from tests.stepper.world import Refused, World, open_slot

NAME: Final = b"it"
RESERVED, TAIL_MOVED, PUBLISHED = 7, 8, 9
"""Steps of a push of which those before are over, where nobody else is about."""

ENTERED: Final = 2
"""The step of any operation after it has entered its object."""


@cache
def record(cells: int, seed: int) -> bytes:
    """A record of so many cells, also with a CRC32, unlike those of other seeds in every cell."""
    return bytes((seed * 37 + i // CELL * 11 + i % 251) % 256 for i in range(cells * CELL - 5))


def made(world: World, module: str) -> int:
    """The handle of a new object."""
    handle = create(world.workers[THIRD], module, NAME)
    assert not isinstance(handle, Refused), handle
    return handle


def ghost(world: World, operation: Callable[[Worker], object], step: int) -> int:
    """Leaves the third worker inside an operation; answers its slot."""
    assert world.die(world.workers[THIRD], operation, step * world.steps_of_an_instruction)
    return THIRD + 1


# Counters


def counter(world: World) -> Start:
    face = Counter(made(world, COUNTER))
    face.reset(world.workers[THIRD], 5)
    return Start(face, CounterModel(5))


def deleted_counter(world: World) -> Start:
    """Its place has another life already."""
    start = counter(world)
    start.face.delete(world.workers[THIRD])
    made(world, COUNTER)
    return Start(start.face, CounterModel(gone=True))


def dying_counter(world: World) -> Start:
    """Deleted while somebody is inside, who will not come out."""
    start = counter(world)
    inside = ghost(world, call("add", 0).on(start.face), ENTERED)
    delete(world.workers[1], COUNTER, start.face.handle)
    return Start(start.face, CounterModel(gone=True), (inside,))


# Queues


def empty_queue(world: World) -> Start:
    return Start(Queue(made(world, QUEUE)), QueueModel())


def one_record(world: World) -> Start:
    return _filled(empty_queue(world), world, record(1, 1))


def long_record(world: World) -> Start:
    """A record of three cells, and one behind it."""
    return _filled(empty_queue(world), world, record(3, 2), record(1, 3))


def wrapped(world: World) -> Start:
    """A record goes on from the last cell to the first, one that does not; five cells are free."""
    start = empty_queue(world)
    worker = world.workers[THIRD]
    start.face.push(worker, record(CELLS - 2, 0))
    start.face.pop(worker)
    return _filled(start, world, record(5, 4), record(CELLS - 10, 5))


def at_the_end(world: World) -> Start:
    """Empty, with the next record in the last cell and the one after it in the first."""
    start = empty_queue(world)
    start.face.push(world.workers[THIRD], record(CELLS - 1, 0))
    start.face.pop(world.workers[THIRD])
    return start


def full_queue(world: World) -> Start:
    return _filled(empty_queue(world), world, record(1, 6), record(CELLS - 1, 7))


def waited_for(world: World) -> Start:
    """Empty, and somebody waits."""
    start = empty_queue(world)
    start.face.pop(world.workers[THIRD], True)
    return start


def deleted_queue(world: World) -> Start:
    start = one_record(world)
    start.face.delete(world.workers[THIRD])
    made(world, QUEUE)
    return Start(start.face, QueueModel(gone=True))


def dying_queue(world: World) -> Start:
    """Deleted while a producer is between reserve and publish, who will not come out."""
    start = one_record(world)
    inside = ghost(world, call("push", record(2, 8)).on(start.face), TAIL_MOVED)
    delete(world.workers[1], QUEUE, start.face.handle)
    return Start(start.face, QueueModel(gone=True), (inside,))


def skipped_records(world: World) -> Start:
    """What a dead producer had reserved lies before and behind a record."""
    start = empty_queue(world)
    for step, payload in ((RESERVED, None), (TAIL_MOVED, record(1, 9)), (TAIL_MOVED, None)):
        ghost(world, call("push", record(2, 8)).on(start.face), step)
        world.retire(world.workers[1], THIRD + 1)
        open_slot(world.workers[THIRD])
        if payload is not None:
            start.face.push(world.workers[1], payload)
    return Start(start.face, QueueModel((record(1, 9),)))


def _filled(start: Start, world: World, *records: bytes) -> Start:
    for each in records:
        assert start.face.push(world.workers[THIRD], each) == 0
    return Start(start.face, QueueModel(records))


# Hooks


def hook(world: World) -> Start:
    return Start(Hook(made(world, HOOK)), HookModel())


def reported_hook(world: World) -> Start:
    return _reported(world, 3)


def full_log(world: World) -> Start:
    """The next event overwrites the oldest one."""
    start = _reported(world, 1023)
    start.face.succeed(world.workers[THIRD])
    start.model.retries = 0  # type: ignore[attr-defined]
    return start


def deleted_hook(world: World) -> Start:
    start = hook(world)
    start.face.delete(world.workers[THIRD])
    made(world, HOOK)
    return Start(start.face, HookModel(gone=True))


def _reported(world: World, count: int) -> Start:
    start = hook(world)
    model = HookModel()
    for number in range(count):
        model.report(number % 80)
        start.face.report(world.workers[THIRD], number % 80)
    return Start(start.face, model)


COUNTERS: Final[Mapping[str, Callable[[World], Start]]] = {
    start.__name__: start for start in (counter, deleted_counter, dying_counter)
}
QUEUES: Final[Mapping[str, Callable[[World], Start]]] = {
    start.__name__: start
    for start in (
        empty_queue, one_record, long_record, wrapped, at_the_end, full_queue, waited_for,
        deleted_queue, dying_queue, skipped_records,
    )
}  # fmt: skip
HOOKS: Final[Mapping[str, Callable[[World], Start]]] = {
    start.__name__: start for start in (hook, reported_hook, full_log, deleted_hook)
}
