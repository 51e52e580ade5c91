"""The generator: what it made is what is committed, and it refuses what it cannot translate."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from proto.generate import PROTO, ROOT, generated, outdated, write
from proto.generator.c_header import c_header
from proto.generator.schema import ContractError, Schema, compile_protos

HEAD = """
syntax = "proto3";
package polyprim.v1;
import "polyprim/v1/common.proto";
service OneService {
  option (primitive) = {kind: 14 module: "one" name: "one"};
  rpc Do(OneServiceDoRequest) returns (OneServiceDoResponse);
}
message Item { int32 number = 1; }
message Deep { repeated Item items = 1; }
"""
TIMEOUT = "optional int32 timeout_ms = 15;"

REFUSED = {
    "no timeout": ("", "", "has a timeout_ms"),
    "double": (f"double x = 1; {TIMEOUT}", "", "no double fields"),
    "map": (f"map<string, int32> x = 1; {TIMEOUT}", "", "no map"),
    "one message": (f"Item x = 1; {TIMEOUT}", "", "only a repeated field may hold messages"),
    "oneof": (f"oneof x {{ int32 a = 1; int32 b = 2; }} {TIMEOUT}", "", "no oneof"),
    "deep": (f"repeated Deep x = 1; {TIMEOUT}", "", "may not hold repeated fields"),
    "range of text": (f"string x = 1 [(rules) = {{min: 1}}]; {TIMEOUT}", "", "no such rule"),
    "length of number": (f"int32 x = 1 [(rules) = {{max_length: 1}}]; {TIMEOUT}", "", "no such"),
    "name of bytes": (f"bytes x = 1 [(rules) = {{name: true}}]; {TIMEOUT}", "", "no such rule"),
    "default without presence": (
        f"int32 x = 1 [(rules) = {{unset_means: 5}}]; {TIMEOUT}",
        "",
        "no such rule",
    ),
    "negative power": (f"int32 x = 1 [(rules) = {{power_of_two: true}}]; {TIMEOUT}", "", "no such"),
    "reply without limit": (TIMEOUT, "bytes x = 1;", "state max_length"),
    "reply too long": (TIMEOUT, "bytes x = 1 [(rules) = {max_length: 131072}];", "longer than"),
    "not proto": ("string x = ;", "", "protoc failed"),
}


def test_what_is_committed_is_what_would_be_generated() -> None:
    assert sorted(outdated(generated())) == []


def test_generating_again_changes_nothing() -> None:
    assert generated() == generated()


def test_a_changed_a_missing_and_a_foreign_file_are_seen_and_mended(tmp_path: Path) -> None:
    wanted = {tmp_path / name: name.encode() for name in ("good", "changed", "missing")}
    write(wanted, wanted)
    (tmp_path / "changed").write_text("something else")
    (tmp_path / "missing").unlink()
    (tmp_path / "foreign").write_text("left over")
    stale = sorted(outdated(wanted))
    assert [path.name for path in stale] == ["changed", "foreign", "missing"]
    write(wanted, stale)
    assert list(outdated(wanted)) == []


@pytest.mark.parametrize("shape", REFUSED)
def test_refuses(tmp_path: Path, shape: str) -> None:
    request, response, complaint = REFUSED[shape]
    (tmp_path / "one.proto").write_text(
        f"{HEAD}message OneServiceDoRequest {{ {request} }}\n"
        f"message OneServiceDoResponse {{ {response} }}\n"
    )
    with pytest.raises(ContractError, match=complaint):
        _headers(tmp_path)


def _headers(folder: Path) -> list[str]:
    schema = Schema(compile_protos([PROTO, folder], ["one.proto"]))
    return [c_header(schema, service) for service in schema.services]


def test_kinds_differ(tmp_path: Path) -> None:
    names = ["polyprim/v1/counter.proto", "twin.proto"]
    text = (PROTO / names[0]).read_text()
    twin = text.replace("CounterService", "TwinService").replace("CounterAddition", "TwinAddition")
    (tmp_path / "twin.proto").write_text(twin)
    with pytest.raises(ContractError, match="kinds must differ"):
        _ = Schema(compile_protos([PROTO, tmp_path], names)).services


@pytest.mark.skipif(shutil.which("buf") is None, reason="buf is not installed (pip: buf-bin)")
def test_lint() -> None:
    done = subprocess.run(["buf", "lint"], cwd=PROTO, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("buf") is None, reason="buf is not installed (pip: buf-bin)")
def test_formatted() -> None:
    command = ["buf", "format", "--diff", "--exit-code"]
    done = subprocess.run(command, cwd=PROTO, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


BREAKING = {
    "a type": ("int64 delta = 2", "int32 delta = 2"),
    "a number": ("int64 delta = 2", "int64 delta = 7"),
    "a name": ("int64 delta = 2", "int64 change = 2"),
    "a method": ("  rpc Add(CounterServiceAddRequest) returns (CounterServiceAddResponse);\n", ""),
}


@pytest.mark.skipif(shutil.which("buf") is None, reason="buf is not installed (pip: buf-bin)")
@pytest.mark.parametrize("what", ["nothing", *BREAKING])
def test_what_breaks_clients_is_found(what: str, tmp_path: Path) -> None:
    """Against the contract that was accepted last."""
    copy = tmp_path / "proto"
    shutil.copytree(PROTO, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    counter = copy / "polyprim" / "v1" / "counter.proto"
    text = counter.read_text()
    old, new = BREAKING.get(what, ("", ""))
    assert old in text
    counter.write_text(text.replace(old, new, 1))
    command = ["buf", "breaking", "--against", "baseline.binpb"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (what == "nothing"), done.stdout
    assert ("counter.proto" in done.stdout) == (what != "nothing")


def test_every_method_has_an_export_of_its_name() -> None:
    """One name, three spellings."""
    schema = Schema(compile_protos([PROTO], ["polyprim/v1/counter.proto"]))
    (counter,) = schema.services
    assert "compare_exchange" in [method.snake for method in counter.methods]
    header = (ROOT / "wasm" / "gen" / "counter.h").read_text()
    assert "COUNTER_COMPARE_EXCHANGE = " in header
