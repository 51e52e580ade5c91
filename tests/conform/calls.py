"""Begins the calls of a case: by a language's library, or by the driver itself."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.conform import raw
from tests.conform.runner import Answer, Runner
from tests.conform.steps import Call, Raw
from tests.conform.values import evaluated


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A call that was begun, and how to cancel it."""

    answer: asyncio.Future[Answer]
    cancel: Callable[[], object]


def begin_call(step: Call, runner: Runner, client: str, names: Mapping[str, Any]) -> UnderWay:
    """Lets a runner begin a call. Raises ValueError for what the step should not say."""
    options: dict[str, Any] = {}
    if step.timeout_ms is not None:
        options["timeout_ms"] = step.timeout_ms
    if step.metadata:
        options["metadata"] = evaluated(step.metadata, names)
    args = evaluated(step.args, names)
    command = runner.begin("call", client=client, method=step.call, args=args, **options)
    return UnderWay(command.answer, lambda: runner.begin("cancel", call=command.id))


def begin_raw(step: Raw, target: str, names: Mapping[str, Any]) -> UnderWay:
    """Begins a call of the driver's. Raises ValueError for what the step should not say."""
    if step.request is None:
        request = raw.request_of(step.raw, evaluated(step.args, names))
    else:
        request = base64.b64decode(evaluated(step.request, names), validate=True)
    metadata = {key: str(evaluated(value, names)) for key, value in step.metadata.items()}
    timeout_ms = raw.TIMEOUT_MS if step.timeout_ms is None else step.timeout_ms
    task = raw.begin(target, step.raw, request, metadata, timeout_ms)
    return UnderWay(task, task.cancel)
