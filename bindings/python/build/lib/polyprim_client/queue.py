"""First-in, first-out queues of byte records."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from polyprim_client.errors import ChecksumError
from polyprim_client.gen import queue_pb2 as messages
from polyprim_client.kind import Remote, octets, request_of, wait_ms, whole

_request: Final = partial(request_of, messages)


def creation(name: str, *, capacity: int = 1024 * 1024) -> Any:
    """The request that makes a queue in a region of `capacity` bytes, a power of two from 64 KiB
    to 64 MiB."""
    return _request("Create", name=name, capacity_bytes=whole(capacity, "capacity"))


@dataclass(frozen=True, slots=True)
class QueueStatistics:
    """How full a queue is. `skipped` counts pushes whose process died half-way."""

    items: int
    used_bytes: int
    free_bytes: int
    capacity_bytes: int
    skipped: int


class Queue(Remote):
    """A queue of a remote host. Records travel with their CRC32, from push to pop."""

    def push(self, record: bytes) -> bool:
        """False if there is no room now. A record has at most 65,536 bytes."""
        reply = self._call("Push", _request("Push", name=self.name, **_sealed(record)))
        pushed: bool = reply.pushed
        return pushed

    def push_many(self, records: Iterable[bytes]) -> bool:
        """Pushes all of them, with nothing between, or none: False if there is no room now.

        At most 1,000 records, and 128 KiB with all that goes with them.
        """
        sealed = [_sealed(record) for record in records]
        reply = self._call("PushMany", _request("PushMany", name=self.name, records=sealed))
        pushed: int = reply.pushed
        return pushed == len(sealed)

    def pop(self, timeout: float = 0.0) -> bytes | None:
        """The oldest record; None if there was none for `timeout` seconds."""
        request = _request("Pop", name=self.name, wait_ms=wait_ms(timeout))
        reply = self._call("Pop", request, wait=timeout)
        return _checked(reply) if reply.found else None

    def pop_many(self, count: int = 100, timeout: float = 0.0) -> list[bytes]:
        """The oldest records, at most `count` (1 to 1,000) and as many as one reply holds; none if
        there was none for `timeout` seconds."""
        fields = {
            "name": self.name,
            "max_items": whole(count, "count"),
            "wait_ms": wait_ms(timeout),
        }
        reply = self._call("PopMany", _request("PopMany", **fields), wait=timeout)
        return [_checked(record) for record in reply.records]

    def peek(self) -> bytes | None:
        """The oldest record, which stays in the queue; None if there is none."""
        reply = self._call("Peek", _request("Peek", name=self.name))
        return _checked(reply) if reply.found else None

    def statistics(self) -> QueueStatistics:
        """How full the queue is."""
        reply = self._call("Statistics", _request("Statistics", name=self.name))
        return QueueStatistics(
            items=reply.items,
            used_bytes=reply.used_bytes,
            free_bytes=reply.free_bytes,
            capacity_bytes=reply.capacity_bytes,
            skipped=reply.skipped,
        )

    def delete(self) -> None:
        """Deletes the queue and what is in it. Raises NotFoundError if it was gone."""
        self._call("Delete", _request("Delete", name=self.name))


def _sealed(record: bytes) -> dict[str, Any]:
    payload = octets(record)
    return {"payload": payload, "crc32": zlib.crc32(payload)}


def _checked(record: Any) -> bytes:
    payload: bytes = record.payload
    if record.HasField("crc32") and zlib.crc32(payload) != record.crc32:
        raise ChecksumError("a record arrived damaged", code="DATA_LOSS", reason="CHECKSUM")
    return payload
