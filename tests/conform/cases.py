"""The cases of tests/cases: what a file may say. Anything else in it is an error.

tests/cases/README.md explains the format to those who write cases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from tests.conform.steps import (
    Await,
    Call,
    Cancel,
    Connect,
    Metric,
    Name,
    Raw,
    Sentence,
    ServerStep,
    Step,
    Strict,
)

CASES: Final = Path(__file__).resolve().parents[1] / "cases"
KNOWN_FAILURES: Final = CASES / "known_failures.json"
SERVER: Final = "server"
"""What stands in the place of a language for cases in which no client takes part."""


class Setup(Strict):
    """How a server is started. Cases with the same set-up share one, unless one wants it alone."""

    alone: bool = False
    unix: bool = False
    namespaces: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    tokens: bool = False
    tls: Literal["server", "mutual"] | None = None


class Case(Strict):
    """One case: what it shows, and the steps that show it."""

    name: Name
    shows: Sentence
    server: Setup = Setup()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _started_and_awaited(self) -> Self:
        started: set[str] = set()
        for step in self.steps:
            wanted: set[str] = set()
            match step:
                case Call() | Raw() if step.start is not None:
                    started |= _numbered(step.start, step.times)
                case Await():
                    wanted = _numbered(step.awaited, step.times)
                case Cancel():
                    wanted = {step.cancel}
            if missing := wanted - started:
                raise ValueError(f"nothing is under way as {', '.join(sorted(missing))}")
            if isinstance(step, Await):
                started -= wanted
        if started:
            raise ValueError(f"nothing awaits {', '.join(sorted(started))}")
        return self

    @property
    def needs_client(self) -> bool:
        """Whether a language's client takes part."""
        return any(isinstance(step, Call | Connect) for step in self.steps)

    @property
    def is_alone(self) -> bool:
        """Whether it needs a server that no other case uses meanwhile."""
        return self.server.alone or any(
            isinstance(step, ServerStep | Metric) for step in self.steps
        )


def _numbered(name: str, times: int) -> set[str]:
    return {name.replace("{i}", str(i)) for i in range(1, times + 1)}


class CaseFile(Strict):
    """A file of cases; its name without the suffix is the name of their group."""

    cases: Annotated[tuple[Case, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names(self) -> Self:
        names = [case.name for case in self.cases]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"two cases are named {', '.join(twice)}")
        return self


class KnownFailure(Strict):
    """Cases (a glob) that fail in a language (a glob) for now, and why."""

    language: str
    case: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class Numbered:
    """A case with its group and a number that no other has."""

    group: str
    number: int
    case: Case

    @property
    def id(self) -> str:
        """``group/name``."""
        return f"{self.group}/{self.case.name}"


def load(folder: Path = CASES) -> list[Numbered]:
    """Every case of a folder. Raises ValueError that says what is wrong, and where."""
    return [Numbered(*found, case) for found, case in _cases(folder)]


def _cases(folder: Path) -> Iterator[tuple[tuple[str, int], Case]]:
    number = 0
    for path in sorted(folder.glob("*.json")):
        if path.name != KNOWN_FAILURES.name:
            for case in parse(path.read_text(), path.name).cases:
                number += 1
                yield (path.stem, number), case


def parse(text: str, name: str) -> CaseFile:
    """The cases of a file's text. Raises ValueError."""
    try:
        return CaseFile.model_validate_json(text)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error


@dataclass(frozen=True, slots=True)
class KnownFailures:
    """The list of what fails for now."""

    listed: tuple[KnownFailure, ...] = ()

    @classmethod
    def load(cls, path: Path = KNOWN_FAILURES) -> Self:
        """Raises ValueError."""
        return cls(tuple(map(KnownFailure.model_validate, json.loads(path.read_text()))))

    def why(self, language: str, case: str) -> str | None:
        """Why that case fails in that language; None if it must not."""
        for known in self.listed:
            if fnmatchcase(language, known.language) and fnmatchcase(case, known.case):
                return known.why
        return None
