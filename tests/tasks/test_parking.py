"""Tasks that wait for messages: suspended with their stack, or at rest between calls."""

from __future__ import annotations

import pytest

from polyprim import TaskError, TrapError
from polyprim.tasks import Snapshots, State
from tests.tasks.support import Loader, memory_of

SUSPENDING = """
    (func $park (import "polyprim" "park") (result i32))
    (memory (export "memory") 1)
    (data (i32.const 0) "\\10\\00\\00\\00\\00\\10\\00\\00")
    (global $state (mut i32) (i32.const 0))
    (func (export "asyncify_start_unwind") (param i32) (global.set $state (i32.const 1)))
    (func (export "asyncify_stop_unwind") (global.set $state (i32.const 0)))
    (func (export "asyncify_start_rewind") (param i32) (global.set $state (i32.const 2)))
    (func (export "asyncify_stop_rewind") (global.set $state (i32.const 0)))
    (func (export "polyprim_stack") (result i32) (i32.const 0))
"""
"""What wasm-opt adds, for functions that have nothing on their stack."""


def test_a_parked_task_goes_on_with_each_message(load: Loader) -> None:
    task = load("parker").start()
    outcome = task.run()
    assert (outcome.state, outcome.exit_code, task.state) == (State.PARKED, None, State.PARKED)
    assert task.send(b"20").replies == [b"1 kept"]
    assert task.send(b"300").replies == [b"2 kept"]
    assert task.send(b"1").replies == [b"3 kept"]
    last = task.send(b"")
    assert last.replies == [b"3: 1", b"2: 300", b"1: 20"]
    assert (last.state, last.exit_code, last.output) == (State.ENDED, 321, b"done\n")


def test_a_parked_task_can_do_nothing_else(load: Loader) -> None:
    task = load("parker").start()
    task.run()
    for call in (task.run, task.resume):
        with pytest.raises(TaskError, match=r"parked inside _start|does not wait"):
            call()
    assert task.send(b"1").replies == [b"1 kept"]


def test_a_parked_task_goes_on_after_a_capture(load: Loader, snapshots: Snapshots) -> None:
    """As often as it is captured, and in every copy."""
    task = load("parker").start()
    task.run()
    task.send(b"20")
    kept = snapshots.create(task)
    assert snapshots.create(task).id != kept.id, "its clock went on"
    assert task.send(b"300").replies == [b"2 kept"]
    for _ in range(2):
        with snapshots.restore(kept.id) as copy:
            assert copy.state is State.PARKED
            assert copy.send(b"4000").replies == [b"2 kept"]
            again = snapshots.create(copy)
        with snapshots.restore(again.id) as copy:
            assert copy.send(b"50000").replies == [b"3 kept"]
            assert copy.send(b"").exit_code == 54_020
    assert task.send(b"").exit_code == 320


def test_pointers_into_the_stack_are_the_same_after_a_restore(
    load: Loader, snapshots: Snapshots
) -> None:
    task = load("shadow_stack").start(arguments=["shadow_stack", "30"])
    task.run()
    shown = task.send(b"show").replies
    assert len(shown) == 30
    with snapshots.restore(snapshots.create(task).id) as copy:
        assert copy.send(b"show").replies == shown


def test_a_message_may_be_read_again_after_a_restore(load: Loader, snapshots: Snapshots) -> None:
    module = load.text(f"""
        (module
          (func $read (import "polyprim" "read") (param i32 i32) (result i32))
          (func $reply (import "polyprim" "reply") (param i32 i32))
          {SUSPENDING}
          (func (export "work") (result i32)
            (if (global.get $state) (then (nop)))
            (call $park))
          (func (export "again")
            (call $reply (i32.const 256) (call $read (i32.const 256) (i32.const 64)))))
    """)
    task = module.start()
    assert task.call("work").state is State.PARKED
    assert task.send(b"seven b").values == (7,)
    assert task.call("again").replies == [b"seven b"]
    with snapshots.restore(snapshots.create(task).id) as copy:
        assert copy.state is State.READY
    assert task.call("work").state is State.PARKED
    with snapshots.restore(snapshots.create(task).id) as copy:
        assert copy.send(b"new").values == (3,)
        assert copy.call("again").replies == [b"new"]


