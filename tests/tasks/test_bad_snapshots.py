"""Snapshots of tasks that are damaged, or that lie: a typed error, or what was captured."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from polyprim import (
    Host,
    InvalidArgumentError,
    NoSpaceError,
    PolyprimError,
    SnapshotError,
    TaskError,
    WrongBaseError,
)
from polyprim.snapshots import (
    FolderStore,
    Global,
    Manifest,
    Park,
    Preopen,
    Table,
    TaskLimits,
    ValueType,
    Wait,
)
from polyprim.tasks import Limits, Snapshots, State, Task, TaskModule, Tasks
from polyprim.tasks.capturing import captured
from tests.runtime.support import line_of, start
from tests.tasks.support import Loader, resident_bytes
from tests.tasks.test_parking import SUSPENDING

MIB = 1 << 20
SMALL = f"""
    (module
      {SUSPENDING}
      (global $count (mut i64) (i64.const 7))
      (func (export "work") (param i32) (result i32)
        (i32.store (i32.const 8) (i32.const 0x01020304))
        (drop (call $park))
        (local.get 0))
      (func (export "two") (result i32 i64) (i32.const 1) (i64.const 2))
      (func (export "reference") (param funcref) (result i32) (call $park))
      (func (export "look") (result i64 i32)
        (global.get $count) (i32.load (i32.const 8))))
