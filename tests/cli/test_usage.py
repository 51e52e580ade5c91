"""What is no command, what every command has, and that the page about them tells the truth."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import typer.main

from polyprim.cli import main
from polyprim.contract import primitives
from polyprim.settings import TABLES, rows
from tests.cli.support import polyprim, run
from tests.runtime.support import ROOT, start

WRONG = [
    "serve", "serve orders --adress 127.0.0.1:0", "serve orders --size large", "serve a b",
    "segment info", "segment info a b", "segment verify a --size 1", "segment repair a", "sreve",
    "counter", "counter add hits", "counter add hits 1 2", "counter add hits one",
    "counter add hits 99999999999999999999", "counter add hits --delta", "counter get hits -1",
    "counter add-many hits", "counter add-many hits=one", "queue push jobs --segment s",
    "queue push jobs @/no/where --segment s", "kafka-rebalance-hook report group no-such-error",
    "kafka-rebalance-hook report group 27 --trace-id xyz", "token new", "--no-such-option",
    "top --segment s --interval 0", "top --segment s --interval nan",
    "top --segment s --interval inf", "top --segment s --count 1_0",
    "certs dev x --days 99999999999",
    "counter add hits 1_000", "counter add hits \u0663", "counter add-many hits=1_000",
    "queue pop jobs --wait inf", "queue pop jobs --wait nan", "queue pop jobs --wait 1e308",
    "serve s --size 1_000", "serve s --idle-seconds \u0663", "segment create s --size \u0663",
    "kafka-rebalance-hook report group \u0663",
]  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_what_is_no_command_is_usage(line: str) -> None:
    done = run(*line.split())
    assert (done.code, "Traceback" in done.err) == (2, False)
    assert "Usage: " in done.err or "Usage: " in done.out  # a group alone answers its help


@pytest.mark.parametrize("line", WRONG)
def test_wrong_usage_is_json_where_that_is_asked_for(line: str) -> None:
    done = run(*line.split(), "--json")
    assert (done.code, done.out) == (2, "")
    assert json.loads(done.err)["error"].keys() == {"reason", "message"}


def commands(command: Any = None, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every command, by its whole name."""
    command = command or typer.main.get_command(main)
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
    for part, one in (inner or {}).items():
        yield from commands(one, f"{name} {part}".strip())


COMMANDS = dict(commands())


def test_every_method_of_every_primitive_is_a_command() -> None:
    for service in primitives():
        group = service.name.replace("_", "-")
        there = {name.partition(" ")[2] for name in COMMANDS if name.startswith(f"{group} ")}
        wanted = {re.sub("(?<!^)([A-Z])", r"-\1", one.name).lower() for one in service.methods}
        assert wanted == there - {"follow"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_json(name: str) -> None:
    options = {option for one in COMMANDS[name].params for option in one.opts}
    assert "--json" in options
    assert COMMANDS[name].help
    done = run(*name.split(), "--help")
    assert done.code == 0
    assert "millisecond" not in done.out or name == "serve"


def test_square_brackets_are_shown() -> None:
    assert "[serve] of polyprim.toml" in run("serve", "--help").out
    assert "[b/2, b]" in run("kafka-rebalance-hook", "create", "--help").out


def test_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    found = run("--version", "--json").facts["version"]
    assert re.match(r"\d+\.\d+", found)
    assert run("--version").out == f"polyprim {found}\n"
    monkeypatch.setattr(metadata, "version", lambda _: "7.1")
    assert run("--json", "--version").facts == {"version": "7.1"}


def test_completion_that_cannot_be_installed_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("no folder")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    assert "cannot be written" in run("--install-completion", "bash").error


INTERRUPTED = """
import os, signal, sys
class Interrupt:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
import polyprim_command
polyprim_command.main()
"""


@pytest.mark.parametrize("module", ["polyprim", "polyprim.host", "polyprim.cli.app"])
def test_ctrl_c_at_the_start_is_silent(module: str) -> None:
    process = start(INTERRUPTED, module)
    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 130


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    done = run("--show-completion", shell)
    assert done.code == 0
    assert "complete" in done.out.lower()


def test_completion_completes() -> None:
    """As the script that is installed asks it."""
    code = "from polyprim.cli import main; main(prog_name='polyprim')"
    process = start(
        code, _POLYPRIM_COMPLETE="complete_bash", COMP_WORDS="polyprim coun", COMP_CWORD="1"
    )
    out, err = process.communicate(timeout=60)
    assert out.split() == ["counter"], err


def page() -> str:
    return Path(ROOT / "docs" / "cli.md").read_text()


def test_the_page_lists_every_command_and_no_other() -> None:
    listed = set(re.findall(r"^\| `polyprim ([a-z -]+?)[`A-Z.\[@]", page(), re.MULTILINE))
    listed = {name.strip() for name in listed}
    groups = {service.name.replace("_", "-") for service in primitives()}
    wanted = {
        name.partition(" ")[0] if name.partition(" ")[0] in groups else name for name in COMMANDS
    }
    assert listed == wanted | {"queue follow"}


def test_the_page_says_of_every_setting_what_its_help_says() -> None:
    for table in TABLES:
        for one in rows(table):
            assert f"| {one.help} |" in page()


def test_the_page_lists_every_setting_with_its_default() -> None:
    listed = dict(re.findall(r"^\| `([a-z_.]+)` \| ([^|]*?) \|", page(), re.MULTILINE))
    wanted = {
        one.key: "" if one.default in (None, False) else f"`{str(one.default).lower()}`"
        for table in TABLES
        for one in rows(table)
    }
    assert listed == wanted


def test_the_module_is_the_command() -> None:
    assert polyprim("segment", "list", "--json").facts == {"names": []}
