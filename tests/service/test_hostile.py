"""Clients that misbehave: each is answered in HTTP/2's manner or not at all, costs nothing once it
is gone, and leaves the others alone."""

from __future__ import annotations

import os
import random
import resource
import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import grpc
import pytest

from polyprim import Host
from polyprim.service import Server, Tls
from polyprim.service.certificates import make_development_certificates
from tests.runtime.support import eventually, leave_out
from tests.service import http2
from tests.service.raw import METHODS, Raw, Refusal

IDLE: Final = 1000
PUSH: Final = METHODS["queue", "Push"].path
OPENING: Final = http2.opening()
_random: Final = random.Random(7)
SAYS: Final = {
    "noise": _random.randbytes(5000),
    "another protocol": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a TLS handshake": bytes.fromhex("16030100a5010000a10303") + _random.randbytes(160),
    "noise after the preface": OPENING + _random.randbytes(5000),
    "a frame that is too long": OPENING + b"\xff\xff\xff\0\0\0\0\0\1" + bytes(100),
    "a body without a call": OPENING + http2.message(b"body"),
    "a broken header": OPENING + http2.frame(http2.HEADERS, http2.END_HEADERS, 1, b"\xff" * 64),
    "settings of a wrong size": OPENING + http2.frame(http2.SETTINGS, data=b"12345"),
    "zeros": bytes(100_000),
}
HANGS: Final = {
    "nothing": b"",
    "half a preface": http2.PREFACE[:10],
    "no call": OPENING,
    "no body": OPENING + http2.headers(PUSH),
    "half a body": OPENING + http2.headers(PUSH) + http2.message(b"a", length=1000, ends=False),
    "a body without end": OPENING + http2.headers(PUSH) + http2.message(b"a" * 10_000, ends=False),
}


@dataclass(frozen=True)
class Served:
    """A server, and how a good client reaches it."""

    address: str
    credentials: grpc.ChannelCredentials | None = None
    context: ssl.SSLContext | None = None

    def serves(self, raw: Raw | None = None) -> bool:
        """Whether a client is answered: a new one, or one that has a connection."""
        if raw is not None:
            return not isinstance(raw.ask("counter", "List"), Refusal)
        with self.channel() as channel:
            return self.serves(Raw(channel))

    def connect(self) -> socket.socket:
        """A connection that is ready for HTTP/2."""
        connection = http2.connect(self.address)
        if self.context is None:
            return connection
        return self.context.wrap_socket(connection, server_hostname="localhost")

    def channel(self) -> grpc.Channel:
        options = [("grpc.use_local_subchannel_pool", 1)]
        if self.credentials is None:
            return grpc.insecure_channel(self.address, options=options)
        return grpc.secure_channel(self.address, self.credentials, options=options)


@pytest.fixture(params=["plain", "TLS"])
def served(request: pytest.FixtureRequest, host: Host, tmp_path: Path) -> Iterator[Served]:
    with serving(host, request.param, tmp_path) as one:
        yield one


@contextmanager
def serving(host: Host, over: str, folder: Path, **options: Any) -> Iterator[Served]:
    """A server over plain TCP or over TLS."""
    if over == "plain":
        with Server(host, drain_seconds=0.2, **options) as server:
            yield Served(server.address)
        return
    files = make_development_certificates(folder)
    credentials = grpc.ssl_channel_credentials(files.ca.read_bytes())
    context = ssl.create_default_context(cafile=files.ca)
    context.set_alpn_protocols(["h2"])
    tls = Tls(files.server, files.server_key)
    with Server(host, tls=tls, drain_seconds=0.2, **options) as server:
        yield Served(server.address, credentials, context)


@pytest.fixture
def client(served: Served) -> Iterator[Raw]:
    """A good client that was there before."""
    with served.channel() as channel:
        raw = Raw(channel)
        assert served.serves(raw)
        yield raw


def client_hello() -> bytes:
    """The first of what TLS says."""
    says = ssl.MemoryBIO()
    context = ssl.create_default_context()
    context.set_alpn_protocols(["h2"])
    client = context.wrap_bio(ssl.MemoryBIO(), says, server_hostname="localhost")
    with suppress(ssl.SSLWantReadError):
        client.do_handshake()
    return says.read()


