"""``polyprim serve``, as real processes."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2

from polyprim import Host
from polyprim.runtime import upkeep
from polyprim_client import Client
from tests.cli.support import SIZE, Done, ended, polyprim, run, serving
from tests.runtime.support import environment, line_of, start
from tests.runtime.test_paths import untouched
from tests.service.raw import request
from tests.service.test_drain import Slow, watching


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_says_where_it_is_and_ends_well(number: int, tmp_path: Path) -> None:
    server = serving("orders", "--address", "127.0.0.1:0", "--size", SIZE, "--json")
    facts = json.loads(line_of(server))
    assert facts["segment"] == str(tmp_path / "polyprim" / "orders.segment")
    assert facts["pid"] == server.pid
    with Client(facts["address"]) as client:
        assert client.counter("hits").add(1) == 1
    assert upkeep.info(facts["segment"]).is_in_use
    assert ended(server, number) == Done(0, '{"stopped": true}\n', "")
    with Host("orders") as host:
        assert host.size == SIZE
        assert host.counter.open("hits").get() == 1


EARLY = """
import os, signal
from polyprim.cli import serve
made = serve.made
def interrupted(*arguments):
    os.kill(os.getpid(), signal.%s)
    return made(*arguments)
serve.made = interrupted
from polyprim.cli import main
main()
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_server_that_is_stopped_while_it_starts_ends_well(name: str) -> None:
    process = start(EARLY % name, "serve", "orders", "--address", "127.0.0.1:0", "--size", SIZE)
    assert process.communicate(timeout=60) == ("stopped\n", "")
    assert process.returncode == 0


def test_a_server_at_a_path_and_a_socket_speaks_plainly(tmp_path: Path) -> None:
    address = f"unix:{tmp_path / 'socket'}"
    server = serving(tmp_path / "file", "--address", address, "--size", SIZE, "--objects", 64)
    assert line_of(server) == f"serving {tmp_path / 'file'} on {address}; stop with Ctrl-C"
    with Client(address) as client:
        assert client.counter("hits").add(1) == 1
    assert ended(server, signal.SIGTERM) == Done(0, "stopped\n", "")
    found = upkeep.info(tmp_path / "file").header
    assert (found.clean, found.geometry.objects) == (True, 64)


def test_a_server_shows_its_metrics() -> None:
    server = serving(
        "orders", "--address", "127.0.0.1:0", "--size", SIZE, "--metrics-port", 0, "--json"
    )
    facts = json.loads(line_of(server))
    with Client(facts["address"]) as client:
        client.counter("hits").add(1)
    with urllib.request.urlopen(facts["metrics"], timeout=20) as reply:
        assert b'method="Add"' in reply.read()
    assert ended(server, signal.SIGTERM) == Done(0, '{"stopped": true}\n', "")


@pytest.mark.parametrize("address", ["0.0.0.0:0", "example.org:80", "7777"])
def test_an_address_that_may_not_be_served_is_usage(address: str) -> None:
    done = polyprim("serve", "orders", "--address", address)
    assert done.code == 2
    assert address in done.sentence
    assert "--address" in done.sentence


def test_an_address_that_cannot_be_served_is_said() -> None:
    said = polyprim("serve", "orders", "--address", "unix:/no/where").error
    assert said == "nothing can listen on unix:/no/where: No such file or directory"


def test_a_variable_that_is_none_is_warned_of() -> None:
    server = serving("orders", "--address", "127.0.0.1:0", POLYPRIM_SERVE_DRAIN_SECOND="1")
    line_of(server)
    done = ended(server, signal.SIGTERM)
    assert json.loads(done.err)["message"] == (
        "there is no variable POLYPRIM_SERVE_DRAIN_SECOND;"
        " did you mean POLYPRIM_SERVE_DRAIN_SECONDS?"
    )


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = polyprim("serve", "orders", "--address", address, "--json")
        assert done.error == f"nothing can listen on {address}: Address already in use"


def test_a_segment_that_cannot_be_made_or_is_another_is_said(path: Path) -> None:
    assert "a host's name is" in polyprim("serve", "no name").error
    assert "no folder" in polyprim("serve", path.parent / "missing" / "file").error
    with untouched(path):
        assert "leave out" in polyprim("serve", path, "--size", 2 * SIZE).error


