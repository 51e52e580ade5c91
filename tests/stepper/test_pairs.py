"""Two operations at once on one object: every end is one that some order of the two explains.

Complete, for each pair from each start named here: all orders of those atomic instructions whose
order makes a difference (conflicts.py), plain code taken with the instruction before it; on
payloads, plain code is a step of its own as well. Also complete: one of the two dies at each step
of each order, for the pairs in DEADLY, and with POLYPRIM_THOROUGH=1 for all. Bounded by a number of
runs: two creators of a name by remote calls, and two creators beside a deleter.
"""

from __future__ import annotations

import pytest

from tests.stepper.deaths import THIRD, Start
from tests.stepper.faces import COUNTER, Names, create, delete
from tests.stepper.history import call
from tests.stepper.models import NamesModel
from tests.stepper.pairs import all_orders
from tests.stepper.rpc import RpcNames
from tests.stepper.starts import record
from tests.stepper.suites import (
    COUNTER_PAIRS,
    HOOK_PAIRS,
    NAME_PAIRS,
    QUEUE_PAIRS,
    THOROUGH,
    Pair,
    name_pair,
    pair,
)
from tests.stepper.world import World

QUEUE_STARTS = ["empty_queue", "one_record", "wrapped"] + THOROUGH * [
    "at_the_end", "full_queue", "waited_for", "skipped_records",
]  # fmt: skip
SEARCHES = {
    **dict.fromkeys(QUEUE_STARTS, QUEUE_PAIRS),
    "counter": COUNTER_PAIRS,
    "reported_hook": HOOK_PAIRS,
}
FINE = (
    (call("push", record(2, 1)), call("pop")),
    (call("push", record(2, 1)), call("push", record(2, 2))),
    (call("push_many", (record(1, 1), record(2, 2))), call("pop_many", 2)),
    (call("pop"), call("pop")),
)
DEADLY = (
    ("one_record", (call("push", record(1, 1)), call("pop"))),
    ("empty_queue", (call("push", record(1, 1)), call("push_many", (record(1, 2), record(1, 3))))),
    ("wrapped", (call("push_many", (record(1, 2), record(1, 3))), call("pop_many", 2))),
    ("waited_for", (call("push", record(1, 1)), call("pop", True))),
    ("one_record", (call("push", record(1, 1)), call("delete"))),
    ("counter", (call("add", 3), call("delete"))),
    ("counter", (call("compare_exchange", 5, 9), call("reset", 7))),
    ("reported_hook", (call("report", 27), call("report", 16))),
    ("reported_hook", (call("report", 27), call("succeed"))),
)


def _title(part: object) -> str:
    return "-".join(map(str, part)) if isinstance(part, tuple) else str(part)


@pytest.mark.parametrize(
    ("start", "calls"), [(s, calls) for s, pairs in SEARCHES.items() for calls in pairs], ids=_title
)
def test_on_one_object(world: World, start: str, calls: Pair) -> None:
    assert pair(world, start, calls).complete


@pytest.mark.parametrize("calls", NAME_PAIRS, ids=_title)
def test_on_one_name(world: World, calls: Pair) -> None:
    assert name_pair(world, calls).complete


@pytest.mark.parametrize("calls", [p for p in NAME_PAIRS if p[1].method != "find"], ids=_title)
def test_on_one_name_remotely(world: World, calls: Pair) -> None:
    """Bounded for two creators, but with POLYPRIM_THOROUGH."""
    bound = 100_000 if THOROUGH or calls[1].method != "create" else 1000
    assert name_pair(world, calls, face=RpcNames(), runs_max=bound).runs


@pytest.mark.parametrize("start", ["one_record", "wrapped", "at_the_end"])
@pytest.mark.parametrize("calls", FINE, ids=_title)
def test_on_payloads(fine_world: World, start: str, calls: Pair) -> None:
    """Plain code is a step of its own here."""
    assert pair(fine_world, start, calls).complete


@pytest.mark.parametrize(("start", "calls"), DEADLY, ids=_title)
def test_one_of_them_dies(world: World, start: str, calls: Pair) -> None:
    """At every step of every interleaving, either of the two."""
    assert pair(world, start, calls, deaths=1).complete


@pytest.mark.skipif(not THOROUGH, reason="takes minutes")
@pytest.mark.parametrize("start", SEARCHES)
def test_any_of_any_pair_dies(world: World, start: str) -> None:
    for calls in SEARCHES[start]:
        assert pair(world, start, calls, deaths=1).complete


@pytest.mark.skipif(not THOROUGH, reason="takes minutes")
@pytest.mark.parametrize("calls", NAME_PAIRS, ids=_title)
def test_one_of_them_dies_at_a_name(world: World, calls: Pair) -> None:
    assert name_pair(world, calls, deaths=1).complete


def test_a_creator_that_finds_an_earlier_place(world: World) -> None:
    """Two make the same name while a third deletes what lies before it; bounded by runs."""
    world.renew()
    first, second = _neighbours(world)
    create(world.workers[THIRD], COUNTER, first)
    calls = [
        call("create", COUNTER, second),
        call("delete", COUNTER, first),
        call("create", COUNTER, second),
    ]
    start = Start(Names(), NamesModel({first: COUNTER}))
    with World(world.modules, workers=4) as four:
        create(four.workers[THIRD], COUNTER, first)
        explored = all_orders(four, start, calls, runs_max=100_000 if THOROUGH else 1500)
    assert explored.runs > 1000


def _neighbours(world: World) -> tuple[bytes, bytes]:
    """Two names whose search begins at the same place."""
    worker, places = world.workers[THIRD], dict[int, bytes]()
    for number in range(1000):
        name = b"n%d" % number
        handle = create(worker, COUNTER, name)
        assert isinstance(handle, int)
        delete(worker, COUNTER, handle)
        place = handle % (1 << 32)
        if place in places:
            return places[place], name
        places[place] = name
    raise AssertionError("no two names meet")
