"""The cache of compiled modules: only what nobody else could have written is ever run."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest

from polyprim.runtime import compiler, engine
from polyprim.runtime.cache import ModuleCache, cache_folder
from polyprim.runtime.engine import Engine
from tests.runtime.support import NOBODY, line_of, run, say, start

USE = "from polyprim import Host; print(Host().counter('hits').add(41) + 1)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A filled cache."""
    path = tmp_path / "cache"
    Engine(cache=ModuleCache(path))
    return path


def entries(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def compiled_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that an engine now compiles, and puts into the cache again."""
    stored: list[str] = []
    original = ModuleCache.store

    def store(self: ModuleCache, key: str, artifact: bytes) -> None:
        stored.append(key)
        original(self, key, artifact)

    monkeypatch.setattr(ModuleCache, "store", store)
    Engine(cache=ModuleCache(folder))
    monkeypatch.setattr(ModuleCache, "store", original)
    return sorted(stored)


def test_the_folder_is_the_user_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "polyprim"
    for unset in ("", "relative/folder"):
        monkeypatch.setenv("XDG_CACHE_HOME", unset)
        assert cache_folder() == Path.home() / ".cache" / "polyprim"


def test_folder_and_files_are_closed_to_others(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert all(len(bytes.fromhex(path.name)) == 32 for path in folder.iterdir())
    assert len(entries(folder)) == len(list(engine.MODULES.glob("*.wasm")))


def test_what_is_there_is_not_compiled_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = entries(folder)
    assert compiled_again(folder, monkeypatch) == []
    assert entries(folder) == before


@pytest.mark.parametrize("what", ["_processor_features", "settings", "version"])
def test_what_compiled_code_depends_on_is_in_the_key(
    what: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what == "settings":
        monkeypatch.setitem(engine._SETTINGS, "native_unwind_info", True)
    elif what == "version":
        monkeypatch.setattr(metadata, "version", lambda _: "48.9.9")
    else:
        monkeypatch.setattr(compiler, what, lambda: "flags: another")
    before = set(entries(folder))
    made = compiled_again(folder, monkeypatch)
    assert len(made) == len(before)
    assert not before & set(made)


def _flip(path: Path, place: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "an artifact's byte changed": lambda path: _flip(path, len(path.read_bytes()) // 2),
    "its digest changed": lambda path: _flip(path, -1),
    "cut off": lambda path: os.truncate(path, path.stat().st_size - 1),
    "empty": lambda path: os.truncate(path, 0),
    "owned by another": lambda path: os.chown(path, NOBODY, NOBODY),
    "writable by the group": lambda path: path.chmod(0o620),
    "writable by all": lambda path: path.chmod(0o602),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_file_that_cannot_be_trusted_is_made_anew(
    damage: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "owned" in damage and os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    before = entries(folder)
    path = sorted(folder.iterdir())[0]
    DAMAGES[damage](path)
    assert compiled_again(folder, monkeypatch) == [path.name]
    assert entries(folder) == before
    assert compiled_again(folder, monkeypatch) == []


@pytest.mark.parametrize("kind", ["symlink", "fifo"])
def test_what_is_no_plain_file_is_replaced(
    kind: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(folder)
    path = sorted(folder.iterdir())[0]
    path.rename(tmp_path / "elsewhere")
    if kind == "symlink":
        path.symlink_to(tmp_path / "elsewhere")
    else:
        os.mkfifo(path)
    assert compiled_again(folder, monkeypatch) == [path.name]
    assert entries(folder) == before
    assert stat.S_ISREG(path.lstat().st_mode)


def test_what_wasmtime_refuses_is_made_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sorted(folder.iterdir())[0]
    ModuleCache(folder).store(path.name, b"an artifact of another machine")
    assert compiled_again(folder, monkeypatch) == [path.name]
    assert compiled_again(folder, monkeypatch) == []


@pytest.mark.parametrize("trouble", ["owned by another", "for the group", "for all", "a symlink"])
def test_a_folder_that_cannot_be_trusted_is_not_used(
    trouble: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "owned" in trouble and os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    before = entries(folder)
    if trouble == "owned by another":
        os.chown(folder, NOBODY, NOBODY)
    elif trouble == "a symlink":
        folder.symlink_to(folder.rename(folder.with_name("real")))
    else:
        folder.chmod(0o770 if trouble == "for the group" else 0o1777)
    with pytest.warns(RuntimeWarning, match="not cached"):
        assert len(compiled_again(folder, monkeypatch)) == len(before)
    assert entries(folder) == before


def test_two_processes_fill_it_at_once(tmp_path: Path) -> None:
    code = "print('ready'); input()\n" + USE
    both = [start(code, XDG_CACHE_HOME=str(tmp_path)) for _ in range(2)]
    assert [line_of(process) for process in both] == ["ready", "ready"]
    for process in both:
        say(process)
    assert [process.communicate(timeout=60) for process in both] == [("42\n", ""), ("42\n", "")]
    names = {path.name for path in (tmp_path / "polyprim").iterdir()}
    assert len(names) == len(list(engine.MODULES.glob("*.wasm")))


def test_a_cache_that_cannot_be_written_only_warns(public_folder: Path) -> None:
    (public_folder / "closed").mkdir(mode=0o555)
    code = f"""
import os, sys, polyprim
from polyprim.runtime.engine import Engine
polyprim.Host().close()  # imports what only the superuser may be able to read
os.environ["XDG_CACHE_HOME"] = sys.argv[1]
os.geteuid() or os.setuid({NOBODY})
print(len(Engine().digests))
"""
    done = run(code, public_folder / "closed")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len(list(engine.MODULES.glob("*.wasm"))) - 1
    assert "RuntimeWarning: compiled modules are not cached" in done.stderr
    assert list((public_folder / "closed").iterdir()) == []


def test_no_home_only_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    monkeypatch.delenv("XDG_CACHE_HOME")
    with pytest.warns(RuntimeWarning, match="home"):
        Engine()


def test_a_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = entries(folder)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.warns(RuntimeWarning, match="No space"):
        ModuleCache(folder).store("0" * 64, b"artifact")
    assert entries(folder) == before
