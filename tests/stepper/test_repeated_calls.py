"""A call of a session has one effect and one answer, however often it is made and who dies when.

Complete over the deaths of whoever makes a call, at each atomic instruction; over the deaths of
whoever retires him, for the calls of RETIRED; and over all orders of a call with the same call, or
with a plain one, for the pairs named here.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from polyprim.abi import Status
from tests.stepper.conflicts import explore_conflicts
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
from tests.stepper.faces import CAPACITY, COUNTER, EMPTY, HOOK, KINDS
from tests.stepper.history import Call, after, call
from tests.stepper.models import HookModel, NamesModel
from tests.stepper.pairs import all_orders
from tests.stepper.rpc import Once, RpcNames, rpc
from tests.stepper.run import Run
from tests.stepper.starts import NAME, record
from tests.stepper.suites import CALLS, RPC, STARTS, THOROUGH, names
from tests.stepper.worker import Worker
from tests.stepper.world import SESSION, Refused, World, place_of

EFFECTS: Final = frozenset(
    {
        *("add", "compare_exchange", "reset", "add_many", "create", "delete"),
        *("push", "push_many", "pop", "pop_many", "report", "succeed"),
    }
)
"""The methods that a session remembers."""

BY_NAME: Final = [start for start in STARTS if not start.startswith(("deleted", "dying"))]
FULL: Final = Refused(Status.FULL)


def in_session(world: World, start: str, sequence: int = 1) -> Start:
    """The start, with a face whose calls are all the same one of a new session."""
    made = STARTS[start](world.renew())
    once = Once(new_session(world.workers[THIRD]), sequence)
    return replace(made, face=RPC[start](NAME.decode(), made.face, once))


def new_session(worker: Worker) -> bytes:
    session: str = rpc(worker, SESSION, "open").session
    return session.encode()


def repeated(world: World, worker: Worker, start: Start, made: Call, *, killed: bool) -> None:
    """The call is answered as if it had been made once, and once more, and has had one effect."""
    model = after(start.model)
    expected = made.applied(model)
    answers = [made.on(start.face)(worker) for _ in range(2)]
    if killed and answers == [FULL, FULL] and expected != FULL:
        model = after(start.model)  # the dead one's reservation is skipped, but not yet room
    else:
        assert answers == [expected] * 2, shown(answers)
    found = start.face.rest(worker)
    assert found in [model.rest(), *_without_the_overwritten(start, made, killed)], shown(found)
    all_is_well(world, worker)


def _without_the_overwritten(start: Start, made: Call, killed: bool) -> Sequence[object]:
    """A report that dies may have taken an old event's place; the next one takes another."""
    model = start.model
    if not (killed and made.method == "report" and isinstance(model, HookModel)):
        return []
    left = [HookModel(model.retries, model.events[lost:], model.gone) for lost in (1, 2)]
    return [after(each, made).rest() for each in left]


@pytest.mark.parametrize("start", BY_NAME)
def test_whose_caller_dies(world: World, start: str) -> None:
    deaths = 0
    for each in [each for each in CALLS[start] if each.method in EFFECTS]:
        made = in_session(world, start)

        def check(result: object, killed: bool, each: Call = each, made: Start = made) -> None:
            if killed:
                world.retire(world.workers[SURVIVOR], VICTIM + 1)
            else:
                assert result == each.applied(after(made.model))
            repeated(world, world.workers[SURVIVOR], made, each, killed=killed)

        deaths += each_death(world, each.on(made.face), check).distinct
    assert deaths > 50


@pytest.mark.parametrize("module", KINDS)
def test_that_creates_or_deletes(world: World, module: str) -> None:
    calls = [
        call("create", module, b"new", CAPACITY),
        call("create", module, b"old"),
        call("create", module, b"strange"),
        call("delete", module, b"old"),
        call("delete", module, b"new"),
    ]
    for each in calls:
        start = names(world, module)
        once = Once(new_session(world.workers[THIRD]), 1)
        start = replace(start, face=RpcNames(once))

        def check(result: object, killed: bool, each: Call = each, start: Start = start) -> None:
            if killed:
                world.retire(world.workers[SURVIVOR], VICTIM + 1)
            repeated(world, world.workers[SURVIVOR], start, each, killed=killed)

        assert each_death(world, each.on(start.face), check).distinct > 5


RETIRED: Final = (
    ("counter", call("add", 3)),
    ("counter", call("add_many", (1, 2))),
    ("long_record", call("pop")),
    ("empty_queue", call("push", record(2, 1))),
    ("reported_hook", call("succeed")),
)


