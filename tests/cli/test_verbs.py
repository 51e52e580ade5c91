"""The primitives' verbs, at a local segment and at a server: they must not differ."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc  # type: ignore[import-untyped]

from polyprim import Host, rules
from polyprim.contract import Method, comments, services
from polyprim.service import Server
from tests.cli.support import Done, ended, polyprim, run
from tests.runtime.support import ROOT, environment, line_of, start


@pytest.fixture
def at(where: list[str]) -> Any:
    """Runs a verb there."""

    def call(*arguments: object, given: str | bytes | None = None) -> Done:
        done = run(*arguments, *where, given=given)
        assert "Traceback" not in done.err
        return done

    return call


def test_counters(at: Any) -> None:
    assert at("counter", "create", "new", "--initial-value", "-3").out == (
        "created  true\nvalue    -3\n"
    )
    assert at("counter", "create", "new", "--json").facts == {"created": False, "value": "-3"}
    assert at("counter", "add", "new", "5") == Done(0, "2\n", "")
    assert at("counter", "add", "new", "-9", "--json").facts == {"value": "-7"}
    assert at("counter", "compare-exchange", "new", "-7", "1").code == 0
    done = at("counter", "compare-exchange", "new", "-7", "2", "--json")
    assert (done.code, done.facts) == (3, {"exchanged": False, "value": "1"})
    assert at("counter", "add-many", "new=1", "hits=-2", "new=3").out == "2\n40\n5\n"
    assert at("counter", "reset", "new", "--value", 8).out == "5\n"
    assert at("counter", "get", "new").out == "8\n"
    assert sorted(at("counter", "list").out.split()) == ["hits", "new"]
    assert at("counter", "exists", "new") == Done(0, "true\n", "")
    assert at("counter", "delete", "new") == Done(0, "", "")
    assert at("counter", "exists", "new") == Done(3, "false\n", "")


def test_a_list_has_all_pages_unless_one_is_asked_for(at: Any, path: Path) -> None:
    with Host(path=path) as host:
        for number in range(250):
            host.counter(f"page/{number}")
    names = at("counter", "list", "--prefix", "page/", "--json").facts
    assert (len(set(names["names"])), names["next_cursor"]) == (250, 0)
    page = at("counter", "list", "--prefix", "page/", "--limit", 10, "--json").facts
    assert (len(page["names"]), page["next_cursor"] > 0) == (10, True)


def test_queues(at: Any, tmp_path: Path) -> None:
    file = tmp_path / "payload"
    file.write_bytes(b"\x00\xff")
    assert at("queue", "pop", "jobs") == Done(0, "one\n", "")
    assert at("queue", "pop", "jobs") == Done(3, "", "")
    assert at("queue", "pop", "jobs", "--wait", "0.01", "--json").code == 3
    assert at("queue", "push", "jobs", "text") == Done(0, "true\n", "")
    assert at("queue", "push", "jobs", f"@{file}").code == 0
    assert at("queue", "push", "jobs", "-", given=b"from\x1bstdin").code == 0
    assert at("queue", "push-many", "jobs", "a=b", "c").out == "2\n"
    assert at("queue", "statistics", "jobs", "--json").facts["items"] == "5"
    peeked = at("queue", "peek", "jobs", "--json").facts
    assert (base64.b64decode(peeked["payload"]), peeked["crc32"]) == (b"text", zlib.crc32(b"text"))
    assert at("queue", "pop", "jobs").out == "text\n"
    assert at("queue", "pop", "jobs").out == "b'\\x00\\xff'\n"
    assert at("queue", "pop", "jobs").out == "b'from\\x1bstdin'\n"
    assert at("queue", "pop-many", "jobs").out == "a=b\nc\n"
    assert at("queue", "pop-many", "jobs") == Done(3, "", "")
    assert at("queue", "push", "jobs", "-", given=bytes(65_537)).code == 1


def test_a_full_queue_is_a_no(at: Any) -> None:
    assert at("queue", "push", "jobs", "x" * 40_000).code == 0
    assert at("queue", "push", "jobs", "x" * 40_000) == Done(3, "false\n", "")
    assert at("queue", "push-many", "jobs", "x" * 20_000, "y" * 20_000) == Done(3, "0\n", "")


def test_raw_bytes(where: list[str]) -> None:
    assert run("queue", "push", "jobs", "-", *where, given=b"\x80\n\x00").code == 0
    assert run("queue", "pop", "jobs", "--raw", *where).out == "one"
    command = [sys.executable, "-m", "polyprim", "queue", "pop", "jobs", "--raw", *where]
    done = subprocess.run(command, capture_output=True, env=environment(), timeout=60)
    assert (done.returncode, done.stdout) == (0, b"\x80\n\x00")


def test_hooks(at: Any) -> None:
    name = "kafka-rebalance-hook"
    trace = "0af7651916cd43dd8448eb211c80319c"
    assert at(name, "create", "group", "--cap", "0.1", "--no-jitter").code == 0
    assert at(name, "report", "group", "rebalance-in-progress", "--trace-id", trace).out == (
        "retry       0\nbackoff ms  100\n"
    )
    assert at(name, "report", "group", "25", "--json").facts["retry"] == 1
    first, second = at(name, "events", "group").out.splitlines()
    assert f"trace_id={trace}" in first
    assert "UNKNOWN_MEMBER_ID" in second


def test_what_goes_wrong(at: Any) -> None:
    done = at("counter", "get", "missing")
    assert (done.code, done.out, done.sentence) == (
        3, "", "there is no counter 'missing', or it was deleted: make it with `create`",
    )  # fmt: skip
    done = at("counter", "get", "missing", "--json")
    assert json.loads(done.err)["error"]["reason"] == "NOT_FOUND"
    done = at("kafka-rebalance-hook", "events", "gone")
    assert done.sentence.startswith("there is no kafka rebalance hook 'gone'")
    assert "choose another name" in at("counter", "get", "jobs").error
    assert at("counter", "get", "no name").error.startswith("name is missing or breaks its rule: 1")
    done = at("counter", "get", "no name", "--json")
    assert json.loads(done.err)["error"]["reason"] == "INVALID_PROTO"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("create x --capacity-bytes 65537", "65536 to 67108864, a power of two, 1048576 if unset"),
        ("create x --capacity-bytes 32768", "65536 to 67108864"),
        ("pop jobs --wait -1", "at least 0 seconds"),
    ],
)
def test_numbers_outside_of_their_range_are_usage(at: Any, line: str, rule: str) -> None:
    done = at("queue", *line.split(), "--json")
    assert done.code == 2
    assert f"it must be {rule}" in done.sentence


def test_nowhere_and_what_is_not_there() -> None:
    done = run("counter", "get", "hits")
    assert done.code == 2
    assert "--segment NAME" in done.sentence
    assert "polyprim segment create" in run("counter", "get", "hits", "--segment", "none").error
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLYPRIM_TIMEOUT", "5")
        done = run("counter", "get", "hits", "--at", "127.0.0.1:1", "--json")
    assert json.loads(done.err)["error"]["reason"] == "UNAVAILABLE"
    assert "polyprim serve" in done.sentence


def test_a_namespace(server: Server) -> None:
    Host("returns", size=4 << 20).close()
    there = ["--at", server.address, "--namespace", "returns"]
    assert run("counter", "create", "kept", *there).code == 0
    with Host("returns") as host:
        assert host.counter.open("kept").get() == 0
    done = run("counter", "get", "kept", "--at", server.address, "--namespace", "nowhere")
    assert "there is no namespace 'nowhere'" in done.error


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_following_a_queue(options: list[str], where: list[str], path: Path) -> None:
    code = "from polyprim.cli import main; main()"
    process = start(code, "queue", "follow", "jobs", *options, *where)
    assert "one" in shown(line_of(process))
    with Host(path=path) as host:
        host.queue("jobs").push(b"two")
        assert "two" in shown(line_of(process))
    done = ended(process, signal.SIGINT)
    assert (done.code, done.out, done.err) == (0, "", "")


def shown(line: str) -> str:
    if not line.startswith("{"):
        return line
    return base64.b64decode(json.loads(line)["payload"]).decode()


def test_a_reader_that_leaves_is_no_stack(path: Path) -> None:
    with Host(path=path) as host:
        for number in range(200):
            host.counter(f"{number}")
    code = "from polyprim.cli import main; main()"
    process = start(code, "counter", "list", "--segment", path)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    process.wait(30)


def test_without_grpc_only_servers_are_missed(path: Path) -> None:
    code = "import sys; sys.modules['grpc'] = None; from polyprim.cli import main; main()"
    process = start(code, "counter", "get", "hits", "--segment", path)
    assert process.communicate(timeout=60) == ("42\n", "")
    process = start(code, "counter", "get", "hits", "--at", "127.0.0.1:1")
    assert "pip install 'polyprim[server]'" in process.communicate(timeout=60)[1]


def method(service: str, name: str) -> Method:
    found = next(one for one in services() if one.name == service)
    return next(one for one in found.methods if one.name == name)


def test_rules_are_told_in_words() -> None:
    fields = method("queue", "Pop").request.fields_by_name
    assert rules.rule_of(fields["wait_ms"]) == "at least 0 seconds, 0 if unset"
    fields = method("kafka_rebalance_hook", "Create").request.fields_by_name
    assert rules.rule_of(fields["cap_ms"]) == "0.1 to 104857.6 seconds"
    assert rules.rule_of(fields["jitter"]) == ""


def test_comments_are_the_help_where_they_are_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "contract.binpb"
    proto = ROOT / "proto"
    files = [str(one.relative_to(proto)) for one in proto.glob("polyprim/v1/*.proto")]
    include = Path(protoc.__file__).parent / "_proto"
    options = [f"-I{proto}", f"-I{include}", "--include_imports", "--include_source_info"]
    assert protoc.main(["protoc", *options, f"--descriptor_set_out={output}", *files]) == 0
    assert FileDescriptorSet.FromString(output.read_bytes()).file
    monkeypatch.setattr("polyprim.contract.SHIPPED", output)
    comments.cache_clear()
    try:
        delta = method("counter", "Add").request.fields_by_name["delta"]
        assert rules.help_of(delta) == "How much to add; may be negative or 0."
        assert comments()["CounterService.Get"] == "Reads a counter."
    finally:
        comments.cache_clear()


def test_as_a_process(path: Path) -> None:
    assert polyprim("counter", "add", "hits", "-2", "--segment", path) == Done(0, "40\n", "")
