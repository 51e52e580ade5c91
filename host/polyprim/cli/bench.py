"""``polyprim bench``: how fast it is here, in a few seconds."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from polyprim.cli.connection import connected
from polyprim.cli.options import takes
from polyprim.cli.output import AsJson, say
from polyprim.contract import Method, message_class, services
from polyprim.errors import PolyprimError
from polyprim.host import Host
from polyprim.settings import CallSettings

SECONDS: Final = 0.5
"""That each measurement takes, about."""
RECORD: Final = bytes(64)
_OTHER: Final = "import sys; from polyprim.cli import bench; bench.echo(sys.argv[1])"


@dataclass(frozen=True, slots=True)
class Figure:
    """What one thing took: the median of ten rounds."""

    what: str
    nanoseconds: float
    per_second: float


@takes(CallSettings)
def bench(settings: CallSettings, json_: AsJson = False) -> None:
    """Measure additions, records and calls on this machine, and a server with --at.

    Nothing that exists is changed. A quick look, of one thread: `./build.sh bench` compares with
    others.
    """
    figures = [*_embedded(), _between_processes()]
    if settings.at is not None:
        figures.append(_remote(settings))
    if json_:
        say({"figures": [asdict(one) for one in figures]}, True, "")
        return
    drawn = Table("what", box=None, pad_edge=False)
    for name in ("time", "per second"):
        drawn.add_column(name, justify="right")
    for one in figures:
        drawn.add_row(one.what, _time(one.nanoseconds), f"{one.per_second:,.0f}")
    Console().print(drawn)


def _embedded() -> list[Figure]:
    with Host() as host:
        counter, queue = host.counter("hits"), host.queue("jobs")

        def push_and_pop() -> None:
            queue.push(RECORD)
            queue.pop()

        return [
            _measured("counter.add, embedded", lambda: counter.add(1)),
            _measured("queue: a push and a pop of 64 bytes, embedded", push_and_pop),
        ]


def _between_processes() -> Figure:
    """A record to another process and one back, both waiting: two hand-overs."""
    with tempfile.TemporaryDirectory(prefix="polyprim-bench-", dir=_memory()) as folder:
        path = Path(folder) / "bench.segment"
        with Host(path=path, create=True, size=8 << 20) as host:
            there, back = host.queue("there"), host.queue("back")
            other = subprocess.Popen([sys.executable, "-c", _OTHER, path])

            def round_trip() -> None:
                there.push(RECORD)
                if back.pop(timeout=30) is None:
                    raise PolyprimError("the other process does not answer")

            round_trip()  # when it has started
            found = _measured("", round_trip)
            there.push(b"")
            other.wait()
    half = found.nanoseconds / 2
    return Figure("queue: 64 bytes to a process that waits", half, 1e9 / half)


def echo(path: str) -> None:
    """What the other process does until it gets an empty record."""
    with Host(path=path) as host:
        there, back = host.queue("there"), host.queue("back")
        while record := there.pop(timeout=30):
            back.push(record)


def _remote(settings: CallSettings) -> Figure:
    """Asks for a counter that does not exist: the whole way, and nothing is changed."""
    method = _exists()
    request: Any = message_class(method.request)(name="polyprim-bench")
    with connected(settings) as connection:
        return _measured(f"counter.exists, {settings.at}", lambda: connection.call(method, request))


def _exists() -> Method:
    counter = next(service for service in services() if service.name == "counter")
    return next(method for method in counter.methods if method.name == "Exists")


def _measured(what: str, function: Callable[[], object]) -> Figure:
    count = 1
    while (took := _took(function, count)) < SECONDS / 20:
        count *= 2
    count = max(1, int(count * SECONDS / 10 / took))
    median = sorted(_took(function, count) for _ in range(10))[5] / count
    return Figure(what, round(median * 1e9, 1), round(1 / median, 1))


def _took(function: Callable[[], object], count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        function()
    return time.perf_counter() - began


def _memory() -> str | None:
    shared = Path("/dev/shm")
    return str(shared) if shared.is_dir() else None


def _time(nanoseconds: float) -> str:
    if nanoseconds < 1000:
        return f"{nanoseconds:,.0f} ns"
    return f"{nanoseconds / 1000:,.1f} us"
