"""A whole request to a method of a primitive: bytes in, bytes out, decoded inside the sandbox."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from polyprim.abi import Status
from polyprim.errors import CancelledError, error_of
from polyprim.native import CData, bounded, native
from polyprim.runtime.outcome import reply_of
from polyprim.runtime.patience import Patience
from polyprim.runtime.segment import GIL_BYTES, Segment


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


def request_once(
    segment: Segment, method: int, request: bytes, *, language: int = 0, may_wait: bool = False
) -> Reply:
    """Makes a request and does not wait. `method` is the number of an ``rpc_`` function.

    Raises PayloadTooLargeError, NoSpaceError, ClosedError, ForkedError, NativeError, DataLossError.
    """
    lib = native if len(request) > GIL_BYTES else bounded
    out = segment.outcomes.take()
    try:
        status = segment.settled(
            lib.rpc, segment.id, method, language, may_wait, request, len(request), out
        )
        return _reply(status, out)
    finally:
        segment.outcomes.give_back(out)


def request(
    segment: Segment,
    method: int,
    message: bytes,
    *,
    language: int = 0,
    deadline: float | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> bytes:
    """Makes a request, as often as need be, and answers its reply.

    Waits as long as the request says, at most until its own deadline and `deadline` (a reading of
    time.monotonic). Raises whatever the method's fault is; DeadlineError, BlockedError and
    CancelledError only with nothing done.
    """
    began = time.monotonic()
    if deadline is not None and deadline <= began:
        raise error_of(Status.WAIT)
    may_wait, reaped = True, False
    patience: Patience | None = None
    while True:
        reply = request_once(segment, method, message, language=language, may_wait=may_wait)
        if reply.status == Status.OK:
            return reply.message
        patience = patience or Patience(_deadline(reply, began, deadline))
        if reply.status == Status.FULL:
            slot = reply.blocked_by
            if slot and segment.retire_dead(slot) and patience.again():
                continue
            return reply.message
        if reply.status == Status.NO_SPACE and not reaped:
            reaped = True
            segment.retire_all_dead()
            continue
        if reply.status not in (Status.WAIT, Status.BLOCKED):
            raise error_of(reply.status, field=reply.field)
        if is_cancelled is not None and is_cancelled():
            raise CancelledError("the caller gave up")
        if reply.status == Status.BLOCKED:
            segment.make_way(reply.blocked_by, patience)
        else:
            may_wait = _wait(segment, reply, began, patience.deadline)


def _wait(segment: Segment, reply: Reply, began: float, deadline: float) -> bool:
    """Waits a moment; False if the request does not want to wait any longer."""
    until = began + reply.wait_ms / 1000
    if segment.wait(reply.wait_word, reply.wait_value, min(until, deadline)):
        return True
    if until > deadline:
        raise error_of(Status.WAIT)
    return False


def _deadline(reply: Reply, began: float, deadline: float | None) -> float:
    own = began + max(0, reply.timeout_ms) / 1000
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
