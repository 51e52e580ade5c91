"""Where the server listens, whom it outlives, and what it says of its health."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from polyprim import Host, InvalidArgumentError
from polyprim.contract import services
from polyprim.service import Server, serve
from polyprim.service.server import MESSAGE_BYTES_MAX
from polyprim_client import Client, UnavailableError
from tests.runtime.support import NOBODY, ROOT, eventually, leave_out, line_of, output_of, start
from tests.service.raw import METHODS, Raw, Refusal


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0:0", "[::]:0", "example.org:0", "10.0.0.1:0", "127.0.0.1.evil.org:0",
        "192.168.1.1:7777", "0:0", "2130706433:0", "localhost.:0",
    ],
)  # fmt: skip
def test_other_machines_need_tls(host: Host, tmp_path: Path, address: str) -> None:
    """With tokens all the more: they would be seen on the way."""
    threads = threading.active_count()
    tokens = tmp_path / "tokens.toml"
    tokens.write_text("token = []")
    for given in (None, tokens):
        with pytest.raises(InvalidArgumentError, match="give a certificate and its key"):
            Server(host, address, tokens=given)
    assert threading.active_count() == threads


@pytest.mark.parametrize(
    "address",
    [
        ":0", "", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:-1", "127.0.0.1:1.5",
        "unix:", "vsock:1:2", "dns:///a:1", "::1:80", "[::1]", "unix-abstract:name", "a b:1",
    ],
)  # fmt: skip
def test_what_is_no_address(host: Host, address: str) -> None:
    with pytest.raises(InvalidArgumentError, match="is no address"):
        Server(host, address, insecure=True)


def test_insecure_is_said(host: Host, caplog: pytest.LogCaptureFixture) -> None:
    with Server(host, "0.0.0.0:0", insecure=True) as server:
        port = server.address.rpartition(":")[2]
        with Client(f"127.0.0.1:{port}") as client:
            assert client.counter("hits").add(1) == 1
    assert "nothing is encrypted" in caplog.text


@pytest.mark.parametrize("address", ["127.0.0.1:0", "localhost:0", "127.9.9.9:0"])
def test_loopback(host: Host, address: str) -> None:
    with serve(host, address) as server, Client(server.address) as client:
        assert not server.address.endswith(":0")
        assert client.counter("hits").add(1) >= 1


def test_a_unix_socket(host: Host, tmp_path: Path) -> None:
    address = f"unix:{tmp_path / 'socket'}"
    with Server(host, address) as server, Client(address) as client:
        assert server.address == address
        assert client.counter("hits").add(1) == 1


def test_a_unix_socket_that_is_taken(host: Host, tmp_path: Path) -> None:
    address = f"unix:{tmp_path / 'socket'}"
    with Server(host, address), Client(address) as client:
        with pytest.raises(InvalidArgumentError, match="another server is listening"):
            Server(host, address)
        assert client.counter("hits").add(1) == 1


def test_a_unix_socket_that_was_left_behind(host: Host, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(tmp_path / "socket"))
    address = f"unix:{tmp_path / 'socket'}"
    with Server(host, address), Client(address) as client:
        assert client.counter("hits").add(1) == 1
    assert not list(tmp_path.glob("*socket*"))


def test_a_unix_socket_is_ours_alone_from_the_start(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it has its mode, it lies where nobody else gets in."""
    path = tmp_path / "socket"
    modes = []
    rename = Path.rename

    def watched(self: Path, target: Path) -> Path:
        modes.append((stat.S_IMODE(self.stat().st_mode), self.parent.stat().st_mode & 0o777))
        assert not path.exists()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", watched)
    for mode in (0o600, 0o660):
        with Server(host, f"unix:{path}", socket_mode=mode):
            assert stat.S_IMODE(path.stat().st_mode) == mode
        assert modes.pop() == (mode, 0o700)
        assert not [one for one in tmp_path.iterdir() if one.name.startswith((".", "socket"))]


