"""A payload's CRC32, from who pushes it to who pops it."""

from __future__ import annotations

import zlib
from typing import Any

import pytest

from polyprim import Host
from polyprim_client import ChecksumError, Client
from polyprim_client.queue import _checked
from tests.service.raw import Raw, Refusal

PAYLOADS = [b"", b"x", b"x" * 60, b"x" * 61, b"x" * 64, b"payload" * 100, bytes(65_536)]


@pytest.mark.parametrize("payload", PAYLOADS, ids=len)
def test_it_travels(raw: Raw, host: Host, payload: bytes) -> None:
    host.queue("queue")
    crc = zlib.crc32(payload)
    for fields in ({"crc32": crc}, {}):
        for pop in ("Peek", "Pop"):
            if pop == "Peek":
                assert raw.ask("queue", "Push", payload=payload, **fields).pushed
            reply = raw.ask("queue", pop)
            assert (reply.found, reply.payload) == (True, payload)
            assert reply.HasField("crc32") == bool(fields)
            assert reply.crc32 == fields.get("crc32", 0)


@pytest.mark.parametrize("payload", PAYLOADS, ids=len)
def test_an_embedded_host_gets_just_the_payload(raw: Raw, host: Host, payload: bytes) -> None:
    queue = host.queue("queue")
    crc = zlib.crc32(payload)
    for _ in range(4):
        assert raw.ask("queue", "Push", payload=payload, crc32=crc).pushed
    assert queue.peek() == queue.pop() == payload
    assert queue.pop_many(1) == [payload]
    assert queue.pop_many(1, timeout=1) == [payload]
    assert queue.pop() == payload
    assert queue.statistics().used_bytes == 0


def test_it_travels_in_batches(raw: Raw, host: Host) -> None:
    host.queue("queue")
    records = [{"payload": b"%d" % n * n, "crc32": zlib.crc32(b"%d" % n * n)} for n in range(50)]
    records[7].pop("crc32")
    assert raw.ask("queue", "PushMany", records=records).pushed == 50
    popped = raw.ask("queue", "PopMany", max_items=1000).records
    assert [record.payload for record in popped] == [record["payload"] for record in records]
    assert [record.HasField("crc32") for record in popped] == [n != 7 for n in range(50)]
    assert all(r.crc32 == zlib.crc32(r.payload) for r in popped if r.HasField("crc32"))


def test_a_wrong_one_is_refused(raw: Raw, host: Host) -> None:
    queue = host.queue("queue")
    wrong: dict[str, Any] = {"payload": b"payload", "crc32": zlib.crc32(b"payload") ^ 1}
    right = {"payload": b"payload", "crc32": zlib.crc32(b"payload")}
    for reply in (
        raw.ask("queue", "Push", **wrong),
        raw.ask("queue", "PushMany", records=[right, wrong]),
    ):
        assert isinstance(reply, Refusal)
        assert (reply.code, reply.reason) == ("DATA_LOSS", "CHECKSUM")
    assert queue.statistics().items == 0


def test_the_client_looks_too(client: Client, raw: Raw) -> None:
    """What is damaged on its way back is an error, and nobody's record."""
    client.queue("queue").push(b"payload")
    reply = raw.ask("queue", "Pop")
    assert _checked(reply) == b"payload"
    reply.payload = b"paylaod"
    with pytest.raises(ChecksumError) as caught:
        _checked(reply)
    assert (caught.value.code, caught.value.reason) == ("DATA_LOSS", "CHECKSUM")
