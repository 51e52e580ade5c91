"""No room is an error when a segment is made, and leaves nothing behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from polyprim import Host
from polyprim.errors import NoSpaceError, SegmentError
from tests.runtime.support import environment, leave_out

SIZE = 2 << 20


def in_own_mounts(folder: Path, code: str) -> str:
    """What that code prints, with a tmpfs of 64 MB on the folder that only it sees."""
    mount = 'mount -t tmpfs -o size=64m,mode=700 tmpfs "$0" || exit 77; exec "$@"'
    unshare = ["unshare", "--mount", "--map-root-user"]
    if os.geteuid() == 0:
        unshare.pop()
    try:
        done = subprocess.run(
            [*unshare, "sh", "-c", mount, folder, sys.executable, "-c", code, folder],
            capture_output=True,
            text=True,
            timeout=60,
            env=environment(XDG_RUNTIME_DIR=str(folder)),
        )
    except FileNotFoundError:
        leave_out("there is no unshare")
    if done.returncode == 77 or done.stderr.startswith("unshare: "):
        leave_out(f"no mounts of one's own are allowed here: {done.stderr}")
    assert done.returncode == 0, done.stderr
    return done.stdout


FILL = """
import os, pathlib, sys
from polyprim import Host, NoSpaceError
folder = pathlib.Path(sys.argv[1])
hosts = [lambda: Host("full"), lambda: Host(path=folder / "full", create=True)]
"""


def test_a_full_file_system_is_an_error_at_creation(tmp_path: Path) -> None:
    code = f"""{FILL}
Host("small", size=32 << 20).counter("hits").add(41)
for make in hosts:
    try:
        make()
    except NoSpaceError as error:
        print(type(error).__name__)
print(sorted(path.name for path in folder.rglob("*") if path.is_file()))
print(Host("small").counter("hits").add(1))
room = os.statvfs(folder)
print(room.f_bavail * room.f_frsize >= 31 << 20)
"""
    printed = ["NoSpaceError", "NoSpaceError", "['small.segment']", "42", "True"]
    assert in_own_mounts(tmp_path, code).splitlines() == printed


def test_what_was_made_never_runs_out_of_room(tmp_path: Path) -> None:
    """All of a segment's space is its own from the start: a full file system does not touch it."""
    code = f"""{FILL}
host = Host("queue", size=16 << 20)
with open(folder / "ballast", "wb") as ballast:
    try:
        while True:
            ballast.write(bytes(1 << 20))
    except OSError:
        pass
queue = host.queue("jobs", capacity=8 << 20)
while queue.push(bytes(65536)):
    pass
print(queue.statistics().items)
host.close()
print(Host("queue").queue.open("jobs").statistics().items)
"""
    first, again = map(int, in_own_mounts(tmp_path, code).split())
    assert first == again > 100


AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from polyprim import Host

def use(_):
    with Host("orders", size=40 << 20) as host:
        return host.counter("hits").add(1)

if __name__ == "__main__":
    use_all = lambda pool: sorted(pool.map(use, range(4)))
    with get_context("fork").Pool(4) as pool:
        print(use_all(pool))
    Host("orders").path.unlink()
    with ThreadPoolExecutor(4) as pool:
        print(use_all(pool))
"""


def test_those_who_make_one_at_once_need_no_more_room_than_one(tmp_path: Path) -> None:
    assert in_own_mounts(tmp_path, AT_ONCE) == "[1, 2, 3, 4]\n" * 2


def fail(call: str, number: int) -> Callable[..., Any]:
    """A function of os that fails where it matters, and else is the real one."""
    real = getattr(os, call)

    def failing(*args: Any, **named: Any) -> Any:
        if call == "open" and args[1] & os.O_TMPFILE != os.O_TMPFILE:
            return real(*args, **named)
        raise OSError(number, os.strerror(number))

    return failing


def test_file_systems_whose_files_must_have_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", fail("open", errno.EOPNOTSUPP))
    with Host(path=tmp_path / "file", size=SIZE, create=True) as host:
        host.counter("hits").add(42)
        assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["file"]
    with Host(path=tmp_path / "file") as host:
        assert host.counter("hits").get() == 42


@pytest.mark.parametrize("has_tmpfile", [True, False])
@pytest.mark.parametrize(
    ("call", "number", "kind"),
    [
        ("posix_fallocate", errno.ENOSPC, NoSpaceError),
        ("posix_fallocate", errno.EDQUOT, NoSpaceError),
        ("posix_fallocate", errno.EIO, SegmentError),
        ("ftruncate", errno.EFBIG, NoSpaceError),
        ("link", errno.ENOSPC, NoSpaceError),
        ("link", errno.EPERM, SegmentError),
    ],
)
def test_nothing_is_left_behind(
    has_tmpfile: bool,
    call: str,
    number: int,
    kind: type[Exception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not has_tmpfile:
        monkeypatch.setattr(os, "open", fail("open", errno.EOPNOTSUPP))
    monkeypatch.setattr(os, call, fail(call, number))
    open_files = len(os.listdir("/proc/self/fd"))
    with pytest.raises(kind, match=os.strerror(number)):
        Host(path=tmp_path / "file", size=SIZE, create=True)
    assert [one for one in tmp_path.iterdir() if one.is_file()] == []
    assert len(os.listdir("/proc/self/fd")) == open_files
