"""Whatever goes wrong is an error of ours, with the contract's words, before the deadline."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import grpc
import pytest

import polyprim_client
from polyprim_client import (
    CancelledError,
    ChecksumError,
    DeadlineError,
    InvalidArgumentError,
    NoSpaceError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    PolyprimError,
    RequestExpiredError,
    UnauthenticatedError,
    UnavailableError,
    WrongKindError,
)
from tests.client.conftest import Connect, told
from tests.client.recorder import Fault, Recorder

EXISTS = "/polyprim.v1.CounterService/Exists"
CREATE = "/polyprim.v1.CounterService/Create"

KINDS: list[tuple[type[PolyprimError], str, str]] = [
    (NotFoundError, "NOT_FOUND", "NOT_FOUND"),
    (NotFoundError, "NOT_FOUND", "SEGMENT_NOT_FOUND"),
    (InvalidArgumentError, "INVALID_ARGUMENT", "INVALID_PROTO"),
    (InvalidArgumentError, "INVALID_ARGUMENT", "REQUEST_ID_REUSED"),
    (WrongKindError, "FAILED_PRECONDITION", "WRONG_KIND"),
    (NoSpaceError, "RESOURCE_EXHAUSTED", "NO_SPACE"),
    (ChecksumError, "DATA_LOSS", "CHECKSUM"),
    (UnauthenticatedError, "UNAUTHENTICATED", "UNAUTHENTICATED"),
    (PermissionDeniedError, "PERMISSION_DENIED", "PERMISSION_DENIED"),
    (RequestExpiredError, "FAILED_PRECONDITION", "REQUEST_ID_EXPIRED"),
    (OutcomeUnknownError, "ABORTED", "OUTCOME_UNKNOWN"),
    (DeadlineError, "DEADLINE_EXCEEDED", "BLOCKED"),
    (CancelledError, "CANCELLED", ""),
    (UnavailableError, "UNAVAILABLE", "CLOSED"),
    (PolyprimError, "INTERNAL", "TRAP"),
    (PolyprimError, "DATA_LOSS", "DATA_LOSS"),
    (PolyprimError, "FAILED_PRECONDITION", "SEGMENT"),
    (PolyprimError, "UNKNOWN", ""),
]


@pytest.mark.parametrize(("kind", "code", "reason"), KINDS)
async def test_each_has_its_kind(
    connect: Connect, recorder: Recorder, kind: type[PolyprimError], code: str, reason: str
) -> None:
    recorder.answer(CREATE, Fault(code, reason, field="name", retry_seconds=1.5))
    with pytest.raises(PolyprimError, match="as told") as caught:
        await told(connect(recorder.address).counter("hits"))
    error = caught.value
    assert type(error) is kind
    assert (error.code, error.reason, error.retry_after) == (code, reason, 1.5)
    assert error.field == ("name" if reason else "")


async def test_without_details(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(CREATE, Fault("INTERNAL"))
    with pytest.raises(PolyprimError, match=r"CounterService/Create at 127\.0\.0\.1:") as caught:
        await told(connect(recorder.address).counter("hits"))
    assert (caught.value.reason, caught.value.field, caught.value.retry_after) == ("", "", None)


def test_every_kind_is_public_and_is_listed() -> None:
    listing = polyprim_client.errors.__doc__ or ""
    for name, kind in vars(polyprim_client.errors).items():
        if isinstance(kind, type) and issubclass(kind, PolyprimError):
            assert name in listing
            assert getattr(polyprim_client, name) is kind


class Details(grpc.GenericRpcHandler):
    """Answers with an error whose details are no google.rpc.Status."""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Any:
        def behaviour(data: bytes, context: grpc.ServicerContext) -> bytes:
            context.set_trailing_metadata((("grpc-status-details-bin", b"\xff\xff"),))
            context.abort(grpc.StatusCode.NOT_FOUND, "gone")

        return grpc.unary_unary_rpc_method_handler(behaviour)


async def test_details_that_are_garbage(connect: Connect) -> None:
    server = grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((Details(),))
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        with pytest.raises(NotFoundError, match="gone") as caught:
            await told(connect(address).counter("hits"))
        assert caught.value.reason == ""
    finally:
        server.stop(0).wait()


async def test_a_reply_that_is_garbage(connect: Connect, recorder: Recorder) -> None:
    recorder.answer(CREATE, b"\xff\xff\xff")
    with pytest.raises(PolyprimError, match="is that a Polyprim server") as caught:
        await told(connect(recorder.address).counter("hits"))
    assert caught.value.code == "INTERNAL"


async def test_another_server_of_grpc(connect: Connect) -> None:
    server = grpc.server(ThreadPoolExecutor(2))
    address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        with pytest.raises(PolyprimError, match=address) as caught:
            await told(connect(address).counter("hits"))
        assert caught.value.code == "UNIMPLEMENTED"
    finally:
        server.stop(0).wait()


# Those that are no gRPC server


@pytest.fixture
def listen() -> Iterator[Callable[[bytes | None], str]]:
    """Starts a server that says the same to everybody and hangs up, or says nothing at all."""
    listening: list[socket.socket] = []
    kept: list[socket.socket] = []

    def started(greeting: bytes | None) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)

        def greet() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    kept.append(connection)
                    if greeting is not None:
                        connection.recv(1 << 16)
                        connection.sendall(greeting)
                        connection.shutdown(socket.SHUT_RDWR)

        threading.Thread(target=greet, daemon=True).start()
        return f"127.0.0.1:{server.getsockname()[1]}"

    yield started
    for each in listening:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
    for each in kept:
        each.close()


GREETINGS = {
    "nothing": b"",
    "HTTP": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "Redis": b"-ERR unknown command\r\n",
    "TLS": bytes([0x15, 3, 1, 0, 2, 2, 22]),
    "garbage": bytes(range(256)),
}


@pytest.mark.parametrize("greeting", GREETINGS.values(), ids=GREETINGS)
async def test_no_grpc_at_all(
    connect: Connect, listen: Callable[[bytes | None], str], greeting: bytes
) -> None:
    address = listen(greeting)
    with pytest.raises(UnavailableError, match=address) as caught:
        await told(connect(address).counter("hits"))
    assert caught.value.code == "UNAVAILABLE"


async def test_one_that_hangs(connect: Connect, listen: Callable[[bytes | None], str]) -> None:
    address = listen(None)
    for options in ({}, {"safe_retries": True}):
        client = connect(address, timeout=0.2, **options)
        with pytest.raises(DeadlineError, match=address) as caught:
            await told(client.counter("hits"))
        assert caught.value.code == "DEADLINE_EXCEEDED"


async def test_nobody_there(connect: Connect) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"
        for safe in (False, True):
            with pytest.raises(UnavailableError, match=address):
                await told(connect(address, safe_retries=safe, attempts=2).counter("hits"))
    with pytest.raises(UnavailableError, match="unix:/nowhere"):
        await told(connect("unix:/nowhere/at/all", attempts=1).counter("hits"))


async def test_no_such_host(connect: Connect) -> None:
    with pytest.raises(UnavailableError, match=r"no\.such\.host\.invalid"):
        await told(connect("no.such.host.invalid:7777", attempts=1).counter("hits"))
