"""Segments at a path: what is no segment is refused in words and not touched."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.errors import (
    InvalidArgumentError,
    PolyprimError,
    SegmentError,
    SegmentNotFoundError,
    UnsupportedSegmentError,
)
from polyprim.runtime import files, upkeep
from tests.runtime.support import NOBODY, run

SIZE = 2 << 20


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    """Asserts that a file, and what lies beside it, is the same afterwards."""
    before, neighbours = path.read_bytes(), sorted(path.parent.iterdir())
    yield
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == neighbours


def refuse(path: Path, kind: type[PolyprimError], match: str) -> None:
    """Every way to open the file is refused for that reason."""
    for create in (False, True):
        with pytest.raises(kind, match=match):
            Host(path=path, create=create)
    for look in (upkeep.info, upkeep.verify, upkeep.recover):
        with pytest.raises(kind, match=match):
            look(path)


def test_a_file_is_made_only_if_wanted(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with pytest.raises(SegmentNotFoundError, match="no segment at"):
        Host(path=path)
    assert not path.exists()
    with Host(path=path, size=SIZE, create=True) as host:
        host.counter("hits").add(42)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with Host(path=str(path)) as host:
        assert host.counter.open("hits").get() == 42
    assert path.stat().st_blocks * 512 >= SIZE
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["file"]


def test_an_error_of_a_missing_file_is_also_python_s_own(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Host(path=tmp_path / "file")


def test_a_path_is_what_it_was_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Host(path="file", size=SIZE, create=True) as host:
        assert host.path == tmp_path / "file"


@pytest.mark.parametrize("path", ["", "a\0b", b"bytes", 7, "\ud800", None])
def test_what_is_no_path_is_refused(path: object) -> None:
    with pytest.raises(InvalidArgumentError, match="not a path"):
        files.absolute(path)  # type: ignore[arg-type]


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "file"
    with pytest.raises(SegmentNotFoundError, match=r"no folder .*missing"):
        Host(path=path, create=True)


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("text")
    refuse(tmp_path / "plain" / "file", SegmentError, "plain/file")


def test_a_name_too_long_for_a_file_is_said(tmp_path: Path) -> None:
    refuse(tmp_path / ("x" * 300), SegmentError, "File name too long")


def test_a_folder_is_no_segment(tmp_path: Path) -> None:
    refuse(tmp_path, SegmentError, "Is a directory")


def test_a_pipe_is_no_segment(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refuse(tmp_path / "pipe", UnsupportedSegmentError, "not a regular file")


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_a_device_is_no_segment(device: str) -> None:
    refuse(Path(device), SegmentError, "not a regular file|cannot be opened")


def test_a_link_to_itself_is_no_segment(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("link")
    refuse(tmp_path / "link", SegmentError, "symbolic links")


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("missing")
    refuse(tmp_path / "link", SegmentError, "leads nowhere")
    assert not (tmp_path / "missing").exists()


CONTENTS = {
    "nothing": b"",
    "a text": b"The quick brown fox\n",
    "zeros": bytes(SIZE),
    "another format": b"\x7fELF" + bytes(range(256)) * 64,
    "the magic alone": b"POLYPRIM",
    "the magic and zeros": b"POLYPRIM" + bytes(SIZE - 8),
}


@pytest.mark.parametrize("what", CONTENTS)
def test_a_file_of_something_else_is_not_touched(what: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(CONTENTS[what])
    with untouched(path):
        refuse(path, UnsupportedSegmentError, "is not a segment|ABI version 0")


@pytest.mark.parametrize("change", [-SIZE // 2, -65_536, -1, 1, 65_536])
def test_a_file_of_another_length_is_not_touched(change: int, tmp_path: Path) -> None:
    path = tmp_path / "file"
    Host(path=path, size=SIZE, create=True).close()
    os.truncate(path, SIZE + change)
    with untouched(path):
        refuse(path, UnsupportedSegmentError, "truncated or extended")


@pytest.mark.parametrize("mode", ["read-only", "unreadable", "in a closed folder"])
def test_a_file_without_the_right_to_write_is_not_touched(mode: str, public_folder: Path) -> None:
    path = public_folder / "file"
    if mode != "in a closed folder":
        Host(path=path, size=SIZE, create=True).close()
        path.chmod(0o444 if mode == "read-only" else 0o200)
    code = f"""
import os, sys, polyprim
polyprim.Host().close()  # imports what only the superuser may be able to read
os.geteuid() or os.setuid({NOBODY})
for create in (False, True):
    try:
        polyprim.Host(path=sys.argv[1], size={SIZE}, create=create)
    except polyprim.SegmentError as error:
        print(type(error).__name__, error)
"""
    done = run(code, path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(str(path)) == done.stdout.count("\n") == 2
    assert "Permission denied" in done.stdout
    assert [one.name for one in public_folder.iterdir()] == (["file"] if path.exists() else [])
