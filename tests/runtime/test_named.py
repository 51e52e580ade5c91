"""Named segments: where they lie, who may read them, and two who make one at once."""

from __future__ import annotations

import os
import stat
from functools import partial
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.errors import InvalidArgumentError, InvalidNameError, UnsafePathError
from polyprim.runtime import files
from polyprim.runtime.segment import Segment
from tests.runtime.support import NOBODY, add, line_of, make_counter, say, start

SIZE = 2 << 20
BAD_NAMES = ["", ".", "..", ".hidden", "-x", "_x", "a/b", "a\0b", "a b", "a:b", "a\n", "é"]
BAD_NAMES += ["x" * 65]


def test_a_named_segment_is_closed_to_others(runtime_folder: Path) -> None:
    with Host("orders") as host:
        assert host.path == runtime_folder / "polyprim" / "orders.segment"
        assert stat.S_IMODE(host.path.stat().st_mode) == 0o600
        assert stat.S_IMODE(host.path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_whatever_the_umask_is(mask: int, runtime_folder: Path) -> None:
    before = os.umask(mask)
    try:
        with Host("orders", size=SIZE) as host:
            assert host.path is not None
            assert stat.S_IMODE(host.path.stat().st_mode) == 0o600
            assert stat.S_IMODE(host.path.parent.stat().st_mode) == 0o700
    finally:
        os.umask(before)


def test_without_a_runtime_folder_it_lies_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    for unset in ("", "relative"):
        monkeypatch.setenv("XDG_RUNTIME_DIR", unset)
        assert files.runtime_folder() == Path(f"/dev/shm/polyprim-{os.geteuid()}")


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_is_none_is_refused(name: str, runtime_folder: Path) -> None:
    with pytest.raises(InvalidNameError, match="1 to 64"):
        Host(name)
    assert list(runtime_folder.iterdir()) == []


@pytest.mark.parametrize("name", ["a", "9", "A.b_c-D", "x" * 64])
def test_a_good_name_is_taken(name: str) -> None:
    with Host(name, size=SIZE) as host:
        assert host.path is not None
        assert host.path.name == f"{name}.segment"


def test_a_name_and_a_path_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="not both"):
        Host("a", path=tmp_path / "a")


@pytest.mark.parametrize("mode", [0o701, 0o710, 0o770, 0o777])
def test_a_folder_that_is_open_to_others_is_refused(mode: int, runtime_folder: Path) -> None:
    (runtime_folder / "polyprim").mkdir()
    (runtime_folder / "polyprim").chmod(mode)
    with pytest.raises(UnsafePathError, match="0700"):
        Host("orders")


def test_a_folder_of_another_s_is_refused(runtime_folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    (runtime_folder / "polyprim").mkdir(mode=0o700)
    os.chown(runtime_folder / "polyprim", NOBODY, NOBODY)
    with pytest.raises(UnsafePathError, match="0700"):
        Host("orders")


def test_a_link_to_a_folder_is_refused(runtime_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (runtime_folder / "polyprim").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UnsafePathError, match="0700"):
        Host("orders")


def test_a_missing_base_folder_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "missing"))
    with pytest.raises(UnsafePathError, match="missing"):
        Host("orders")


def test_two_hosts_of_one_name_are_one_segment() -> None:
    with Host("orders") as first, Host("orders") as second:
        first.counter("hits").add(40)
        assert second.counter.open("hits").add(2) == 42
        assert (first.size, first.path) == (second.size, second.path)


@pytest.mark.parametrize(("size", "objects"), [(4 << 20, None), (None, 128), (1, None), (None, 3)])
def test_another_size_than_it_has_is_refused(size: int | None, objects: int | None) -> None:
    with Host("orders", size=SIZE, objects=256) as host:
        assert host.path is not None
    before = host.path.read_bytes()
    with pytest.raises(InvalidArgumentError, match="2097152 bytes and 256 objects"):
        Host("orders", size=size, objects=objects)
    assert host.path.read_bytes() == before
    with Host("orders", size=SIZE, objects=256), Host("orders") as again:
        assert again.size == SIZE


@pytest.mark.parametrize("size", [-1, 0, 1, SIZE - 65_536, SIZE + 1, 4 << 30, 1 << 70])
def test_a_size_that_no_segment_has_is_refused(size: int, tmp_path: Path) -> None:
    for name in (None, "orders"):
        with pytest.raises(InvalidArgumentError, match="a segment has 2097152 to"):
            Host(name, size=size)
    with pytest.raises(InvalidArgumentError):
        Host(path=tmp_path / "file", size=size, create=True)
    assert not (tmp_path / "file").exists()


@pytest.mark.parametrize("objects", [-1, 0, 63, 65, 1 << 23, 1 << 70])
def test_a_number_of_objects_that_no_segment_has_is_refused(objects: int) -> None:
    with pytest.raises(InvalidArgumentError, match="objects"):
        Host(objects=objects)
    with pytest.raises(InvalidArgumentError, match="do not fit"):
        Host(size=SIZE, objects=1 << 15)


@pytest.mark.parametrize("wrong", ["2097152", 2097152.0, b"1", [1]])
def test_a_size_that_is_no_number_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        Host(size=wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Host(objects=wrong)  # type: ignore[arg-type]


RACER = """
import sys
from polyprim import Host
for _ in range(int(sys.argv[1])):
    name = input()
    with Host(name, size=2 << 20) as host:
        counter = host.counter("hits")
        for _ in range(200):
            counter.add(1)
        print(host.path.stat().st_ino, flush=True)
        input()
"""


def test_two_processes_make_one_at_once(runtime_folder: Path) -> None:
    rounds = 20
    racers = [start(RACER, rounds) for _ in range(2)]
    for number in range(rounds):
        name = f"race-{number}"
        for racer in racers:
            say(racer, name)
        inodes = {line_of(racer) for racer in racers}
        assert len(inodes) == 1
        with Host(name) as host:
            assert host.counter("hits").get() == 400
        for racer in racers:
            say(racer)
    assert [racer.communicate(timeout=20)[1] for racer in racers] == ["", ""]
    names = {path.name for path in (runtime_folder / "polyprim").iterdir()}
    assert names == {f"race-{number}.segment" for number in range(rounds)}


def test_two_threads_make_one_at_once() -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        for number in range(10):
            segments = list(pool.map(partial(Segment.named, size=SIZE), [f"race-{number}"] * 8))
            counter = make_counter(segments[0])
            assert [add(segment, counter) for segment in segments] == list(range(1, 9))
            for segment in segments:
                segment.close()
