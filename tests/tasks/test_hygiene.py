"""What is fresh after a restore, what goes on, and what is a copy."""

from __future__ import annotations

import time

import pytest

from polyprim import TaskDeadlineError, TrapError
from polyprim.tasks import Snapshots, Task
from tests.tasks.support import Loader, memory_of

SECOND_NS = 1_000_000_000


def number(task: Task, export: str) -> int:
    (value,) = task.call(export).values
    assert isinstance(value, int)
    return value


def test_the_wall_clock_is_real(load: Loader, snapshots: Snapshots) -> None:
    task = load("chance").start()
    kept = snapshots.create(task)
    for each in (task, snapshots.restore(kept.id)):
        before = time.time_ns()
        assert before <= number(each, "wall_clock") <= time.time_ns()


def test_the_monotonic_clock_goes_on_from_where_it_was(load: Loader, snapshots: Snapshots) -> None:
    task = load("chance").start()
    first = number(task, "monotonic")
    kept = snapshots.create(task)
    then = number(task, "monotonic")
    time.sleep(0.3)
    with snapshots.restore(kept.id) as copy:
        shown = number(copy, "monotonic")
        assert first < shown < then + 0.25 * SECOND_NS, "it stood still between"
        assert number(copy, "monotonic") > shown
    assert number(task, "monotonic") > then + 0.3 * SECOND_NS


def test_a_new_task_s_clock_is_its_own(load: Loader) -> None:
    """It tells nothing of the machine, and zero is left to those who mean nothing by it."""
    for _ in range(2):
        assert SECOND_NS <= number(load("chance").start(), "monotonic") < 5 * SECOND_NS


def test_random_bytes_are_fresh(load: Loader, snapshots: Snapshots) -> None:
    kept = snapshots.create(load("chance").start())
    drawn = [number(snapshots.restore(kept.id), "random") for _ in range(8)]
    assert len(set(drawn)) == 8


def test_a_generator_is_cloned_unless_it_is_seeded_again(
    load: Loader, snapshots: Snapshots
) -> None:
    task = load("chance").start()
    task.call("seed")
    kept = snapshots.create(task)
    copies = [snapshots.restore(kept.id) for _ in range(2)]
    assert number(copies[0], "draw") == number(copies[1], "draw")
    for copy in copies:
        copy.call("seed")
    assert number(copies[0], "draw") != number(copies[1], "draw")


def test_the_hook_runs_first_and_once(load: Loader, snapshots: Snapshots) -> None:
    task = load("messages").start()
    assert number(task, "restored") == 0
    kept = snapshots.create(task)
    with snapshots.restore(kept.id) as copy:
        assert number(copy, "restored") == 1
        again = snapshots.create(copy)
    with snapshots.restore(again.id) as copy:
        assert number(copy, "restored") == 2
    unborn = snapshots.create(load("messages").start(initialize=False))
    with snapshots.restore(unborn.id) as copy:
        assert number(copy, "restored") == 0, "nothing was there before"


def test_a_hook_that_fails_fails_the_restore(load: Loader, snapshots: Snapshots) -> None:
    for body, error in (("unreachable", TrapError), ("(loop $a (br $a))", TaskDeadlineError)):
        module = load.text(f'(module (func (export "polyprim_restored") {body}))')
        kept = snapshots.create(module.start())
        with pytest.raises(error):
            snapshots.restore(kept.id, timeout=0.1)


def test_the_same_task_makes_the_same_memory(load: Loader) -> None:
    """Beginning is deterministic as far as a guest does not ask for clocks or chance."""
    one, other = load("messages").start(), load("messages").start()
    for message in (b"a", b"bc"):
        one.send(message)
        other.send(message)
    assert memory_of(one) == memory_of(other)
