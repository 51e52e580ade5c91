"""A gRPC server that speaks the contract, answers what a test says, and keeps what it was sent."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from polyprim.contract import message_class, services
from polyprim_client.gen import session_pb2

OPEN: Final = "/polyprim.v1.SessionService/Open"
CLOSE: Final = "/polyprim.v1.SessionService/Close"
WINDOW: Final = 128


@dataclass(frozen=True)
class Sent:
    """A call as the server got it."""

    path: str
    request: Any
    metadata: dict[str, str]
    time_remaining: float

    @property
    def pair(self) -> tuple[str, str]:
        """The session and the sequence number."""
        return self.metadata["polyprim-session"], self.metadata["polyprim-sequence"]


@dataclass(frozen=True)
class Fault:
    """An answer that is an error."""

    code: str
    reason: str = ""
    field: str = ""
    retry_seconds: float | None = None

    @property
    def status(self) -> Any:
        info = error_details_pb2.ErrorInfo(reason=self.reason, domain="polyprim.dev")
        details: list[Message] = [info] if self.reason else []
        if self.field:
            info.metadata["field"] = self.field
        if self.retry_seconds is not None:
            delay = duration_pb2.Duration()
            delay.FromNanoseconds(int(self.retry_seconds * 1e9))
            details.append(error_details_pb2.RetryInfo(retry_delay=delay))
        status = status_pb2.Status(code=code_pb2.Code.Value(self.code), message="as told")
        for detail in details:
            packed = any_pb2.Any()
            packed.Pack(detail)
            status.details.append(packed)
        return rpc_status.to_status(status)


Answer = Message | bytes | Fault | Callable[[], Any]
"""A reply, its bytes, an error, or a function that waits for something and answers one of them."""


class Recorder(grpc.GenericRpcHandler):
    """Listens on loopback at `address`. A path's answers are given in turn; then, and without any,
    an empty reply is."""

    def __init__(self, credentials: grpc.ServerCredentials | None = None) -> None:
        self.calls: Final[list[Sent]] = []
        self._answers: Final[defaultdict[str, deque[Answer]]] = defaultdict(deque)
        self._lock: Final = threading.Lock()
        self._sessions = 0
        self._methods: Final[dict[str, Any]] = {
            method.path: message_class(method.request)
            for service in services()
            for method in service.methods
        }
        self._server: Final = grpc.server(ThreadPoolExecutor(32))
        self._server.add_generic_rpc_handlers((self,))
        if credentials is None:
            port = self._server.add_insecure_port("127.0.0.1:0")
        else:
            port = self._server.add_secure_port("127.0.0.1:0", credentials)
        self.address: Final = f"127.0.0.1:{port}"
        self._server.start()

    def answer(self, path: str, *answers: Answer) -> None:
        """What the next calls of that path are answered."""
        self._answers[path].extend(answers)

    def sent(self, path: str) -> list[Sent]:
        """The calls of that path."""
        with self._lock:
            return [call for call in self.calls if call.path == path]

    def pairs(self, path: str) -> list[tuple[str, str]]:
        """Their sessions and sequence numbers."""
        return [call.pair for call in self.sent(path)]

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        path = handler_call_details.method
        if path not in self._methods:
            return None

        def behaviour(data: bytes, context: grpc.ServicerContext) -> bytes:
            metadata: Iterable[Any] = context.invocation_metadata()
            sent = Sent(
                path,
                self._methods[path].FromString(data),
                {str(key): str(value) for key, value in metadata},
                context.time_remaining() or 0.0,
            )
            with self._lock:
                self.calls.append(sent)
                answer = self._answers[path].popleft() if self._answers[path] else self._usual(path)
            return _said(answer, context)

        return grpc.unary_unary_rpc_method_handler(behaviour)

    def _usual(self, path: str) -> Answer:
        if path != OPEN:
            return b""
        self._sessions += 1
        return session_pb2.SessionServiceOpenResponse(session=f"s{self._sessions}", window=WINDOW)

    def close(self) -> None:
        self._server.stop(0).wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _said(answer: Any, context: grpc.ServicerContext) -> bytes:
    if callable(answer):
        answer = answer()
    if isinstance(answer, Fault):
        context.abort_with_status(answer.status)
    return answer if isinstance(answer, bytes) else answer.SerializeToString()
