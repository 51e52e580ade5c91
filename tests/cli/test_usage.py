"""What is no command, what every command has, and that the page about them tells the truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    "top --segment s --interval 0",
]  # fmt: skip


@pytest.mark.parametrize("line", WRONG)
def test_what_is_no_command_is_usage(line: str) -> None:
    done = run(*line.split())
    assert (done.code, "Traceback" in done.err) == (2, False)
    assert "Usage: " in done.err or "Usage: " in done.out  # a group alone answers its help


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
    assert run(*name.split(), "--help").code == 0


def test_the_version() -> None:
    assert run("--version").out.startswith("polyprim")


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
