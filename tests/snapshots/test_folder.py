"""A store in a folder: who may write there, and what many processes do to each other."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from polyprim.errors import BlockedError, InvalidArgumentError, SnapshotError
from polyprim.snapshots import FolderStore, changed_pages, folder
from tests.runtime.support import NOBODY, eventually
from tests.snapshots.samples import WASM, make, patterned, small
from tests.snapshots.test_stores import numbered, put


def test_everything_is_closed_to_others(tmp_path: Path) -> None:
    put(FolderStore(tmp_path / "a" / "store"), small())
    root = tmp_path / "a" / "store"
    folders = [root, root / "snapshots", root / "modules"]
    files = [path for path in root.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert len(files) == 2


TROUBLES: dict[str, Callable[[Path], object]] = {
    "the group may write": lambda path: path.chmod(0o770),
    "all may write": lambda path: path.chmod(0o1777),
    "it is another's": lambda path: os.chown(path, NOBODY, NOBODY),
    "it is a link": lambda path: path.symlink_to(path.rename(path.with_name("real"))),
}


@pytest.mark.parametrize("inside", ["", "snapshots", "modules"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_folder_that_others_can_write_is_refused(
    trouble: str, inside: str, tmp_path: Path
) -> None:
    if "another" in trouble and os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    store = FolderStore(tmp_path / "store")
    stored = put(store, small())
    TROUBLES[trouble](tmp_path / "store" / inside)
    for use in (
        lambda: FolderStore(tmp_path / "store"),
        lambda: store.open(stored.id),
        lambda: put(store, numbered(1)),
        store.gc,
    ):
        with pytest.raises(SnapshotError):
            use()


@pytest.mark.parametrize("trouble", [*TROUBLES, "it is a fifo"])
def test_a_file_that_others_can_write_is_refused(trouble: str, tmp_path: Path) -> None:
    if "another" in trouble and os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    store = FolderStore(tmp_path / "store")
    stored = put(store, small())
    path = tmp_path / "store" / "snapshots" / stored.id
    if trouble in TROUBLES:
        TROUBLES[trouble](path)
    else:
        path.unlink()
        os.mkfifo(path)
    with pytest.raises(SnapshotError):
        store.open(stored.id)


def test_a_path_that_can_be_none() -> None:
    with pytest.raises(InvalidArgumentError):
        FolderStore("a\0b")
    with pytest.raises(SnapshotError):
        FolderStore("/proc/polyprim")


def test_what_is_no_snapshot_is_left_alone(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    put(store, small())
    for name in ("snapshots/README", "modules/README", "snapshots/.hidden", "modules/x.wasm"):
        (tmp_path / "store" / name).write_text("mine")
    assert len(list(store.list())) == 1
    store.gc()
    assert (tmp_path / "store" / "modules" / "README").exists()
    assert (tmp_path / "store" / "snapshots" / ".hidden").exists()


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    before = len(os.listdir("/proc/self/fd"))

    def failing() -> object:
        yield 0, b"x" * 4096
        raise ConnectionError("the guest is gone")

    task = make(patterned(16))
    with pytest.raises(ConnectionError):
        store.put(task.manifest, failing(), module=WASM)  # type: ignore[arg-type]
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == []
    assert len(os.listdir("/proc/self/fd")) == before


def test_drafts_of_the_living_stay_and_those_of_the_dead_go(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    snapshots = tmp_path / "store" / "snapshots"
    child = os.fork()
    if child == 0:
        with store._draft() as draft:
            draft.write(b"half of it")
            signal.pause()
        os._exit(0)
    eventually(lambda: any(path.stat().st_size for path in snapshots.glob(".*.new")))
    with store._draft():
        assert store.gc().leftovers == 0
        assert len(list(snapshots.glob(".*.new"))) == 2
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        collected = store.gc()
    assert (collected.leftovers, collected.size) == (1, 10)
    assert list(snapshots.iterdir()) == []


def test_opening_a_store_cleans_up(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    left = [tmp_path / "store" / name / ".dead.new" for name in ("snapshots", "modules")]
    for path in left:
        path.write_bytes(b"left")
    put(store, small())
    assert all(path.exists() for path in left)
    FolderStore(tmp_path / "store")
    assert not any(path.exists() for path in left)


def test_somebody_who_stopped_in_the_middle_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(tmp_path / "store")
    monkeypatch.setattr(folder, "_PATIENCE", 0.05)
    root = os.open(tmp_path / "store", os.O_RDONLY)
    fcntl.flock(root, fcntl.LOCK_EX)
    for use in (store.gc, lambda: put(store, small())):
        with pytest.raises(BlockedError, match="store"):
            use()
    os.close(root)
    put(store, small())


def test_a_collection_never_takes_the_module_of_a_new_snapshot(tmp_path: Path) -> None:
    """A module is garbage until the moment that its snapshot is shown."""
    store, stop = FolderStore(tmp_path / "store"), threading.Event()

    def collect() -> None:
        while not stop.is_set():
            store.gc()

    collector = threading.Thread(target=collect)
    collector.start()
    try:
        for number in range(40):
            stored = put(FolderStore(tmp_path / "store"), numbered(number))
            assert store.module(small().manifest.module_sha256) == WASM
            assert store.delete(stored.id)
    finally:
        stop.set()
        collector.join()


def test_many_processes_at_once(tmp_path: Path) -> None:
    store, children = FolderStore(tmp_path / "store"), []
    for worker in range(4):
        child = os.fork()
        if child == 0:
            try:
                mine = FolderStore(tmp_path / "store")
                for number in range(20):
                    put(mine, numbered(number))
                    put(mine, numbered(100 * worker + number))
                    mine.gc()
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    expected = {100 * worker + number for worker in range(4) for number in range(20)}
    found = [each.manifest for each in store.list()]
    assert {int(each.labels["number"]) for each in found if each is not None} == expected
    for each in store.list():
        with store.open(each.id) as reader:
            reader.verify()


def test_the_same_memory_is_read_while_it_is_stored(tmp_path: Path) -> None:
    """The pages of a view are not kept when all is done."""
    store, memory = FolderStore(tmp_path / "store"), bytearray(patterned(16))
    task = make(bytes(memory))
    store.put(task.manifest, changed_pages(memory, None), module=WASM)
    memory.extend(b"which nobody holds any more")
