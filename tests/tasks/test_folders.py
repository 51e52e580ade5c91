"""Folders that a task may see: those that it is given, and nothing around them."""

from __future__ import annotations

import os
import resource
from contextlib import suppress
from pathlib import Path

import pytest

from polyprim import InvalidArgumentError, NoSpaceError, TaskDeadlineError
from polyprim.tasks import Folder, Limits, Outcome
from tests.tasks.support import FAR, Loader, descriptors


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder that is given, and beside it what is not."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "file").write_text("content")
    (folder / "bait").write_text("bait")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "up").symlink_to("..")
    (tmp_path / "secret").write_text("secret")
    return folder


def files(load: Loader, folder: Path | Folder, *words: str) -> Outcome:
    return load("files").start(arguments=["files", *words], folders={"/data": folder}).run()


def test_nothing_is_given_by_default(load: Loader) -> None:
    for path in ("/", ".", "/etc/passwd", "file", "/data/file"):
        outcome = load("files").start(arguments=["files", "read", path]).run()
        assert outcome.exit_code != 0
        assert outcome.output == b""


def test_files_are_read_written_listed_and_removed(load: Loader, data: Path) -> None:
    assert files(load, data, "read", "/data/file").output == b"content"
    assert files(load, data, "write", "/data/new", "fresh").exit_code == 0
    assert files(load, data, "append", "/data/new", " more").exit_code == 0
    assert (data / "new").read_text() == "fresh more"
    assert files(load, data, "make", "/data/folder").exit_code == 0
    listed = files(load, data, "list", "/data").output.decode().split()
    assert {"file", "new", "folder"} < set(listed)
    assert files(load, data, "remove", "/data/new").exit_code == 0
    assert not (data / "new").exists()


def test_what_may_only_be_read_is_not_changed(load: Loader, data: Path) -> None:
    folder = Folder(path=data, read_only=True)
    before = sorted(path.name for path in data.iterdir())
    assert files(load, folder, "read", "/data/file").output == b"content"
    for words in (
        ("write", "/data/file", "x"),
        ("append", "/data/file", "x"),
        ("write", "/data/new", "x"),
        ("make", "/data/folder"),
        ("remove", "/data/file"),
        ("link", "file", "/data/link"),
    ):
        assert files(load, folder, *words).exit_code != 0
    assert (data / "file").read_text() == "content"
    assert sorted(path.name for path in data.iterdir()) == before


ESCAPES = [
    "/data/../secret",
    "/data/out",
    "/data/up/secret",
    "/data/./../given/../secret",
    "../secret",
    "/secret",
    "/etc/passwd",
    "/proc/self/environ",
    "/data//../secret",
    "/data/up/up/up/etc/passwd",
]


@pytest.mark.parametrize("path", ESCAPES)
def test_no_path_leads_out(load: Loader, data: Path, path: str) -> None:
    """Whatever a guest tries there, what is outside is as it was."""
    outside = {each.name for each in data.parent.iterdir()}
    task = load("escape").start(arguments=["escape", path], folders={"/data": data})
    outcome = task.run()
    assert b"open " + path.encode() + b": ok" not in outcome.output
    assert b"follow " + path.encode() + b": ok" not in outcome.output
    assert (data.parent / "secret").read_text() == "secret"
    assert {each.name for each in data.parent.iterdir()} == outside


def test_folders_have_the_names_that_they_are_given(load: Loader, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(f"of {name}")
    folders = {"/first": tmp_path / "a", "/second/deeper": tmp_path / "b"}
    for path, text in (("/first/file", b"of a"), ("/second/deeper/file", b"of b")):
        task = load("files").start(arguments=["files", "read", path], folders=folders)
        assert task.run().output == text


def test_a_file_is_no_folder(load: Loader, data: Path) -> None:
    with pytest.raises(ValueError, match="cannot be opened"):
        load("files").start(folders={"/data": data / "file"})


def test_descriptors_have_a_limit(load: Loader, data: Path) -> None:
    holder, before = load("holder"), descriptors()
    limits = Limits(descriptors=10)
    with holder.start(folders={"/data": data}, limits=limits) as task:
        opened = [task.call("hold", number).values[0] for number in range(6)]
        assert opened == list(range(4, 10))
        too_many = -33  # as WASI numbers errors
        assert task.call("hold", 6).values == (too_many,)
        assert task.call("release", 5).values == (0,)
        assert task.call("hold", 6).values == (5,)
        assert descriptors() == before + 7
    assert descriptors() == before


def test_more_folders_than_descriptors(load: Loader, data: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="more than 3 descriptors"):
        load("holder").start(folders={"/data": data}, limits=Limits(descriptors=3))


def test_a_process_without_descriptors_says_so(load: Loader, data: Path) -> None:
    holder = load("holder")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = [os.open(os.devnull, os.O_RDONLY)]
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (taken[0] + 20, hard))
        with suppress(OSError):
            while True:
                taken.append(os.dup(taken[0]))
        os.close(taken.pop())  # with one left, the folder is opened here, and not for the task
        with pytest.raises(NoSpaceError, match="Too many open files"):
            holder.start(folders={"/data": data})
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for each in taken:
            os.close(each)
    holder.start(folders={"/data": data}).close()


def test_a_read_that_never_comes_ends_in_time(load: Loader, data: Path) -> None:
    """Of a pipe that a writer holds open and never fills."""
    os.mkfifo(data / "pipe")
    keeper = os.open(data / "pipe", os.O_RDWR)
    try:
        task = load("files").start(
            arguments=["files", "read", "/data/pipe"], folders={"/data": data}
        )
        with pytest.raises(TaskDeadlineError):
            task.run(timeout=0.1)
        os.write(keeper, b"late")
        other = load("files").start(
            arguments=["files", "write", "/data/pipe", "x" * 70_000], folders={"/data": data}
        )
        with pytest.raises(TaskDeadlineError):
            other.run(timeout=0.1)
    finally:
        os.close(keeper)


def test_devices_are_not_given(load: Loader) -> None:
    task = load("files").start(arguments=["files", "read", "/dev/zero"], folders={"/dev": "/dev"})
    outcome = task.run(timeout=FAR)
    assert outcome.exit_code != 0
    assert b"Permission denied" in outcome.errors


def test_a_folder_outlives_its_name(load: Loader, data: Path) -> None:
    """A task has the folder itself, whatever becomes of the path."""
    task = load("files").start(arguments=["files", "read", "/data/file"], folders={"/data": data})
    data.rename(data.parent / "moved")
    assert task.run().output == b"content"
