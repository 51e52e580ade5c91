"""What a server counts of its own: calls under way, waits, how calls fail, and other namespaces."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path
from typing import Any

import grpc
import pytest

from polyprim import Host
from polyprim.observe import Endpoint, Unblocked, exposition
from polyprim.service import Server, TaskHosting, Tls
from polyprim.service.certificates import make_development_certificates
from polyprim_client import Client
from tests.observe.shown import get, samples
from tests.runtime.support import ROOT, eventually
from tests.service.raw import METHODS, Raw, request

QUEUE = "polyprim.v1.QueueService"
POP = METHODS["queue", "Pop"].path


@pytest.fixture
def raw(server: Server) -> Any:
    with grpc.insecure_channel(server.address) as channel:
        yield Raw(channel)


def errors(host: Host, server: Server) -> dict[tuple[str, ...], float]:
    """How many calls ended in which way: code, method, reason, service."""
    return samples(host, "polyprim_server_errors_total", server=server)


def test_failures_are_counted_by_method_code_and_reason(
    host: Host, server: Server, client: Client, raw: Raw
) -> None:
    assert errors(host, server) == {}
    assert client.counter("hits").add(1) == 1
    for _ in range(3):
        raw.ask("counter", "Get", name="none")
    raw.call(METHODS["queue", "Push"].path, b"\xff")
    raw.ask("queue", "Create", name="jobs")
    raw.ask("queue", "Push", name="jobs", payload=b"x", crc32=1)
    wanted = {
        ("NOT_FOUND", "Get", "NOT_FOUND", "polyprim.v1.CounterService"): 3,
        ("INVALID_ARGUMENT", "Push", "INVALID_PROTO", QUEUE): 1,
        ("DATA_LOSS", "Push", "CHECKSUM", QUEUE): 1,
    }
    eventually(lambda: errors(host, server) == wanted)


def test_what_grpc_ends_is_counted_too(host: Host, server: Server, raw: Raw) -> None:
    raw.ask("queue", "Create", name="jobs")
    wait = request("queue", "Pop", name="jobs", wait_ms=60_000, timeout_ms=60_000)
    call = raw.begin(POP, wait)
    eventually(lambda: server.statistics().calls == 1)
    call.cancel()
    eventually(lambda: errors(host, server) == {("CANCELLED", "Pop", "", QUEUE): 1})
    assert server.statistics().calls == 0


def test_a_method_that_there_is_not_gets_no_row(host: Host, server: Server, raw: Raw) -> None:
    for number in range(3):
        refused: Any = raw.call(f"/polyprim.v1.QueueService/Any{number}", b"")
        assert refused.code == "UNIMPLEMENTED"
    assert errors(host, server) == {}


def test_who_has_no_token_is_counted_and_makes_up_no_rows(host: Host, tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text("token = []\n")
    with (
        Server(host, tokens=tmp_path / "tokens") as server,
        grpc.insecure_channel(server.address) as channel,
    ):
        for path in [POP, "/a", "/a/b/c", *(f"/polyprim.v1.Any/{number}" for number in range(9))]:
            made: Any = channel.unary_unary(path)
            call = made.future(b"", timeout=20, metadata=[("x-request-id", "order-17")])
            assert call.code() is grpc.StatusCode.UNAUTHENTICATED
            told = dict(call.trailing_metadata())
            assert told.get("x-request-id") == ("order-17" if path == POP else None)
        wanted = {("UNAUTHENTICATED", "Pop", "UNAUTHENTICATED", QUEUE): 1}
        eventually(lambda: errors(host, server) == wanted)


def test_calls_that_wait_and_waits_that_ended(host: Host, server: Server, client: Client) -> None:
    def shown(name: str) -> float:
        return samples(host, name, server=server)[()]

    jobs = client.queue("jobs")
    waiting = [threading.Thread(target=lambda: jobs.pop(timeout=20)) for _ in range(3)]
    for thread in waiting:
        thread.start()
    eventually(lambda: shown("polyprim_segment_waiting") == 3)
    assert shown("polyprim_server_calls") == 3
    assert shown("polyprim_segment_waits_total") == 0
    jobs.push_many([b"one", b"two", b"three"])
    for thread in waiting:
        thread.join()
    eventually(lambda: shown("polyprim_segment_waits_total") == 3)
    assert shown("polyprim_segment_waiting") == 0
    eventually(lambda: shown("polyprim_server_calls") == 0)


def test_open_namespaces_have_figures_of_their_own(host: Host, server: Server) -> None:
    with Host("orders", size=4 << 20) as orders:
        with Client(server.address) as own, Client(server.address, namespace="orders") as other:
            own.counter("hits").add(1)
            assert samples(host, "polyprim_server_namespaces", server=server)[()] == 0
            for _ in range(2):
                other.counter("hits").add(1)
            other.counter("more").add(1)
        assert samples(host, "polyprim_server_namespaces", server=server)[()] == 1
        for namespace, objects, additions, of in (("", 1, 1, host), ("orders", 2, 3, orders)):
            size = samples(host, "polyprim_segment_objects", server=server, namespace=namespace)
            assert size == {(): objects} == {(): of.statistics().objects}
            counted = samples(host, "wasm_metric_counter_total", server=server, namespace=namespace)
            assert counted["python", "Add", "atomic_counter"] == additions


def test_the_documents_list_every_metric(host: Host, tmp_path: Path) -> None:
    with Server(host, tasks=TaskHosting(store=tmp_path / "store")) as server:
        with Client(server.address) as client:
            client.counter("hits").add(1)
        shown = set(re.findall(r"# TYPE (\w+) ", exposition(host, server, Unblocked(2)).decode()))
    text = (ROOT / "docs" / "observing.md").read_text()
    listed = set(re.findall(r"`((?:wasm_metric|polyprim)_\w+)`", text))
    ours = {name for name in shown if not name.startswith("process_")}
    assert ours == {name.removesuffix("_total") for name in listed}


def test_the_endpoint_shows_the_server(host: Host, server: Server, client: Client) -> None:
    with Endpoint(host, server=server) as endpoint:
        assert "\npolyprim_server_calls 0.0\n" in get(endpoint, "/metrics")[2]
    with Endpoint(host) as endpoint:
        assert "polyprim_server" not in get(endpoint, "/metrics")[2]


def test_when_certificates_end(host: Host, tmp_path: Path) -> None:
    name = "polyprim_tls_certificate_expiry_timestamp_seconds"
    with Server(host) as server:
        assert samples(host, name, server=server) == {}
    made = make_development_certificates(tmp_path, days=30)
    tls = Tls(made.server, made.server_key, made.ca)
    with Server(host, tls=tls) as server:
        ends = samples(host, name, server=server)
    assert set(ends) == {("server",), ("client_ca",)}
    assert all(0 < end - time.time() <= 30 * 86_400 for end in ends.values())
