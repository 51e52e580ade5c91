"""Requests that break the contract: what is wrong is named, and nothing has changed."""

from __future__ import annotations

from typing import Any

import pytest
from google.protobuf.descriptor import FieldDescriptor

from polyprim import Host
from polyprim.contract import Method
from polyprim.service.status import DOMAIN
from tests.service.raw import METHODS, VALID, Raw, Refusal, message, request

REQUIRED = [
    (service, name, field.name)
    for (service, name), method in METHODS.items()
    for field in method.request.fields
    if VALID[service, name].get(field.name) is not None and field.name != "records"
    if not (name == "AddMany" and field.name == "additions")
]
_VARINT, _BYTES, _FIXED32 = 0, 2, 5


@pytest.fixture(autouse=True)
def objects(host: Host) -> None:
    host.counter("counter", initial_value=3)
    host.queue("queue").push(b"there")
    host.kafka_rebalance_hook("group").report()


def unchanged(host: Host) -> None:
    assert list(host.counter.names()) == ["counter"]
    assert host.counter("counter").get() == 3
    assert host.queue("queue").statistics().items == 1
    assert host.kafka_rebalance_hook("group").get() == 1


def is_refused(reply: Any, field: str) -> None:
    assert isinstance(reply, Refusal), reply
    assert (reply.code, reply.reason) == ("INVALID_ARGUMENT", "INVALID_PROTO")
    assert (reply.domain, reply.field, reply.metadata_field) == (DOMAIN, field, field)
    assert field in reply.message


@pytest.mark.parametrize(("service", "name", "field"), REQUIRED)
def test_a_required_field_is_missing(
    raw: Raw, host: Host, service: str, name: str, field: str
) -> None:
    method = METHODS[service, name]
    is_refused(raw.call(method.path, without(method, VALID[service, name], field)), field)
    unchanged(host)


@pytest.mark.parametrize(("service", "name", "field"), REQUIRED)
def test_a_required_field_has_a_wrong_type(
    raw: Raw, host: Host, service: str, name: str, field: str
) -> None:
    method = METHODS[service, name]
    kind = method.request.fields_by_name[field]
    data = without(method, VALID[service, name], field) + mistyped(kind)
    is_refused(raw.call(method.path, data), field)
    unchanged(host)


def test_the_rule_is_told(raw: Raw) -> None:
    """In the contract's own units."""
    for name, fields, rule in (
        ("Create", {"name": "more", "capacity_bytes": 48 << 20}, "65536 to 67108864, a power of"),
        ("Pop", {"name": "jobs", "wait_ms": -1}, "at least 0 milliseconds"),
        ("Create", {"name": "no name"}, "1 to 64 of A-Z a-z"),
    ):
        refused = raw.ask("queue", name, **fields)
        assert isinstance(refused, Refusal)
        assert f"{refused.field} is missing or breaks its rule: {rule}" in refused.message


def without(method: Method, fields: dict[str, Any], field: str) -> bytes:
    return message(
        method, {key: value for key, value in fields.items() if key != field}
    ).SerializeToString()


def mistyped(field: FieldDescriptor) -> bytes:
    """The field in a wire type that is not its own."""
    if field.type in (FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES):
        return bytes([field.number << 3 | _VARINT, 1])
    return bytes([field.number << 3 | _BYTES, 1, 1])


