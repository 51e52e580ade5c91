"""A standard output that cannot be written: a full disk, and a pipe that nobody reads."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from polyprim import Host
from tests.cli.support import Done
from tests.runtime.support import environment

COMMANDS = (
    "--version", "--help", "serve --help", "config show", "doctor", "counter list --segment %s",
    "stats --segment %s", "segment verify %s", "top --count 1 --interval 0.1 --segment %s",
)  # fmt: skip


def written_to(descriptor: int, *words: str) -> Done:
    """How the command ends whose standard output is that."""
    command = [sys.executable, "-m", "polyprim", *words]
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=descriptor,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        timeout=60,
    )
    os.close(descriptor)
    return Done(done.returncode, "", done.stderr)


def full() -> int:
    return os.open("/dev/full", os.O_WRONLY)


def unread() -> int:
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@pytest.mark.parametrize("line", COMMANDS)
def test_a_full_disk_is_a_sentence(line: str, path: Path) -> None:
    wanted = "standard output cannot be written: No space left on device"
    words = line.replace("%s", str(path)).split()
    assert written_to(full(), *words).error == wanted
    done = written_to(full(), *words, "--json")
    assert done.error == wanted
    if "--help" not in words:
        assert json.loads(done.err)["error"]["reason"] == "OUTPUT"


@pytest.mark.parametrize("line", COMMANDS)
def test_a_pipe_that_nobody_reads_ends_it_silently(line: str, path: Path) -> None:
    done = written_to(unread(), *line.replace("%s", str(path)).split())
    assert (done.code, done.err) == (1, "")


@pytest.mark.parametrize("to", [full, unread])
@pytest.mark.parametrize("verb", ["pop", "pop --raw", "pop --json", "pop-many", "follow"])
def test_what_was_taken_is_not_lost(to: object, verb: str, path: Path) -> None:
    assert callable(to)
    words = verb.split()
    done = written_to(to(), "queue", words[0], "jobs", *words[1:], "--segment", str(path))
    assert base64.b64encode(b"one").decode() in done.error
    with Host(path=path) as host:
        assert host.queue("jobs").statistics().items == 0
