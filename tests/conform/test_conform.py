"""Every case in every language that is built, and what the cases cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest

from polyprim import contract
from polyprim.errors import FAULTS
from tests.conform import raw
from tests.conform.cases import SERVER, KnownFailures, Numbered, load
from tests.conform.conftest import Results
from tests.conform.runner import runners
from tests.conform.steps import Awaited, Call, Outcome, Raw, Startable
from tests.runtime.support import ROOT

GROUPS: Final = sorted({case.group for case in load()})
NEVER_SEEN: Final = {
    "BLOCKED": "needs a worker that was stopped at one instruction; tests/stepper stops it there",
    "SEGMENT": "needs a file of another user",
    "FORKED": "a server does not fork",
    "SNAPSHOT": "no case has snapshots; tests/service makes them",
    "SNAPSHOT_NOT_FOUND": "the same",
    "SNAPSHOT_DAMAGED": "the same",
    "SNAPSHOT_UNSUPPORTED": "the same",
    "SNAPSHOT_UNTRUSTED": "the same",
    "SNAPSHOT_WRONG_BASE": "the same",
    "TASK": "no case has tasks; tests/service runs them",
    "TASK_BUSY": "the same",
    "TASK_CANCELLED": "the same",
    "TASK_DEADLINE": "the same",
    "TASK_ENDED": "the same",
    "TASK_EXPORT_NOT_FOUND": "the same",
    "TASK_LIMIT": "the same",
    "TASK_MODULE": "the same",
    "TASK_NOT_CAPTURED": "the same",
    "TASK_NOT_FOUND": "the same",
    "TASK_TRAPPED": "the same",
    "STACK": "a server's threads have their stacks",
    "VERSION": "a server with another wasmtime does not start",
    "OUTCOME_UNKNOWN": "needs 128 calls that overtake one; tests/service makes them",
    "TRAP": "needs a bug in a module; tests/modules plants one",
    "INTERNAL": "needs a bug",
}
"""Reasons of docs/errors.md that no case can bring about, and why."""


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("language", [*runners(), SERVER])
def test_cases(results: Results, language: str, group: str) -> None:
    found = [result for result in results(language) if result.group == group]
    wrong = [result for result in found if not result.verdict.is_good]
    assert not wrong, "\n".join(
        f"{result.verdict}: {result.case}: {result.why}" for result in wrong
    )


# What the cases cover


def outcomes(cases: list[Numbered]) -> Iterator[Outcome]:
    for numbered in cases:
        for step in numbered.case.steps:
            if isinstance(step, Awaited) and not (isinstance(step, Startable) and step.start):
                yield from step.outcomes


def test_every_method_is_called_by_clients() -> None:
    called = {step.call for case in load() for step in case.case.steps if isinstance(step, Call)}
    offered = {
        f"{service.name}.{method.export.removeprefix('rpc_')}"
        for service in contract.primitives()
        for method in service.methods
    }
    assert called == offered


def test_every_method_and_argument_exists() -> None:
    for numbered in load():
        for step in numbered.case.steps:
            if isinstance(step, Call | Raw):
                name = step.call if isinstance(step, Call) else step.raw
                fields = raw.method_of(name).input_type.fields_by_name
                assert set(step.args) <= set(fields), numbered.id


def test_every_reason_is_expected() -> None:
    shown = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/errors.md").read_text(), re.M))
    assert shown == set(FAULTS)
    expected = {
        reason
        for outcome in outcomes(load())
        if outcome.error is not None and isinstance(outcome.error.reason, str)
        for reason in [outcome.error.reason]
    }
    assert not expected & set(NEVER_SEEN)
    assert shown - expected == set(NEVER_SEEN)


def test_known_failures_name_cases() -> None:
    known, ids = KnownFailures.load(), {case.id for case in load()}
    for listed in known.listed:
        one = KnownFailures((listed,))
        language = listed.language.replace("*", "any")
        assert any(one.why(language, case) for case in ids), listed
