"""Whether the driver tells what is wrong from what is right: what cannot fail shows nothing."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conform.cases import SERVER, KnownFailure, KnownFailures, Numbered, parse
from tests.conform.driver import Result, Run, Verdict, run
from tests.conform.report import as_json, line, matrix
from tests.runtime.support import ROOT

CREATE = {"raw": "counter.create", "args": {"name": "{prefix}hits", "initial_value": "3"}}
GET = {"raw": "counter.get", "args": {"name": "{prefix}hits"}}
MISSING = {"raw": "counter.get", "args": {"name": "{prefix}none"}}
CALL = {"call": "counter.get", "args": {"name": "{prefix}hits"}}
RIGHT = {"answer": {"value": "3"}}

CASES: dict[str, tuple[Verdict, list[dict[str, Any]]]] = {
    "right": (Verdict.PASSED, [CREATE, GET | RIGHT]),
    "another_value": (Verdict.FAILED, [CREATE, GET | {"answer": {"value": "4"}}]),
    "another_type": (Verdict.FAILED, [CREATE, GET | {"answer": {"value": 3}}]),
    "an_answer_for_an_error": (Verdict.FAILED, [CREATE, GET | {"error": {}}]),
    "an_error_for_an_answer": (Verdict.FAILED, [MISSING]),
    "another_code": (Verdict.FAILED, [MISSING | {"error": {"code": "INTERNAL"}}]),
    "another_reason": (Verdict.FAILED, [MISSING | {"error": {"reason": ""}}]),
    "another_field": (Verdict.FAILED, [MISSING | {"error": {"field": "name"}}]),
    "one_of_several": (
        Verdict.PASSED,
        [MISSING | {"one_of": [RIGHT, {"error": {"code": ["INTERNAL", "NOT_FOUND"]}}]}],
    ),
    "none_of_several": (
        Verdict.FAILED,
        [MISSING | {"one_of": [RIGHT, {"error": {"code": "INTERNAL"}}]}],
    ),
    "too_late": (Verdict.FAILED, [CREATE | {"within_ms": 0}]),
    "only_the_last_step": (Verdict.FAILED, [CREATE, GET, GET, GET | {"error": {}}]),
    "only_the_third_time": (
        Verdict.FAILED,
        [CREATE, GET | {"times": 3, "answer": {"value": "{i}"}}],
    ),
    "awaited": (Verdict.FAILED, [CREATE, GET | {"start": "a"}, {"await": "a", "error": {}}]),
    "a_placeholder_that_is_none": (Verdict.FAILED, [GET | {"args": {"name": "{prefx}"}}]),
    "an_argument_that_is_none": (Verdict.FAILED, [GET | {"args": {"nmae": "x"}}]),
    "eventually": (
        Verdict.PASSED,
        [
            CREATE,
            {
                "raw": "counter.add",
                "args": {"name": "{prefix}hits", "delta": "1"},
                "eventually": True,
            }
            | {"answer": {"value": "9"}},
        ],
    ),
    "known": (Verdict.KNOWN_FAILURE, [MISSING]),
    "known_and_mended": (Verdict.UNEXPECTED_PASS, [CREATE]),
}
KNOWN = KnownFailures((KnownFailure(language="*", case="made/known*", why="Because."),))


def made(name: str, *steps: dict[str, Any]) -> Numbered:
    text = json.dumps({"cases": [{"name": name, "shows": "Nothing.", "steps": steps}]})
    (case,) = parse(text, "made.json").cases
    return Numbered("made", 1, case)


@pytest.fixture(scope="module")
def done() -> Run:
    """A run of all these cases against a real server."""
    cases = [made(name, *steps) for name, (_, steps) in CASES.items()]
    return asyncio.run(run(cases, [SERVER, "klingon"], known=KNOWN, paths={}))


@pytest.mark.parametrize("name", CASES)
def test_verdicts(done: Run, name: str) -> None:
    (result,) = [result for result in done.results if result.case == name]
    assert result.verdict == CASES[name][0], result.why
    assert bool(result.why) == (result.verdict is not Verdict.PASSED)


def test_a_run_is_good_or_not(done: Run) -> None:
    assert not done.is_good
    assert done.left_out == {"klingon": "there is no bindings/klingon/conform/run"}
    assert as_json(done)["passed"] is False
    for verdict in Verdict:
        result = Result("java", "made", "case", verdict, "why")
        assert Run([result]).is_good == (verdict in (Verdict.PASSED, Verdict.KNOWN_FAILURE))
        assert verdict in line(result)
    matrix(done)


RUNNER = """#!{python}
import json, sys
for line in sys.stdin:
    command = json.loads(line)
    if command["op"] in ("about", "connect", "close"):
        print(json.dumps({{"id": command["id"], "ok": {{}}}}), flush=True)
        continue
    {call}
"""
BAD = {
    "dies": ("sys.exit('it is dead')", "it is dead"),
    "says what is no JSON": ("print('hello', flush=True)", "no answer"),
    "answers what was not asked": (
        "print(json.dumps({'id': 999, 'ok': {}}), flush=True)",
        "no answer",
    ),
    "answers neither": ("print(json.dumps({'id': command['id']}), flush=True)", "no answer"),
    "answers wrongly": (
        "print(json.dumps({'id': command['id'], 'ok': {'value': '4'}}), flush=True)",
        'answer.value is "4", not "3"',
    ),
    "fails": (
        "print(json.dumps({'id': command['id'], 'error': {'code': 'UNKNOWN'}}), flush=True)",
        "UNKNOWN",
    ),
}


def a_runner(tmp_path: Path, call: str) -> Path:
    path = tmp_path / "run"
    path.write_text(RUNNER.format(python=sys.executable, call=call))
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("what", BAD)
def test_a_bad_runner_fails_its_cases(tmp_path: Path, what: str) -> None:
    call, why = BAD[what]
    cases = [made("right", CREATE, CALL | RIGHT), made("again", CALL | RIGHT)]
    paths = {"bad": a_runner(tmp_path, call)}
    done = asyncio.run(run(cases, ["bad"], known=KnownFailures(), paths=paths))
    assert [result.verdict for result in done.results] == [Verdict.FAILED, Verdict.FAILED]
    assert why in done.results[0].why


def test_a_good_runner_passes(tmp_path: Path) -> None:
    call = "print(json.dumps({'id': command['id'], 'ok': {'value': '3'}}), flush=True)"
    paths = {"good": a_runner(tmp_path, call)}
    cases = [made("right", CALL | RIGHT)]
    assert asyncio.run(run(cases, ["good"], known=KnownFailures(), paths=paths)).is_good


def test_a_runner_that_is_not_built_says_so(tmp_path: Path) -> None:
    path = tmp_path / "run"
    path.write_text("#!/bin/sh\necho 'build it first' >&2\nexit 1\n")
    path.chmod(0o755)
    cases = [made("right", CALL | RIGHT)]
    done = asyncio.run(run(cases, ["unbuilt"], known=KnownFailures(), paths={"unbuilt": path}))
    assert not done.results
    assert "build it first" in done.left_out["unbuilt"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--language", SERVER, "--case", "metrics/the_process*"], 0),
        (["--language", "klingon"], 1),
        (["--case", "none/such"], 2),
    ],
)
def test_the_command(arguments: list[str], code: int) -> None:
    command = [sys.executable, "-m", "tests.conform", "--json", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stderr
    if code != 2:
        assert json.loads(done.stdout)["left_out"].keys() == ({"klingon"} if code else set())
