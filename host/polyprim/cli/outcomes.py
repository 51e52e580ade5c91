"""What comes of running a task, for people and for programs."""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from polyprim.cli.output import NO, plain
from polyprim.cli.replies import printable
from polyprim.errors import TaskError
from polyprim.tasks import Outcome, State, Value

EXIT_CODE_MAX: Final = 255


def facts_of(outcome: Outcome) -> dict[str, Any]:
    """All of it; bytes are base64, as protobuf has them in JSON."""
    return {
        "state": outcome.state.value,
        "exit_code": outcome.exit_code,
        "values": [_json(value) for value in outcome.values],
        "output": _base64(outcome.output),
        "errors": _base64(outcome.errors),
        "replies": [_base64(reply) for reply in outcome.replies],
    }


def show(outcome: Outcome) -> None:
    """What the task wrote, to where it wrote it; then its replies and values, a line each."""
    _write(outcome.output, outcome.errors)
    lines = [printable(reply) for reply in outcome.replies]
    lines += [value.hex() if isinstance(value, bytes) else str(value) for value in outcome.values]
    if lines:
        print(plain("\n".join(lines)), flush=True)


def exit_code(outcome: Outcome) -> int:
    """The task's own, as far as a process can have it; NO for one that waits instead of coming to
    its end, 0 for a call."""
    if outcome.exit_code is not None:
        return outcome.exit_code & EXIT_CODE_MAX
    return NO if outcome.state is State.PARKED else 0


@contextmanager
def telling(as_json: bool) -> Iterator[None]:
    """Shows what a task had written, if it fails."""
    try:
        yield
    except TaskError as error:
        if not as_json:
            _write(error.output, error.errors)
        raise


def _write(output: bytes, errors: bytes) -> None:
    for stream, content in ((sys.stdout, output), (sys.stderr, errors)):
        stream.buffer.write(content)
        stream.flush()


def _json(value: Value) -> Any:
    return _base64(value) if isinstance(value, bytes) else value


def _base64(content: bytes) -> str:
    return b64encode(content).decode()
