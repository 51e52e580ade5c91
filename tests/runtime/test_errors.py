"""The table of faults, the tree of exceptions and its drawing agree."""

from __future__ import annotations

import re

import pytest

from polyprim import errors
from polyprim.abi import Status
from polyprim.errors import FAULTS, Fault, PolyprimError, error_of, fault_of
from tests.runtime.support import ROOT

EXPECTED = {Status.OK, Status.EMPTY, Status.FULL, Status.EXISTS, Status.DETACHED}
GRPC_CODES = {
    "ABORTED",
    "CANCELLED",
    "UNAVAILABLE",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "INTERNAL",
    "DATA_LOSS",
    "UNAUTHENTICATED",
    "PERMISSION_DENIED",
}


def _classes() -> dict[str, type[PolyprimError]]:
    return {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, PolyprimError)
    }


def test_every_status_is_an_answer_or_a_fault() -> None:
    statuses = [fault.status for fault in FAULTS.values() if fault.status is not None]
    assert len(statuses) == len(set(statuses))
    assert set(statuses) == set(Status) - EXPECTED


def test_the_documentation_shows_the_table() -> None:
    text = (ROOT / "docs" / "errors.md").read_text()
    shown = re.findall(r"^\| `(\w+)` \| `(\w+)` \| (\w+) \| \S", text, re.M)
    table = [(name, fault.exception.__name__, fault.code) for name, fault in FAULTS.items()]
    assert sorted(shown) == sorted(table)


def test_every_fault_has_a_grpc_code() -> None:
    assert {fault.code for fault in FAULTS.values()} == GRPC_CODES


def test_the_drawing_shows_the_tree() -> None:
    assert errors.__doc__ is not None
    drawn: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for line in errors.__doc__.splitlines():
        if (found := re.match(r"    ( *)(\w+Error)\b", line)) is None:
            continue
        depth, name = len(found[1]), found[2]
        above = [(d, n) for d, n in above if d < depth]
        drawn[name] = above[-1][1] if above else None
        above.append((depth, name))
    tree = {
        name: None if kind is PolyprimError else kind.__mro__[1].__name__
        for name, kind in _classes().items()
    }
    assert drawn == tree


@pytest.mark.parametrize("fault", [f for f in FAULTS.values() if f.status is not None])
def test_a_fault_becomes_its_exception(fault: Fault) -> None:
    assert fault.status is not None
    error = error_of(fault.status, "counter 'hits'")
    assert type(error) is fault.exception
    assert "counter 'hits'" in str(error)


@pytest.mark.parametrize("name", FAULTS)
def test_an_exception_leads_back_to_its_fault(name: str) -> None:
    assert fault_of(FAULTS[name].exception("why")) == (name, FAULTS[name])


def test_an_exception_that_is_not_in_the_table_falls_under_the_closest_that_is() -> None:
    assert fault_of(errors.UncleanSegmentError("why"))[0] == "SEGMENT"


def test_a_field_is_told() -> None:
    error = error_of(Status.INVALID_PROTO, field=3)
    assert isinstance(error, errors.InvalidProtoError)
    assert error.field == 3


def test_a_status_that_nobody_knows_is_damage() -> None:
    assert isinstance(error_of(77), errors.DataLossError)
