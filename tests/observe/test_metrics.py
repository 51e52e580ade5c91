"""What a served host shows of itself: counts that are exact, in a form that Prometheus takes."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
from functools import partial

import pytest

from polyprim import Host, InvalidArgumentError
from polyprim.observe import Endpoint, exposition
from polyprim.runtime.metrics import BUCKET_SECONDS
from polyprim.service import Server
from polyprim_client import Client, NotFoundError
from tests.observe.shown import get, samples
from tests.runtime.support import eventually, leave_out

NAME_IS_GIVEN = "wasm_metric_counter_total metric name should not include type 'counter'"
"""The one thing that promtool would have otherwise: the contract gives the metric that name."""


def test_calls_are_counted_by_method_and_language(host: Host, client: Client) -> None:
    hits = client.counter("hits")
    for _ in range(5):
        hits.add(1)
    with pytest.raises(NotFoundError):
        client.queue.open("none")
    counted = samples(host, "wasm_metric_counter_total")
    assert counted["python", "Add", "atomic_counter"] == 5
    assert counted["python", "Create", "atomic_counter"] == 1
    assert counted["python", "Exists", "concurrent_queue"] == 1
    assert set(samples(host, "wasm_metric_latency_seconds_count").items()) == set(counted.items())


def test_a_call_that_waits_is_one_call(host: Host, client: Client) -> None:
    jobs = client.queue("jobs")
    popped: list[bytes | None] = []
    waiting = threading.Thread(target=lambda: popped.append(jobs.pop(timeout=20)))
    waiting.start()
    eventually(lambda: bool(samples(host, "wasm_metric_counter_total")))
    key = "python", "Pop", "concurrent_queue"
    eventually(lambda: samples(host, "wasm_metric_counter_total").get(key) == 1)
    assert samples(host, "wasm_metric_latency_seconds_count")[key] == 0
    for _ in range(50):  # each wakes it up for nothing, or for something
        host.queue("others").push(b"")
    assert jobs.push(b"one")
    waiting.join()
    assert popped == [b"one"]
    eventually(lambda: samples(host, "wasm_metric_latency_seconds_count").get(key) == 1)
    assert samples(host, "wasm_metric_counter_total")[key] == 1


def test_times_fall_into_buckets(host: Host, client: Client) -> None:
    client.queue("jobs").pop(timeout=0.3)
    place = {
        labels[1]: value
        for labels, value in samples(host, "wasm_metric_latency_seconds_bucket").items()
        if labels[2] == "Pop"
    }
    assert place["+Inf"] == 1
    for seconds in BUCKET_SECONDS:
        assert place[str(seconds)] == (seconds >= 0.3)
    total = samples(host, "wasm_metric_latency_seconds_sum")
    assert 0.3 <= total["python", "Pop", "concurrent_queue"] < 5


def test_the_segment_and_the_process_are_shown(host: Host, client: Client) -> None:
    client.queue("jobs", capacity=1 << 20)
    found = {
        name: samples(host, f"polyprim_segment_{name}")[()]
        for name in (
            "objects", "objects_max", "heap_used_bytes", "heap_bytes", "workers", "workers_max",
        )
    }  # fmt: skip
    assert found["objects"] == 1
    assert found["heap_used_bytes"] >= 1 << 20
    assert found["heap_bytes"] <= 8 << 20
    assert 1 <= found["workers"] < found["workers_max"] == 1023
    assert samples(host, "process_resident_memory_bytes")[()] > 1 << 20


def test_promtool_finds_nothing_wrong(host: Host, server: Server, client: Client) -> None:
    if shutil.which("promtool") is None:
        leave_out("promtool is missing (Debian: apt-get install prometheus)")
    client.counter("hits").add(1)
    with pytest.raises(NotFoundError):
        client.counter.open("none").get()
    # promtool reads the older text form, which knows no unit and no end, and names counters whole.
    lines = exposition(host, server).decode().splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(("# UNIT", "# EOF")))
    for name in re.findall(r"# TYPE (\w+) counter", text):
        text = re.sub(rf"# (HELP|TYPE) {name} ", rf"# \1 {name}_total ", text)
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=text, capture_output=True, text=True
    )
    assert done.stderr.splitlines() == [NAME_IS_GIVEN]


def test_the_endpoint(host: Host) -> None:
    ready = threading.Event()
    with Endpoint(host, is_ready=ready.is_set) as endpoint:
        status, kind, text = get(endpoint, "/metrics")
        assert (status, kind.split(";")[0]) == (200, "application/openmetrics-text")
        assert text.endswith("# EOF\n")
        assert get(endpoint, "/healthz")[0] == 200
        assert get(endpoint, "/readyz")[0] == 503
        ready.set()
        assert get(endpoint, "/readyz")[0] == 200
        assert get(endpoint, "/elsewhere")[0] == 404
        host.close()
        assert get(endpoint, "/healthz")[0] == 200
        assert get(endpoint, "/readyz")[0] == 503
        assert get(endpoint, "/metrics")[::2] == (503, "this host is closed\n")


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/readyz", "/elsewhere"])
def test_the_endpoint_answers_head_as_get_without_a_body(host: Host, path: str) -> None:
    with Endpoint(host) as endpoint:
        got, body = raw_answer(endpoint, "GET", path)
        head, nothing = raw_answer(endpoint, "HEAD", path)
    assert (head["Status"], head["Content-Type"]) == (got["Status"], got["Content-Type"])
    assert int(got["Content-Length"]) == len(body)
    assert int(head["Content-Length"]) > 0  # processor time may have got a digit more
    assert nothing == b""


def raw_answer(endpoint: Endpoint, method: str, path: str) -> tuple[dict[str, str], bytes]:
    """The status line and the headers, and every byte that follows them."""
    name, _, port = endpoint.address.rpartition(":")
    with socket.create_connection((name, int(port)), timeout=20) as connection:
        connection.sendall(f"{method} {path} HTTP/1.0\r\n\r\n".encode())
        answer = b"".join(iter(partial(connection.recv, 4096), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *headers = head.decode().splitlines()
    return {"Status": status, **dict(header.split(": ", 1) for header in headers)}, body


@pytest.mark.parametrize("port", [-1, 65_536, 10**9])
def test_a_port_that_is_none(host: Host, port: int) -> None:
    with pytest.raises(InvalidArgumentError):
        Endpoint(host, port)