@pytest.mark.parametrize(
    ("service", "name", "fields", "field"),
    [
        ("counter", "Get", {"name": "n" * 65}, "name"),
        ("counter", "Get", {"name": "a b"}, "name"),
        ("counter", "Get", {"name": "a\0b"}, "name"),
        ("counter", "Get", {"timeout_ms": -1}, "timeout_ms"),
        ("counter", "List", {"prefix": "n" * 65}, "prefix"),
        ("counter", "List", {"limit": 0}, "limit"),
        ("counter", "List", {"limit": 257}, "limit"),
        ("counter", "AddMany", {"additions": [{"name": "counter"}]}, "additions"),
        ("counter", "AddMany", {"additions": [{"delta": 1}]}, "additions"),
        ("counter", "AddMany", {"additions": [{"name": "a", "delta": 1}] * 1001}, "additions"),
        ("queue", "Create", {"capacity_bytes": 65_537}, "capacity_bytes"),
        ("queue", "Create", {"capacity_bytes": 1 << 63}, "capacity_bytes"),
        ("queue", "Push", {"payload": bytes(65_537)}, "payload"),
        ("queue", "PushMany", {"records": [{}]}, "records"),
        ("queue", "PushMany", {"records": [{"payload": b""}] * 1001}, "records"),
        ("queue", "Pop", {"wait_ms": -1}, "wait_ms"),
        ("queue", "PopMany", {"max_items": 0}, "max_items"),
        ("queue", "PopMany", {"max_items": 1001}, "max_items"),
        ("kafka_rebalance_hook", "Create", {"cap_ms": 99}, "cap_ms"),
        ("kafka_rebalance_hook", "Report", {"error": 0}, "error"),
        ("kafka_rebalance_hook", "Report", {"trace_id": b"short"}, "trace_id"),
        ("kafka_rebalance_hook", "Events", {"limit": 0}, "limit"),
        ("stack_snapshot", "Pack", {"memory": bytes(65_537)}, "memory"),
        ("stack_snapshot", "Pack", {"not_pointers": [{}] * 1025}, "not_pointers"),
        ("stack_snapshot", "Unpack", {"record": b""}, "record"),
        ("stack_snapshot", "Check", {"record": bytes(81_969)}, "record"),
    ],
)
def test_a_rule_is_broken(
    raw: Raw, host: Host, service: str, name: str, fields: dict[str, Any], field: str
) -> None:
    is_refused(raw.ask(service, name, **fields), field)
    unchanged(host)


@pytest.mark.parametrize("data", [b"\xff\xff", b"\x0a\x7f", b"\x07", b"\x0b", b"\x0a\x02\xff\xff"])
def test_what_is_not_protobuf(raw: Raw, host: Host, data: bytes) -> None:
    named = [
        method
        for method in METHODS.values()
        if 1 in method.request.fields_by_number
        and method.request.fields_by_number[1].type == FieldDescriptor.TYPE_STRING
    ]
    assert len(named) > 20  # to the others, field 1 may be anything
    for method in named:
        reply = raw.call(method.path, data)
        assert isinstance(reply, Refusal)
        assert (reply.code, reply.reason, reply.field) == ("INVALID_ARGUMENT", "INVALID_PROTO", "")
        assert reply.message == "the request is not protobuf"
    unchanged(host)


def test_a_request_that_is_too_large(raw: Raw, host: Host) -> None:
    """More than the slot's request area, and more than gRPC takes."""
    path = METHODS["queue", "Push"].path
    padded = request("queue", "Push") + bytes([15 << 3 | _FIXED32]) + b"\0\0\0\0"
    assert not isinstance(raw.call(path, padded), Refusal)  # an unknown field is nothing
    assert host.queue("queue").pop_many() == [b"there", b""]
    for size in (131_073, 1_000_000):
        reply = raw.call(path, bytes(size))
        assert isinstance(reply, Refusal)
        assert (reply.code, reply.reason) == ("INVALID_ARGUMENT", "TOO_LARGE")
    reply = raw.call(path, bytes(5 << 20))
    assert isinstance(reply, Refusal)
    assert reply.code == "RESOURCE_EXHAUSTED"


@pytest.mark.parametrize(
    "path", ["/polyprim.v1.CounterService/Nope", "/polyprim.v1.NoService/Get", "/x", "//"]
)
def test_an_unknown_method(raw: Raw, path: str) -> None:
    reply = raw.call(path, b"")
    assert isinstance(reply, Refusal)
    assert reply.code == "UNIMPLEMENTED"


@pytest.mark.parametrize(
    ("service", "name", "fields", "code", "reason"),
    [
        ("counter", "Get", {"name": "missing"}, "NOT_FOUND", "NOT_FOUND"),
        ("counter", "Add", {"name": "queue"}, "FAILED_PRECONDITION", "WRONG_KIND"),
        ("queue", "Create", {"name": "counter"}, "FAILED_PRECONDITION", "WRONG_KIND"),
        ("queue", "Create", {"name": "x", "capacity_bytes": 1 << 26}, "RESOURCE_EXHAUSTED",
         "NO_SPACE"),
        ("queue", "Push", {"payload": b"x", "crc32": 1}, "DATA_LOSS", "CHECKSUM"),
    ],
)  # fmt: skip
def test_other_faults(
    raw: Raw, host: Host, service: str, name: str, fields: dict[str, Any], code: str, reason: str
) -> None:
    reply = raw.ask(service, name, **fields)
    assert isinstance(reply, Refusal)
    assert (reply.code, reply.reason, reply.domain) == (code, reason, DOMAIN)
    unchanged(host)