UNSHAKEN: Final = {
    "plain, nothing": ("plain", b""),
    "plain, half a preface": ("plain", http2.PREFACE[:10]),
    "plain, no settings": ("plain", http2.PREFACE),
    "TLS, nothing": ("TLS", b""),
    "TLS, half a hello": ("TLS", client_hello()[:50]),
    "TLS, a hello": ("TLS", client_hello()),
}


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def tasks() -> int:
    """Threads of this process, grpc's own too."""
    return len(os.listdir("/proc/self/task"))


@pytest.mark.parametrize("says", SAYS.values(), ids=SAYS)
def test_what_is_no_call_ends_its_connection_only(served: Served, client: Raw, says: bytes) -> None:
    before = descriptors()
    for _ in range(20):
        with (
            http2.connect(served.address) as connection,
            suppress(OSError),
        ):
            connection.sendall(says)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass
    assert served.serves(client)
    assert served.serves()
    eventually(lambda: descriptors() <= before)


@pytest.mark.parametrize("says", HANGS.values(), ids=HANGS)
def test_whoever_says_no_more_holds_nobody_up(
    served: Served, client: Raw, host: Host, says: bytes
) -> None:
    before = descriptors()
    with ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(http2.connect(served.address)).sendall(says)
        assert served.serves(client)
        assert served.serves()
    eventually(lambda: descriptors() <= before)
    assert not host.queue.list().names


def test_connections_that_are_reset(served: Served, client: Raw) -> None:
    before = descriptors()
    for number in range(200):
        with http2.connect(served.address) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(OPENING[: number % len(OPENING)])
    assert served.serves(client)
    eventually(lambda: descriptors() <= before)


@pytest.fixture
def many_descriptors() -> Iterator[None]:
    """Both ends of all those connections are in this process."""
    needed = 2 * IDLE + 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < needed:
        leave_out(f"a process may have only {hard} descriptors")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, needed), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("many_descriptors")
def test_many_connections_that_do_nothing(served: Served, client: Raw) -> None:
    """They take a descriptor each, and no thread."""
    before, threads = descriptors(), tasks()
    with ExitStack() as stack:
        for _ in range(IDLE):
            stack.enter_context(served.connect()).sendall(OPENING)
        eventually(lambda: descriptors() >= before + 2 * IDLE)
        assert served.serves(client)
        assert served.serves()
        assert tasks() < threads + 20
    eventually(lambda: descriptors() <= before)
    assert served.serves(client)


@pytest.mark.usefixtures("many_descriptors")
@pytest.mark.parametrize(("over", "says"), UNSHAKEN.values(), ids=UNSHAKEN)
def test_many_connections_that_never_shake_hands(
    host: Host, tmp_path: Path, over: str, says: bytes
) -> None:
    """Others are served meanwhile, and in the end the server closes them, all by itself."""
    with ExitStack() as stack:
        served = stack.enter_context(serving(host, over, tmp_path, handshake_seconds=4))
        client = Raw(stack.enter_context(served.channel()))
        assert served.serves(client)
        before = descriptors()
        connections = [stack.enter_context(http2.connect(served.address)) for _ in range(IDLE)]
        for connection in connections:
            connection.sendall(says)
        assert served.serves(client)
        assert served.serves()
        for connection in connections:
            with suppress(ConnectionResetError):
                while connection.recv(4096):
                    pass
        eventually(lambda: descriptors() <= before + IDLE)  # ours alone
        assert served.serves(client)
        assert served.serves()


def test_what_is_refused_leaves_it_serving(served: Served, client: Raw, host: Host) -> None:
    """Too long, nowhere, and too much."""
    queue = host.queue("queue", capacity=65_536)
    too_long = client.call(PUSH, bytes(2 << 20))
    assert isinstance(too_long, Refusal)
    assert too_long.code == "RESOURCE_EXHAUSTED"
    with served.channel() as channel:
        nowhere = Raw(channel, ("polyprim-namespace", "nowhere")).ask("counter", "List")
    assert (nowhere.code, nowhere.reason) == ("NOT_FOUND", "SEGMENT_NOT_FOUND")
    number = 0
    while not isinstance(full := client.ask("queue", "Create", name=f"q{number}"), Refusal):
        number += 1
    assert (full.code, full.reason) == ("RESOURCE_EXHAUSTED", "NO_SPACE")
    assert number > 0
    assert client.ask("queue", "Push", payload=b"still").pushed
    assert queue.pop() == b"still"
    assert served.serves()
