"""``polyprim segment``: what it says, where, and with which exit code."""

from __future__ import annotations

import os
import re
import shlex
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from polyprim import Host, UncleanSegmentError
from polyprim.abi import Intent, Life
from tests.cli.support import SIZE, Done, polyprim, run
from tests.runtime.support import output_of, start
from tests.runtime.tables import Tables
from tests.runtime.test_headers import set_field
from tests.runtime.test_paths import untouched

JSON = pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])


@pytest.fixture
def segment() -> Callable[..., Done]:
    """``polyprim segment ...`` in this process."""
    return lambda *arguments: run("segment", *arguments)


def test_info_of_a_sound_segment(segment: Callable[..., Done], path: Path) -> None:
    with untouched(path):
        done = segment("info", path, "--json")
        lines = segment("info", path).out.splitlines()
    facts = done.facts
    assert facts.pop("created").endswith("+00:00")
    assert facts == {
        "path": str(path),
        "bytes": SIZE,
        "objects": SIZE // 4096,
        "clean": True,
        "of_this_boot": True,
        "in_use": False,
        "workers": 0,
    }
    assert [line[:13].strip() for line in lines] == [key.replace("_", " ") for key in done.facts]
    assert [line[13:].strip() for line in lines] == [str(value) for value in done.facts.values()]


def test_the_same_by_name_and_as_a_process_of_its_own() -> None:
    Host("orders", size=SIZE).close()
    facts = polyprim("segment", "info", "orders", "--json").facts
    assert facts["path"].endswith("/polyprim/orders.segment")
    assert polyprim("segment", "verify", "orders") == Done(0, "no contradictions\n", "")
    assert "there is no segment at" in polyprim("segment", "recover", "others").error


@pytest.mark.parametrize("strict", ["utf-8:strict", "ascii:backslashreplace"])
def test_a_path_that_is_no_text_is_shown_somehow(strict: str, path: Path) -> None:
    odd = path.rename(path.parent / "\udcff")
    code = "from polyprim.cli import main; main()"
    assert r"\udcff" in output_of(code, "segment", "info", odd, PYTHONIOENCODING=strict)


@JSON
def test_a_sound_segment_passes(
    options: list[str], segment: Callable[..., Done], path: Path
) -> None:
    with untouched(path):
        done = segment("verify", path, *options)
    text = '{"findings": []}' if options else "no contradictions"
    assert done == Done(0, f"{text}\n", "")
    done = segment("recover", path, *options)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r'{"slots": \d}' if options else r"recovered; \d .*", done.out.strip())
    with Host(path=path) as host:
        assert host.counter.open("hits").get() == 42


def test_one_in_use(segment: Callable[..., Done], path: Path) -> None:
    with Host(path=path) as host:
        host.counter("hits").add()
        facts = segment("info", path, "--json").facts
        assert (facts["clean"], facts["in_use"], facts["workers"]) == (False, True, 1)
        assert segment("verify", path, "--json").facts == {"findings": []}
        assert "is in use" in segment("recover", path).error
        assert host.counter("hits").add() == 44


def turn_into_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


UNFIT: dict[str, Callable[[Path], object]] = {
    "missing": os.unlink,
    "foreign": lambda path: path.write_text("The quick brown fox\n"),
    "empty": lambda path: os.truncate(path, 0),
    "truncated": lambda path: os.truncate(path, SIZE // 2),
    "of another version": lambda path: set_field(path, "layout_version", b"\7"),
    "a folder": turn_into_a_folder,
}


@JSON
@pytest.mark.parametrize("what", UNFIT)
def test_what_is_no_segment_is_said_and_not_touched(
    what: str, options: list[str], segment: Callable[..., Done], path: Path
) -> None:
    UNFIT[what](path)
    before = path.read_bytes() if path.is_file() else None
    for command in ("info", "verify", "recover"):
        assert str(path) in segment(command, path, *options).error
    assert before == (path.read_bytes() if path.is_file() else None)
    assert [one.name for one in path.parent.iterdir()] == ([] if what == "missing" else ["file"])


def test_no_segments_are_said() -> None:
    assert run("segment", "list") == Done(0, "", "there are no segments\n")
    assert run("segment", "list", "--json").facts == {"names": []}


# Contradictions


@pytest.fixture
def contradictory(path: Path) -> Path:
    """A segment with two objects of one name."""
    Tables(path).set(b"hits", "name", int.from_bytes(b"jobs", "little"))
    return path


def test_contradictions_are_listed(segment: Callable[..., Done], contradictory: Path) -> None:
    with untouched(contradictory):
        plain, done = segment("verify", contradictory), segment("verify", contradictory, "--json")
        (finding,) = done.facts["findings"]
    assert re.fullmatch(r"object \d+ .*: object \d+ .* has the same name", finding)
    assert (done.code, done.err) == (1, "")
    assert plain == Done(1, f"{finding}\n", "")


@JSON
def test_contradictions_stay_unclean(
    options: list[str], segment: Callable[..., Done], contradictory: Path
) -> None:
    set_field(contradictory, "clean", bytes(4))
    set_field(contradictory, "boot_id", b"another boot....")
    error = segment("recover", contradictory, *options).error
    assert "1 contradictions" in error
    assert "has the same name" in error
    assert not segment("info", contradictory, "--json").facts["clean"]
    assert "segment recover" in polyprim("serve", contradictory).error


# Recovery

CRASH = """
import os, signal, sys
from polyprim import Host
host = Host(path=sys.argv[1], size=int(sys.argv[2]), create=True)
host.counter("hits").add(42)
jobs = host.queue("jobs", capacity=65_536)
jobs.push(b"taken")
jobs.push(b"first")
jobs.push_many([b"", bytes(5000), b"last"])
jobs.pop()
host.kafka_rebalance_hook("group").report()
host.queue("half", capacity=65_536)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A segment as it is after the machine went down under a process that was making a queue.

    There is a space in its path.
    """
    path = tmp_path / "the file"
    process = start(CRASH, path, SIZE)
    assert process.wait(30) == -signal.SIGKILL
    process.communicate()
    set_field(path, "boot_id", b"another boot....")
    tables, slot = Tables(path), 1
    begun = tables.get(b"half", "state", 8) & ~7 | slot << 11 | Life.BUILDING
    tables.set(b"half", "state", begun, 8)
    tables.set_intent(slot, Intent.CREATE, tables.place(b"half"))
    return path


def test_after_a_crash_the_command_that_is_named_helps(
    segment: Callable[..., Done], crashed: Path
) -> None:
    with untouched(crashed):
        with pytest.raises(UncleanSegmentError) as refused:
            Host(path=crashed)
        error = polyprim("serve", crashed, "--address", "127.0.0.1:0").error
        facts = segment("info", crashed, "--json").facts
        assert segment("verify", crashed).code == 0
    assert (facts["clean"], facts["of_this_boot"], facts["in_use"]) == (False, False, False)
    assert error == str(refused.value)
    named = re.search(r"`polyprim (segment recover .*)`", error)
    assert named is not None
    assert polyprim(*shlex.split(named[1]), "--json").facts == {"slots": 2}
    assert segment("info", crashed, "--json").facts["clean"]
    with Host(path=crashed) as host:
        assert host.counter.open("hits").get() == 42
        assert host.queue.open("jobs").pop_many() == [b"first", b"", bytes(5000), b"last"]
        assert [event.retry for event in host.kafka_rebalance_hook.open("group").events()] == [0]
        assert not host.queue.exists("half")
        assert host.statistics().objects == 3
        assert host.queue("half", capacity=65_536).push(b"made again")
