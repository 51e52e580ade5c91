"""``polyprim stats``, ``top`` and ``bench``."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.cli import bench, picture
from polyprim.observe import Endpoint
from polyprim.runtime.metrics import BUCKET_SECONDS, MethodMetrics
from polyprim.service import Server
from polyprim_client import Client
from tests.cli.support import ended, run
from tests.runtime.support import environment, line_of, start


@pytest.fixture
def busy(path: Path) -> Path:
    """A segment whose counters were called remotely."""
    with Host(path=path) as host, Server(host) as server, Client(server.address) as client:
        for _ in range(3):
            client.counter("hits").add(1)
    return path


def test_stats_of_a_segment(busy: Path) -> None:
    facts = run("stats", "--segment", busy, "--json").facts
    assert facts["segment"]["objects"] == 2
    assert facts["segment"]["objects_max"] == 1024
    assert (facts["segment"]["sessions"], facts["segment"]["sessions_max"]) == (0, 7)
    add = next(one for one in facts["methods"] if one["method"] == "Add")
    assert (add["module"], add["language"], add["calls"]) == ("atomic_counter", "python", 3)
    assert add["mean_us"] > 0
    assert add["percentiles_us"]["p99"] >= add["percentiles_us"]["p50"] > 0
    (jobs,) = facts["objects"]
    assert (jobs["kind"], jobs["name"], jobs["items"]) == ("queue", "jobs", 1)
    plain = run("stats", "--segment", busy).out
    assert "counter Add" in plain
    assert "sessions 0 of 7" in plain
    assert "queue jobs" in plain
    assert run("stats", "--segment", busy, "--json").facts["methods"] == facts["methods"]


def test_stats_of_a_server_are_the_same(busy: Path) -> None:
    here = run("stats", "--segment", busy, "--json").facts
    with Host(path=busy) as host, Server(host) as server, Endpoint(host, server=server) as shown:
        there = run("stats", "--metrics", shown.address, "--json").facts
    key = lambda one: (one["module"], one["method"])  # noqa: E731
    for one, other in zip(
        sorted(here["methods"], key=key), sorted(there["methods"], key=key), strict=True
    ):
        assert one.pop("mean_us") == pytest.approx(other.pop("mean_us"))
        assert one == other
    assert there["segment"]["objects"] == 2
    assert there["segment"]["calls"] == 0
    assert {type(value) for value in there["segment"].values()} == {int}


def test_what_has_no_metrics_is_said(server: Server) -> None:
    assert "Connection refused" in run("stats", "--metrics", "127.0.0.1:1").error
    for command in ("stats", "top"):
        assert "does not speak HTTP" in run(command, "--metrics", server.address).error
    done = run("top", "--at", server.address)
    assert done.code == 2
    assert "--metrics" in done.sentence


def metrics(calls: int, buckets: dict[int, int], seconds: float) -> MethodMetrics:
    counts = [buckets.get(place, 0) for place in range(len(BUCKET_SECONDS) + 1)]
    return MethodMetrics("module", "Method", "java", calls, tuple(counts), seconds)


def at(moment: float, row: MethodMetrics) -> picture.Picture:
    return picture.Picture({(row.module, row.method, row.language): row}, {}, (), moment)


def test_rates_and_percentiles_are_of_the_span() -> None:
    before = at(10.0, metrics(100, {3: 100}, 1.0))
    now = at(12.0, metrics(300, {0: 150, 3: 100, 4: 49, len(BUCKET_SECONDS): 1}, 3.0))
    (row,) = picture.rows(now, before)
    assert (row.calls, row.per_second, row.mean_us) == (300, 100.0, 10_000.0)
    assert row.percentiles_us == {"p50": 1.0, "p99": 256.0}
    (row,) = picture.rows(now)
    assert row.per_second is None
    slow = at(12.0, metrics(2, {len(BUCKET_SECONDS): 2}, 3.0))
    assert picture.rows(slow)[0].percentiles_us["p50"] is None
    assert picture.rows(now, now)[0].mean_us is None


def test_top_as_lines(busy: Path) -> None:
    done = run("top", "--segment", busy, "--interval", 0.1, "--count", 2, "--json")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert len(lines) == 2
    assert all(row["per_second"] == 0 for line in lines for row in line["methods"])
    assert "counter Add" in run("top", "--segment", busy, "--interval", 0.1, "--count", 1).out


def test_top_sees_calls_as_they_come(busy: Path) -> None:
    code = "from polyprim.cli import main; main()"
    process = start(code, "top", "--segment", busy, "--interval", "0.1", "--json")
    line_of(process)
    with Host(path=busy) as host, Server(host) as server, Client(server.address) as client:
        while not any(row["per_second"] for row in json.loads(line_of(process))["methods"]):
            client.counter("hits").add(1)
    assert ended(process, signal.SIGINT).code == 0


@pytest.fixture
def terminal(busy: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """``polyprim top`` on a terminal of its own."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "polyprim", "top", "--segment", str(busy)]
    process = subprocess.Popen(
        [*command, "--interval", "0.1"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(TERM="xterm", COLUMNS="120", LINES="40"),
    )
    os.close(theirs)
    try:
        yield ours, process
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def read_until(terminal: int, wanted: bytes) -> bytes:
    seen = b""
    while wanted not in seen:
        seen += os.read(terminal, 65_536)
    return seen


@pytest.mark.parametrize("how", ["q", "Ctrl-C"])
def test_top_on_a_terminal(how: str, terminal: tuple[int, subprocess.Popen[bytes]]) -> None:
    ours, process = terminal
    seen = read_until(ours, b"counter Add")
    assert b"\x1b[?1049h" in seen  # a screen of its own, which is given back
    if how == "q":
        os.write(ours, b"xq")
    else:
        process.send_signal(signal.SIGINT)
    assert b"Traceback" not in read_until(ours, b"\x1b[?1049l")
    assert process.wait(30) == 0


def test_bench_measures(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "SECONDS", 0.001)
    figures = run("bench", "--at", server.address, "--json").facts["figures"]
    assert len(figures) == 4
    assert all(one["nanoseconds"] > 0 and one["per_second"] > 0 for one in figures)
    assert server.address in figures[-1]["what"]
    plain = run("bench").out
    assert all(one["what"] in plain for one in figures[:3])
    assert run("counter", "exists", "polyprim-bench", "--at", server.address).code == 3
