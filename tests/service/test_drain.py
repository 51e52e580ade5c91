"""How a server ends: it says so first, and nobody can hold it up for longer than it grants."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any, Final

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from polyprim import Host
from polyprim.service import Server
from tests.runtime.support import eventually
from tests.service import http2
from tests.service.raw import METHODS, Raw, refusal, request

CREATE: Final = METHODS["counter", "Create"].path
POP: Final = METHODS["queue", "Pop"].path
WATCH: Final = "/grpc.health.v1.Health/Watch"
LONG: Final = 60.0


class Slow:
    """A call whose request does not come before it is told to."""

    def __init__(self, channel: grpc.Channel, data: bytes) -> None:
        self._go_on: Final = threading.Event()
        call: Any = channel.stream_unary(CREATE)
        self.call: Final = call.future(self._requests(data), timeout=LONG)

    def go_on(self) -> None:
        self._go_on.set()

    def _requests(self, data: bytes) -> Iterator[bytes]:
        self._go_on.wait(LONG)
        yield data


@pytest.fixture
def channel(slow_server: Server) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(slow_server.address) as opened:
        yield opened


@pytest.fixture
def slow_server(host: Host) -> Iterator[Server]:
    """One that grants so much that nothing is ended by it here."""
    with Server(host, drain_seconds=LONG) as running:
        yield running


def closing(server: Server) -> threading.Thread:
    thread = threading.Thread(target=server.close)
    thread.start()
    return thread


def test_first_it_says_so_then_waits_end_then_others_are_answered(
    host: Host, slow_server: Server, channel: grpc.Channel
) -> None:
    host.queue("queue")
    waiting = Raw(channel).begin(POP, request("queue", "Pop", wait_ms=60_000, timeout_ms=60_000))
    watch = watching(channel)
    slow = Slow(channel, request("counter", "Create"))
    eventually(lambda: slow_server.calls == 1)
    assert slow_server.is_ready
    assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
    thread = closing(slow_server)
    eventually(lambda: not slow_server.is_ready)
    assert [told.status for told in watch] == [health_pb2.HealthCheckResponse.NOT_SERVING]
    end = refusal(waiting.exception())
    assert (end.code, end.reason) == ("UNAVAILABLE", "CLOSED")
    assert not host.counter.exists("counter")
    slow.go_on()
    assert slow.call.result()
    assert host.counter.exists("counter")
    thread.join(20)
    assert not thread.is_alive()
    assert not slow_server.is_ready


def watching(channel: grpc.Channel) -> Any:
    stub: Any = health_pb2_grpc.HealthStub(channel)
    return stub.Watch(health_pb2.HealthCheckRequest(), timeout=LONG)


def test_nobody_else_is_let_in_meanwhile(
    slow_server: Server, channel: grpc.Channel, host: Host
) -> None:
    slow = Slow(channel, request("counter", "Create"))
    assert next(watching(channel)).status  # so that the slow call, which is older, has begun
    thread = closing(slow_server)
    with grpc.insecure_channel(slow_server.address) as another:

        def is_refused() -> bool:
            answer = Raw(another).ask("queue", "Exists", timeout=20)
            return getattr(answer, "code", None) == "UNAVAILABLE"

        eventually(is_refused)
    slow.call.cancel()
    thread.join(20)
    assert not thread.is_alive()


def test_a_call_that_hangs_is_ended(host: Host) -> None:
    with (
        Server(host, drain_seconds=0.2) as server,
        grpc.insecure_channel(server.address) as channel,
    ):
        slow = Slow(channel, request("counter", "Create"))
        assert next(watching(channel)).status
        server.close()
        code = slow.call.exception().code()
        assert code in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED}
        slow.go_on()
    assert not host.counter.exists("counter")


OPENING: Final = http2.opening()
READS_NOTHING: Final = http2.opening(window=0)
SAYS: Final = {
    "nothing": b"",
    "half a preface": http2.PREFACE[:10],
    "no call": OPENING,
    "half a header": OPENING + http2.headers(POP)[:20],
    "no body": OPENING + http2.headers(POP),
    "half a body": OPENING + http2.headers(POP) + http2.message(b"a", length=1000, ends=False),
    "a watch": READS_NOTHING + http2.headers(WATCH) + http2.message(b""),
    "a call": READS_NOTHING + http2.headers(CREATE) + http2.message(request("counter", "Create")),
}


@pytest.mark.parametrize("says", SAYS.values(), ids=SAYS)
def test_no_client_keeps_it_from_ending(host: Host, says: bytes) -> None:
    """However little a client says, or reads."""
    with Server(host, drain_seconds=0.2) as server, http2.connect(server.address) as connection:
        connection.sendall(says)
        with grpc.insecure_channel(server.address) as channel:
            assert next(watching(channel)).status
        server.close()
        assert is_ended(connection)


def is_ended(connection: socket.socket) -> bool:
    """Whether the other side has closed it, after whatever it had to say."""
    try:
        while connection.recv(4096):
            pass
    except ConnectionResetError:
        pass
    return True
