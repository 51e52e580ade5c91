"""The build script: what fails in it ends it, and says so by its exit code."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.runtime.support import ROOT

PYTHON = """#!/bin/sh
echo "python $*" >>"{calls}"
case "$*" in
*sysconfig*) echo "{site}" ;;
*{fails}*) exit 3 ;;
esac
"""
VERBS = [
    *("setup", "gen", "baseline", "wasm", "check", "test", "bench", "demo", "serve", "examples"),
    "wheel",
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder that is set up, as far as the script can see."""
    shutil.copy(ROOT / "build.sh", tmp_path)
    tools = tmp_path / ".venv" / "bin"
    tools.mkdir(parents=True)
    for stamp in (tmp_path / "requirements.txt", tmp_path / ".venv" / ".requirements"):
        stamp.touch()
    return tmp_path


def run(tree: Path, verb: str, fails: str) -> tuple[int, list[str]]:
    """The exit code, and how Python was called."""
    calls, python = tree / "calls", tree / ".venv" / "bin" / "python"
    python.write_text(PYTHON.format(calls=calls, site=tree, fails=fails))
    python.chmod(0o755)
    done = subprocess.run(["./build.sh", verb], cwd=tree, capture_output=True, timeout=60)
    return done.returncode, calls.read_text().splitlines()


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_goes_on_after_what_failed(verb: str, tree: Path) -> None:
    code, calls = run(tree, verb, "proto/generate.py")
    assert code != 0
    assert calls[-1].startswith("python proto/generate.py")


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in ("gen", "baseline")])
def test_nothing_goes_on_after_modules_that_failed(verb: str, tree: Path) -> None:
    code, calls = run(tree, verb, "wasm/build.py")
    assert code != 0
    assert calls[-1].startswith("python wasm/build.py")


def test_what_is_called_gives_its_exit_code(tree: Path) -> None:
    assert run(tree, "test", "pytest")[0] == 3


def test_a_verb_that_is_none_is_an_error(tree: Path) -> None:
    done = subprocess.run(["./build.sh", "tset"], cwd=tree, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no verb 'tset'" in done.stderr
