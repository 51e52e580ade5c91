"""How a call is made: its deadline, its metadata, and how often. The same for threads and
coroutines, which differ in their transport alone."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Final, TypeVar

from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from polyprim_client import tracing
from polyprim_client.errors import (
    ClosedError,
    InvalidArgumentError,
    NotFoundError,
    OutcomeUnknownError,
    PolyprimError,
    RequestExpiredError,
    SessionFullError,
    WrongKindError,
    invalid,
)
from polyprim_client.gen import session_pb2, snapshot_pb2, task_pb2
from polyprim_client.leaving import at_exit
from polyprim_client.options import ClientOptions, Metadata
from polyprim_client.replies import Replies
from polyprim_client.retries import Retries
from polyprim_client.sessions import Session, Sessions, Ticket
from polyprim_client.steps import Steps, run
from polyprim_client.transport import BlockingTransport, Transport
from polyprim_client.values import require_timeout

CLOSING_SECONDS: Final = 1.0
"""How long it may take to give sessions up."""
MS_MAX: Final = (1 << 31) - 1
ANSWERED: Final = (
    InvalidArgumentError,
    NotFoundError,
    OutcomeUnknownError,
    RequestExpiredError,
    SessionFullError,
    WrongKindError,
)
"""The errors of a call for which the server keeps nothing."""
_UNREMEMBERED: Final = frozenset(
    file.DESCRIPTOR.name for file in (session_pb2, snapshot_pb2, task_pb2)
)
"""The contract's files whose methods no session makes safe to repeat."""
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
    is_remembered: bool
    """A session remembers it."""