def test_a_terminal_gets_a_panel(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "polyprim", "serve", "orders", "--address", "127.0.0.1:0"]
    surroundings = environment(TERM="xterm", COLUMNS="200")
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=surroundings
    )
    os.close(theirs)
    seen = b""
    while b"Ctrl-C" not in seen:
        seen += os.read(ours, 65_536)
    assert str(tmp_path).encode() in seen
    assert b"127.0.0.1:" in seen
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    os.close(ours)


@pytest.fixture
def draining() -> Iterator[tuple[subprocess.Popen[str], Slow]]:
    """A server that was told to end, and a call that it grants ten minutes."""
    server = serving(
        "orders", "--address", "127.0.0.1:0", "--size", SIZE, "--drain-seconds", 600, "--json",
        "--metrics-port", 0,
    )  # fmt: skip
    facts = json.loads(line_of(server))
    with grpc.insecure_channel(facts["address"]) as channel:
        slow = Slow(channel, request("counter", "Create"))
        watch = watching(channel)
        assert next(watch).status == health_pb2.HealthCheckResponse.SERVING
        server.send_signal(signal.SIGTERM)
        assert [told.status for told in watch] == [health_pb2.HealthCheckResponse.NOT_SERVING]
        with pytest.raises(urllib.error.HTTPError, match="503"):
            urllib.request.urlopen(facts["metrics"].replace("/metrics", "/readyz"), timeout=20)
        yield server, slow
    server.kill()
    server.communicate()


def test_a_call_under_way_is_answered_at_the_end(
    draining: tuple[subprocess.Popen[str], Slow],
) -> None:
    server, slow = draining
    slow.go_on()
    assert slow.call.result()
    assert server.wait(30) == 0


def test_a_second_signal_ends_at_once(draining: tuple[subprocess.Popen[str], Slow]) -> None:
    server, slow = draining
    assert server.poll() is None
    server.send_signal(signal.SIGTERM)
    assert server.wait(30) == -signal.SIGTERM
    assert slow.call.exception() is not None


def test_slow_calls_are_logged_as_lines_of_json() -> None:
    server = serving(
        "orders", "--address", "127.0.0.1:0", "--size", SIZE, "--json",
        "--slow-call-ms", 0, "--log-level", "warning", "--no-trace",
    )  # fmt: skip
    with Client(json.loads(line_of(server))["address"]) as client:
        client.counter("hits")
    done = ended(server, signal.SIGTERM)
    lines = [json.loads(line) for line in done.err.splitlines()]
    assert any(line["method"].endswith("/Create") for line in lines)
    assert {line["level"] for line in lines} == {"warning"}


def test_settings_reach_the_server(tmp_path: Path) -> None:
    config = tmp_path / "polyprim.toml"
    socket_ = tmp_path / "socket"
    config.write_text(f"[serve]\naddress = 'unix:{socket_}'\nsize = {SIZE}\n")
    server = serving(
        "orders", "--config", config, "--json", POLYPRIM_SERVE_SOCKET_MODE="660",
        POLYPRIM_SERVE_METRICS_PORT="0",
    )  # fmt: skip
    facts = json.loads(line_of(server))
    assert facts["address"] == f"unix:{socket_}"
    assert stat.S_IMODE(socket_.stat().st_mode) == 0o660
    assert "metrics" in facts
    assert ended(server, signal.SIGTERM).code == 0


def test_settings_that_are_wrong_are_said() -> None:
    assert "octal" in run("serve", "orders", "--socket-mode", "rw").sentence
    assert "tls_key" in run("serve", "orders", "--tls-cert", "x").sentence
    assert "no/where" in polyprim("serve", "orders", "--tokens", "no/where").error


def test_what_serving_needs_is_said() -> None:
    code = "import sys; sys.modules['grpc'] = None; from polyprim.cli import main; main()"
    process = start(code, "serve", "orders")
    out, err = process.communicate(timeout=60)
    assert "pip install 'polyprim[server]'" in Done(process.returncode, out, err).error
