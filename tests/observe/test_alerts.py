"""The alerts of deploy/: promtool runs each on series that are written out beside them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.runtime.support import ROOT, leave_out

FOLDER: Final = ROOT / "deploy" / "prometheus"


def promtool(*arguments: str, folder: Path = FOLDER) -> subprocess.CompletedProcess[str]:
    if shutil.which("promtool") is None:
        leave_out("promtool is missing (Debian: apt-get install prometheus)")
    return subprocess.run(["promtool", *arguments], cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize(
    "line", ["check config prometheus.yml", "check rules alerts.yml", "test rules alerts_test.yml"]
)
def test_promtool_agrees(line: str) -> None:
    done = promtool(*line.split())
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("wrong", [("> 0.9", "> 0.99"), ("for: 5m", "for: 0m"), ("up{", "up2{")])
def test_a_planted_fault_is_found(wrong: tuple[str, str], tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "rules"))
    alerts = folder / "alerts.yml"
    assert wrong[0] in alerts.read_text()
    alerts.write_text(alerts.read_text().replace(*wrong))
    assert promtool("test", "rules", "alerts_test.yml", folder=folder).returncode == 1


def test_each_alert_is_seen_to_fire_and_not_to_fire() -> None:
    names = re.findall(r"- alert: (\w+)", (FOLDER / "alerts.yml").read_text())
    tests = (FOLDER / "alerts_test.yml").read_text()
    looks = re.findall(r"alertname: (\w+),?\s+eval_time: \w+\}?\s+(exp_alerts)?", tests)
    assert len(names) > 5
    for name in names:
        assert {bool(fires) for alert, fires in looks if alert == name} == {True, False}, name