@pytest.mark.parametrize(("start", "each"), RETIRED, ids=str)
def test_whose_retirer_dies_too(world: World, start: str, each: Call) -> None:
    """The one who retires the caller dies at each step; then somebody retires both.

    Not tried: deaths while the hook's retire looks at the events that were never used.
    """
    made = in_session(world, start)
    hide_unused_events(world, made.face.by_handle)
    seen: set[int] = set()

    def retire(worker: Worker) -> None:
        world.retire(worker, VICTIM + 1)

    world.stepper.keep()
    first = 0
    while world.die(world.workers[VICTIM], each.on(made.face), first):
        state = world.stepper.memory_state()
        if state not in seen:
            seen.add(state)
            second = 0
            while world.die(world.workers[SURVIVOR], retire, second):
                state = world.stepper.memory_state()
                if state not in seen:
                    seen.add(state)
                    for slot in (SURVIVOR + 1, VICTIM + 1):
                        world.retire(world.workers[THIRD], slot)
                    repeated(world, world.workers[THIRD], made, each, killed=True)
                world.stepper.restore()
                assert world.die(world.workers[VICTIM], each.on(made.face), first)
                second += 1
        world.stepper.restore()
        first += 1
    world.stepper.restore()
    world.stepper.visible = None
    assert len(seen) > 40


@pytest.mark.parametrize(
    ("start", "each"),
    [
        ("counter", call("add", 3)),
        ("counter", call("add_many", (1, 2))),
        ("counter", call("delete")),
        ("long_record", call("pop")),
        ("empty_queue", call("push", record(1, 1))),
        ("reported_hook", call("report", 27)),
    ],
    ids=str,
)
@pytest.mark.parametrize("deaths", [0, 1])
def test_made_twice_at_once(world: World, start: str, each: Call, deaths: int) -> None:
    """Somebody asks again before he has an answer, in every order; one of the two may die."""
    made = in_session(world, start)
    checked: set[object] = set()

    def check(run: Run) -> None:
        end = (run.results, world.stepper.memory_state())
        if end in checked:
            return
        checked.add(end)
        killed = False
        for number, result in enumerate(run.results):
            if isinstance(result, type):
                killed = True
                world.retire(world.workers[THIRD], number + 1)
            elif result != Refused(Status.BLOCKED):
                assert result == each.applied(after(made.model))
        repeated(world, world.workers[THIRD], made, each, killed=killed)

    explored = explore_conflicts(
        world.stepper, [each.on(made.face)] * 2, check, deaths=deaths, runs_max=100_000
    )
    assert explored.complete


@dataclass(frozen=True, slots=True)
class Faces:
    """The first worker's calls are of a session, the others' are plain."""

    once: Any
    plain: Any

    def __getattr__(self, method: str) -> Callable[..., object]:
        def on_its_face(worker: Worker, *arguments: object) -> object:
            face = self.once if worker.number == 0 else self.plain
            return getattr(face, method)(worker, *arguments)

        return on_its_face


MIXED: Final = (
    ("counter", call("add", 3), call("add", 4)),
    ("counter", call("add", 3), call("get")),
    ("counter", call("compare_exchange", 5, 9), call("reset", 5)),
    ("counter", call("add", 3), call("add_many", (10,))),
    ("counter", call("add", 3), call("delete")),
    ("counter", call("delete"), call("add", 4)),
    ("counter", call("add_many", (1,)), call("delete")),
    ("one_record", call("pop"), call("pop")),
    ("one_record", call("pop"), call("push", record(1, 40))),
    ("empty_queue", call("push", record(1, 30)), call("push", record(1, 40))),
    ("empty_queue", call("push", record(1, 30)), call("pop", True)),
    ("one_record", call("pop_many", 2), call("delete")),
    ("reported_hook", call("report", 27), call("report", 16)),
)


@pytest.mark.parametrize(("start", "first", "second"), MIXED, ids=str)
def test_beside_a_plain_operation(world: World, start: str, first: Call, second: Call) -> None:
    made = in_session(world, start)
    made = replace(made, face=Faces(made.face, made.face.by_handle))
    assert all_orders(world, made, (first, second), deaths=int(THOROUGH)).complete


def test_one_creator_of_a_name_is_of_a_session(world: World) -> None:
    """Bounded by a number of runs."""
    world.renew()
    once = Once(new_session(world.workers[THIRD]), 1)
    start = Start(Faces(RpcNames(once), RpcNames()), NamesModel())
    creations = (call("create", COUNTER, b"new"), call("create", HOOK, b"new"))
    explored = all_orders(world, start, creations, runs_max=100_000 if THOROUGH else 1500)
    assert explored.runs > 1000


# What is remembered, and for how long


