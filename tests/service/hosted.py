"""Calls of the host's own services with the contract's messages, as any client could make them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from polyprim.contract import Method, host_services, message_class, message_named
from tests.service.raw import Refusal

METHODS: Final = {
    f"{service.name}.{method.name}": method
    for service in host_services()
    for method in service.methods
}
PIECE: Final = 64 << 10


class Hosted:
    """The methods, each by ``service.Method`` and its request's fields."""

    def __init__(self, channel: grpc.Channel, *metadata: tuple[str, str]) -> None:
        self.server: Any = None
        self.channel: Final = channel
        self._metadata: Final = metadata

    def ask(self, name: str, /, timeout: float | None = 30, **fields: Any) -> Any:
        """The reply, or a Refusal."""
        method = METHODS[name]
        call: Any = self.channel.unary_unary(method.path)
        return self._told(method, lambda: call(made(method, fields), **self._how(timeout)))

    def begin(self, name: str, /, timeout: float | None = 30, **fields: Any) -> Any:
        """The call as a future."""
        method = METHODS[name]
        call: Any = self.channel.unary_unary(method.path)
        return call.future(made(method, fields), **self._how(timeout))

    def upload(self, name: str, content: bytes, /, *, offset: int = 0, **other: Any) -> Any:
        """Sends what is behind the offset in pieces: the reply, or a Refusal."""
        method = METHODS[name]
        pieces = self.pieces(method, content, offset, other)
        call: Any = self.channel.stream_unary(method.path)
        return self._told(method, lambda: call(pieces, **self._how(30)))

    def pieces(
        self, method: Method, content: bytes, offset: int, other: dict[str, Any]
    ) -> Iterator[bytes]:
        first = {"sha256": hashlib.sha256(content).digest(), "size": len(content), **other}
        for place in range(offset, max(len(content), offset + 1), PIECE):
            yield made(method, {**first, "offset": place, "chunk": content[place : place + PIECE]})

    def download(self, **fields: Any) -> list[Any]:
        """All pieces of a snapshot."""
        method = METHODS["snapshot.Download"]
        call: Any = self.channel.unary_stream(method.path)
        replies = call(made(method, fields), **self._how(30))
        return [message_class(method.response).FromString(reply) for reply in replies]

    def started(self, path: Path, **fields: Any) -> str:
        """The id of a new task of a module, which is uploaded first."""
        content = path.read_bytes()
        sha256 = hashlib.sha256(content).digest()
        if not self.ask("task.FindModule", sha256=sha256).complete:
            uploaded = self.upload("task.UploadModule", content)
            assert not isinstance(uploaded, Refusal), uploaded
        reply = self.ask(
            "task.Start", module_sha256=sha256, timeout_ms=60_000, timeout=60, **fields
        )
        assert not isinstance(reply, Refusal), reply
        return str(reply.task.id)

    def _how(self, timeout: float | None) -> dict[str, Any]:
        return {"timeout": timeout, "metadata": self._metadata}

    def _told(self, method: Method, call: Any) -> Any:
        try:
            return message_class(method.response).FromString(call())
        except grpc.RpcError as error:
            return refused(error)


Serve = Callable[..., Hosted]
"""Starts a server that runs tasks, by the fields of TaskHosting."""


def made(method: Method, fields: dict[str, Any]) -> bytes:
    request: Message = message_class(method.request)(**fields)
    return request.SerializeToString()


def refused(error: Any) -> Refusal:
    """What a failed call tells."""
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    status: Any = rpc_status.from_call(error)
    for detail in status.details if status is not None else ():
        detail.Unpack(info) or detail.Unpack(bad)
    field = bad.field_violations[0].field if bad.field_violations else None
    return Refusal(error.code().name, error.details(), info.reason, info.domain, field)


def output_of(error: Any) -> Any:
    """The TaskOutput among an error's details."""
    found: Any = message_named("TaskOutput")()
    status: Any = rpc_status.from_call(error)
    assert any(detail.Unpack(found) for detail in status.details)
    return found
