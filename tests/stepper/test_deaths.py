"""Death at every step of every operation: all or nothing is left, nobody is stuck, all space back.

Complete: every atomic instruction and every stretch of plain code between two of them. Deaths that
leave the same memory are checked once.
"""

from __future__ import annotations

import pytest

from polyprim.abi import Status
from tests.stepper.deaths import VICTIM, all_is_well, each_death
from tests.stepper.faces import KINDS, QUEUE, Queue, create
from tests.stepper.history import call
from tests.stepper.starts import RESERVED, empty_queue, record
from tests.stepper.suites import STARTS, all_deaths, all_name_deaths
from tests.stepper.worker import Worker
from tests.stepper.world import Refused, World, open_slot

BY_NAME = [start for start in STARTS if not start.startswith(("deleted", "dying"))]
"""The others have no name any more, or one that belongs to a new object."""


@pytest.mark.parametrize("start", STARTS)
def test_in_an_operation(fine_world: World, start: str) -> None:
    deaths = all_deaths(fine_world, start)
    assert deaths.steps >= deaths.distinct > 10


@pytest.mark.parametrize("start", BY_NAME)
def test_in_a_remote_call(world: World, start: str) -> None:
    deaths = all_deaths(world, start, rpc=True)
    assert deaths.steps >= deaths.distinct > 20


@pytest.mark.parametrize("rpc", [False, True], ids=["export", "rpc"])
@pytest.mark.parametrize("module", KINDS)
def test_in_what_is_done_by_name(fine_world: World, module: str, rpc: bool) -> None:
    """Creating, also where the name is taken, finding, listing and deleting."""
    deaths = all_name_deaths(fine_world, module, rpc=rpc)
    assert deaths.steps > 500


def test_a_creation_that_finds_no_room(world: World) -> None:
    """The largest queue does not fit: what was claimed for it goes back, dead or alive."""
    world.renew()

    def creating(worker: Worker) -> object:
        return create(worker, QUEUE, b"large", 64 << 20)

    def check(result: object, killed: bool) -> None:
        if killed:
            world.retire(world.workers[1], VICTIM + 1)
        else:
            assert result == Refused(Status.NO_SPACE)
        all_is_well(world, world.workers[1], [VICTIM + 1] if killed else [])

    assert each_death(world, creating, check).distinct > 5


def test_a_dead_producers_room_can_be_had_again(world: World) -> None:
    """A reservation of the whole ring was skipped: pushing needs nobody to pop first."""
    start = empty_queue(world.renew())
    push = call("push_many", (record(400, 1), record(500, 2))).on(start.face)
    assert world.die(world.workers[VICTIM], push, RESERVED)
    survivor = world.workers[1]
    refused = start.face.push(survivor, record(6, 3))
    assert isinstance(refused, Refused)
    assert refused.by == VICTIM + 1
    world.retire(survivor, VICTIM + 1)
    assert start.face.push(survivor, record(6, 3)) == 0
    assert start.face.rest(survivor) == (record(6, 3),)
    all_is_well(world, survivor)


def test_a_slot_is_used_again_after_a_death(world: World) -> None:
    """Its next owner begins with nothing of the dead one's, and dies as well."""
    start = empty_queue(world.renew())
    face = start.face
    assert isinstance(face, Queue)
    for life in range(3):
        victim = world.workers[VICTIM]
        assert face.push(victim, record(1, life)) == 0
        assert world.die(victim, call("push", record(2, 9)).on(face), RESERVED)
        world.retire(world.workers[1], VICTIM + 1)
        open_slot(victim)
    assert face.rest(world.workers[VICTIM]) == tuple(record(1, life) for life in range(3))
    all_is_well(world, world.workers[1])
