"""What the tests of the runtime share: counters by the bridge, and Python in other processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

import pytest

from polyprim.abi import FAULT_LIMIT
from polyprim.native import bounded
from polyprim.runtime.segment import Segment

ROOT: Final = Path(__file__).resolve().parents[2]
COUNTER_KIND: Final = 1
NOBODY: Final = 65_534
"""A user who owns nothing."""


def make_counter(segment: Segment, name: bytes = b"hits", value: int = 0) -> int:
    """The handle of a new counter."""
    return segment.call(segment.function("counter_create"), len(name), value, name=name)


def find_counter(segment: Segment, name: bytes = b"hits") -> int:
    """The handle of the counter of that name."""
    return segment.call(segment.function("object_find"), COUNTER_KIND, len(name), name=name)


def add(segment: Segment, handle: int, delta: int = 1) -> int:
    """Adds as the public method does: a call through a site, and settle where that fails."""
    site = segment.site("counter_add", handle)
    answer = bounded.call1(site, delta)
    if answer < FAULT_LIMIT:
        return segment.settle(answer, bounded.call1, site, delta)
    return answer


def environment(**changes: str) -> dict[str, str]:
    """For a Python that imports what this one does."""
    path = os.pathsep.join([str(ROOT / "host"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": path, **changes}


def start(code: str, *arguments: object, **changes: str) -> subprocess.Popen[str]:
    """Another Python that runs that code, with pipes for all it reads and writes."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**changes),
    )


def run(code: str, *arguments: object, **changes: str) -> subprocess.CompletedProcess[str]:
    """The same, to its end."""
    process = start(code, *arguments, **changes)
    out, err = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def output_of(code: str, *arguments: object, **changes: str) -> str:
    """What that code prints; it must end well."""
    done = run(code, *arguments, **changes)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def line_of(process: subprocess.Popen[str]) -> str:
    """The next line that another Python prints."""
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, process.communicate(timeout=10)[1]
    return line


def say(process: subprocess.Popen[str], line: object = "") -> None:
    """Lets another Python that waits in input() go on."""
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def eventually(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Waits until it holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came to hold"
        time.sleep(0.005)


def leave_out(why: str) -> NoReturn:
    """Skips a test for want of something on this machine, which REQUIRE_ALL=1 makes an error."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(f"REQUIRE_ALL=1, and {why}")
    pytest.skip(why)
