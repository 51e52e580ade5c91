"""What a file of cases may say, and what its values mean."""

from __future__ import annotations

import base64
import json
import zlib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.conform.cases import KnownFailures, load, parse
from tests.conform.values import evaluated, mismatch

GOOD: dict[str, Any] = {
    "cases": [
        {
            "name": "adds",
            "shows": "It adds.",
            "server": {"namespaces": ["orders"]},
            "steps": [
                {"connect": "main", "namespace": "orders", "tls": {"ca": "file"}},
                {"call": "counter.add", "args": {"name": "hits"}, "start": "add{i}", "times": 2},
                {"await": "add{i}", "times": 2, "answer": {"value": "1"}},
                {"raw": "counter.get", "error": {"code": ["A", "B"]}, "within_ms": 5},
                {"proxy": "flip", "marker": "x", "on": "request"},
                {"metric": "wasm_metric_counter_total", "grew_by": 1},
                {"server": "kill"},
            ],
        }
    ]
}
STEP = {"call": "counter.add"}


def changed(**changes: Any) -> dict[str, Any]:
    """The good file with its case changed."""
    file = deepcopy(GOOD)
    file["cases"][0] |= changes
    return file


def stepping(*steps: dict[str, Any]) -> dict[str, Any]:
    return changed(steps=list(steps))


MALFORMED = {
    "an unknown key of a file": GOOD | {"more": 1},
    "no cases": {"cases": []},
    "an unknown key of a case": changed(shwos="It adds."),
    "no sentence": changed(shows="it adds"),
    "no name": changed(name="It adds"),
    "no steps": changed(steps=[]),
    "two cases of one name": {"cases": GOOD["cases"] * 2},
    "an unknown set-up": changed(server={"port": 1}),
    "a step without a verb": stepping({"args": {}}),
    "a step with two verbs": stepping({"call": "counter.add", "raw": "counter.add"}),
    "an unknown verb": stepping({"sleep": 1}),
    "an unknown key of a step": stepping(STEP | {"anwser": {}}),
    "a number as text": stepping(STEP | {"timeout_ms": "5"}),
    "a method without its service": stepping({"call": "add"}),
    "an answer and an error": stepping(STEP | {"answer": {}, "error": {}}),
    "an answer beside others": stepping(STEP | {"answer": {}, "one_of": [{"answer": {}}]}),
    "an unknown property of an error": stepping(STEP | {"error": {"text": "x"}}),
    "a started call that expects": stepping(STEP | {"start": "a", "answer": {}}),
    "an await of nothing": stepping({"await": "a"}),
    "two awaits of one call": stepping(STEP | {"start": "a"}, {"await": "a"}, {"await": "a"}),
    "a call that is never awaited": stepping(STEP | {"start": "a"}),
    "a cancel of nothing": stepping({"cancel": "a"}),
    "an unknown thing to befall a server": stepping({"server": "reboot"}),
    "a flip without a marker": stepping({"proxy": "flip"}),
    "a marker for nothing": stepping({"proxy": "hang", "marker": "x"}),
}


def test_a_good_file() -> None:
    (case,) = parse(json.dumps(GOOD), "good.json").cases
    assert (case.needs_client, case.is_alone) == (True, True)


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_file_is_refused(what: str) -> None:
    with pytest.raises(ValueError, match=r"^bad\.json: "):
        parse(json.dumps(MALFORMED[what]), "bad.json")


def test_what_is_no_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(ValueError, match=r"^bad\.json: "):
        load(tmp_path)


def test_cases_have_groups_and_numbers(tmp_path: Path) -> None:
    for group in ("b", "a"):
        (tmp_path / f"{group}.json").write_text(json.dumps(GOOD))
    (tmp_path / "known_failures.json").write_text("[]")
    assert [(case.id, case.number) for case in load(tmp_path)] == [("a/adds", 1), ("b/adds", 2)]


def test_known_failures(tmp_path: Path) -> None:
    path = tmp_path / "known_failures.json"
    path.write_text('[{"language": "*", "case": "a/*", "why": "Because."}]')
    known = KnownFailures.load(path)
    assert known.why("java", "a/adds") == "Because."
    assert known.why("java", "b/adds") is None
    path.write_text('[{"language": "*", "case": "a/*"}]')
    with pytest.raises(ValueError, match="why"):
        KnownFailures.load(path)


NAMES = {"prefix": "c1.java.", "cursor": 7, "i": "3"}


@pytest.mark.parametrize(
    ("value", "means"),
    [
        ("{prefix}hits", "c1.java.hits"),
        ("{prefix:12}", "c1.java.xxxx"),
        ("{cursor}", 7),
        ("{cursor}{i}", "73"),
        ({"a": ["{i}", 1, True, None]}, {"a": ["3", 1, True, None]}),
        ({"$text": "job {i}"}, base64.b64encode(b"job 3").decode()),
        ({"$text": "ab", "times": 2}, base64.b64encode(b"abab").decode()),
        ({"$crc32": "job"}, zlib.crc32(b"job")),
        ({"$list": {"n": "{i}"}, "times": 2}, [{"n": "1"}, {"n": "2"}]),
    ],
)
def test_values(value: Any, means: Any) -> None:
    assert evaluated(value, NAMES) == means


def test_an_unknown_placeholder_is_refused() -> None:
    with pytest.raises(ValueError, match=r"there is no \{prefx\}"):
        evaluated("{prefx}hits", NAMES)


FOUND = {"value": "5", "names": ["b", "a"], "found": True, "count": 0, "record": {"crc32": 1}}


@pytest.mark.parametrize(
    "expected",
    [
        {}, {"value": "5"}, {"names": ["b", "a"]}, {"names": {"$unordered": ["a", "b"]}},
        {"value": {"$between": [5, 9]}, "count": {"$between": [0, 0]}},
        {"payload": {"$absent": True}}, {"record": {}}, {"record": {"crc32": 1}},
    ],
)  # fmt: skip
def test_what_matches(expected: Any) -> None:
    assert mismatch(expected, FOUND) is None


@pytest.mark.parametrize(
    "expected",
    [
        {"value": "6"}, {"value": 5}, {"names": ["a", "b"]}, {"names": ["b"]}, {"names": []},
        {"names": {"$unordered": ["a"]}}, {"names": {"$unordered": ["a", "a"]}}, {"found": 1},
        {"count": False}, {"value": {"$between": [6, 9]}}, {"found": {"$between": [0, 1]}},
        {"value": {"$absent": True}}, {"other": "x"}, {"record": {"crc32": 2}}, {"value": {}},
    ],
)  # fmt: skip
def test_what_does_not_match(expected: Any) -> None:
    assert mismatch(expected, FOUND) is not None
