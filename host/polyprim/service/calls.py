"""What a server notices of its calls: whose they are, how they ended, and how long they took."""

from __future__ import annotations

import logging
import math
import re
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from polyprim.host import Host
from polyprim.runtime.metrics import MethodMetrics
from polyprim.service.metadata import (
    LANGUAGE,
    NAMESPACE,
    REQUEST_ID,
    TRACEPARENT,
    Metadata,
    told_by,
)
from polyprim.service.outcome import Context, code_of, reason_of

if TYPE_CHECKING:  # OpenTelemetry may not be installed
    from opentelemetry.trace import Span

    from polyprim.service.spans import Spans

_SANE: Final = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
_TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")

_log: Final = logging.getLogger("polyprim.calls")


class Call:
    """A call while it lasts. What only a line of a log needs is found when it is asked for."""

    __slots__ = ("_made_id", "metadata", "method", "sent_id", "told")

    def __init__(self, method: str, metadata: Metadata | None) -> None:
        self.method: Final = method
        self.metadata: Final[Metadata] = metadata or ()
        self.told: Final = told_by(metadata)
        """The metadata by their keys."""
        self._made_id = ""
        sent = self.told.get(REQUEST_ID)
        self.sent_id: Final = sent if sent and _SANE.fullmatch(sent) else ""

    @property
    def request_id(self) -> str:
        """What the client calls it, or else a name that is made here."""
        if not self.sent_id and not self._made_id:
            self._made_id = uuid.uuid4().hex
        return self.sent_id or self._made_id

    @property
    def trace(self) -> tuple[str, str]:
        """The ids of the trace and the span that the client sent, or two empty strings."""
        found = _TRACEPARENT.fullmatch(self.told.get(TRACEPARENT, ""))
        return (found[1], found[2]) if found else ("", "")


Answer = Callable[[Any, Context, Call], Awaitable[Any]]
"""Answers a call, of a request's bytes or of an iterator of them, with a reply's bytes, or with
nothing if it writes replies to the context; or ends it by its context."""
Behaviour = Callable[[Any, Context], Awaitable[Any]]
"""The same as gRPC knows it."""

CURRENT: Final[ContextVar[Call | None]] = ContextVar("polyprim_call", default=None)
"""The call that the running code answers: gRPC gives each a task, and so a context, of its own."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A way in which calls end that is not OK."""

    service: str
    method: str
    code: str
    reason: str
    """Of google.rpc.ErrorInfo; "" where gRPC itself ended the call."""


@dataclass(frozen=True, slots=True)
class HostingStatistics:
    """What a server does for tasks; by namespace, "" for its own."""

    runs: int
    """Under way."""
    tasks: Mapping[str, int]
    """How many live."""
    methods: Mapping[str, Sequence[MethodMetrics]]
    """The calls of the host's own services."""


@dataclass(frozen=True, slots=True)
class ServerStatistics:
    """What a server is doing, and what it has done since it was made."""

    calls: int
    """Under way: those that wait, and at most one more."""
    failures: Mapping[Failure, int]
    """How many calls have ended in which way."""
    namespaces: Mapping[str, Host]
    """Those that are open beside the server's own."""
    certificates: Mapping[str, datetime]
    """When the certificates of TLS end: that of the `server`, and that of `client_ca`."""
    hosting: HostingStatistics | None
    """Of tasks; None if it runs none."""


class Calls:
    """Stands around all answers to calls, refusals too.

    Counts calls that fail, sends request ids back, has calls traced by `spans`, and logs: each call
    at debug level, and as a warning one that took `slow_seconds` or longer, with what it waited.
    """

    def __init__(self, *, spans: Spans | None = None, slow_seconds: float | None = None) -> None:
        self._spans: Final = spans
        self._slow_seconds: Final = math.inf if slow_seconds is None else slow_seconds
        self._under_way = 0
        self._failures: Final[Counter[Failure]] = Counter()

    def statistics(
        self,
        namespaces: Mapping[str, Host],
        certificates: Mapping[str, datetime],
        hosting: HostingStatistics | None = None,
    ) -> ServerStatistics:
        """What there is to tell by now. For any thread."""
        failures = self._failures.copy()
        return ServerStatistics(self._under_way, failures, namespaces, certificates, hosting)

    def around(self, path: str, answer: Answer) -> Behaviour:
        """What gRPC is to call for a method. It is made once, for all calls of the method."""

        async def noticed(request: Any, context: Context) -> Any:
            call = Call(path, context.invocation_metadata())  # type: ignore[arg-type]  # grpc's own tuple
            CURRENT.set(call)
            spans = self._spans
            span = None if spans is None else spans.begin(call)
            if call.sent_id:
                context.set_trailing_metadata(((REQUEST_ID, call.sent_id),))
            self._under_way += 1
            began = time.monotonic()
            try:
                reply = await answer(request, context, call)
            except BaseException as error:
                self._ended(call, span, began, code_of(context, error), context)
                raise
            else:
                self._ended(call, span, began, "OK", context)
                return reply
            finally:
                self._under_way -= 1

        return noticed

    def _ended(
        self, call: Call, span: Span | None, began: float, code: str, context: Context
    ) -> None:
        took, reason = time.monotonic() - began, ""
        if code != "OK":
            reason = reason_of(context)
            _, service, method = call.method.split("/")
            self._failures[Failure(service, method, code, reason)] += 1
        if took >= self._slow_seconds:
            _write(logging.WARNING, "a slow call", call, took, code)
        elif _log.isEnabledFor(logging.DEBUG):
            _write(logging.DEBUG, "a call", call, took, code)
        if span is not None and self._spans is not None:
            self._spans.end(span, code, reason)


def _write(level: int, what: str, call: Call, took: float, code: str) -> None:
    facts = {
        "method": call.method,
        "namespace": call.told.get(NAMESPACE, ""),
        "language": call.told.get(LANGUAGE, ""),
        "ms": round(took * 1000, 3),
        "code": code,
    }
    line = "%s: %s took %s ms, %s (request %s)"
    _log.log(level, line, what, call.method, facts["ms"], code, call.request_id, extra=facts)
