"""First-in, first-out queues of byte records."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from polyprim_client.errors import ChecksumError, ClosedError
from polyprim_client.gen import queue_pb2 as messages
from polyprim_client.remote import Remote
from polyprim_client.steps import Item, Items, Method, Steps, Stream
from polyprim_client.values import octets, wait_ms, whole

WAIT_SECONDS: Final = 10.0
"""How long one call of `records` waits, before the next one does."""


def creation(name: str, *, capacity: int = 1024 * 1024) -> messages.QueueServiceCreateRequest:
    """The request that makes a queue in a region of `capacity` bytes, a power of two from 64 KiB
    to 64 MiB."""
    return messages.QueueServiceCreateRequest(name=name, capacity_bytes=whole(capacity, "capacity"))


@dataclass(frozen=True, slots=True)
class QueueStatistics:
    """How full a queue is. `skipped` counts pushes whose process died half-way."""

    items: int
    used_bytes: int
    free_bytes: int
    capacity_bytes: int
    skipped: int


class QueueMethods(Remote):
    """A queue of a remote host. Records travel with their CRC32, from push to pop.

    A record is taken when the server answers a pop. If that answer does not arrive, because the
    call was cancelled or its deadline passed just then, or the connection broke, the record is
    lost; unless the client has safe retries: then the next pop of that queue by the same client
    (or the next `pop_many`, if it was one) gets it. So a pop may answer what an earlier one missed,
    and finds nothing only after it has asked for all of that. If the server has forgotten it, the
    pop raises OutcomeUnknownError, once, and takes nothing; the next one goes on. A call that ends
    while it still waits takes nothing.
    """

    @Method
    def push(self, record: bytes) -> Steps[bool]:
        """False if there is no room now. A record has at most 65,536 bytes."""
        reply = yield from self._call(
            messages.QueueServicePushResponse,
            messages.QueueServicePushRequest,
            name=self.name,
            **_sealed(record),
        )
        return reply.pushed

    @Method
    def push_many(self, records: Iterable[bytes]) -> Steps[bool]:
        """Pushes all of them, with nothing between, or none: False if there is no room now.

        At most 1,000 records, and 128 KiB with all that goes with them.
        """
        sealed = [messages.QueueRecord(**_sealed(record)) for record in records]
        reply = yield from self._call(
            messages.QueueServicePushManyResponse,
            messages.QueueServicePushManyRequest,
            name=self.name,
            records=sealed,
        )
        return reply.pushed == len(sealed)

    @Method
    def pop(self, timeout: float = 0.0) -> Steps[bytes | None]:
        """The oldest record; None if there was none for `timeout` seconds."""
        return self._pop(timeout)

    @Method
    def pop_many(self, count: int = 100, timeout: float = 0.0) -> Steps[list[bytes]]:
        """The oldest records, at most `count` (1 to 1,000) and as many as one reply holds; none if
        there was none for `timeout` seconds."""
        reply = yield from self._call(
            messages.QueueServicePopManyResponse,
            messages.QueueServicePopManyRequest,
            name=self.name,
            max_items=whole(count, "count"),
            wait_ms=wait_ms(timeout),
        )
        return [_checked(record) for record in reply.records]

    @Stream
    def records(self, timeout: float | None = None) -> Items[bytes]:
        """Pops records as they come, each when it is asked for, until there was none for `timeout`
        seconds or the client is closed; None waits for ever.

        Raises what `pop` does.
        """
        if timeout is not None:
            wait_ms(timeout)  # raises if it cannot be
        while True:
            until = None if timeout is None else time.monotonic() + timeout
            record: bytes | None = None
            while record is None:
                left = WAIT_SECONDS if until is None else until - time.monotonic()
                try:
                    record = yield from self._pop(min(max(left, 0.0), WAIT_SECONDS))
                except ClosedError:
                    return
                if record is None and left <= WAIT_SECONDS and until is not None:
                    return
            yield Item(record)

    @Method
    def peek(self) -> Steps[bytes | None]:
        """The oldest record, which stays in the queue; None if there is none."""
        reply = yield from self._call(
            messages.QueueServicePeekResponse, messages.QueueServicePeekRequest, name=self.name
        )
        return _checked(reply) if reply.found else None

    @Method
    def statistics(self) -> Steps[QueueStatistics]:
        """How full the queue is."""
        reply = yield from self._call(
            messages.QueueServiceStatisticsResponse,
            messages.QueueServiceStatisticsRequest,
            name=self.name,
        )
        return QueueStatistics(
            items=reply.items,
            used_bytes=reply.used_bytes,
            free_bytes=reply.free_bytes,
            capacity_bytes=reply.capacity_bytes,
            skipped=reply.skipped,
        )

    @Method
    def delete(self) -> Steps[None]:
        """Deletes the queue and what is in it. Raises NotFoundError if it was gone."""
        yield from self._call(
            messages.QueueServiceDeleteResponse, messages.QueueServiceDeleteRequest, name=self.name
        )

    def _pop(self, timeout: float) -> Steps[bytes | None]:
        reply = yield from self._call(
            messages.QueueServicePopResponse,
            messages.QueueServicePopRequest,
            name=self.name,
            wait_ms=wait_ms(timeout),
        )
        return _checked(reply) if reply.found else None


class _Sealed(TypedDict):
    payload: bytes
    crc32: int


def _sealed(record: bytes) -> _Sealed:
    payload = octets(record)
    return {"payload": payload, "crc32": zlib.crc32(payload)}


def _checked(record: Any) -> bytes:
    payload: bytes = record.payload
    if record.HasField("crc32") and zlib.crc32(payload) != record.crc32:
        raise ChecksumError("a record arrived damaged", code="DATA_LOSS", reason="CHECKSUM")
    return payload
