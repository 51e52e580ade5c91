"""`polyprim task` and `polyprim snapshot`, here and at a server alike."""

from __future__ import annotations

import base64
import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from polyprim import Host
from polyprim.cli.progress import watch
from polyprim.cli.space import drawn
from polyprim.service import Server, TaskHosting
from polyprim.snapshots import Space
from polyprim.tasks import Folder
from tests.cli.support import polyprim, run
from tests.guests import guest
from tests.runtime.support import environment, eventually

NOBODY = "0" * 64


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots of a test are its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


@pytest.fixture(params=["here", "at a server"])
def where(request: pytest.FixtureRequest, tmp_path: Path, shared: Path) -> Iterator[list[str]]:
    """The options by which a command works here or at a server: both ways must be the same."""
    if request.param == "here":
        yield []
        return
    hosting = TaskHosting(store=tmp_path / "there", folders={str(shared): Folder(path=shared)})
    with Host(size=4 << 20) as host, Server(host, tasks=hosting, drain_seconds=0.1) as server:
        yield ["--at", server.address]


def parked(where: list[str]) -> str:
    """The id of a parker that was parked."""
    return run("task", "park", guest("parker"), *where).out.strip()


def test_a_command_runs_and_ends_as_it_does(where: list[str]) -> None:
    done = run("task", "run", guest("hello"), *where, "--env", "A=B", "--", "one", "-n", "two")
    assert (done.code, done.err) == (0, "to the other stream\n")
    name = guest("hello").stem
    assert done.out == f"argument {name}\nargument one\nargument -n\nargument two\nvariable A=B\n"
    done = run("task", "run", guest("read_input"), *where, "--input", "text")
    assert done.out == "4 bytes\n"


@pytest.mark.parametrize(("last", "code"), [("7", 7), ("-1", 255), ("256", 0)])
def test_the_exit_code_is_the_tasks(where: list[str], last: str, code: int) -> None:
    assert run("task", "run", guest("hello"), *where, "--", last).code == code


def test_json_has_all_of_it(where: list[str]) -> None:
    facts = run("task", "run", guest("hello"), *where, "--json").facts
    assert (facts["state"], facts["exit_code"], facts["replies"]) == ("ended", 0, [])
    assert base64.b64decode(facts["errors"]) == b"to the other stream\n"


def test_a_task_that_waits_is_no_end(where: list[str]) -> None:
    done = run("task", "run", guest("parker"), *where)
    assert done.code == 3
    assert "`polyprim task park`" in done.err


def test_tasks_sleep_and_are_woken(where: list[str]) -> None:
    done = run("task", "park", guest("parker"), *where, "--label", "who=me")
    id = done.out.strip()
    assert (done.code, len(id)) == (0, 64)
    done = run("task", "send", id, "5", *where, "--again")
    reply, again = done.out.splitlines()
    assert (done.code, reply) == (0, "1 kept")
    done = run("task", "send", again, "", *where)
    assert (done.code, done.out) == (5, "done\n1: 5\n")
    done = run("snapshot", "restore", again, "6", *where, "--json")
    assert [base64.b64decode(one) for one in done.facts["outcome"]["replies"]] == [b"2 kept"]
    assert done.facts["snapshot"] is None
    assert run("snapshot", "restore", again, *where).sentence.startswith("it waits for a message")
    ended = run("task", "send", again, "", *where, "--again")
    assert ended.code == 1
    assert "nothing is left" in ended.err


def test_a_command_that_never_waits_is_not_stored(where: list[str]) -> None:
    done = run("task", "park", guest("hello"), *where)
    assert done.code == 1
    assert "never waited" in done.err
    assert run("snapshot", "list", *where, "--json").facts == {"snapshots": []}


def test_a_module_without_a_command_is_stored_at_rest(where: list[str]) -> None:
    for command in (["task", "park"], ["snapshot", "create"]):
        id = run(*command, guest("messages"), *where).out.strip()
        assert run("task", "call", id, "restored", *where).out == "1\n"
        assert run("task", "send", id, "text", *where).out == "1\ntext\n"


def test_exports_are_called(where: list[str]) -> None:
    assert run("task", "call", guest("messages"), "restored", *where).out == "0\n"
    done = run("task", "call", guest("messages"), "flood", "1", *where, "--json")
    assert len(base64.b64decode(done.facts["replies"][0])) == 65_536
    assert run("task", "call", guest("messages"), "nothing", *where).code == 3
    for wrong in ("text", "1.5", "99999999999"):
        assert run("task", "call", guest("messages"), "flood", wrong, *where).code == 1
    assert run("task", "call", guest("messages"), "flood", "-1", *where).code == 0


def test_a_deadline_ends_a_run(where: list[str]) -> None:
    done = run("task", "run", guest("spin"), *where, "--timeout", "0.1", "--json")
    assert done.code == 1
    assert json.loads(done.err)["error"]["reason"] == "TASK_DEADLINE"


def test_what_a_failed_run_wrote_is_shown(where: list[str]) -> None:
    done = run("task", "run", guest("flood"), *where)
    assert done.code == 1
    assert done.out.startswith("x" * 1024)