def test_a_window_of_128_calls(world: World) -> None:
    made = in_session(world, "counter")
    worker, once = world.workers[VICTIM], made.face.once
    add = call("add", 1)

    def numbered(sequence: int) -> object:
        return add.on(replace(made.face, once=replace(once, sequence=sequence)))(worker)

    assert [numbered(n) for n in range(1, 201)] == list(range(6, 206))
    assert [numbered(n) for n in range(73, 201)] == list(range(78, 206))
    assert {numbered(n) for n in range(1, 73)} == {Refused(Status.EXPIRED)}
    assert made.face.rest(worker) == 205


def test_as_many_answers_as_there_is_room_for(world: World) -> None:
    """Four answers of 54 KiB do not fit into 188: the first is lost, and its call with it."""
    made = in_session(world, "empty_queue")
    worker, once = world.workers[VICTIM], made.face.once
    records = [record(860, seed) for seed in range(4)]

    def pop(sequence: int) -> object:
        return call("pop").on(replace(made.face, once=replace(once, sequence=sequence)))(worker)

    for number, each in enumerate(records):
        assert made.face.by_handle.push(worker, each) == 0
        assert pop(number + 1) == each
    assert pop(1) == Refused(Status.EXPIRED)
    assert [pop(2), pop(3), pop(4)] == records[1:]


def test_answers_that_are_waited_for_are_kept(world: World) -> None:
    """A call that has no room beside them is refused for good."""
    made = in_session(world, "empty_queue")
    worker, once, dice = world.workers[VICTIM], made.face.once, random.Random(2)
    plain = made.face.by_handle

    def pop(sequence: int, oldest: int) -> object:
        numbered = replace(once, sequence=sequence, oldest=oldest)
        return call("pop").on(replace(made.face, once=numbered))(worker)

    kept: dict[int, bytes] = {}
    oldest, refused = 1, 0
    for sequence in range(1, 300):
        each = record(dice.choice((1, 90, 300, 500, 860)), sequence)
        assert plain.push(worker, each) == 0
        if pop(sequence, oldest) == Refused(Status.SESSION_FULL):
            refused += 1
            assert sum(map(len, kept.values())) > 56 << 10
            assert plain.pop(worker) == each
            assert {number: pop(number, oldest) for number in kept} == kept
            oldest = dice.randrange(oldest + 1, sequence + 1)
            kept = {number: kept[number] for number in kept if number >= oldest}
            assert pop(sequence, oldest) == Refused(Status.SESSION_FULL)
        else:
            kept[sequence] = each
    assert refused > 30


def test_a_call_that_nobody_waits_for_is_not_made(world: World) -> None:
    """It is answered if it was made before."""
    made = in_session(world, "counter")
    worker, once = world.workers[VICTIM], made.face.once

    def add(sequence: int, oldest: int) -> object:
        numbered = replace(once, sequence=sequence, oldest=oldest)
        return call("add", 1).on(replace(made.face, once=numbered))(worker)

    assert [add(1, 1), add(4, 4)] == [6, 7]
    assert [add(n, 0) for n in range(1, 5)] == [6, *[Refused(Status.EXPIRED)] * 2, 7]
    assert [add(5, 2), add(3, 3)] == [8, Refused(Status.EXPIRED)]


def test_whoever_refuses_a_call_dies(world: World) -> None:
    """Then it is refused the next time; it is never made."""
    made = in_session(world, "empty_queue")
    survivor, once = world.workers[SURVIVOR], made.face.once
    records = [record(860, seed) for seed in range(4)]
    for number, each in enumerate(records[:3]):
        assert made.face.by_handle.push(survivor, each) == 0
        face = replace(made.face, once=replace(once, sequence=number + 1, oldest=1))
        assert face.pop(survivor) == each
    assert made.face.by_handle.push(survivor, records[3]) == 0
    face = replace(made.face, once=replace(once, sequence=4, oldest=1))
    later = replace(made.face, once=replace(once, sequence=4, oldest=3))

    def check(result: object, killed: bool) -> None:
        if killed:
            world.retire(survivor, VICTIM + 1)
        assert face.pop(survivor) == Refused(Status.SESSION_FULL)
        assert later.pop(survivor) == Refused(Status.SESSION_FULL)
        assert made.face.rest(survivor) == (records[3],)
        all_is_well(world, survivor)

    assert each_death(world, face.pop, check).distinct > 5


