"""``polyprim doctor``: it finds nothing where nothing is wrong, and what is made wrong here."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from polyprim import Host
from polyprim.cli.doctor import kernel, places, software
from polyprim.cli.doctor.finding import Level
from polyprim.runtime import locks
from tests.cli.support import SIZE, Done, run
from tests.runtime.support import start
from tests.runtime.test_headers import set_field


def levels(done: Done) -> dict[str, str]:
    """How bad each thing is."""
    return {one["about"]: one["level"] for one in done.facts["findings"]}


def test_nothing_is_broken_here() -> None:
    done = run("doctor", "--json")
    assert done.code == 0
    found = levels(done)
    assert found["a call"] == found["wasmtime"] == found["modules"] == found["server"] == "ok"
    assert {"open files", "vm.max_map_count", "/dev/shm", "locked memory"} <= found.keys()
    plain = run("doctor").out
    assert all(about in plain for about in found)


LIMITED = """
import resource, sys
resource.setrlimit(getattr(resource, sys.argv.pop(1)), (int(sys.argv.pop(1)),) * 2)
from polyprim.cli import main
main()
"""


@pytest.mark.parametrize(
    ("limit", "value", "about", "level"),
    [
        ("RLIMIT_NOFILE", 500, "open files", "note"),
        ("RLIMIT_NOFILE", 50, "open files", "broken"),
        ("RLIMIT_AS", 9 << 30, "address space", "broken"),
    ],
)
def test_limits_of_the_process(limit: str, value: int, about: str, level: str) -> None:
    process = start(LIMITED, limit, value, "doctor", "--json")
    out, err = process.communicate(timeout=60)
    done = Done(process.returncode, out, err)
    assert levels(done)[about] == level
    assert done.code == (1 if level == "broken" else 0)
    (found,) = [one for one in done.facts["findings"] if one["about"] == about]
    assert "ulimit" in found["mend"]


def test_an_unsafe_runtime_folder_is_broken(tmp_path: Path) -> None:
    (tmp_path / "polyprim").mkdir(mode=0o755)
    (tmp_path / "polyprim").chmod(0o755)
    done = run("doctor", "--json")
    assert (done.code, levels(done)["runtime folder"]) == (1, "broken")


def of_cache(change: Callable[[Path], object], folder: Path) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        change(folder / "polyprim")
        (found,) = [one for one in places.findings() if one.about == "module cache"]
    return found


def test_the_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    tmp_path = tmp_path_factory.mktemp("cache")
    assert of_cache(lambda path: None, tmp_path).level is Level.OK
    assert of_cache(lambda path: path.mkdir(mode=0o700), tmp_path).level is Level.OK
    found = of_cache(lambda path: path.chmod(0o777), tmp_path)
    assert found.level is Level.NOTE
    assert "chmod go-w" in found.mend
    (tmp_path / "polyprim").rmdir()
    assert of_cache(lambda path: path.write_text("x"), tmp_path).level is Level.NOTE


def test_segments_that_nobody_uses_and_that_were_cut_short() -> None:
    with Host("used", size=SIZE):
        Host("idle", size=SIZE).close()
        found = [one for one in places.findings() if one.about == "segments"]
        assert [one.level for one in found] == [Level.NOTE]
        assert "idle: 4 MiB" in found[0].says
        assert "used" not in found[0].says
        with Host("idle"):
            (one,) = [one for one in places.findings() if one.about == "segments"]
            assert (one.level, one.says) == (Level.OK, "2")
    path = Path(os.environ["XDG_RUNTIME_DIR"], "polyprim", "idle.segment")
    set_field(path, "clean", bytes(4))
    set_field(path, "boot_id", b"another boot....")
    done = run("doctor", "--json")
    assert done.code == 1
    (one,) = [one for one in done.facts["findings"] if one["about"] == "segment"]
    assert one["mend"] == "polyprim segment recover idle"
    path.write_bytes(b"no segment")
    assert run("doctor", "--json").code == 1


def only(findings: Any, about: str) -> Any:
    (found,) = [one for one in findings if one.about == about]
    return found


def test_what_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def version(name: str) -> str:
        if name == "grpcio":
            raise metadata.PackageNotFoundError(name)
        return "47.0.0" if name == "wasmtime" else "1.0"

    monkeypatch.setattr(metadata, "version", version)
    monkeypatch.setattr(software, "MODULES", tmp_path)
    found = list(software.findings())
    assert only(found, "server").level is Level.NOTE
    assert "grpcio missing" in only(found, "server").says
    assert only(found, "wasmtime").level is Level.BROKEN
    assert only(found, "modules").level is Level.BROKEN
    assert "segment" in only(found, "modules").says


def test_what_the_kernel_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> bool:
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(locks, "lock", refused)
    monkeypatch.setattr(kernel, "FUTEX_WAITV", 100_000)
    monkeypatch.setattr(kernel, "FEATURES", ("sse2", "no_such_feature"))
    monkeypatch.setattr(kernel, "MAPS_FEW", 1 << 40)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    monkeypatch.setattr(resource, "getrlimit", lambda _: (resource.RLIM_INFINITY,) * 2)
    found = {one.about: one for one in kernel.findings()}
    assert found["OFD locks"].level is Level.BROKEN
    for about in ("futex_waitv", "processor", "vm.max_map_count", "processors"):
        assert found[about].level is Level.NOTE, about
    assert found["open files"].level is Level.OK
    assert "no_such_feature" in found["processor"].says


def test_little_space(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SEGMENT_BYTES", 1 << 60)
    found = {one.about: one for one in places.findings()}
    assert found["/dev/shm"].level is Level.NOTE
    assert found["runtime folder"].level is Level.NOTE
    monkeypatch.setattr(places, "SHARED", Path("/no/where"))
    assert only(places.findings(), "/no/where").level is Level.NOTE
