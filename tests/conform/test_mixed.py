"""The mixed load, for a moment; and that it finds what does not agree."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conform.load import Mixed, mixed
from tests.conform.mixed import table_of
from tests.conform.runner import RunnerError, runners
from tests.conform.sums import CHECKSUMS, SUMS
from tests.runtime.support import leave_out


def run(paths: dict[str, Path], seconds: float, clients: int = 0) -> Mixed:
    return asyncio.run(
        mixed(
            paths,
            seconds=seconds,
            workers=2,
            clients=clients or len(paths),
            every=0.5,
            on_progress=lambda took, samples: None,
        )
    )


def test_all_languages_at_once() -> None:
    done = run(runners(), 3.0, clients=4)
    assert [check for check in done.checks if not check.holds] == []
    assert {load.language for load in done.loads} == set(runners()) - set(done.left_out)
    assert all(number > 0 for load in done.loads for number in load.calls.values())
    table_of(done)
    if not done.loads or done.left_out:
        leave_out("; ".join(done.left_out.values()) or "there are no runners in bindings/")


LIAR = """#!{python}
import json, sys
for line in sys.stdin:
    command = json.loads(line)
    answer = {answer} if command["op"] == "load" else {{}}
    print(json.dumps({{"id": command["id"], "ok": answer}}), flush=True)
"""
NOTHING: dict[str, Any] = {
    "calls": {"counter.add": 0, "queue.push": 0, "queue.pop": 0},
    **dict.fromkeys((*SUMS, *CHECKSUMS), 0),
    "latency_us": {"p50": 0, "p90": 0, "p99": 0, "max": 0},
}
LIES = [
    ({"added": 1}, "the counter"),
    ({"pushed": 1}, "items in the queue"),
    ({"popped_crc": 1}, "CRC32"),
    ({"errors": 1}, "calls that failed"),
    ({"calls": {"counter.add": 0, "queue.push": 0, "queue.pop": 7}}, "as the host counted Pop"),
]


def liar(tmp_path: Path, answer: dict[str, Any]) -> dict[str, Path]:
    path = tmp_path / "run"
    path.write_text(LIAR.format(python=sys.executable, answer=json.dumps(answer)))
    path.chmod(0o755)
    return {"rust": path}


def test_clients_that_do_nothing_agree(tmp_path: Path) -> None:
    assert run(liar(tmp_path, NOTHING), 0.1).is_good


@pytest.mark.parametrize(("lie", "what"), LIES)
def test_what_does_not_agree_is_found(tmp_path: Path, lie: dict[str, Any], what: str) -> None:
    done = run(liar(tmp_path, NOTHING | lie), 0.1)
    assert not done.is_good
    (wrong,) = [check for check in done.checks if not check.holds]
    assert what in wrong.what


def test_a_runner_that_ends_is_an_error(tmp_path: Path) -> None:
    path = liar(tmp_path, NOTHING)["rust"]
    path.write_text(
        path.read_text().replace("    answer", "    assert command['op'] != 'load'\n    answer", 1)
    )
    with pytest.raises(RunnerError, match="ended"):
        run({"rust": path}, 0.1)


def test_nothing_is_no_success() -> None:
    assert not Mixed(1.0).is_good