def test_the_latest_120_kib_of_answers(world: World) -> None:
    """Wherever in the ring they lie, and however long those before them were."""
    made = in_session(world, "empty_queue")
    worker, once, dice = world.workers[VICTIM], made.face.once, random.Random(1)

    def pop(sequence: int) -> object:
        return call("pop").on(replace(made.face, once=replace(once, sequence=sequence)))(worker)

    answers: list[bytes] = []
    for sequence in range(1, 60):
        answers.append(record(dice.choice((1, 90, 300, 500, 800)), sequence))
        assert made.face.by_handle.push(worker, answers[-1]) == 0
        assert pop(sequence) == answers[-1]
        kept = 0
        for back, each in enumerate(reversed(answers)):
            kept += len(each) + 32
            if back and kept > 120 * 1024:
                break
            assert pop(sequence - back) == each


def test_another_batch_under_one_number(world: World) -> None:
    """Of a call that was half done: it is refused, and nothing is written where it has no room."""
    made = in_session(world, "counter")
    longer = call("add_many", (1, 2, 4))
    seen: set[object] = set()

    def check(_: object, killed: bool) -> None:
        survivor = world.workers[SURVIVOR]
        if killed:
            world.retire(survivor, VICTIM + 1)
        count = made.face.rest(survivor)
        answer = longer.on(made.face)(survivor)
        seen.add(answer)
        if count == 5:
            assert answer == (6, 8, 12)
        elif count == 6:
            assert answer == Refused(Status.REUSED)
        assert isinstance(call("reset", 0).on(made.face)(survivor), (int, Refused))
        all_is_well(world, survivor)

    each_death(world, call("add_many", (1, 2)).on(made.face), check)
    assert Refused(Status.REUSED) in seen


def test_a_batch_is_given_out_again(world: World) -> None:
    made = in_session(world, "empty_queue")
    worker = world.workers[VICTIM]
    records = tuple(record(300, seed) for seed in range(3))
    assert made.face.by_handle.push_many(worker, records[:2]) == 2
    first = call("pop_many", 100).on(made.face)(worker)
    assert first == records[:2]
    assert made.face.by_handle.push(worker, records[2]) == 0
    assert call("pop_many", 100).on(made.face)(worker) == first
    assert made.face.rest(worker) == records[2:]


def test_an_answer_without_an_effect(world: World) -> None:
    """The queue was empty then."""
    made = in_session(world, "empty_queue")
    worker = world.workers[VICTIM]
    assert call("pop").on(made.face)(worker) == EMPTY
    assert made.face.by_handle.push(worker, record(1, 1)) == 0
    assert call("pop").on(made.face)(worker) == EMPTY
    assert made.face.rest(worker) == (record(1, 1),)


def test_a_number_of_another_method(world: World) -> None:
    made = in_session(world, "counter")
    worker = world.workers[VICTIM]
    assert call("add", 1).on(made.face)(worker) == 6
    assert call("reset", 1).on(made.face)(worker) == Refused(Status.REUSED)
    assert made.face.rest(worker) == 6


@pytest.mark.parametrize("sequence", [0, 1 << 53, (1 << 64) - 1])
def test_numbers_that_are_none(world: World, sequence: int) -> None:
    made = in_session(world, "counter", sequence)
    assert call("add", 1).on(made.face)(world.workers[0]) == Refused(Status.INVALID_ARGUMENT)


def test_sessions_that_are_not_there(world: World) -> None:
    made = in_session(world, "counter")
    worker = world.workers[VICTIM]
    for session, status in ((b"nobody", Status.EXPIRED), (b"!", Status.INVALID_ARGUMENT)):
        face = replace(made.face, once=Once(session, 1))
        assert call("add", 1).on(face)(worker) == Refused(status)
    rpc(worker, SESSION, "close", session=made.face.once.session.decode())
    assert call("add", 1).on(made.face)(worker) == Refused(Status.EXPIRED)
    assert made.face.rest(worker) == 5


def test_two_sessions_do_not_know_each_other(world: World) -> None:
    made = in_session(world, "counter")
    worker = world.workers[VICTIM]
    world.memory[place_of(worker, "random")] ^= 1
    other = replace(made.face, once=Once(new_session(worker), 1))
    assert call("add", 1).on(made.face)(worker) == 6
    assert call("add", 1).on(other)(worker) == 7


def test_a_session_dies_while_it_is_opened_or_closed(world: World) -> None:
    """All or nothing of it is there, and all of its room comes back."""
    worker = world.workers[SURVIVOR]

    def check(_: object, killed: bool) -> None:
        if killed:
            world.retire(worker, VICTIM + 1)
        all_is_well(world, worker)

    world.renew()
    assert each_death(world, lambda victim: rpc(victim, SESSION, "open"), check).distinct > 10
    session = new_session(worker).decode()
    closing = each_death(world, lambda it: rpc(it, SESSION, "close", session=session), check)
    assert closing.distinct > 5
