"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    NOTE = "note"
    """Slow, limited or left out; what there is works."""
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    level: Level
    says: str
    mend: str = ""
    """What to do, where something is to be done."""


def ok(about: str, says: str) -> Finding:
    """It is as it should be."""
    return Finding(about, Level.OK, says)


def note(about: str, says: str, mend: str) -> Finding:
    """It works, but."""
    return Finding(about, Level.NOTE, says, mend)


def broken(about: str, says: str, mend: str) -> Finding:
    """It does not work."""
    return Finding(about, Level.BROKEN, says, mend)