def test_a_message_that_was_not_read_does_not_wake_the_next_park(load: Loader) -> None:
    module = load.text(f"""
        (module {SUSPENDING}
          (func (export "polyprim_message"))
          (func (export "work") (result i32) (call $park)))
    """)
    task = module.start()
    task.send(b"ignored")
    assert task.call("work").state is State.PARKED
    assert task.send(b"taken").values == (5,)


def test_arguments_are_there_again_after_a_park(load: Loader, snapshots: Snapshots) -> None:
    module = load.text(f"""
        (module {SUSPENDING}
          (func (export "add") (param i32 i64 v128) (result i64)
            (i64.add (i64.extend_i32_s (call $park)) (local.get 1))))
    """)
    task = module.start()
    task.call("add", 1, 40, bytes(16))
    kept = snapshots.create(task)
    assert task.send(b"12").values == (42,)
    assert snapshots.restore(kept.id).send(b"123").values == (43,)


def test_a_module_that_cannot_be_suspended_says_what_it_needs(load: Loader) -> None:
    module = load.text("""
        (module (import "polyprim" "park" (func $park (result i32)))
          (func (export "work") (result i32) (call $park)))
    """)
    with pytest.raises(TrapError, match="polyprim_stack"):
        module.start().call("work")
    with pytest.raises(TaskError, match="takes no messages"):
        module.start().send(b"")


@pytest.mark.parametrize("where", ["_initialize", "polyprim:start"])
def test_nobody_can_park_before_there_is_anybody_to_wake_it(load: Loader, where: str) -> None:
    start = (
        "(start $begin)" if where == "polyprim:start" else '(export "_initialize" (func $begin))'
    )
    module = load.text(f"(module {SUSPENDING} (func $begin (drop (call $park))) {start})")
    with pytest.raises(TaskError, match=f"parks in {where}"):
        module.start()


def test_nobody_can_park_while_it_is_restored(load: Loader, snapshots: Snapshots) -> None:
    module = load.text(f"""
        (module {SUSPENDING}
          (func (export "work") (drop (call $park)))
          (func (export "polyprim_restored") (drop (call $park))))
    """)
    task = module.start()
    task.call("work")
    kept = snapshots.create(task)
    with pytest.raises(TaskError, match="parks in polyprim_restored"):
        snapshots.restore(kept.id)
    assert task.send(b"").state is State.READY


def test_a_task_that_parks_deeper_than_its_room_traps(load: Loader) -> None:
    task = load("shadow_stack").start(arguments=["shadow_stack", "100000"])
    with pytest.raises(TrapError):
        task.run()


def test_ten_thousand_parks(load: Loader) -> None:
    """Nothing is left behind by one, neither on a stack nor in memory."""
    module = load.text(f'(module {SUSPENDING} (func (export "work") (drop (call $park))))')
    task = module.start()
    before = memory_of(task)
    for _ in range(10_000):
        task.call("work")
        task.send(b"x")
    assert memory_of(task) == before


def test_a_restored_task_is_reset_to_where_it_was_restored(
    load: Loader, snapshots: Snapshots
) -> None:
    """Parked, in the midst of its stack; also after it has ended."""
    with load("parker").start() as task:
        task.run()
        task.send(b"20")
        kept = snapshots.create(task)
        assert task.send(b"").exit_code == 20
        task.reset()
        assert (task.state, task.exit_code) == (State.READY, None)
        assert task.run().state is State.PARKED
    with snapshots.restore(kept.id) as copy:
        for _ in range(3):
            assert copy.send(b"300").replies == [b"2 kept"]
            assert copy.send(b"").exit_code == 320
            copy.reset()
            assert copy.state is State.PARKED
        copy.cancel()
        copy.reset()
        assert copy.send(b"").exit_code == 20
