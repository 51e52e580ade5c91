"""Calls to another server: request bytes of any method go there, and reply bytes come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from polyprim.contract import Method, message_named
from polyprim.errors import (
    FAULTS,
    InvalidArgumentError,
    InvalidProtoError,
    PolyprimError,
    TaskError,
)
from polyprim.service.address import is_local
from polyprim.service.metadata import LANGUAGE, NAMESPACE


class RemoteError(PolyprimError):
    """A call ended with something that is no fault of docs/errors.md."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason: Final = reason
        """The reason that the server gave, else the name of the gRPC code."""


@dataclass(frozen=True, slots=True)
class ClientTls:
    """What is trusted, and who we are, in PEM; None is the system's authorities, and nobody."""

    authority: bytes | None = None
    certificate: bytes | None = None
    key: bytes | None = None


class Remote:
    """A connection to the server at ``host:port`` or ``unix:PATH``; for any number of threads.

    Raises InvalidArgumentError for what is no address, and if a token would travel unencrypted to
    another machine.
    """

    def __init__(
        self,
        target: str,
        *,
        namespace: str | None = None,
        token: str | None = None,
        tls: ClientTls | None = None,
    ) -> None:
        if not is_local(target) and token and tls is None:
            raise InvalidArgumentError(
                f"a token would go to {target} unencrypted: use TLS (tls, tls_ca)"
            )
        if not all(
            text.isascii() and text.isprintable() for text in (namespace or "", token or "")
        ):
            raise InvalidArgumentError(
                "a namespace or a token has characters that neither can have"
            )
        metadata = [(LANGUAGE, "python")]
        if namespace:
            metadata.append((NAMESPACE, namespace))
        if token:
            metadata.append(("authorization", f"Bearer {token}"))
        self._metadata: Final = tuple(metadata)
        self._target: Final = target
        self._channel: Final = _channel(target, tls)

    def call(self, method: Method, request: bytes, seconds: float) -> bytes:
        """The reply to a request, within so many seconds.

        Raises the exception of the fault that the server names, RemoteError otherwise.
        """
        unary: grpc.UnaryUnaryMultiCallable[bytes, bytes] = self._channel.unary_unary(method.path)
        try:
            reply: bytes = unary(request, timeout=seconds, metadata=self._metadata)
            return reply
        except grpc.RpcError as error:
            raise _error_of(error, method, self._target) from None

    def upload(self, method: Method, pieces: Iterator[bytes]) -> bytes:
        """The reply to a stream of requests, which has no deadline. Raises as `call` does."""
        unary: grpc.StreamUnaryMultiCallable[bytes, bytes] = self._channel.stream_unary(method.path)
        try:
            reply: bytes = unary(pieces, metadata=self._metadata)
            return reply
        except grpc.RpcError as error:
            raise _error_of(error, method, self._target) from None

    def close(self) -> None:
        """Closes the connection. May be repeated."""
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _channel(target: str, tls: ClientTls | None) -> grpc.Channel:
    if tls is None:
        return grpc.insecure_channel(target)
    credentials = grpc.ssl_channel_credentials(tls.authority, tls.key, tls.certificate)
    return grpc.secure_channel(target, credentials)


def _error_of(error: grpc.RpcError, method: Method, target: str) -> PolyprimError:
    assert isinstance(error, grpc.Call)
    message, code = error.details() or "", error.code().name
    info = _detail(error, error_details_pb2.ErrorInfo())
    if info.reason == "INVALID_PROTO":
        field = method.request.fields_by_name.get(info.metadata["field"])
        return InvalidProtoError(message, 0 if field is None else field.number)
    if info.reason == "TASK_NOT_CAPTURED":  # whose exception is made of the reasons one by one
        return RemoteError(message, info.reason)
    if info.reason in FAULTS:
        found = FAULTS[info.reason].exception(message)
        if isinstance(found, TaskError):
            wrote = _detail(error, message_named("TaskOutput")())
            found.output, found.errors = wrote.output, wrote.errors
        return found
    if code == "DEADLINE_EXCEEDED":
        return FAULTS["DEADLINE"].exception("the deadline passed first")
    if code == "UNAVAILABLE" and not info.reason:
        message = _unanswered(target, message)
    return RemoteError(message or code, info.reason or code)


def _unanswered(target: str, details: str) -> str:
    """Why there is no answer, as far as gRPC's words for it tell."""
    if "WRONG_VERSION_NUMBER" in details:
        return f"{target} does not speak TLS: leave the tls settings out, or mend the address"
    if "certificate has expired" in details:
        return f"the certificate of {target}, or its authority's, has expired ({details})"
    if "CERTIFICATE_VERIFY_FAILED" in details:
        return f"the certificate of {target} is not trusted: is tls_ca its authority? ({details})"
    if "handshake" in details.lower():
        return f"the TLS handshake with {target} failed ({details})"
    if "Socket closed" in details or "reset by peer" in details:
        return (
            f"{target} hangs up ({details}): does it want TLS (tls, tls_ca), or a client's "
            "certificate (tls_cert)?"
        )
    return f"nothing answers at {target} ({details}): is `polyprim serve` running there?"


def _detail(error: grpc.Call, detail: Any) -> Any:
    """That detail of an error, by an empty message of its kind; it stays so if there is none."""
    status = rpc_status.from_call(error)
    for found in status.details if status is not None else ():
        if found.Unpack(detail):
            break
    return detail
