"""A full file system: a clear error, and everything that was there before."""

from __future__ import annotations

from pathlib import Path

from tests.runtime.test_full_disk import in_own_mounts

PREPARE = """
import os, sys, pathlib
from polyprim.errors import NoSpaceError
from polyprim.snapshots import FolderStore, ImageCache
from tests.snapshots.samples import WASM, make, patterned, small
from tests.snapshots.test_stores import put

folder = pathlib.Path(sys.argv[1])

def files():
    return sorted(path.name for path in folder.rglob("*") if path.is_file())

def fill(leave):
    with open(folder / "ballast", "wb") as ballast:
        try:
            while True:
                os.write(ballast.fileno(), bytes(1 << 20))
        except OSError:
            pass
        os.ftruncate(ballast.fileno(), os.fstat(ballast.fileno()).st_size - leave)
"""


def test_a_store(tmp_path: Path) -> None:
    code = f"""{PREPARE}
store = FolderStore(folder / "store")
kept = put(store, small())
refused = 0
for leave in range(0, 200 * 4096, 4 * 4096):
    fill(leave)
    before = files()
    try:
        stored = put(store, make(os.urandom(64 * 4096)), os.urandom(40 * 4096))
        assert store.delete(stored.id) and store.gc().modules == 1
    except NoSpaceError as error:
        assert "no room" in str(error), error
        refused += 1
    assert [name for name in files() if not name.endswith(".wasm")] == [
        name for name in before if not name.endswith(".wasm")]
    with store.open(kept.id) as reader:
        reader.verify()
    store.gc()
    assert files() == before
print(10 < refused < 40)
"""
    assert in_own_mounts(tmp_path, code) == "True\n"


def test_a_cache(tmp_path: Path) -> None:
    code = f"""{PREPARE}
cache = ImageCache(folder / "cache", size_max=32 << 20)
def whole(file):
    for _ in range(256):
        os.write(file, bytes(4096))
kept = cache.image("aa", whole)
fill(100 * 4096)
before = files()
try:
    cache.image("bb", whole)
except NoSpaceError as error:
    print("no room" in str(error))
print(files() == before)
os.unlink(folder / "ballast")
print(os.fstat(cache.image("bb", whole)).st_size)
"""
    assert in_own_mounts(tmp_path, code).split() == ["True", "True", str(1 << 20)]
