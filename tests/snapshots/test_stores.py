"""The stores: one face over folders and object stores."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore

from polyprim.errors import (
    InvalidArgumentError,
    NoSpaceError,
    PayloadTooLargeError,
    SnapshotDamagedError,
    SnapshotError,
    SnapshotNotFoundError,
    UntrustedSnapshotError,
    WrongBaseError,
)
from polyprim.snapshots import (
    FolderStore,
    ObjectStore,
    Store,
    Stored,
    changed_pages,
)
from tests.snapshots.samples import KEY, WASM, Task, file_of, make, parked, patterned, small

Opened = Callable[..., Store]


@pytest.fixture(params=["folder", "memory", "local", "file url"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    """Opens the same store again and again, with other options."""
    folder, memory = tmp_path / "store", MemoryStore()
    folder.mkdir(mode=0o700)
    stores: dict[str, Opened] = {
        "folder": lambda **options: FolderStore(folder, **options),
        "memory": lambda **options: ObjectStore(memory, grace=0, **options),
        "local": lambda **options: ObjectStore(LocalStore(folder), grace=0, **options),
        "file url": lambda **options: ObjectStore(folder.as_uri(), grace=0, **options),
    }
    return stores[request.param]


@pytest.fixture
def store(opened: Opened) -> Store:
    return opened()


def put(store: Store, task: Task, module: bytes = WASM) -> Stored:
    """Stores a task, with a module whose digest its manifest has."""
    manifest = replace(task.manifest, module_sha256=hashlib.sha256(module).digest())
    with file_of(task.base) as base:
        return store.put(manifest, changed_pages(task.memory, base), module=module)


def numbered(number: int) -> Task:
    """Tasks that differ."""
    return make(patterned(16, number), labels={"number": str(number), "even": str(number % 2 == 0)})


def ids(stored: Iterator[Stored]) -> set[str]:
    return {each.id for each in stored}


def test_what_is_put_is_there(store: Store) -> None:
    task = parked()
    stored = put(store, task)
    assert (stored.id, stored.manifest) == (store.open(stored.id).digest.hex(), task.manifest)
    with store.open(stored.id) as reader:
        reader.verify()
        assert reader.manifest == task.manifest
        assert reader.size == stored.size
    assert store.module(task.manifest.module_sha256) == WASM
    assert list(store.list()) == [stored]


def test_the_same_task_is_there_once(store: Store) -> None:
    assert put(store, small()) == put(store, small())
    assert len(list(store.list())) == 1


def test_lists_by_labels_and_module(store: Store) -> None:
    stored = [put(store, numbered(number)) for number in range(4)]
    other = put(store, numbered(5), WASM + b"\0\1\0")
    assert [each.id for each in store.list()] == sorted(each.id for each in [*stored, other])
    even = {stored[0].id, stored[2].id}
    assert ids(store.list(labels={"even": "True"})) == even
    assert ids(store.list(labels={"even": "True", "number": "2"})) == {stored[2].id}
    assert ids(store.list(labels={"odd": "True"})) == set()
    digest = hashlib.sha256(WASM + b"\0\1\0").digest()
    assert ids(store.list(module_sha256=digest)) == {other.id}


def test_what_is_deleted_is_gone(store: Store) -> None:
    stored = put(store, small())
    assert store.delete(stored.id)
    assert not store.delete(stored.id)
    with pytest.raises(SnapshotNotFoundError):
        store.open(stored.id)
    assert list(store.list()) == []


def test_garbage_is_what_no_snapshot_needs(store: Store) -> None:
    kept = put(store, numbered(1))
    gone = put(store, numbered(2), b"\0asm another")
    assert store.gc().modules == 0
    store.delete(gone.id)
    collected = store.gc()
    assert (collected.modules, collected.size, collected.unreadable) == (1, 12, ())
    assert kept.manifest is not None
    assert store.module(kept.manifest.module_sha256) == WASM
    with pytest.raises(SnapshotNotFoundError):
        store.module(hashlib.sha256(b"\0asm another").digest())


HOSTILE = ["", "../modules/x", "a" * 63, "A" * 64, "g" * 64, "0" * 63 + "\n", "0" * 64 + "\n", "\0"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_ids(name: str, store: Store) -> None:
    for use in (store.open, store.delete):
        with pytest.raises(InvalidArgumentError):
            use(name)


def test_what_is_not_there(store: Store) -> None:
    with pytest.raises(SnapshotNotFoundError):
        store.open("0" * 64)
    with pytest.raises(SnapshotNotFoundError):
        store.module(bytes(32))
    assert not store.delete("0" * 64)


def test_a_module_is_the_one_that_the_manifest_names(store: Store) -> None:
    with pytest.raises(InvalidArgumentError):
        store.put(small().manifest, [], module=b"another")
    assert list(store.list()) == []


def test_a_snapshot_from_elsewhere(store: Store) -> None:
    task = parked()
    raw = task.snapshot()
    chunks = [raw[place : place + 100] for place in range(0, len(raw), 100)]
    with pytest.raises(SnapshotNotFoundError):
        store.add(chunks)
    with pytest.raises(WrongBaseError):
        store.add(chunks, module=b"another")
    with pytest.raises(SnapshotDamagedError):
        store.add([*chunks, b"more"], module=WASM)
    with pytest.raises(SnapshotDamagedError):
        store.add([raw[:20], bytes([raw[20] ^ 1]), raw[21:]], module=WASM)
    assert list(store.list()) == []
    stored = store.add(chunks, module=WASM)
    assert (stored.manifest, stored.size) == (task.manifest, len(raw))
    assert store.add(chunks) == stored


def test_limits(opened: Opened) -> None:
    size = put(opened(), numbered(1)).size
    with pytest.raises(NoSpaceError):
        put(opened(snapshot_size_max=size // 2), numbered(2))
    limited = opened(size_max=size * 5 // 2)
    put(limited, numbered(2))
    with pytest.raises(NoSpaceError):
        put(limited, numbered(3))
    with pytest.raises(NoSpaceError):
        limited.add([make(patterned(160)).snapshot()])
    assert len(list(limited.list())) == 2
    (first,) = limited.list(labels={"number": "1"})
    limited.delete(first.id)
    put(limited, numbered(3))


def test_keys(opened: Opened) -> None:
    unsigned = put(opened(), small())
    signed = put(opened(key=KEY), small())
    assert unsigned.id != signed.id
    opened(key=KEY).open(signed.id).close()
    opened().open(signed.id).close()
    with pytest.raises(UntrustedSnapshotError):
        opened(key=KEY).open(unsigned.id)
    with pytest.raises(UntrustedSnapshotError):
        opened(key=KEY[::-1]).open(signed.id)
    listed = {each.id: each for each in opened(key=KEY).list()}
    assert listed[unsigned.id].manifest is None
    assert "not signed" in listed[unsigned.id].trouble
    with pytest.raises(UntrustedSnapshotError):
        opened(key=KEY).add([small().snapshot()])


def test_a_memory_over_the_limit(store: Store) -> None:
    stored = put(store, small())
    with pytest.raises(PayloadTooLargeError):
        store.open(stored.id, memory_limit=65_535)


def test_progress(store: Store) -> None:
    told: list[tuple[int, int]] = []
    task = make(patterned(64))
    store.put(
        task.manifest,
        changed_pages(task.memory, None),
        module=WASM,
        progress=lambda *of: told.append(of),
    )
    assert told[-1] == (len(task.memory), len(task.memory))


def test_modules_of_damaged_snapshots_are_kept(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    stored = put(store, small())
    path = tmp_path / "store" / "snapshots" / stored.id
    path.write_bytes(path.read_bytes()[:-1])
    (listed,) = store.list()
    assert (listed.id, listed.manifest) == (stored.id, None)
    assert list(store.list(labels={})) == [listed]
    assert list(store.list(labels={"a": "b"})) == []
    assert store.gc().unreadable == (stored.id,)
    assert store.module(small().manifest.module_sha256) == WASM
    put(store, small())
    assert store.gc().unreadable == ()
    store.open(stored.id).verify()


def test_a_snapshot_under_another_s_id_is_damage(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    one, other = put(store, numbered(1)), put(store, numbered(2))
    folder = tmp_path / "store" / "snapshots"
    (folder / one.id).write_bytes((folder / other.id).read_bytes())
    with pytest.raises(SnapshotDamagedError, match="another"):
        store.open(one.id)


def test_a_damaged_module_is_found(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    put(store, small())
    (path,) = (tmp_path / "store" / "modules").iterdir()
    path.write_bytes(b"something else")
    with pytest.raises(SnapshotDamagedError):
        store.module(small().manifest.module_sha256)


def test_young_objects_are_not_garbage() -> None:
    objects = MemoryStore()
    put(ObjectStore(objects), small())
    for store in (ObjectStore(objects), ObjectStore(objects, grace=0)):
        store.delete(next(store.list(), Stored("0" * 64, 0, None)).id)
    assert ObjectStore(objects).gc().modules == 0
    assert ObjectStore(objects, grace=0).gc().modules == 1


def test_a_url_of_no_store() -> None:
    for url in ("nothing", "gopher://a/b", "file:///nowhere/at/all"):
        with pytest.raises((InvalidArgumentError, SnapshotError)):
            put(ObjectStore(url), small())


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(InvalidArgumentError, match="objectstore"):
        ObjectStore("memory:///")
