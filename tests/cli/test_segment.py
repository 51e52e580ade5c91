"""The command line, as its users meet it: what it says, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from polyprim import Host, UncleanSegmentError
from polyprim.abi import Intent, Life
from polyprim.cli import main
from polyprim.runtime import upkeep
from polyprim_client import Client
from tests.runtime.support import environment, line_of, output_of, start
from tests.runtime.tables import Tables
from tests.runtime.test_headers import set_field
from tests.runtime.test_paths import untouched

SIZE = 4 << 20
JSON = pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled modules are not kept among the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        """What it says in JSON, on one line."""
        assert self.out.count("\n") == 1
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The one sentence of a command that failed."""
        assert (self.code, self.out) == (1, "")
        found = re.fullmatch(r"error: (.+)\n", self.err)
        assert found is not None, self.err
        return found[1]


def polyprim(*arguments: object) -> Done:
    """The command, as another process."""
    command = [sys.executable, "-m", "polyprim", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=60)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def segment(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """``polyprim segment ...`` in this process, which saves the start of another."""

    def run(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as ended:
            main(["segment", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Done(ended.value.code, out, err)

    return run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound segment: its objects are 0 or 1 names, and the queue has a body."""
    with Host(path=tmp_path / "file", size=SIZE, create=True) as host:
        host.counter("hits").add(42)
        host.queue("jobs", capacity=65_536).push(b"one")
    return tmp_path / "file"


# Serving


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_says_where_it_is_and_ends_well(number: int, tmp_path: Path) -> None:
    server = serving("orders", "--address", "127.0.0.1:0", "--size", SIZE, "--json")
    facts = json.loads(line_of(server))
    assert facts["segment"] == str(tmp_path / "polyprim" / "orders.segment")
    assert facts["pid"] == server.pid
    with Client(facts["address"]) as client:
        assert client.counter("hits").add(1) == 1
    assert upkeep.info(facts["segment"]).is_in_use
    assert ended(server, number) == Done(0, '{"stopped": true}\n', "")
    with Host("orders") as host:
        assert host.size == SIZE
        assert host.counter.open("hits").get() == 1


def test_a_server_at_a_path_and_a_socket_speaks_plainly(tmp_path: Path) -> None:
    address = f"unix:{tmp_path / 'socket'}"
    server = serving(tmp_path / "file", "--address", address, "--size", SIZE, "--objects", 64)
    assert line_of(server) == f"serving {tmp_path / 'file'} on {address}; stop with Ctrl-C"
    with Client(address) as client:
        assert client.counter("hits").add(1) == 1
    assert ended(server, signal.SIGTERM) == Done(0, "stopped\n", "")
    found = upkeep.info(tmp_path / "file").header
    assert (found.clean, found.geometry.objects) == (True, 64)


def test_a_server_shows_its_metrics() -> None:
    server = serving(
        "orders", "--address", "127.0.0.1:0", "--size", SIZE, "--metrics-port", 0, "--json"
    )
    facts = json.loads(line_of(server))
    with Client(facts["address"]) as client:
        client.counter("hits").add(1)
    with urllib.request.urlopen(facts["metrics"], timeout=20) as reply:
        assert b'method="Add"' in reply.read()
    assert ended(server, signal.SIGTERM) == Done(0, '{"stopped": true}\n', "")


def serving(*arguments: object) -> subprocess.Popen[str]:
    return start("from polyprim.cli import main; main()", "serve", *arguments)


def ended(process: subprocess.Popen[str], number: int) -> Done:
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    return Done(process.returncode, out, err)


@pytest.mark.parametrize("address", ["0.0.0.0:0", "example.org:80", "7777", "unix:/no/where"])
def test_an_address_that_cannot_be_served_is_said(address: str) -> None:
    assert address in polyprim("serve", "orders", "--address", address).error


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        assert "port taken" in polyprim("serve", "orders", "--address", address, "--json").error


def test_a_segment_that_cannot_be_made_or_is_another_is_said(path: Path) -> None:
    assert "a host's name is" in polyprim("serve", "no name").error
    assert "no folder" in polyprim("serve", path.parent / "missing" / "file").error
    with untouched(path):
        assert "leave out" in polyprim("serve", path, "--size", 2 * SIZE).error


def test_what_serving_needs_is_said() -> None:
    code = "import sys; sys.modules['grpc'] = None; from polyprim.cli import main; main()"
    process = start(code, "serve", "orders")
    out, err = process.communicate(timeout=60)
    assert "pip install 'polyprim[server]'" in Done(process.returncode, out, err).error


WRONG = [
    "serve", "serve orders --adress 127.0.0.1:0", "serve orders --size large", "serve a b",
    "segment info", "segment info a b", "segment verify a --size 1", "segment repair a", "sreve",
    "--version",
]  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_what_is_no_command_is_usage(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(line.split())
    out, err = capsys.readouterr()
    assert out == ""
    assert "Usage: " in err
    assert "Traceback" not in err


# Looking after segments


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