def test_a_unix_socket_is_closed_to_others(host: Host) -> None:
    if os.geteuid() != 0:
        leave_out("only root can become somebody else")
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        path = f"{folder}/socket"
        for mode, answer in ((0o600, "PermissionError"), (0o666, "connected")):
            with Server(host, f"unix:{path}", socket_mode=mode):
                assert output_of(CONNECT_AS, NOBODY, path) == answer


CONNECT_AS = """
import os, socket, sys
os.setgid(int(sys.argv[1]))
os.setuid(int(sys.argv[1]))
try:
    socket.socket(socket.AF_UNIX).connect(sys.argv[2])
    print("connected")
except OSError as error:
    print(type(error).__name__)
"""


def test_a_long_path_to_a_unix_socket(host: Host, tmp_path: Path) -> None:
    """Whatever can be connected to can be listened on."""
    path = tmp_path / ("s" * (106 - len(str(tmp_path))))
    with Server(host, f"unix:{path}"), Client(f"unix:{path}") as client:
        assert client.counter("hits").add(1) == 1
    with pytest.raises(InvalidArgumentError, match=r"has 107 bytes at most, and .* has 112"):
        Server(host, f"unix:{path}12345")


def test_what_is_no_socket_is_not_replaced(host: Host, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("precious")
    with pytest.raises(InvalidArgumentError, match="no socket"):
        Server(host, f"unix:{path}")
    assert path.read_text() == "precious"


def test_a_port_that_is_taken(host: Host) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InvalidArgumentError, match="Address already in use"):
            Server(host, f"127.0.0.1:{port}")
    with pytest.raises(InvalidArgumentError, match="No such file or directory"):
        Server(host, "unix:/nowhere/at/all")
    with pytest.raises(InvalidArgumentError, match="Cannot assign requested address"):
        Server(host, "192.0.2.1:0", insecure=True)


def test_several_processes_share_one_port(host: Host) -> None:
    Host("orders", size=4 << 20).close()
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        serving = [
            start(
                "from polyprim.cli import main; main()",
                "serve", "orders", "--address", address, "--share-port", "--json",
            )
            for _ in range(2)
        ]  # fmt: skip
        try:
            for process in serving:
                assert address in line_of(process)
            for number in range(1, 9):
                with Client(address) as client:
                    assert client.counter("hits").add(1) == number
        finally:
            for process in serving:
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=30)


def test_a_connection_without_calls_is_closed(host: Host) -> None:
    with Server(host, idle_seconds=0.2) as server:
        host_name, _, port = server.address.rpartition(":")
        with socket.create_connection((host_name, int(port)), timeout=20) as connection:
            connection.sendall(
                b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
            )
            while connection.recv(4096):
                pass


def test_an_old_connection_is_closed_and_clients_connect_again(host: Host) -> None:
    with Server(host, age_seconds=0.2) as server, Client(server.address) as client:
        until = time.monotonic() + 1
        count = 0
        while time.monotonic() < until:
            count += 1
            assert client.counter("hits").add(1) == count


def test_a_request_that_is_too_long_is_not_read(raw: Raw) -> None:
    """gRPC refuses it, without a reason of ours."""
    push = METHODS["queue", "Push"].path
    refused = raw.call(push, bytes(MESSAGE_BYTES_MAX + 1))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.reason) == ("RESOURCE_EXHAUSTED", "")
    longest = raw.call(push, bytes(MESSAGE_BYTES_MAX))
    assert isinstance(longest, Refusal)
    assert (longest.code, longest.reason) == ("INVALID_ARGUMENT", "TOO_LARGE")


def test_metadata_that_are_too_long_are_not_read(server: Server) -> None:
    with grpc.insecure_channel(server.address) as channel:
        refused = Raw(channel, ("x-long", "x" * (17 << 10))).ask("counter", "List")
        assert (refused.code, refused.reason) == ("RESOURCE_EXHAUSTED", "")
        assert not isinstance(Raw(channel).ask("counter", "List"), Refusal)


