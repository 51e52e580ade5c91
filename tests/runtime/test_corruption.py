"""Whoever can open a segment's file can corrupt its contents, never the processes that use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.runtime.support import environment

SECONDS: Final = 8
SEED: Final = "the same rounds in each run"


def fuzz(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.runtime.corruption", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("how", [[], ["--racing"]], ids=["at rest", "racing"])
def test_no_damage_harms_a_process(how: list[str], tmp_path: Path) -> None:
    done = fuzz(tmp_path, SEED, SECONDS, *how)
    assert done.returncode == 0, f"{(tmp_path / 'progress').read_text()}: {done.stderr}"
    ends = json.loads(done.stdout)["ends"]
    assert {"answer", "DataLossError", "NotFoundError"} <= ends.keys()


@pytest.mark.parametrize("what", ["exception", "slowness", "crash"])
def test_what_must_not_happen_is_seen(what: str, tmp_path: Path) -> None:
    assert fuzz(tmp_path, SEED, SECONDS, "--plant", what).returncode != 0
    assert "planted" in (tmp_path / "progress").read_text()