def test_a_task_sees_only_folders_that_it_is_given(where: list[str], shared: Path) -> None:
    (shared / "text").write_text("what is in it")
    reading = ["task", "run", guest("files"), *where, "--folder"]
    words = ["--", "read", "/data/text"]
    assert run(*reading, f"/data={shared}", *words).out == "what is in it"
    assert run(*reading, f"/other={shared}", *words).code != 0
    assert run(*reading, f"/data={shared}/none", *words).code == 1


def test_memory_has_a_bound(where: list[str]) -> None:
    assert run("task", "run", guest("hello"), *where, "--memory", "64M").code == 0
    assert run("task", "run", guest("hello"), *where, "--memory", "64K").code == 1
    assert run("task", "run", guest("hello"), *where, "--memory", "lots").code == 1


def test_snapshots_are_listed_shown_and_removed(where: list[str]) -> None:
    id = parked(where)
    labelled = run("task", "park", guest("parker"), *where, "--label", "who=me").out.strip()
    listed = run("snapshot", "list", *where, "--json").facts["snapshots"]
    assert [one["id"] for one in listed] == sorted([id, labelled])
    assert run("snapshot", "list", *where, "--label", "who=me").out.count("parker") == 1
    shown = run("snapshot", "show", labelled, *where).out
    assert "who=me" in shown
    assert "as its module makes it" in shown
    facts = run("snapshot", "show", labelled, *where, "--json").facts
    space = facts["space"]
    memory = space["base_bytes"] + space["zero_bytes"] + space["stored_bytes"]
    assert memory == facts["memory_bytes"]
    assert run("snapshot", "verify", labelled, *where).code == 0
    assert run("snapshot", "rm", labelled, id, *where).code == 0
    done = run("snapshot", "rm", id, *where, "--json")
    assert (done.code, done.facts) == (3, {"removed": [], "missing": [id]})
    assert run("snapshot", "gc", *where, "--json").facts["modules"] == 1
    for command in ("show", "verify", "restore"):
        assert run("snapshot", command, NOBODY, *where).code == 3


def test_what_is_no_id_or_no_file_is_refused(where: list[str]) -> None:
    assert run("snapshot", "show", "text", *where).code == 1
    assert run("task", "run", "none.wasm", *where).sentence.startswith("none.wasm cannot be read")
    assert run("task", "run", guest("hello"), *where, "--env", "text").code == 1


def test_a_store_may_be_elsewhere(tmp_path: Path) -> None:
    folder = str(tmp_path / "elsewhere")
    id = run("task", "park", guest("parker"), "--store", folder).out.strip()
    assert run("snapshot", "list", "--json").facts == {"snapshots": []}
    assert run("task", "send", id, "1", "--store", folder).out == "1 kept\n"
    assert run("snapshot", "list", "--at", "127.0.0.1:1", "--store", folder).code == 1


def test_a_damaged_snapshot_is_told(tmp_path: Path) -> None:
    id = parked([])
    file = tmp_path / "data" / "polyprim" / "snapshots" / "snapshots" / id
    file.write_bytes(file.read_bytes()[:-1])
    done = run("snapshot", "verify", id, "--json")
    assert json.loads(done.err)["error"]["reason"] == "SNAPSHOT_DAMAGED"
    assert "trouble" in run("snapshot", "list", "--json").facts["snapshots"][0]
    assert run("snapshot", "gc", "--json").facts["unreadable"] == [id]


def test_tasks_use_the_queues_of_a_segment(tmp_path: Path) -> None:
    with Host(path=tmp_path / "segment", size=4 << 20, create=True):
        done = run("task", "run", guest("hello"), "--segment", tmp_path / "segment")
    assert done.code == 0


def test_ctrl_c_ends_a_run() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "polyprim", "task", "run", guest("spin"), "--timeout", "60"],
        stderr=subprocess.PIPE,
        env=environment(),
    )
    try:
        stat = Path(f"/proc/{process.pid}/stat")
        eventually(lambda: int(stat.read_text().split()[13]) > 150)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) != 0
    finally:
        process.kill()


def test_the_command_runs_as_a_process() -> None:
    done = polyprim("task", "run", guest("hello"))
    assert (done.code, done.err) == (0, "to the other stream\n")


# Pictures


def test_a_picture_of_many_clusters() -> None:
    space = Space(
        base_bytes=1 << 30,
        zero_bytes=1 << 20,
        stored_bytes=200 * 65_536 - 4096,
        cluster_lengths=(65_536, 1) * 100,
        manifest_bytes=1000,
    )
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=100, color_system=None)
    console.print(drawn(space, sum(space.cluster_lengths) + 1112))
    lines = text.getvalue().splitlines()
    assert max(map(len, lines)) <= 100
    assert "200 clusters, 50% of their bytes left" in text.getvalue()
    assert "4 clusters a column" in text.getvalue()


def test_an_empty_memory_has_a_picture() -> None:
    space = Space(base_bytes=0, zero_bytes=0, stored_bytes=0, cluster_lengths=(), manifest_bytes=50)
    text = io.StringIO()
    Console(file=text, width=100).print(drawn(space, 160))
    assert "memory, 0 B" in text.getvalue()


def test_nobody_sees_a_bar_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with watch(False)("storing") as progress:
        progress(1, 2)
    assert capsys.readouterr().err == ""
