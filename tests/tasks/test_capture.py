"""Tasks that are captured at rest: what comes back, and what is refused rather than lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from polyprim import (
    CaptureError,
    InvalidArgumentError,
    NoSpaceError,
    SnapshotNotFoundError,
    TaskBusyError,
    TaskEndedError,
    TaskError,
)
from polyprim.snapshots import changed_pages
from polyprim.tasks import Folder, Limits, Snapshots, State, contents
from polyprim.tasks.capturing import _written
from tests.runtime.support import eventually
from tests.tasks.support import FAR, Loader, globals_of, mappings, memory_of, thread
from tests.tasks.test_closing import is_busy

COUNTING = """
    (module
      (memory (export "memory") 2 100)
      (data (i32.const 8) "at the start")
      (func (export "load") (param i32) (result i32) (i32.load8_u (local.get 0)))
      (func (export "store") (param i32 i32) (i32.store8 (local.get 0) (local.get 1)))
      (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
      (func (export "size") (result i32) (memory.size)))
"""


def test_globals_of_all_types(load: Loader, snapshots: Snapshots) -> None:
    task = load("globals").start()
    for kind, value in (("i32", -5), ("i64", -(2**40)), ("f32", -0.0), ("f64", 1e300)):
        task.call(f"set_{kind}", value)
    task.call("set_v128", -1, 2**62)
    with snapshots.restore(snapshots.create(task).id) as copy:
        assert globals_of(copy) == globals_of(task)
        assert copy.call("get_i32").values == (-5,)
        assert copy.call("get_i64").values == (-(2**40),)


def test_memory_that_has_grown(load: Loader, snapshots: Snapshots) -> None:
    task = load.text(COUNTING).start()
    assert task.call("grow", 30).values == (2,)
    for place in (8, 4095, 4096, 131_072, 32 * 65_536 - 1):
        task.call("store", place, 77)
    with snapshots.restore(snapshots.create(task).id) as copy:
        assert copy.call("size").values == (32,)
        assert memory_of(copy) == memory_of(task)
        assert copy.call("grow", 68).values == (32,)
        assert copy.call("grow", 1).values == (-1,)
        assert copy.call("load", 100 * 65_536 - 1).values == (0,)


def test_pages_that_became_zero_again(load: Loader, snapshots: Snapshots) -> None:
    task = load.text(COUNTING).start()
    for place in range(8, 20):
        task.call("store", place, 0)
    with snapshots.restore(snapshots.create(task).id) as copy:
        assert not any(memory_of(copy))


def test_any_writes_at_all(load: Loader, snapshots: Snapshots) -> None:
    """Whatever was written where, in however many generations."""
    dice = random.Random(7)
    task = load.text(COUNTING).start()
    for _ in range(6):
        if dice.random() < 0.5:
            task.call("grow", dice.randrange(4))
        for _ in range(dice.randrange(40)):
            task.call("store", dice.randrange(2 * 65_536), dice.randrange(256))
        copy = snapshots.restore(snapshots.create(task).id)
        assert memory_of(copy) == memory_of(task)
        task.close()
        task = copy
    task.close()


def test_the_kernel_s_account_of_written_pages_is_complete(load: Loader) -> None:
    """What is written down by that account is what a comparison of all memory finds."""
    task = load.text(COUNTING).start()
    dice = random.Random(1)
    for _ in range(200):
        task.call("store", dice.randrange(2 * 65_536), dice.randrange(256))
        task.call("load", dice.randrange(2 * 65_536))
    with task.at_rest() as raw:
        runs = _written(raw)
        assert runs is not None
        memory, base = contents.memory(raw), task.module.base.file
        told = [(first, bytes(part)) for first, part in changed_pages(memory, base, runs)]
        assert flat(told) == flat(
            [(first, bytes(part)) for first, part in changed_pages(memory, base)]
        )


def flat(runs: list[tuple[int, bytes]]) -> dict[int, bytes]:
    return {
        first + place: part[place * 4096 : (place + 1) * 4096]
        for first, part in runs
        for place in range(len(part) // 4096)
    }


def test_a_restored_task_is_as_a_fresh_one_that_did_the_same(
    load: Loader, snapshots: Snapshots
) -> None:
    """In memory and globals, for every guest that can be captured."""
    names = ("started", "messages", "memory_edges", "passive_kept", "table_constant", "no_memory")
    for name in names:
        with load(name).start() as fresh, load(name).start() as task:
            kept = snapshots.create(task)
            with snapshots.restore(kept.id) as copy:
                if name != "messages":  # whose hook has counted
                    assert memory_of(copy) == memory_of(fresh)
                    assert globals_of(copy) == globals_of(fresh)
    with snapshots.restore(snapshots.create(load("table_constant").start()).id) as copy:
        assert [copy.call("ask", place).values for place in (0, 1)] == [(1,), (2,)]
    with snapshots.restore(snapshots.create(load("passive_kept").start()).id) as copy:
        copy.call("copy", 100)
        assert memory_of(copy)[100:107] == b"passive"


def test_what_has_run_is_not_run_again(load: Loader, snapshots: Snapshots) -> None:
    task = load("started").start()
    task.call("hello")
    with snapshots.restore(snapshots.create(task).id) as copy:
        place, length = copy.call("hello").values
        assert memory_of(copy)[16:25] == b"data:sihh"
        assert (place, length) == (16, 9)


def test_a_task_that_never_began(load: Loader, snapshots: Snapshots) -> None:
    """It begins where it is restored, in each copy."""
    task = load("started").start(initialize=False)
    kept = snapshots.create(task)
    for _ in range(2):
        with snapshots.restore(kept.id) as copy:
            copy.call("hello")
            assert memory_of(copy)[16:24] == b"data:sih"


def test_unread_input_is_carried(load: Loader, snapshots: Snapshots) -> None:
    module = load.text("""
        (module
          (import "wasi_snapshot_preview1" "fd_read"
            (func $read (param i32 i32 i32 i32) (result i32)))
          (import "polyprim" "reply" (func $reply (param i32 i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\\10\\00\\00\\00\\04\\00\\00\\00")
          (func (export "next")
            (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
            (call $reply (i32.const 16) (i32.load (i32.const 8)))))
    """)
    task = module.start(input=b"one two 3")
    assert task.call("next").replies == [b"one "]
    kept = snapshots.create(task)
    assert task.call("next").replies == [b"two "]
    for _ in range(2):
        with snapshots.restore(kept.id) as copy:
            assert [copy.call("next").replies for _ in range(3)] == [[b"two "], [b"3"], [b""]]


def test_open_files_are_named_and_refused(
    load: Loader, snapshots: Snapshots, tmp_path: Path
) -> None:
    task = load("holder").start(folders={"/data": tmp_path})
    (one,), (other,) = task.call("hold", 1).values, task.call("hold", 2).values
    with pytest.raises(CaptureError) as caught:
        snapshots.create(task)
    assert caught.value.reasons == (
        f"descriptor {one!r} is open: /data/1",
        f"descriptor {other!r} is open: /data/2",
    )
    task.call("release", one)
    task.call("release", other)
    task.call("release", 0)
    with pytest.raises(CaptureError, match="descriptor 0 is closed"):
        snapshots.create(task)
    assert task.call("hold", 1).values == (0,), "a refusal leaves the task as it was"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("table_changes", "changes its tables (table.set)"),
        ("table_growth", "changes its tables (table.grow)"),
        ("references", "mutable globals that hold references"),
        ("passive", "drops segments (data.drop)"),
    ],
)
def test_modules_that_cannot_be_captured_run_and_say_why(
    load: Loader, snapshots: Snapshots, name: str, reason: str
) -> None:
    module = load(name)
    task = module.start()
    with pytest.raises(CaptureError) as caught:
        snapshots.create(task)
    assert any(reason in each for each in caught.value.reasons)
    assert caught.value.reasons == module.interface.obstacles
    if name == "table_changes":
        task.call("change", 0)
        assert task.call("ask", 0).values == (3,)
    with pytest.raises(CaptureError):
        task.reset()


def test_folders_must_be_given_again(load: Loader, snapshots: Snapshots, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    kept = snapshots.create(load("holder").start(folders={"/data": here}))
    for folders in ({}, {"/other": there}, {"/data": there, "/more": there}):
        with pytest.raises(InvalidArgumentError, match="/data"):
            snapshots.restore(kept.id, folders=folders)
    with snapshots.restore(kept.id, folders={"/data": there}) as copy:
        copy.call("hold", 5)
        assert (there / "5").exists()
        assert not (here / "5").exists()


def test_what_could_only_be_read_is_not_written_after_a_restore(
    load: Loader, snapshots: Snapshots, tmp_path: Path
) -> None:
    read_only = Folder(path=tmp_path, read_only=True)
    kept = snapshots.create(load("holder").start(folders={"/data": read_only}))
    with snapshots.restore(kept.id, folders={"/data": tmp_path}) as copy:
        assert copy.call("hold", 1).values[0] < 0  # type: ignore[operator]
    assert not list(tmp_path.glob("1"))


def test_environments(load: Loader, snapshots: Snapshots) -> None:
    """Another one is possible as long as nobody has read the first."""
    unborn = snapshots.create(load("hello").start(environment={"WHEN": "before"}, initialize=False))
    with snapshots.restore(unborn.id, environment={"WHEN": "after"}) as copy:
        assert b"variable WHEN=after" in copy.run().output
    with snapshots.restore(unborn.id) as copy:
        assert b"variable WHEN=before" in copy.run().output
    born = snapshots.create(load("messages").start(environment={"WHEN": "before"}))
    snapshots.restore(born.id, environment={"WHEN": "before"}).close()
    with pytest.raises(InvalidArgumentError, match="environment"):
        snapshots.restore(born.id, environment={"WHEN": "after"})


def test_limits_are_carried_and_can_be_said_again(load: Loader, snapshots: Snapshots) -> None:
    limits = Limits(memory_bytes=4 << 20, output_bytes=70_000, descriptors=9, table_elements=100)
    task = load.text(COUNTING).start(limits=limits)
    task.call("grow", 30)
    kept = snapshots.create(task)
    with snapshots.restore(kept.id) as copy:
        assert copy.limits == limits
        assert copy.call("grow", 33).values == (-1,)
        assert copy.call("grow", 32).values == (32,)
    with snapshots.restore(kept.id, limits=Limits(memory_bytes=33 * 65_536)) as copy:
        assert copy.call("grow", 2).values == (-1,)
    with pytest.raises(NoSpaceError, match="larger than its limit"):
        snapshots.restore(kept.id, limits=Limits(memory_bytes=31 * 65_536))


def test_two_copies_share_nothing_that_they_write(load: Loader, snapshots: Snapshots) -> None:
    kept = snapshots.create(load("messages").start())
    copies = [snapshots.restore(kept.id) for _ in range(20)]
    for number, copy in enumerate(copies):
        for _ in range(number):
            copy.send(b"x")
    for number, copy in enumerate(copies):
        assert copy.send(b"y").replies == [b"%d" % (number + 1), b"y"]
        assert copy.call("restored").values == (1,)
        copy.close()


def test_copies_cost_what_they_write(load: Loader, snapshots: Snapshots) -> None:
    kept = snapshots.create(load("messages").start())
    snapshots.restore(kept.id).close()
    before = mappings()
    copies = [snapshots.restore(kept.id) for _ in range(100)]
    assert mappings() <= before + 100 * 4
    for copy in copies:
        copy.close()
    assert mappings() <= before + 5


def test_what_has_ended_or_is_busy_is_not_captured(load: Loader, snapshots: Snapshots) -> None:
    task = load("hello").start()
    task.run()
    with pytest.raises(TaskEndedError):
        snapshots.create(task)
    spinning = load("spin").start()

    def spin() -> None:
        with pytest.raises(TaskError):
            spinning.run(timeout=FAR)

    with thread(spin):
        eventually(lambda: is_busy(spinning))
        with pytest.raises(TaskBusyError):
            snapshots.create(spinning)
        spinning.cancel()


def test_labels_find_snapshots_and_deletion_forgets_them(
    load: Loader, snapshots: Snapshots
) -> None:
    task = load("messages").start()
    kept = snapshots.create(task, labels={"for": "tests"})
    snapshots.create(task, labels={"for": "others"})
    assert [each.id for each in snapshots.store.list(labels={"for": "tests"})] == [kept.id]
    assert snapshots.verify(kept.id).labels == {"for": "tests"}
    copy = snapshots.restore(kept.id)
    assert snapshots.delete(kept.id)
    assert not snapshots.delete(kept.id)
    assert copy.send(b"lives on").replies[1] == b"lives on"
    for call in (snapshots.restore, snapshots.verify):
        with pytest.raises(SnapshotNotFoundError):
            call(kept.id)


def test_a_task_at_rest_is_untouched_by_its_capture(load: Loader, snapshots: Snapshots) -> None:
    task = load("messages").start()
    task.send(b"x")
    memory, numbers = memory_of(task), globals_of(task)
    for _ in range(3):
        snapshots.create(task)
    assert (memory_of(task), globals_of(task), task.state) == (memory, numbers, State.READY)
    assert task.send(b"y").replies == [b"2", b"y"]