"""
TYPED = (SnapshotError, InvalidArgumentError, NoSpaceError)


@pytest.fixture
def tasks(tmp_path: Path) -> Tasks:
    """With images of its own."""
    return Tasks(tmp_path / "cache")


@pytest.fixture
def module(tasks: Tasks) -> TaskModule:
    return Loader(tasks).text(SMALL)


@pytest.fixture
def parked(module: TaskModule) -> Iterator[Task]:
    with module.start() as task:
        assert task.call("work", 5).state is State.PARKED
        yield task


def forget_images(tasks: Tasks) -> None:
    for image in tasks.images.path.glob("*.image"):
        image.unlink()


def shown(task: Task) -> object:
    """Everything that such a task does."""
    return task.send(b"x").values, task.call("look").values, task.state


def test_every_flipped_byte_and_every_truncation(
    tasks: Tasks, parked: Task, store: FolderStore
) -> None:
    kept = Snapshots(tasks, store).create(parked)
    file = Path(store.path) / "snapshots" / kept.id
    sound = file.read_bytes()
    expected = shown(Snapshots(tasks, store).restore(kept.id))
    dice = random.Random(3)
    damaged = [sound[:length] for length in range(len(sound))]
    for place in range(len(sound)):
        for flipped in {sound[place] ^ 1, sound[place] ^ 0x80, dice.randrange(256)}:
            damaged.append(sound[:place] + bytes([flipped]) + sound[place + 1 :])
    refused = 0
    for raw in damaged:
        file.write_bytes(raw)
        forget_images(tasks)
        try:
            with Snapshots(tasks, store).restore(kept.id) as copy:
                assert shown(copy) == expected
                assert raw == sound
        except SnapshotError:
            refused += 1
    assert refused >= 0.99 * len(damaged)
    file.write_bytes(sound)
    assert shown(Snapshots(tasks, store).restore(kept.id)) == expected


def test_damage_does_no_harm_to_what_is_in_use(
    tasks: Tasks, parked: Task, store: FolderStore
) -> None:
    snapshots = Snapshots(tasks, store)
    kept = snapshots.create(parked)
    copy = snapshots.restore(kept.id)
    (Path(store.path) / "snapshots" / kept.id).write_bytes(b"")
    assert shown(copy) == shown(snapshots.restore(kept.id))
    with pytest.raises(SnapshotError):
        Snapshots(tasks, store).restore(kept.id)


def test_a_module_in_the_store_that_is_another_one(
    tasks: Tasks, parked: Task, store: FolderStore
) -> None:
    kept = Snapshots(tasks, store).create(parked)
    (file,) = (Path(store.path) / "modules").iterdir()
    file.write_bytes(file.read_bytes() + b"\0\0")
    with pytest.raises(SnapshotError, match="damaged"):
        Snapshots(Tasks(tasks.images.path.parent), store).restore(kept.id)


Change = Callable[[Manifest], Manifest]


def _park(**changes: object) -> Change:
    def change(manifest: Manifest) -> Manifest:
        assert manifest.park is not None
        return replace(manifest, park=replace(manifest.park, **changes))  # type: ignore[arg-type]

    return change


def _limits(**changes: int) -> Change:
    return lambda manifest: replace(manifest, limits=replace(manifest.limits, **changes))


def _with(**changes: object) -> Change:
    return lambda manifest: replace(manifest, **changes)  # type: ignore[arg-type]


ONE = Global(0, ValueType.I32, bytes(16))
LIES: dict[str, tuple[Change, type[Exception] | tuple[type[Exception], ...]]] = {
    "no globals": (_with(globals=()), WrongBaseError),
    "a global less": (lambda m: replace(m, globals=m.globals[:1]), WrongBaseError),
    "a global more": (
        lambda m: replace(m, globals=(*m.globals, Global(9, ValueType.I32, bytes(16)))),
        WrongBaseError,
    ),
    "a global of another type": (
        lambda m: replace(m, globals=(ONE, Global(1, ValueType.F64, bytes(16)))),
        WrongBaseError,
    ),
    "a global of another index": (
        lambda m: replace(m, globals=(ONE, Global(2, ValueType.I64, bytes(16)))),
        WrongBaseError,
    ),
    "thousands of globals": (
        _with(globals=tuple(Global(n, ValueType.I64, bytes(16)) for n in range(16_000))),
        WrongBaseError,
    ),
    "a table": (_with(tables=(Table(0, 10),)), WrongBaseError),
    "no memory": (_with(memory_pages=0, base_bytes=0), (WrongBaseError, InvalidArgumentError)),
    "another base image": (_with(base_sha256=bytes(32)), WrongBaseError),
    "a longer base image": (_with(base_bytes=8192), WrongBaseError),
    "an export that there is not": (_park(export="nowhere"), WrongBaseError),
    "an export of the host": (_park(export="polyprim:set_globals"), WrongBaseError),
    "an export that takes references": (_park(export="reference"), WrongBaseError),
    "no arguments": (_park(arguments=b""), WrongBaseError),
    "arguments for another export": (_park(export="two"), WrongBaseError),
    "thousands of arguments": (_park(arguments=b"\xff" * 160_000), WrongBaseError),
    "no output": (_limits(output_bytes=2**40), InvalidArgumentError),
    "no descriptors": (_limits(descriptors=0), InvalidArgumentError),
    "giant tables": (_limits(table_elements=2**60), InvalidArgumentError),
    "giant memory": (_limits(memory_bytes=2**63), InvalidArgumentError),
    "a limit below the memory": (_limits(memory_bytes=100), NoSpaceError),
    "long arguments": (_with(arguments=("x" * (1 << 20),)), InvalidArgumentError),
    "long environment": (_with(environment={"X": "x" * (1 << 20)}), InvalidArgumentError),
    "a folder": (
        _with(preopens=(Preopen(guest_path="/", host_path="/", read_only=False),)),
        InvalidArgumentError,
    ),
}


def planted(snapshots: Snapshots, task: Task, change: Change) -> str:
    """A snapshot whose digests are right, and whose manifest is not."""
    with captured(task, {}) as found:
        manifest = change(found.manifest)
        binary = task.module.binary
        return snapshots.store.put(manifest, found.pages, module=binary).id


@pytest.mark.parametrize("name", LIES)
def test_manifests_that_lie(name: str, tasks: Tasks, parked: Task, store: FolderStore) -> None:
    change, error = LIES[name]
    snapshots = Snapshots(tasks, store)
    before = tasks.statistics()
    with pytest.raises(error):
        snapshots.restore(planted(snapshots, parked, change))
    assert tasks.statistics() == before
    assert parked.send(b"x").values == (5,)


TRUTHS: dict[str, Change] = {
    "as it is": lambda manifest: manifest,
    "a clock at its end": _with(monotonic_ns=2**63 - 1),
    "a clock at its beginning": _with(monotonic_ns=0),
    "from the future": _with(created_unix_ns=2**63 - 1),
    "an area anywhere": _park(asyncify_area=2**32 - 1),
    "a message": _park(message=b"x" * 100_000),
    "more memory": _with(memory_pages=100),
    "much more memory": _with(memory_pages=4096),
    "input": _with(unread_input=bytes(100_000)),
    "waits for a queue": _park(wait=Wait.CALL, method="polyprim.v1.QueueService/Pop"),
    "waits for what there is not": _park(wait=Wait.CALL, method="polyprim.v1.Nope/Nope"),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_manifests_that_may_be_true(
    name: str, tasks: Tasks, parked: Task, store: FolderStore
) -> None:
    """However odd: the task is restored, goes on, and can be captured or says why not."""
    snapshots = Snapshots(tasks, store)
    before = resident_bytes()
    with snapshots.restore(planted(snapshots, parked, TRUTHS[name])) as copy:
        with suppress(InvalidArgumentError):  # of a clock that is behind the end of time
            snapshots.create(copy)
        assert copy.parked is not None
        if copy.parked.method:  # but it waits in park, and says so where it goes on
            assert copy.resume(timeout=0).state is State.PARKED
        assert copy.send(b"x").values == (5,)
        assert copy.call("look").values == (7, 0x01020304)
    assert resident_bytes() < before + 64 * MIB


def test_snapshots_of_a_module_that_has_none(tasks: Tasks, store: FolderStore) -> None:
    """As they could come from a version that knew less of what is in the way."""
    module = Loader(tasks).text("""
        (module (table 1 funcref) (elem declare func $f) (func $f)
          (func (export "set") (table.set 0 (i32.const 0) (ref.func $f))))
    """)
    manifest = Manifest(
        module_sha256=module.sha256,
        module_name="tables",
        base_sha256=module.base_sha256,
        base_bytes=0,
        created_unix_ns=0,
        monotonic_ns=0,
        initialized=True,
        memory_pages=0,
        limits=TaskLimits(memory_bytes=MIB, table_elements=9, output_bytes=MIB, descriptors=9),
    )
    kept = store.put(manifest, [], module=module.binary)
    with pytest.raises(WrongBaseError):
        Snapshots(tasks, store).restore(kept.id)


def test_a_park_in_a_module_that_cannot(tasks: Tasks, store: FolderStore) -> None:
    module = Loader(tasks).text('(module (memory 1) (func (export "f")))')
    snapshots = Snapshots(tasks, store)
    with module.start() as task:
        park = Park(wait=Wait.MESSAGE, export="f", arguments=bytes(16))
        with pytest.raises(WrongBaseError):
            snapshots.restore(planted(snapshots, task, _with(park=park)))


def test_a_snapshot_for_another_module_of_the_same_base(
    tasks: Tasks, parked: Task, store: FolderStore
) -> None:
    other = Loader(tasks).text('(module (memory 1) (func (export "work")))')
    with captured(parked, {}) as found:
        manifest = replace(
            found.manifest,
            module_sha256=other.sha256,
            base_sha256=other.base_sha256,
            base_bytes=other.base.bytes,
        )
        kept = store.put(manifest, found.pages, module=other.binary)
    with pytest.raises(WrongBaseError):
        Snapshots(tasks, store).restore(kept.id)


@pytest.mark.parametrize("name", ["parker", "shadow_stack"])
def test_memories_that_nobody_wrote(load: Loader, snapshots: Snapshots, name: str) -> None:
    """A parked stack with other bytes in it goes anywhere, and ends as any guest does."""
    task = load(name).start(limits=Limits(memory_bytes=8 * MIB, output_bytes=MIB))
    task.run()
    dice = random.Random(name)
    endings = set()
    with captured(task, {}) as found:
        pages = [(first, bytes(part)) for first, part in found.pages]
        for _ in range(60):
            harmed = [(first, _harmed(part, dice)) for first, part in pages]
            numbers = tuple(
                replace(each, value=dice.randbytes(4) + bytes(12)) if dice.random() < 0.2 else each
                for each in found.manifest.globals
            )
            manifest = replace(found.manifest, globals=numbers)
            kept = snapshots.store.put(manifest, harmed, module=task.module.binary)
            with snapshots.restore(kept.id) as copy:
                try:
                    endings.add(copy.send(b"1", timeout=0.2).state.value)
                except TaskError as error:
                    endings.add(type(error).__name__)
    assert "TrapError" in endings
    assert load("no_memory").start().call("count").values == (1,)


def _harmed(part: bytes, dice: random.Random) -> bytes:
    raw = bytearray(part)
    for _ in range(dice.randrange(1, 200)):
        raw[dice.randrange(len(raw))] = dice.choice((0, 0xFF, dice.randrange(256)))
    return bytes(raw)


CREATING = """
import sys
from polyprim.snapshots import FolderStore
from polyprim.tasks import Snapshots, Tasks
from tests.tasks.support import Loader
tasks = Tasks()
snapshots = Snapshots(tasks, FolderStore(sys.argv[1]))
task = Loader(tasks)("messages").start()
print("begun", flush=True)
while True:
    task.send(b"x" * 4000)
    snapshots.create(task)
"""


def test_kills_while_snapshots_are_created(load: Loader, host: Host, store: FolderStore) -> None:
    """Whatever the moment: what is listed can be restored, and what is half done goes away."""
    load("messages")
    snapshots = host.snapshots_in(store)
    dice = random.Random(11)
    for _ in range(3):
        with start(CREATING, store.path) as process:
            line_of(process)
            time.sleep(dice.random() * 0.2)
            process.kill()
        for stored in store.list():
            assert stored.trouble == ""
            with snapshots.restore(stored.id) as copy:
                assert len(copy.send(b"y").replies) == 2
    assert list(store.list())
    snapshots.gc()
    assert not [each for each in Path(store.path).rglob("*") if each.name.startswith(".tmp")]


def test_bombs_and_other_files_are_no_snapshots(tasks: Tasks, store: FolderStore) -> None:
    snapshots = Snapshots(tasks, store)
    for raw in (b"", b"x" * 1000, bytes(1 << 20)):
        with pytest.raises(PolyprimError):
            store.add([raw])
    for name in ("", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64):
        with pytest.raises(TYPED):
            snapshots.restore(name)
