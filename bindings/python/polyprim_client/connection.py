"""How a call is made: its deadline, its metadata, and how often. The same for threads and
coroutines, which differ in their transport alone."""

from __future__ import annotations

import math
import time
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final, TypeVar

from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from polyprim_client import tracing
from polyprim_client.errors import ClosedError, PolyprimError, RequestExpiredError, invalid
from polyprim_client.gen import session_pb2
from polyprim_client.options import ClientOptions, Metadata, require_timeout
from polyprim_client.retries import Retries
from polyprim_client.sessions import Session, Ticket
from polyprim_client.steps import Steps
from polyprim_client.transport import Transport

CLOSING_SECONDS: Final = 1.0
"""How long the end of a client may take to give its session up."""
MS_MAX: Final = (1 << 31) - 1
Reply = TypeVar("Reply", bound=Message)


@dataclass(frozen=True, slots=True)
class _Rpc:
    """What the contract says of a method."""

    path: str
    reply: type[Message]
    is_harmless: bool
    """It has no side effects."""
    waits: bool
    """It takes something, and waits for it if there is none."""


class Connection:
    """A client's calls."""

    def __init__(self, options: ClientOptions, transport: Transport) -> None:
        self._options: Final = options
        self._transport: Final = transport
        self._retries: Final = Retries(options.attempts)
        self._session: Session | None = None
        self._is_closed = False

    def call(
        self,
        reply: type[Reply],
        request: Message,
        *,
        timeout: float | None = None,
        metadata: Metadata = (),
    ) -> Steps[Reply]:
        """Calls the method that takes this request: its reply. What the request says that it waits
        comes on top of the timeout."""
        if self._is_closed:
            raise ClosedError("this client is closed", reason="CLOSED")
        rpc = _rpc(request.DESCRIPTOR)
        timeout = self._options.timeout if timeout is None else timeout
        require_timeout(timeout)
        with tracing.span(rpc.path, self._options.target) as trace:
            call = _Call(rpc, request, timeout, (*self._options.metadata, *trace, *metadata))
            if rpc.is_harmless or not self._options.safe_retries:
                data = yield from self._attempts(call, is_repeatable=rpc.is_harmless)
            else:
                data = yield from self._once(call)
        return _decoded(reply, data)

    def close(self) -> Steps[None]:
        """Gives the session up, if the server still listens, and ends all calls."""
        session, self._session = self._session, None
        was_closed, self._is_closed = self._is_closed, True
        try:
            if session is not None and not was_closed:
                request = session_pb2.SessionServiceCloseRequest(session=session.name)
                call = _Call(
                    _rpc(request.DESCRIPTOR), request, CLOSING_SECONDS, self._options.metadata
                )
                with suppress(PolyprimError):
                    yield from self._attempts(call, is_repeatable=False)
        finally:
            yield self._transport.close

    def _once(self, call: _Call) -> Steps[bytes]:
        """The attempts of a call that is carried out at most once, however many there are."""
        ticket = yield from self._ticket(call, None)
        try:
            return (yield from self._attempts(call, ticket))
        except RequestExpiredError:
            if ticket.attempts > 1:
                raise
        ticket = yield from self._ticket(call, ticket.session)
        return (yield from self._attempts(call, ticket))

    def _attempts(
        self, call: _Call, ticket: Ticket | None = None, *, is_repeatable: bool = True
    ) -> Steps[bytes]:
        attempt = 0
        try:
            while True:
                attempt += 1
                try:
                    data: bytes = yield partial(self._transport.send, *call.attempt(ticket))
                    return data
                except PolyprimError as error:
                    pause = self._retries.pause(error, attempt, call.left)
                    if pause is None or not is_repeatable:
                        raise
                yield partial(self._transport.pause, pause)
        except BaseException:
            if ticket is not None and call.takes is not None:
                ticket.session.was_not_answered(call.takes, ticket.number)
            raise

    def _ticket(self, call: _Call, expired: Session | None) -> Steps[Ticket]:
        session = self._session
        if session is None or session is expired:
            yield partial(self._transport.alone, self._open_session(call, expired), call.left)
            session = self._session
        if session is None:
            raise ClosedError("this client was closed", reason="CLOSED")
        return Ticket(session, session.number(call.takes))

    def _open_session(self, call: _Call, expired: Session | None) -> Steps[None]:
        if self._session is not expired:
            return  # somebody else has opened one
        request = session_pb2.SessionServiceOpenRequest()
        opening = _Call(_rpc(request.DESCRIPTOR), request, call.left, self._options.metadata)
        try:
            data = yield from self._attempts(opening)
        except PolyprimError as error:
            if error.code != "UNIMPLEMENTED":
                raise
            raise PolyprimError(
                f"{self._options.target} has no sessions: make the client without safe_retries",
                code=error.code,
            ) from None
        opened = _decoded(session_pb2.SessionServiceOpenResponse, data)
        self._session = Session(opened.session, opened.window)


class _Call:
    """A call with its deadline."""

    def __init__(self, rpc: _Rpc, request: Any, timeout: float, metadata: Metadata) -> None:
        self._rpc: Final = rpc
        self._request: Final = type(request)()
        self._request.CopyFrom(request)
        self._metadata: Final = metadata
        wait = max(0.0, request.wait_ms / 1000) if rpc.waits else 0.0
        self._ends_waiting: Final = time.monotonic() + wait
        self._deadline: Final = self._ends_waiting + timeout
        self._says_timeout: Final = request.HasField("timeout_ms")
        self._is_first = True

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return self._deadline - time.monotonic()

    @property
    def takes(self) -> Hashable:
        """From what it takes something; None if it does not."""
        return (self._rpc.path, self._request.name) if self._rpc.waits else None

    def attempt(self, ticket: Ticket | None) -> tuple[str, bytes, float, Metadata]:
        """What another attempt sends: a path, bytes, seconds, metadata."""
        left = max(0.0, self.left)
        if not self._says_timeout:
            self._request.timeout_ms = min(math.ceil(left * 1000), MS_MAX)
        if self._rpc.waits and not self._is_first:
            wait = max(0.0, self._ends_waiting - time.monotonic())
            self._request.wait_ms = math.ceil(wait * 1000)
        self._is_first = False
        metadata = self._metadata
        if ticket is not None:
            ticket.attempts += 1
            metadata += ticket.metadata
        return self._rpc.path, self._request.SerializeToString(), left, metadata


def reply_class(request: type[Message]) -> type[Message]:
    """The message that answers such a request."""
    return _rpc(request.DESCRIPTOR).reply


@cache
def _rpc(request: Any) -> _Rpc:
    """The method that takes messages of that descriptor: each has a message of its own."""
    for service in request.file.services_by_name.values():
        for method in service.methods:
            if method.input_type is request:
                level = method.GetOptions().idempotency_level
                return _Rpc(
                    path=f"/{service.full_name}/{method.name}",
                    reply=GetMessageClass(method.output_type),
                    is_harmless=level == MethodOptions.NO_SIDE_EFFECTS,
                    waits="wait_ms" in request.fields_by_name,
                )
    raise invalid(f"no method takes a {request.full_name}")


def _decoded(reply: type[Reply], data: bytes) -> Reply:
    try:
        return reply.FromString(data)
    except DecodeError:
        raise PolyprimError(
            f"the answer is no {reply.DESCRIPTOR.full_name}: is that a Polyprim server?",
            code="INTERNAL",
        ) from None
