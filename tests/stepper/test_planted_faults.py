"""The tests of this folder are good for something: each fault of faults.py makes one of them fail.

What fails must be an assertion of the check, or an operation that traps or never ends.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
import wasmtime

from tests.stepper import faults, test_deaths, test_deaths_in_segment, test_stopped
from tests.stepper import test_repeated_calls as repeated
from tests.stepper.faces import COUNTER, HOOK
from tests.stepper.history import Call, call
from tests.stepper.planting import Fault, plant
from tests.stepper.rpc import RpcNames
from tests.stepper.starts import at_the_end, counter, empty_queue, record, wrapped
from tests.stepper.suites import all_deaths, all_name_deaths, name_pair, pair
from tests.stepper.world import World

Check = Callable[[World], object]

PUSH, PUSH_TWO = call("push", record(2, 1)), call("push", record(1, 2))
POP, WAITING, DELETE = call("pop"), call("pop", True), call("delete")
CREATE = call("create", COUNTER, b"new", 1)
REPORT = call("report", 27)


def deaths(start: str) -> Check:
    return lambda world: all_deaths(world, start)


def meeting(start: str, first: object, second: object, dying: int = 0) -> Check:
    return lambda world: pair(world, start, (first, second), deaths=dying)  # type: ignore[arg-type]


def replacing(module: str) -> Check:
    calls = (call("delete", COUNTER, b"old"), call("create", module, b"old"))
    return lambda world: name_pair(world, calls)


def beside(start: str, first: Call, second: Call) -> Check:
    return lambda world: repeated.test_beside_a_plain_operation(world, start, first, second)


def twice(start: str, each: Call, dying: int = 0) -> Check:
    return lambda world: repeated.test_made_twice_at_once(world, start, each, dying)


CHECKS: Final[list[tuple[Fault, Check]]] = [
    (faults.CLAIM_BY_STORE, lambda world: name_pair(world, (CREATE, CREATE))),
    (faults.NO_INTENT, deaths("empty_queue")),
    (faults.NO_INTENT, lambda world: test_stopped.test_inside_what_is_deleted(world, "push")),
    (faults.INTENT_TOO_LATE, lambda world: test_stopped.test_inside_what_is_deleted(world, "push")),
    (faults.RECLAIM_AT_ONCE, lambda world: test_stopped.test_inside_what_is_deleted(world, "push")),
    (faults.NOBODY_RECLAIMS, meeting("counter", call("add", 1), DELETE)),
    (faults.TAG_AFTER_STATE, replacing(COUNTER)),
    (faults.TAG_AFTER_STATE, replacing(HOOK)),
    (faults.SHOWN_BY_STORE, lambda world: name_pair(world, (CREATE, CREATE))),
    (faults.NO_RIVALS, lambda world: name_pair(world, (CREATE, CREATE))),
    (faults.NO_RETIRED_CREATION, lambda world: all_name_deaths(world, COUNTER)),
    (faults.NO_RETIRED_RECLAIM, deaths("counter")),
    (faults.NO_RETIRED_LEAVE, deaths("counter")),
    (faults.NO_RETIRED_BUFFER, deaths("counter")),
    (
        faults.FORGOTTEN_TOO_EARLY,
        lambda world: test_deaths_in_segment.test_of_the_retirer(world, counter, DELETE),
    ),
    (
        faults.REPAIR_OF_DYING,
        test_deaths_in_segment.test_a_retirer_leaves_memory_alone_that_is_given_away,
    ),
    (
        faults.CREATE_NOT_FOUND,
        lambda world: name_pair(
            world,
            (call("create", COUNTER, b"old"), call("delete", COUNTER, b"old")),
            face=RpcNames(),
        ),
    ),
    (faults.ADD_IN_TWO, meeting("counter", call("add", 1), call("add", 2))),
    (
        faults.COMPARE_IN_TWO,
        meeting("counter", call("compare_exchange", 5, 6), call("compare_exchange", 5, 7)),
    ),
    (faults.SHOWN_TOO_EARLY, lambda world: all_name_deaths(world, COUNTER)),
    (faults.RESERVE_BY_STORE, meeting("empty_queue", PUSH, PUSH_TWO)),
    (faults.POP_BY_STORE, meeting("one_record", POP, POP)),
    (faults.POP_MANY_BY_STORE, meeting("one_record", call("pop_many", 2), POP)),
    (faults.TORN_PEEK, lambda world: test_stopped.test_consumer(world, wrapped, "peek")),
    (faults.PUBLISHED_TOO_EARLY, meeting("empty_queue", PUSH, POP)),
    (faults.PUBLISHED_TOO_EARLY, deaths("empty_queue")),
    (faults.NO_LIMIT, deaths("full_queue")),
    (faults.NO_LIMIT, lambda world: test_stopped.test_producer(world, at_the_end)),
    (faults.SEEN_TOO_FAR, lambda world: test_stopped.test_producer(world, at_the_end)),
    (faults.RESERVED_IS_SKIPPED, meeting("empty_queue", PUSH, POP)),
    (faults.RESERVED_IS_SKIPPED, lambda world: test_stopped.test_producer(world, empty_queue)),
    (faults.NO_QUEUE_RETIRE, deaths("empty_queue")),
    (faults.ANYONES_RESERVATION, test_stopped.test_next_to_one_that_dies),
    (faults.NO_WAKE_BY_RETIRE, meeting("waited_for", PUSH, WAITING, 1)),
    (faults.NO_SECOND_LOOK, meeting("empty_queue", PUSH, WAITING)),
    (faults.WAIT_FOR_THE_DELETED, meeting("empty_queue", WAITING, DELETE)),
    (faults.NO_ROOM_OF_THE_DEAD, test_deaths.test_a_dead_producers_room_can_be_had_again),
    (faults.NOBODY_TO_BLAME, lambda world: test_stopped.test_producer(world, empty_queue)),
    (faults.COUNTED_BY_STORE, meeting("hook", REPORT, REPORT)),
    (faults.NO_HELP, meeting("hook", REPORT, REPORT, 1)),
    (faults.COUNTED_IS_SKIPPED, deaths("hook")),
    (faults.NO_HOOK_RETIRE, deaths("hook")),
    (faults.NOT_WRITTEN_DOWN, lambda world: repeated.test_whose_caller_dies(world, "counter")),
    (faults.NOT_WRITTEN_DOWN, lambda world: repeated.test_whose_caller_dies(world, "one_record")),
    (faults.NOT_SETTLED, lambda world: repeated.test_whose_caller_dies(world, "counter")),
    (faults.SETTLED_BY_STORE, lambda world: repeated.test_whose_caller_dies(world, "counter")),
    (faults.NOT_REMEMBERED, repeated.test_an_answer_without_an_effect),
    (faults.NOT_ALONE, beside("counter", call("reset", 3), call("add", 4))),
    (faults.NOT_OWNED, beside("counter", call("reset", 3), call("add", 4))),
    (faults.TWO_OF_A_SESSION, twice("counter", call("add", 3))),
    (faults.ALWAYS_AFRESH, twice("counter", call("add", 3))),
    (faults.ADDED_FROM_THE_START, twice("counter", call("add_many", (1, 2)), 1)),
    (faults.LOST_IN_THE_RING, repeated.test_as_many_answers_as_there_is_room_for),
    (faults.REFUSED_FOR_NOW, repeated.test_whoever_refuses_a_call_dies),
    (faults.FLOOR_IS_LOST, repeated.test_answers_that_are_waited_for_are_kept),
]

FINDINGS: Final = (AssertionError, wasmtime.Trap, wasmtime.WasmtimeError)
FAULTS: Final = dict.fromkeys(fault for fault, _ in CHECKS)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_is_found(fault: Fault, tmp_path: Path) -> None:
    """By each of its checks."""
    with World(plant(fault, tmp_path), between=True) as world:
        for check in [check for planted, check in CHECKS if planted == fault]:
            with pytest.raises(FINDINGS):
                check(world)


def test_every_fault_is_planted() -> None:
    named = [value for value in vars(faults).values() if isinstance(value, Fault)]
    assert set(named) == set(FAULTS)