class Connection:
    """A client's calls."""

    def __init__(
        self, options: ClientOptions, transport: Transport, sessions: Sessions | None = None
    ) -> None:
        self._options: Final = options
        self._transport: Final = transport
        self._retries: Final = Retries(options.attempts)
        self._sessions: Final = sessions or Sessions()
        self._process: Final = os.getpid()
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
        self._require_open()
        rpc = _rpc(request.DESCRIPTOR)
        timeout = self._options.timeout if timeout is None else timeout
        require_timeout(timeout)
        with tracing.span(rpc.path, self._options.target) as trace:
            call = _Call(rpc, request, timeout, (*self._options.metadata, *trace, *metadata))
            if rpc.is_remembered and self._options.safe_retries:
                data = yield from self._once(call)
            else:
                data = yield from self._attempts(call, is_repeatable=rpc.is_harmless)
        return _decoded(reply, data)

    def send_stream(self, request: Callable[..., Message], pieces: Iterator[bytes]) -> Steps[bytes]:
        """Calls the method that takes a stream of such requests, once: the reply's bytes."""
        self._require_open()
        rpc = _rpc(request.DESCRIPTOR)  # type: ignore[attr-defined]
        with tracing.span(rpc.path, self._options.target) as trace:
            metadata = (*self._options.metadata, *trace)
            data: bytes = yield partial(self._transport.send_stream, rpc.path, pieces, metadata)
        return data

    def open_stream(self, request: Message) -> Steps[Replies]:
        """Calls the method that takes this request and answers a stream."""
        self._require_open()
        rpc = _rpc(request.DESCRIPTOR)
        data = request.SerializeToString()
        replies: Replies = yield partial(
            self._transport.open_stream,
            rpc.path,
            data,
            self._options.metadata,
            rpc.reply.FromString,
        )
        return replies

    def pause(self, error: PolyprimError, attempt: int) -> Steps[None]:
        """Waits before what failed with that error is tried again; raises it if it is not to be."""
        pause = self._retries.pause(error, attempt, math.inf)
        if pause is None:
            raise error
        yield partial(self._transport.pause, pause)

    def close(self, seconds: float = CLOSING_SECONDS) -> Steps[None]:
        """Gives the sessions up, if the server still listens, and ends all calls."""
        self._is_closed = True
        until = time.monotonic() + seconds
        try:
            while (session := self._sessions.pop()) is not None:
                closing = self._closing(session, until - time.monotonic())
                with suppress(PolyprimError):
                    yield from self._attempts(closing, is_repeatable=False)
        finally:
            yield self._transport.close

    def leave(self, seconds: float) -> None:
        """Gives the sessions up when the process ends, and raises nothing. The transport may be of
        an event loop that is gone, and so another one does it."""
        if self._is_closed or self._process != os.getpid():
            return
        with suppress(Exception):
            last = Connection(self._options, BlockingTransport(self._options), self._sessions)
            run(last.close(seconds))

    def _require_open(self) -> None:
        if self._is_closed:
            raise ClosedError("this client is closed", reason="CLOSED")

    def _once(self, call: _Call) -> Steps[bytes]:
        """The attempts of a call that is carried out at most once, however many there are. What
        earlier calls took and nobody got is its answer, if there is anything of that kind."""
        while (kept := self._sessions.kept(call.takes)) is not None:
            try:
                data = yield from self._numbered(call, kept)
            except RequestExpiredError:
                if self._sessions.tell(kept):
                    raise call.lost() from None
            except SessionFullError:
                continue
            else:
                if call.took_something(data):
                    return data
        expired = math.inf
        while True:
            ticket = yield from self._ticket(call)
            try:
                return (yield from self._numbered(call, ticket))
            except SessionFullError:
                self._sessions.refuse(ticket)
                continue
            except RequestExpiredError:
                if ticket.attempts > 1 or ticket.session.opened > expired:
                    raise
            expired = min(expired, time.monotonic())
            self._sessions.replace(ticket.session)

    def _numbered(self, call: _Call, ticket: Ticket) -> Steps[bytes]:
        """The attempts with that number, which is not under way afterwards, unless it is kept."""
        try:
            data = yield from self._attempts(call, ticket)
        except BaseException as error:
            if ticket.takes is None or isinstance(error, ANSWERED):
                self._sessions.end(ticket)
            else:
                self._sessions.keep(ticket)
            raise
        self._sessions.end(ticket)
        return data

    def _attempts(
        self, call: _Call, ticket: Ticket | None = None, *, is_repeatable: bool = True
    ) -> Steps[bytes]:
        attempt = 0
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

    def _ticket(self, call: _Call) -> Steps[Ticket]:
        ticket = self._sessions.ticket(call.takes)
        if ticket is None:
            ticket = yield partial(self._transport.alone, self._open_session(call), call.left)
        return ticket

    def _open_session(self, call: _Call) -> Steps[Ticket]:
        """Opens a session: a ticket of it, or of one that somebody else has opened meanwhile."""
        ticket = self._sessions.ticket(call.takes)
        if ticket is not None:
            return ticket
        if self._is_closed:
            raise ClosedError("this client was closed", reason="CLOSED")
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
        for session in self._sessions.spent():
            closing = self._closing(session, CLOSING_SECONDS)
            yield partial(self._transport.tell, *closing.attempt(None))
        at_exit(self)
        return self._sessions.add(Session(opened.session, opened.window), call.takes)

    def _closing(self, session: Session, timeout: float) -> _Call:
        request = session_pb2.SessionServiceCloseRequest(session=session.name)
        return _Call(_rpc(request.DESCRIPTOR), request, timeout, self._options.metadata)


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

    def lost(self) -> OutcomeUnknownError:
        """The error for what an earlier call may have taken and nobody can get any more."""
        return OutcomeUnknownError(
            f"what earlier calls, whose answers are missing, took from {self._request.name!r} may "
            "be lost; this call took nothing",
            code="ABORTED",
            reason="OUTCOME_UNKNOWN",
        )

    def took_something(self, data: bytes) -> bool:
        """Whether this answer has anything in it, of a method that takes."""
        return bool(_decoded(self._rpc.reply, data).ListFields())

    def attempt(self, ticket: Ticket | None) -> tuple[str, bytes, float, Metadata]:
        """What another attempt sends: a path, bytes, seconds, metadata. It does not wait for what
        an earlier call may have taken."""
        left = max(0.0, self.left)
        if not self._says_timeout:
            self._request.timeout_ms = min(math.ceil(left * 1000), MS_MAX)
        is_kept = ticket is not None and ticket.is_kept
        if self._rpc.waits and (is_kept or not self._is_first):
            wait = 0.0 if is_kept else max(0.0, self._ends_waiting - time.monotonic())
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
                is_harmless = level == MethodOptions.NO_SIDE_EFFECTS
                return _Rpc(
                    path=f"/{service.full_name}/{method.name}",
                    reply=GetMessageClass(method.output_type),
                    is_harmless=is_harmless,
                    waits="wait_ms" in request.fields_by_name,
                    is_remembered=not is_harmless and request.file.name not in _UNREMEMBERED,
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
