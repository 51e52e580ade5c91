"""Processes in different PID namespaces share a segment: who is alive is never told by a pid."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.runtime import upkeep
from tests.runtime.support import environment, eventually, leave_out, line_of, say

SIZE = 4 << 20
OTHER = """
import os, sys
from polyprim import Host
with Host(path=sys.argv[1]) as host:
    hits = host.counter("hits")
    hits.add(1)
    print(os.getpid(), flush=True)
    input()
    host._segment.retire_all_dead()  # among the slots is that of a process that is no pid here
    print(hits.add(1), flush=True)
    input()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Host(path=tmp_path / "file", size=SIZE, create=True).close()
    return tmp_path / "file"


@pytest.fixture
def other(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that is the first of a namespace of its own."""
    unshare = ["unshare", "--pid", "--fork", "--kill-child=KILL"]
    if os.geteuid() != 0:
        unshare.append("--map-root-user")
    process = subprocess.Popen(
        [*unshare, sys.executable, "-c", OTHER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_the_living_are_left_alone_and_the_dead_are_seen(
    path: Path, other: subprocess.Popen[str]
) -> None:
    assert other.stdout is not None
    first = other.stdout.readline().strip()
    if not first:
        assert other.stderr is not None
        leave_out(f"no PID namespace of one's own is allowed here: {other.stderr.read()}")
    assert first == "1"
    with Host(path=path) as host:
        hits = host.counter("hits")
        assert hits.add(1) == 2
        assert upkeep.info(path).workers == 2
        assert not any(host._segment.retire_dead(slot) for slot in (1, 2))
        say(other)
        assert line_of(other) == "3"
        assert hits.add(1) == 4
        other.kill()  # and with it the namespace and all that is in it
        eventually(lambda: upkeep.info(path).workers == 1)
        assert [host._segment.retire_dead(slot) for slot in (1, 2)].count(True) == 1
        assert hits.add(1) == 5
