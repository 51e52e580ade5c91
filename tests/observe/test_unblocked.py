"""A log that nobody reads: whoever writes it goes on."""

from __future__ import annotations

import json
import logging
import os
import signal
from collections.abc import Iterator
from io import FileIO

import pytest

from polyprim import Host
from polyprim.observe import Endpoint, Unblocked, exposition, logs
from polyprim.observe.unblocked import LINES_MAX
from polyprim_client import Client
from tests.cli.support import serving
from tests.observe.shown import get
from tests.runtime.support import eventually, line_of

PIPE_BYTES = 65_536


@pytest.fixture
def pipe() -> Iterator[tuple[FileIO, FileIO]]:
    """Where it is read, and where it is written."""
    ours, theirs = os.pipe()
    with open(ours, "rb", 0) as reader, open(theirs, "wb", 0) as writer:
        yield reader, writer


def flooded(log: Unblocked) -> int:
    """Logs until lines are lost; how many were taken."""
    logs.set_up("info", log)
    count = 0
    while not log.lost:
        logging.getLogger("polyprim.test").info("line %d", count)
        count += 1
    return count - 1


def test_what_finds_no_room_is_dropped_counted_and_said(
    pipe: tuple[FileIO, FileIO], host: Host
) -> None:
    reader, writer = pipe
    log = Unblocked(writer.fileno())
    taken = flooded(log)
    assert taken > LINES_MAX
    assert b"\npolyprim_log_lines_lost_total 1.0\n" in exposition(host, None, log)
    with Endpoint(host, log=log) as endpoint:
        assert "\npolyprim_log_lines_lost_total 1.0\n" in get(endpoint, "/metrics")[2]
    seen = b""
    while b"lines_lost" not in seen or not seen.endswith(b"\n"):
        seen += reader.read(PIPE_BYTES)
    log.close()
    found = [json.loads(line) for line in seen.splitlines()]
    said = [line for line in found if line["logger"] == "polyprim.observe"]
    assert [line["lines_lost"] for line in said] == [1]
    assert [line["message"] for line in found if line not in said] == [
        f"line {number}" for number in range(taken)
    ]


def test_what_is_left_is_written_at_the_end(pipe: tuple[FileIO, FileIO]) -> None:
    reader, writer = pipe
    with Unblocked(writer.fileno()) as log:
        logs.set_up("info", log)
        logging.getLogger("polyprim.test").info("the last")
    assert json.loads(reader.read(PIPE_BYTES))["message"] == "the last"
    log.close()


def test_the_end_does_not_wait_for_who_does_not_read(pipe: tuple[FileIO, FileIO]) -> None:
    """Nor does a line after it."""
    log = Unblocked(pipe[1].fileno())
    flooded(log)
    log.close()
    logging.getLogger("polyprim.test").info("after the end")
    while log._lines.qsize():  # its thread must not meet a descriptor of another test
        pipe[0].read(PIPE_BYTES)
    log.close()
    assert not log._thread.is_alive()


def test_where_nothing_can_be_written_lines_are_counted() -> None:
    with open("/dev/full", "wb", 0) as full, Unblocked(full.fileno()) as log:
        logs.set_up("info", log)
        logging.getLogger("polyprim.test").info("no room")
        eventually(lambda: log.lost == 1)


@pytest.mark.parametrize("form", ["json", "human"])
def test_a_server_whose_log_nobody_reads(form: str) -> None:
    """It answers, and it ends."""
    server = serving(
        "orders", "--address", "127.0.0.1:0", "--json", "--size", 4 << 20,
        "--slow-call-ms", 0, "--log-format", form,
    )  # fmt: skip
    with Client(json.loads(line_of(server))["address"], timeout=20) as client:
        hits = client.counter("hits")
        for _ in range(3000):  # of which a pipe holds a few hundred lines
            hits.add(1)
        assert hits.get() == 3000
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == 0
    server.communicate()
