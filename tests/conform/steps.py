"""The steps of a case: what each may say, and nothing else."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

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
    eventually: bool = False

    @model_validator(mode="after")
    def _awaited_once(self) -> Self:
        expects = {
            "answer",
            "error",
            "one_of",
            "within_ms",
            "save",
            "eventually",
        } & self.model_fields_set
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
