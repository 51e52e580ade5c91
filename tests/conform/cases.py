"""The cases of tests/cases: what a file may say. Anything else in it is an error.

tests/cases/README.md explains the format to those who write cases.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

CASES: Final = Path(__file__).resolve().parents[1] / "cases"
KNOWN_FAILURES: Final = CASES / "known_failures.json"
SERVER: Final = "server"
"""What stands in the place of a language for cases in which no client takes part."""

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Method = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]
Sentence = Annotated[str, Field(pattern=r"^[A-Z0-9].*\.$")]
Milliseconds = Annotated[int, Field(ge=0)]
Times = Annotated[int, Field(ge=1, le=1000)]
Words = str | tuple[str, ...]
Fields = dict[str, Any]


class Strict(BaseModel):
    """Nothing is converted, and nothing is left over."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Refusal(Strict):
    """An error: of each property the value, or those that it may have; any if it is not given."""

    code: Words | None = None
    reason: Words | None = None
    field: Words | None = None


class Outcome(Strict):
    """How a call must end: with an answer that has at least these fields, or with an error."""

    answer: Fields | None = None
    error: Refusal | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if self.answer is not None and self.error is not None:
            raise ValueError("a call ends with an answer or with an error")
        return self


class Awaited(Outcome):
    """What a step that awaits a call expects; without any of it, the call must succeed."""

    one_of: tuple[Outcome, ...] = ()
    within_ms: Milliseconds | None = None
    save: dict[Name, str] = {}

    @model_validator(mode="after")
    def _exclusive(self) -> Self:
        if self.one_of and (self.answer is not None or self.error is not None):
            raise ValueError("one_of stands alone")
        return self

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Those that are allowed."""
        if self.one_of:
            return self.one_of
        answer = {} if self.answer is None and self.error is None else self.answer
        return (Outcome(answer=answer, error=self.error),)


class Startable(Awaited):
    """A call: awaited at once, or later by its name in an await step."""

    args: Fields = {}
    timeout_ms: Milliseconds | None = None
    metadata: dict[str, str] = {}
    start: str | None = None
    times: Times = 1

    @model_validator(mode="after")
    def _awaited_once(self) -> Self:
        expects = {"answer", "error", "one_of", "within_ms", "save"} & self.model_fields_set
        if self.start is not None and expects:
            raise ValueError(f"a call that is only started expects nothing: {sorted(expects)}")
        return self


class Call(Startable):
    """A call by the client library of the language."""

    call: Method
    client: Name = "main"


class Raw(Startable):
    """A call by the driver itself, with whatever metadata and bytes."""

    raw: Method
    request: str | None = None


class Await(Awaited):
    """The end of a call that was started."""

    awaited: str = Field(alias="await")
    times: Times = 1


class Cancel(Strict):
    """Cancels a call that was started."""

    cancel: str


class Tls(Strict):
    """Files; system roots where none is given."""

    ca: str | None = None
    cert: str | None = None
    key: str | None = None


class Connect(Strict):
    """Makes a client; without an error it must succeed."""

    connect: Name
    to: str = "{server}"
    timeout_ms: Milliseconds | None = None
    namespace: str | None = None
    token: str | None = None
    tls: Tls | None = None
    safe_retries: bool | None = None
    attempts: Annotated[int, Field(ge=1)] | None = None
    error: Refusal | None = None


class Close(Strict):
    """Closes a client."""

    close: Name


class ServerStep(Strict):
    """What befalls the server: SIGKILL, SIGTERM, a start after either, SIGSTOP, SIGCONT; a segment
    whose file is cut off under it; one that is lost, and made anew at the next start."""

    server: Literal["kill", "end", "start", "stop", "continue", "cut_off", "lose"]


class ProxyStep(Strict):
    """What befalls the bytes between client and server; see proxy.py."""

    proxy: Literal[
        "pass", "refuse", "hang", "garbage", "flip", "cut", "mute", "happened",
    ]  # fmt: skip
    marker: str | None = None
    on: Literal["request", "answer"] = "answer"
    then: Literal["pass", "refuse", "hang", "garbage"] = "pass"

    @model_validator(mode="after")
    def _marked(self) -> Self:
        if (self.marker is not None) != (self.proxy in ("flip", "cut", "mute")):
            raise ValueError("flip, cut and mute have a marker, and nothing else has one")
        return self


class Metric(Strict):
    """Waits until the sum of a metric's samples with these labels has grown by so much since the
    case began; without an amount, until there is such a sample."""

    metric: str
    labels: dict[str, str] = {}
    grew_by: int | None = None


STEPS: Final = {
    "call": Call, "raw": Raw, "await": Await, "cancel": Cancel, "connect": Connect,
    "close": Close, "server": ServerStep, "proxy": ProxyStep, "metric": Metric,
}  # fmt: skip


def _verb(step: object) -> str | None:
    verbs = [verb for verb in STEPS if isinstance(step, dict) and verb in step]
    return verbs[0] if len(verbs) == 1 else None


Step = Annotated[
    Annotated[Call, Tag("call")]
    | Annotated[Raw, Tag("raw")]
    | Annotated[Await, Tag("await")]
    | Annotated[Cancel, Tag("cancel")]
    | Annotated[Connect, Tag("connect")]
    | Annotated[Close, Tag("close")]
    | Annotated[ServerStep, Tag("server")]
    | Annotated[ProxyStep, Tag("proxy")]
    | Annotated[Metric, Tag("metric")],
    Discriminator(
        _verb,
        custom_error_type="verb",
        custom_error_message="a step has exactly one of " + ", ".join(STEPS),
    ),
]


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
