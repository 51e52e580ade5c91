"""A whole request to a method of a primitive: bytes in, bytes out, decoded inside the sandbox."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from polyprim.abi import LANGUAGES, LANGUAGES_MAX, LATENCY, NAME_BYTES_MAX, Status
from polyprim.errors import error_of
from polyprim.native import CData, bounded, ffi, native
from polyprim.runtime.outcome import reply_of
from polyprim.runtime.patience import DEADLINE_DEFAULT, Patience
from polyprim.runtime.segment import GIL_BYTES, Segment

_ROWS: Final = {name: row for row, name in enumerate(LANGUAGES)}


@dataclass(frozen=True, slots=True)
class Reply:
    """What a method answered to a request, once."""

    status: int
    """OK; FULL, with a reply that says so; a fault; or WAIT or BLOCKED, when nothing was done and
    the request can be made again."""
    message: bytes
    field: int
    """The field that broke its rule, for INVALID_PROTO; 0 if the request was not protobuf."""
    timeout_ms: int
    wait_ms: int
    wait_word: int
    wait_value: int
    blocked_by: int


@dataclass(frozen=True, slots=True)
class Once:
    """What makes a call one that is safe to repeat: its session and its number there."""

    session: str
    sequence: int
    oldest: int = 0
    """The number of the session's first call that its client waits for; 0 if that is not told."""


def request_once(
    segment: Segment,
    method: int,
    request: bytes,
    *,
    language: int = 0,
    may_wait: bool = False,
    session_call: CData = ffi.NULL,
) -> Reply:
    """Makes a request and does not wait. `method` is the number of an ``rpc_`` function,
    `session_call` a struct of bridge.h.

    Raises PayloadTooLargeError, NoSpaceError, ClosedError, ForkedError, NativeError, DataLossError.
    """
    lib = native if len(request) > GIL_BYTES else bounded
    out = segment.outcomes.take()
    try:
        status = segment.settled(
            lib.rpc_once,
            segment.id,
            method,
            language,
            may_wait,
            request,
            len(request),
            session_call,
            out,
        )
        return _reply(status, out)
    finally:
        segment.outcomes.give_back(out)


class Rpc:
    """A method of a primitive's service as a function of bytes, for servers.

    `function` is the number of an ``rpc_`` function, `latencies` where the rows of the method's
    times begin, `key` its kind << 8 | its number. A request that waits takes no thread.
    """

    def __init__(self, segment: Segment, function: int, latencies: int, key: int) -> None:
        self._segment: Final = segment
        self._function: Final = function
        self._latencies: Final = latencies
        self._key: Final = key

    async def __call__(
        self,
        message: bytes,
        *,
        language: str = "other",
        deadline: float | None = None,
        once: Once | None = None,
    ) -> bytes:
        """Makes a request, as often as need be, and answers its reply; see `begin`."""
        reply = self.begin(message, language=language, deadline=deadline, once=once)
        return reply if isinstance(reply, bytes) else await reply

    def begin(
        self,
        message: bytes,
        *,
        language: str = "other",
        deadline: float | None = None,
        once: Once | None = None,
    ) -> bytes | Coroutine[Any, Any, bytes]:
        """Makes a request: its reply, or what is to be awaited for it.

        Waits as long as the request says, at most until its own deadline and `deadline` (a reading
        of time.monotonic). `language` is the caller's, for the statistics. With `once`, a request
        that was answered is answered the same and not made again. Raises whatever the method's
        fault is; DeadlineError, BlockedError and a cancellation only with nothing done, but for an
        AddMany of a session, which the same call made again goes on with.
        """
        began = time.monotonic()
        if deadline is not None and deadline <= began:
            raise error_of(Status.WAIT)
        row = _ROWS.get(language, 0)
        attempt = partial(
            request_once,
            self._segment,
            self._function,
            message,
            session_call=ffi.NULL if once is None else self._session_call(once),
        )
        reply = attempt(language=row, may_wait=True)
        place = self._latencies + row * LATENCY.size
        if reply.status == Status.OK:
            bounded.record_latency(self._segment.id, place, int((time.monotonic() - began) * 1e9))
            return reply.message
        return self._go_on(attempt, reply, began, deadline, place)

    async def _go_on(
        self,
        attempt: Callable[..., Reply],
        reply: Reply,
        began: float,
        deadline: float | None,
        place: int,
    ) -> bytes:
        """After a first attempt that was not answered."""
        segment, reaped, tried = self._segment, False, False
        may_wait = True
        patience = Patience(_deadline(reply, began, deadline))
        awaited: int | None = None
        try:
            while reply.status != Status.OK:
                if reply.status == Status.FULL:
                    slot = reply.blocked_by
                    if not (slot and segment.retire_dead(slot) and patience.again()):
                        break
                elif reply.status == Status.NO_SPACE and not reaped:
                    reaped = True
                    segment.retire_all_dead()
                elif reply.status == Status.BLOCKED:
                    await segment.make_way_async(reply.blocked_by, patience)
                elif reply.status == Status.WAIT:
                    awaited = reply.wait_word
                    may_wait = await self._wait(reply, began, patience.deadline)
                elif reply.status == Status.EXPIRED and tried:
                    raise error_of(Status.UNKNOWN)
                else:
                    raise error_of(reply.status, field=reply.field)
                known, tried = reply.timeout_ms >= 0, True
                reply = attempt(language=LANGUAGES_MAX, may_wait=may_wait)
                if not known:  # the session was busy, and the request not looked at
                    patience = Patience(_deadline(reply, began, deadline))
            return reply.message
        finally:
            if awaited is not None:
                segment.pass_on(awaited)
            if not segment.is_closed:
                took = time.monotonic() - began
                bounded.record_latency(segment.id, place, int(took * 1e9))

    def _session_call(self, once: Once) -> CData:
        session = once.session.encode()
        if len(session) > NAME_BYTES_MAX:
            raise error_of(Status.INVALID_ARGUMENT, "a session's id is what Open answered")
        functions = self._segment.function
        return ffi.new(
            "struct session_call *",
            {
                "session": session,
                "session_length": len(session),
                "sequence": once.sequence,
                "oldest": once.oldest,
                "method": self._key,
                "begin": functions("session_begin"),
                "end": functions("session_end"),
            },
        )

    async def _wait(self, reply: Reply, began: float, deadline: float) -> bool:
        """Waits a moment; False if the request does not want to wait any longer."""
        until = began + reply.wait_ms / 1000
        word, value = reply.wait_word, reply.wait_value
        if await self._segment.wait_async(word, value, min(until, deadline)):
            return True
        if until > deadline:
            raise error_of(Status.WAIT)
        return False


def _deadline(reply: Reply, began: float, deadline: float | None) -> float:
    told = reply.timeout_ms / 1000 if reply.timeout_ms >= 0 else DEADLINE_DEFAULT
    own = began + told
    return own if deadline is None else min(own, deadline)


def _reply(status: int, out: CData) -> Reply:
    return Reply(
        status=status,
        message=reply_of(out),
        field=out.field,
        timeout_ms=out.timeout_ms,
        wait_ms=out.wait_ms,
        wait_word=out.wait_word,
        wait_value=out.wait_value,
        blocked_by=out.blocked_by,
    )
