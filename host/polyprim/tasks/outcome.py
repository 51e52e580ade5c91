"""What comes of running a task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

Value: TypeAlias = int | float | bytes
"""An i32 or i64 (signed), an f32 or f64, or the 16 bytes of a v128."""


class State(Enum):
    """What a task does now."""

    READY = "ready"
    """At rest, between two calls."""
    PARKED = "parked"
    """Suspended inside an import, until a message comes or a primitive lets it go on."""
    ENDED = "ended"
    """It has exited, trapped, or was ended by a deadline, a limit or a cancel."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run that came to its end, or to where the task parked."""

    state: State
    values: tuple[Value, ...]
    """What the export answered, if the run ended."""
    exit_code: int | None
    """If the task has exited."""
    output: bytes
    errors: bytes
    """What was written to standard output and standard error in this run."""
    replies: Sequence[bytes]
    """What the task answered to messages in this run."""
