"""Writers that are killed at any point: what a store shows is whole, and a restart cleans up."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from polyprim.snapshots import FolderStore
from tests.snapshots.samples import WASM, make, patterned, restored
from tests.snapshots.test_stores import put

KILLS = 500
MEMORY = patterned(32)
MODULES = [WASM + bytes([number]) for number in range(3)]


def work(path: Path, seed: int) -> None:
    """Everything that changes a store, again and again."""
    dice = random.Random(seed)
    store = FolderStore(path)
    for count in range(1_000_000):
        name = f"{seed}.{count}"
        stored = put(store, make(MEMORY, labels={"name": name}), dice.choice(MODULES))
        if dice.random() < 0.5:
            store.delete(stored.id)
        if dice.random() < 0.2:
            store.gc()


def check(path: Path) -> None:
    """All that is there is whole, with its module, and nothing else is there."""
    store = FolderStore(path)
    store.gc()
    for stored in store.list():
        raw = (path / "snapshots" / stored.id).read_bytes()
        manifest, memory = restored(raw, b"")
        assert memory == MEMORY
        assert manifest == stored.manifest
        assert store.module(manifest.module_sha256) in MODULES
    names = {file.name for file in path.rglob("*") if file.is_file()}
    needed = {each.manifest.module_sha256.hex() + ".wasm" for each in store.list() if each.manifest}
    assert names == {each.id for each in store.list()} | needed


def test_kills(tmp_path: Path) -> None:
    path, dice, torn = tmp_path / "store", random.Random(4), 0
    for kill in range(KILLS):
        child = os.fork()
        if child == 0:
            try:
                work(path, kill)
            finally:
                os._exit(1)
        time.sleep(dice.random() * 0.012)
        os.kill(child, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        torn += any(path.rglob(".*.new"))
        if kill % 25 == 24:
            check(path)
            for stored in [*FolderStore(path).list()][:-3]:
                FolderStore(path).delete(stored.id)
    assert torn > KILLS / 10
