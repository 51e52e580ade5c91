"""Calls of bytes, as any client could send them, and what they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from polyprim import Stack
from polyprim.contract import Method, message_class, services
from tests.primitives.stacks import packed

METHODS: Final = {
    (service.name, method.name): method for service in services() for method in service.methods
}

_RECORD: Final = packed(Stack(memory=b"", start=0, base=0, size=16, stack_pointer=0))
VALID: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("counter", "Create"): {"name": "counter"},
    ("counter", "Delete"): {"name": "counter"},
    ("counter", "Exists"): {"name": "counter"},
    ("counter", "List"): {},
    ("counter", "Add"): {"name": "counter", "delta": 0},
    ("counter", "Get"): {"name": "counter"},
    ("counter", "CompareExchange"): {"name": "counter", "expected": 0, "desired": 0},
    ("counter", "Reset"): {"name": "counter"},
    ("counter", "AddMany"): {"additions": [{"name": "counter", "delta": 0}]},
    ("queue", "Create"): {"name": "queue"},
    ("queue", "Delete"): {"name": "queue"},
    ("queue", "Exists"): {"name": "queue"},
    ("queue", "List"): {},
    ("queue", "Push"): {"name": "queue", "payload": b""},
    ("queue", "PushMany"): {"name": "queue", "records": [{"payload": b""}]},
    ("queue", "Pop"): {"name": "queue"},
    ("queue", "PopMany"): {"name": "queue"},
    ("queue", "Peek"): {"name": "queue"},
    ("queue", "Statistics"): {"name": "queue"},
    ("kafka_rebalance_hook", "Create"): {"name": "group"},
    ("kafka_rebalance_hook", "Delete"): {"name": "group"},
    ("kafka_rebalance_hook", "Exists"): {"name": "group"},
    ("kafka_rebalance_hook", "List"): {},
    ("kafka_rebalance_hook", "Report"): {"name": "group", "error": 27},
    ("kafka_rebalance_hook", "Succeed"): {"name": "group"},
    ("kafka_rebalance_hook", "Get"): {"name": "group"},
    ("kafka_rebalance_hook", "Events"): {"name": "group"},
    ("session", "Open"): {},
    ("session", "Close"): {"session": "nobody"},
    ("stack_snapshot", "Pack"): {"memory": b""},
    ("stack_snapshot", "Unpack"): {"record": _RECORD},
    ("stack_snapshot", "Check"): {"record": _RECORD},
}
"""The least request that each method takes."""


@dataclass(frozen=True)
class Refusal:
    """A call that failed, as a client sees it."""

    code: str
    message: str
    reason: str = ""
    domain: str = ""
    field: str | None = None
    metadata_field: str | None = None
    retry_ms: int | None = None


class Raw:
    """A channel on which a method's path and bytes are all that counts."""

    def __init__(self, channel: grpc.Channel, *metadata: tuple[str, str]) -> None:
        self._channel: Final = channel
        self._metadata: Final = metadata

    def call(self, path: str, data: bytes, timeout: float | None = 20) -> bytes | Refusal:
        """The reply's bytes, or why there is none."""
        call: Any = self._channel.unary_unary(path)
        try:
            reply: bytes = call(data, timeout=timeout, metadata=self._metadata)
        except grpc.RpcError as error:
            return refusal(error)
        return reply

    def begin(self, path: str, data: bytes, timeout: float | None = 20) -> Any:
        """The call as a future."""
        call: Any = self._channel.unary_unary(path)
        return call.future(data, timeout=timeout, metadata=self._metadata)

    def ask(
        self, service: str, method_name: str, /, timeout: float | None = 20, **fields: Any
    ) -> Any:
        """The reply as a message, or a Refusal; the fields that are not given are of VALID."""
        method = METHODS[service, method_name]
        reply = self.call(method.path, request(service, method_name, **fields), timeout)
        if isinstance(reply, Refusal):
            return reply
        return message_class(method.response).FromString(reply)


def request(service: str, method_name: str, /, **fields: Any) -> bytes:
    """The bytes of a request."""
    key = service, method_name
    return message(METHODS[key], {**VALID[key], **fields}).SerializeToString()


def message(method: Method, fields: dict[str, Any]) -> Message:
    return message_class(method.request)(**fields)


def refusal(error: Any) -> Refusal:
    """What a failed call tells."""
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    retry = error_details_pb2.RetryInfo()
    status: Any = rpc_status.from_call(error)
    for detail in status.details if status is not None else ():
        assert detail.Unpack(info) or detail.Unpack(bad) or detail.Unpack(retry)
    return Refusal(
        code=error.code().name,
        message=error.details(),
        reason=info.reason,
        domain=info.domain,
        field=bad.field_violations[0].field if bad.field_violations else None,
        metadata_field=info.metadata.get("field"),
        retry_ms=retry.retry_delay.ToMilliseconds() if retry.HasField("retry_delay") else None,
    )
