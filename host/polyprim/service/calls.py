"""What a server notices of its calls: whose they are, how they ended, and how long they took."""

from __future__ import annotations

import logging
import math
import re
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import grpc

from polyprim.contract import paths
from polyprim.host import Host
from polyprim.service.handler import LANGUAGE, NAMESPACE
from polyprim.service.interception import (
    Context,
    Continuation,
    Details,
    Handler,
    Metadata,
    behaviour_of,
    code_of,
    reason_of,
    told,
    with_behaviour,
)

if TYPE_CHECKING:  # OpenTelemetry may not be installed
    from opentelemetry.trace import Span

    from polyprim.service.spans import Spans

REQUEST_ID: Final = "x-request-id"
"""The metadata by which a client names a call; it comes back with the answer."""
TRACEPARENT: Final = "traceparent"
_SANE: Final = re.compile(r"[A-Za-z0-9._:/+=@-]{1,128}")
_TRACEPARENT: Final = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")

_log: Final = logging.getLogger("polyprim.calls")


class Call:
    """A call while it lasts. What only a line of a log needs is found when it is asked for."""

    __slots__ = ("_made_id", "metadata", "method", "sent_id")

    def __init__(self, details: Details) -> None:
        self.method: Final = details.method
        self.metadata: Final[Metadata] = details.invocation_metadata or ()
        self._made_id = ""
        sent = self.told(REQUEST_ID)
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
        found = _TRACEPARENT.fullmatch(self.told(TRACEPARENT))
        return (found[1], found[2]) if found else ("", "")

    def told(self, key: str) -> str:
        """The value of that metadata, or ""."""
        return told(self.metadata, key)


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
class ServerStatistics:
    """What a server is doing, and what it has done since it was made."""

    calls: int
    """Under way: those that wait, and at most one more."""
    failures: Mapping[Failure, int]
    """How many calls have ended in which way."""
    namespaces: Mapping[str, Host]
    """Those that are open beside the server's own."""


class Calls(grpc.aio.ServerInterceptor):
    """Stands around all calls of the contract's methods, outside of other interceptors, so that it
    sees what they refuse. Other paths are none of its business: anybody can make up any number.

    Counts calls that fail, sends request ids back, has calls traced by `spans`, and logs: each call
    at debug level, and as a warning one that took `slow_seconds` or longer, with what it waited.
    """

    def __init__(self, *, spans: Spans | None = None, slow_seconds: float | None = None) -> None:
        self._spans: Final = spans
        self._slow_seconds: Final = math.inf if slow_seconds is None else slow_seconds
        self._paths: Final = paths()
        self._under_way = 0
        self._failures: Final[Counter[Failure]] = Counter()

    def statistics(self, namespaces: Mapping[str, Host]) -> ServerStatistics:
        """What there is to tell by now. For any thread."""
        return ServerStatistics(self._under_way, self._failures.copy(), namespaces)

    async def intercept_service(
        self, continuation: Continuation, handler_call_details: Details
    ) -> Handler | None:
        """Puts itself around the behaviour of a call."""
        if handler_call_details.method not in self._paths:
            return await continuation(handler_call_details)
        call = Call(handler_call_details)
        CURRENT.set(call)
        handler = await continuation(handler_call_details)
        behaviour = behaviour_of(handler)
        if behaviour is None:
            return handler

        async def noticed(request: Any, context: Context) -> Any:
            spans = self._spans
            span = None if spans is None else spans.begin(call.method, call.metadata)
            if call.sent_id:
                context.set_trailing_metadata(((REQUEST_ID, call.sent_id),))
            self._under_way += 1
            began = time.monotonic()
            try:
                reply = await behaviour(request, context)
            except BaseException as error:
                self._ended(call, span, began, code_of(context, error), context)
                raise
            else:
                self._ended(call, span, began, code_of(context), context)
                return reply
            finally:
                self._under_way -= 1

        return with_behaviour(handler, noticed)

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
        "namespace": call.told(NAMESPACE),
        "language": call.told(LANGUAGE),
        "ms": round(took * 1000, 3),
        "code": code,
    }
    line = "%s: %s took %s ms, %s (request %s)"
    _log.log(level, line, what, call.method, facts["ms"], code, call.request_id, extra=facts)