def test_reflection(server: Server) -> None:
    wanted = reflection_pb2.ServerReflectionRequest
    with grpc.insecure_channel(server.address) as channel:
        stub: Any = reflection_pb2_grpc.ServerReflectionStub(channel)
        (listed,) = stub.ServerReflectionInfo(iter([wanted(list_services="")]), timeout=20)
        names = {service.name for service in listed.list_services_response.service}
        assert {"grpc.health.v1.Health", *(service.full_name for service in services())} <= names
        for name in names:
            asked = iter([wanted(file_containing_symbol=name)])
            (found,) = stub.ServerReflectionInfo(asked, timeout=20)
            assert found.file_descriptor_response.file_descriptor_proto, name


def test_health(host: Host) -> None:
    request = health_pb2.HealthCheckRequest
    with Server(host) as server, grpc.insecure_channel(server.address) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        for service in ("", *(service.full_name for service in services())):
            assert stub.Check(request(service=service), timeout=10).status == 1
        with pytest.raises(grpc.RpcError) as caught:
            stub.Check(request(service="unknown"), timeout=10)
        error: Any = caught.value
        assert error.code() == grpc.StatusCode.NOT_FOUND
        watch = stub.Watch(request(service=""), timeout=20)
        assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
        server.close()
        assert next(watch).status == health_pb2.HealthCheckResponse.NOT_SERVING


def test_two_servers_of_two_segments(host: Host) -> None:
    with Host(size=4 << 20) as other, Server(host) as one, Server(other) as two:
        with Client(one.address) as first, Client(two.address) as second:
            first.counter("hits").add(1)
            second.counter("hits").add(20)
            assert first.counter("hits").get() == host.counter("hits").get() == 1
            assert second.counter("hits").get() == other.counter("hits").get() == 20
        one.close()
        with Client(two.address) as second:
            assert second.counter("hits").get() == 20


def test_two_servers_of_one_segment() -> None:
    with (
        Host("both", size=4 << 20) as host,
        Host("both") as again,
        Server(host) as one,
        Server(again) as two,
        Client(one.address) as first,
        Client(two.address) as second,
    ):
        first.queue("jobs", capacity=65_536).push(b"job")
        assert second.queue.open("jobs").pop(timeout=5) == b"job"


CLIENT = """
import sys
from polyprim_client import Client
queue = Client(sys.argv[1]).queue("jobs")
queue.push(b"before")
print("waiting", flush=True)
Client(sys.argv[1]).queue("empty").pop(timeout=60)
"""


def test_a_client_that_is_killed(host: Host, server: Server, client: Client) -> None:
    """What it had done stays; what it waited for is given up."""
    path = f"{ROOT / 'host'}:{ROOT / 'bindings' / 'python'}:{ROOT}"
    process = start(CLIENT, server.address, PYTHONPATH=path)
    assert line_of(process) == "waiting"
    eventually(lambda: server.calls == 1)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    eventually(lambda: server.calls == 0)
    client.queue.open("empty").push(b"for somebody else")
    assert client.queue.open("empty").pop() == b"for somebody else"
    assert host.queue.open("jobs").pop() == b"before"


def test_after_the_end(host: Host) -> None:
    server = Server(host)
    with Client(server.address) as client:
        counter = client.counter("hits")
        server.close()
        server.wait()
        with pytest.raises(UnavailableError):
            counter.add(1)
    assert host.counter("hits").get() == 0


def test_an_interrupt_at_any_instruction_of_wait_does_not_keep_it_from_closing(host: Host) -> None:
    for instruction in range(16):
        with Server(host) as server:
            with pytest.raises(KeyboardInterrupt), interrupted(instruction):
                server.wait()
            closing = threading.Thread(target=server.close, daemon=True)
            closing.start()
            closing.join(20)
            assert not closing.is_alive(), instruction


@contextmanager
def interrupted(instruction: int) -> Iterator[None]:
    """A KeyboardInterrupt at that instruction of what is called inside."""
    seen = itertools.count()

    def trace(frame: FrameType, event: str, _: object) -> object:
        frame.f_trace_opcodes = True
        if event == "opcode" and next(seen) >= instruction:
            raise KeyboardInterrupt
        return trace

    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        yield
    finally:
        sys.settrace(None)
