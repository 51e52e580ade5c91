"""Which operations die from which starts, and which meet which.

The tests run these with the shipped modules, and test_planted_faults.py with broken ones.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from tests.stepper.deaths import THIRD, Deaths, Start, deaths_of
from tests.stepper.explore import RUNS_MAX, Explored
from tests.stepper.faces import CAPACITY, COUNTER, HOOK, KINDS, QUEUE, Names, create
from tests.stepper.history import Call, call
from tests.stepper.models import CELLS, NamesModel
from tests.stepper.pairs import all_orders
from tests.stepper.rpc import RpcCounter, RpcHook, RpcNames, RpcQueue
from tests.stepper.starts import COUNTERS, HOOKS, NAME, QUEUES, record
from tests.stepper.world import World

THOROUGH: Final = os.environ.get("POLYPRIM_THOROUGH") == "1"
"""Larger bounds, for a machine with time."""

STARTS: Final[Mapping[str, Callable[[World], Start]]] = {**COUNTERS, **QUEUES, **HOOKS}

COUNTER_CALLS: Final = (
    call("add", 3),
    call("get"),
    call("compare_exchange", 5, 9),
    call("compare_exchange", 4, 9),
    call("reset", 7),
    call("add_many", (1, 2, 4)),
    call("delete"),
)
QUEUE_CALLS: Final = (
    call("push", record(1, 20)),
    call("push", record(4, 21)),
    call("push", record(CELLS + 1, 21)),
    call("push_many", (record(1, 22), record(2, 23), record(1, 24))),
    call("pop"),
    call("pop", True),
    call("pop_many", 2),
    call("pop_many", 2, True),
    call("peek"),
    call("statistics"),
    call("delete"),
)
HOOK_CALLS: Final = (
    call("report", 27),
    call("succeed"),
    call("get"),
    call("event"),
    call("delete"),
)
CALLS: Final[Mapping[str, Sequence[Call]]] = {
    **dict.fromkeys(COUNTERS, COUNTER_CALLS),
    **dict.fromkeys(QUEUES, QUEUE_CALLS),
    **dict.fromkeys(HOOKS, HOOK_CALLS),
}
RPC: Final[Mapping[str, Callable[..., Any]]] = {
    **dict.fromkeys(COUNTERS, RpcCounter),
    **dict.fromkeys(QUEUES, RpcQueue),
    **dict.fromkeys(HOOKS, RpcHook),
}


def all_deaths(world: World, start: str, *, rpc: bool = False) -> Deaths:
    """Every death in every call on one kind of start."""
    made = STARTS[start](world.renew())
    if rpc:
        made = replace(made, face=RPC[start](NAME.decode(), made.face))
    return _sum(deaths_of(world, made, each) for each in CALLS[start])


def _name_calls(module: str) -> Sequence[Call]:
    return (
        call("create", module, b"new", CAPACITY),
        call("create", module, b"x" * 64, CAPACITY),
        call("create", module, b"old"),
        call("create", module, b"strange"),
        call("delete", module, b"old"),
        call("delete", module, b"new"),
        call("next", module),
    )


def all_name_deaths(world: World, module: str, *, rpc: bool = False) -> Deaths:
    """Every death in what is done by name."""
    calls = _name_calls(module)
    if rpc:
        calls = [*calls, call("exists", module, b"old"), call("exists", module, b"new")]
    else:
        calls = [*calls, call("create", module, b"!"), call("find", module, b"old")]
    start = names(world, module, RpcNames() if rpc else Names())
    return _sum(deaths_of(world, start, each) for each in calls)


def names(world: World, module: str, face: Any = None) -> Start:
    """The directory, with ``old`` of this module and ``strange`` of another one in it."""
    other = next(each for each in KINDS if each != module)
    owners = {b"old": module, b"strange": other}
    world.renew()
    for name, owner in owners.items():
        create(world.workers[THIRD], owner, name)
    return Start(face or Names(), NamesModel(owners))


def _sum(deaths: Iterator[Deaths]) -> Deaths:
    found = list(deaths)
    return Deaths(sum(each.steps for each in found), sum(each.distinct for each in found))


# Pairs: the two lists tell the workers' records apart

_QUEUE_FIRST: Final = (
    call("push", record(1, 30)),
    call("push_many", (record(1, 31), record(2, 32))),
    call("pop"),
    call("pop", True),
    call("pop_many", 2),
    call("peek"),
    call("statistics"),
    call("delete"),
)
_QUEUE_SECOND: Final = (
    call("push", record(1, 40)),
    call("push_many", (record(2, 41), record(1, 42))),
    *_QUEUE_FIRST[2:],
)
_COUNTER_FIRST: Final = (
    call("add", 3),
    call("get"),
    call("compare_exchange", 5, 9),
    call("reset", 7),
    call("add_many", (1,)),
    call("delete"),
)
_COUNTER_SECOND: Final = (
    call("add", 4),
    call("get"),
    call("compare_exchange", 5, 8),
    call("reset", 5),
    call("add_many", (10,)),
    call("delete"),
)
_HOOK: Final = tuple(each for each in HOOK_CALLS)

Pair = tuple[Call, Call]


def _pairs(first: Sequence[Call], second: Sequence[Call]) -> tuple[Pair, ...]:
    indices = itertools.combinations_with_replacement(range(len(first)), 2)
    return tuple((first[i], second[j]) for i, j in indices)


QUEUE_PAIRS: Final = _pairs(_QUEUE_FIRST, _QUEUE_SECOND)
COUNTER_PAIRS: Final = _pairs(_COUNTER_FIRST, _COUNTER_SECOND)
HOOK_PAIRS: Final = tuple(
    (first, second)
    for first, second in _pairs(_HOOK, _HOOK)
    # The death of a reader of another kind of state is told by the pairs above.
    if {first.method, second.method} & {"report", "succeed", "delete"}
)
NAME_PAIRS: Final[tuple[Pair, ...]] = (
    (call("create", COUNTER, b"new", 1), call("create", COUNTER, b"new", 1)),
    (call("create", COUNTER, b"new", 1), call("create", HOOK, b"new")),
    (call("create", QUEUE, b"new", CAPACITY), call("create", HOOK, b"other")),
    (call("create", COUNTER, b"old"), call("delete", COUNTER, b"old")),
    (call("create", COUNTER, b"new"), call("delete", COUNTER, b"new")),
    (call("create", COUNTER, b"new"), call("find", COUNTER, b"new")),
    (call("create", COUNTER, b"new"), call("next", COUNTER)),
    (call("delete", COUNTER, b"old"), call("delete", COUNTER, b"old")),
    (call("delete", COUNTER, b"old"), call("find", COUNTER, b"old")),
    (call("delete", COUNTER, b"old"), call("next", COUNTER)),
    (call("delete", COUNTER, b"old"), call("create", HOOK, b"old")),
)


def pair(world: World, start: str, calls: Pair, *, deaths: int = 0) -> Explored:
    """All orders of two calls on one kind of start."""
    return all_orders(world, STARTS[start](world.renew()), calls, deaths=deaths)


def name_pair(
    world: World, calls: Pair, *, deaths: int = 0, face: Any = None, runs_max: int = RUNS_MAX
) -> Explored:
    """The same on names, of the counters' directory with one in it."""
    start = names(world, COUNTER, face)
    return all_orders(world, start, calls, deaths=deaths, runs_max=runs_max)
