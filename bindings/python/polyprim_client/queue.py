"""First-in, first-out queues of byte records."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

from polyprim_client.errors import ChecksumError
from polyprim_client.gen import queue_pb2 as pb

Call = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Statistics:
    """How full a queue is. `skipped` counts pushes that died half-way."""

    items: int
    used_bytes: int
    free_bytes: int
    capacity_bytes: int
    skipped: int


class Queue:
    """A queue of a remote host. Records travel with their CRC32, from push to pop."""

    def __init__(self, call: Call, stub: Any, name: str) -> None:
        self._call: Final = call
        self._stub: Final = stub
        self.name: Final = name

    @classmethod
    def create(cls, call: Call, stub: Any, name: str, capacity: int) -> Self:
        """Makes the queue, or finds the one that exists."""
        call(stub.Create, pb.QueueServiceCreateRequest(name=name, capacity_bytes=capacity))
        return cls(call, stub, name)

    def push(self, payload: bytes) -> bool:
        """False if there is no room now. A record has at most 65,536 bytes."""
        request = pb.QueueServicePushRequest(
            name=self.name, payload=payload, crc32=zlib.crc32(payload)
        )
        pushed: bool = self._call(self._stub.Push, request).pushed
        return pushed

    def push_many(self, payloads: Iterable[bytes]) -> bool:
        """Pushes all of them, with nothing between, or none: False if there is no room now."""
        records = [pb.QueueRecord(payload=p, crc32=zlib.crc32(p)) for p in payloads]
        request = pb.QueueServicePushManyRequest(name=self.name, records=records)
        return not records or self._call(self._stub.PushMany, request).pushed == len(records)

    def pop(self, timeout: float = 0.0) -> bytes | None:
        """The oldest record; None if there was none for `timeout` seconds."""
        request = pb.QueueServicePopRequest(name=self.name, wait_ms=int(timeout * 1000))
        reply = self._call(self._stub.Pop, request, wait=timeout)
        return _checked(reply) if reply.found else None

    def pop_many(self, count: int = 100, timeout: float = 0.0) -> list[bytes]:
        """Up to `count` records; none if there was none for `timeout` seconds."""
        request = pb.QueueServicePopManyRequest(
            name=self.name, max_items=count, wait_ms=int(timeout * 1000)
        )
        return [_checked(r) for r in self._call(self._stub.PopMany, request, wait=timeout).records]

    def peek(self) -> bytes | None:
        """The oldest record, which stays in the queue."""
        reply = self._call(self._stub.Peek, pb.QueueServicePeekRequest(name=self.name))
        return _checked(reply) if reply.found else None

    def statistics(self) -> Statistics:
        """How full the queue is."""
        reply = self._call(self._stub.Statistics, pb.QueueServiceStatisticsRequest(name=self.name))
        return Statistics(
            items=reply.items,
            used_bytes=reply.used_bytes,
            free_bytes=reply.free_bytes,
            capacity_bytes=reply.capacity_bytes,
            skipped=reply.skipped,
        )

    def delete(self) -> None:
        """Deletes the queue and what is in it."""
        self._call(self._stub.Delete, pb.QueueServiceDeleteRequest(name=self.name))


def _checked(record: Any) -> bytes:
    payload: bytes = record.payload
    if record.HasField("crc32") and zlib.crc32(payload) != record.crc32:
        raise ChecksumError("a record arrived damaged", code="DATA_LOSS", reason="CHECKSUM")
    return payload
