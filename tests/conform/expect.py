"""Whether a call ended as a case expects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.conform.runner import Answer
from tests.conform.steps import Outcome, Refusal
from tests.conform.values import evaluated, mismatch


def wrong_with(outcome: Outcome, found: Answer, names: Mapping[str, Any]) -> str | None:
    """What is wrong with how a call ended, or None."""
    if outcome.error is not None:
        if found.error is None:
            return f"there was an answer, {found.ok!s:.200}, and no error"
        return _refusal_wrong(outcome.error, found.error)
    if found.ok is None:
        return f"there was an error, {found.error}"
    return mismatch(evaluated(outcome.answer, names), found.ok)


def _refusal_wrong(expected: Refusal, found: Mapping[str, Any]) -> str | None:
    for key in ("code", "reason", "field"):
        allowed = getattr(expected, key)
        if allowed is None:
            continue
        if found.get(key) not in ((allowed,) if isinstance(allowed, str) else allowed):
            return f"the error's {key} is {found.get(key)!r}, not {allowed!r}: {dict(found)}"
    return None
