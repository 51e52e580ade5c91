"""Traces: whose child a span is, which calls have one, what it says, and that it gets out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
import pytest
from opentelemetry import trace
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ALWAYS_ON,
    ParentBased,
    Sampler,
    TraceIdRatioBased,
)

from polyprim import Host, InvalidArgumentError
from polyprim.service import Server, tracing
from tests.observe.shown import lines, logged
from tests.runtime.support import environment, eventually
from tests.service.raw import METHODS, request

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
SAMPLED = ("traceparent", f"00-{TRACE}-{SPAN}-01")
UNSAMPLED = ("traceparent", f"00-{TRACE}-{SPAN}-00")
ADD, GET = METHODS["counter", "Add"].path, METHODS["counter", "Get"].path


class Traced:
    """A server that is traced, and the spans of it that have ended."""

    def __init__(self, address: str, exporter: InMemorySpanExporter) -> None:
        self.address, self._exporter = address, exporter

    def call(self, path: str, data: bytes, *metadata: tuple[str, str], timeout: float = 20) -> None:
        """Calls, whatever comes of it."""
        with grpc.insecure_channel(self.address) as channel:
            method: Any = channel.unary_unary(path)
            method.future(data, timeout=timeout, metadata=metadata).exception()

    def add(self, *metadata: tuple[str, str]) -> None:
        self.call(ADD, request("counter", "Add", name="hits", delta=1), *metadata)

    def spans(self, count: int) -> Sequence[ReadableSpan]:
        """So many, which are there soon."""
        eventually(lambda: len(self._exporter.get_finished_spans()) >= count)
        found = self._exporter.get_finished_spans()
        assert len(found) == count
        return found


@contextmanager
def traced(host: Host, sampler: Sampler = ALWAYS_ON) -> Iterator[Traced]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(sampler=sampler)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    host.counter("hits")
    with Server(host, tracer_provider=provider) as server:
        yield Traced(server.address, exporter)
    provider.shutdown()


def attributes(span: ReadableSpan) -> dict[str, Any]:
    return dict(span.attributes or {})


def test_a_call_is_the_child_of_the_span_that_its_client_sent(host: Host) -> None:
    with traced(host) as server:
        server.add(SAMPLED, ("tracestate", "vendor=value"), ("polyprim-language", "java"))
        (span,) = server.spans(1)
    assert span.parent is not None
    assert span.parent.is_remote
    assert trace.format_trace_id(span.context.trace_id) == TRACE
    assert trace.format_span_id(span.parent.span_id) == SPAN
    assert span.context.trace_state.to_header() == "vendor=value"
    assert (span.name, span.kind) == (ADD[1:], trace.SpanKind.SERVER)
    assert span.status.is_unset
    assert attributes(span) == {
        "rpc.system": "grpc",
        "rpc.service": "polyprim.v1.CounterService",
        "rpc.method": "Add",
        "rpc.grpc.status_code": 0,
        "polyprim.language": "java",
        "polyprim.namespace": "",
    }


@pytest.mark.parametrize(
    "sent", [[], [("traceparent", "00-nonsense")], [("traceparent", f"00-{'0' * 32}-{SPAN}-01")]]
)
def test_a_call_without_a_parent_begins_a_trace(host: Host, sent: list[tuple[str, str]]) -> None:
    with traced(host) as server:
        server.add(*sent)
        (span,) = server.spans(1)
    assert span.parent is None
    assert trace.format_trace_id(span.context.trace_id) != TRACE


def test_the_namespace_is_told(host: Host) -> None:
    with Host("orders", size=4 << 20), traced(host) as server:
        server.add(("polyprim-namespace", "orders"))
        (span,) = server.spans(1)
    assert attributes(span)["polyprim.namespace"] == "orders"


def test_how_a_call_ends(host: Host) -> None:
    """By the conventions, what the client did wrong is no error of the server's span."""
    host.queue("jobs")
    push = METHODS["queue", "Push"].path
    with traced(host) as server:
        server.call(GET, request("counter", "Get", name="none"))
        server.call(push, request("queue", "Push", name="jobs", payload=b"x", crc32=1))
        pop = request("queue", "Pop", name="jobs", wait_ms=60_000, timeout_ms=60_000)
        server.call(METHODS["queue", "Pop"].path, pop, timeout=0.3)
        missing, damaged, late = server.spans(3)
    assert attributes(missing)["rpc.grpc.status_code"] == 5
    assert attributes(missing)["error.type"] == "NOT_FOUND"
    assert missing.status.is_unset
    assert attributes(damaged)["rpc.grpc.status_code"] == 15
    assert damaged.status.description == "CHECKSUM"
    assert not damaged.status.is_ok
    assert not damaged.status.is_unset
    assert attributes(late)["rpc.grpc.status_code"] == 4
    assert not late.status.is_unset


def half() -> ParentBased:
    return ParentBased(TraceIdRatioBased(0.5))


@pytest.mark.parametrize(
    ("sampler", "sent", "wanted"),
    [
        (ALWAYS_ON, [UNSAMPLED], True),
        (ALWAYS_OFF, [SAMPLED], False),
        (ParentBased(ALWAYS_OFF), [SAMPLED], True),
        (ParentBased(ALWAYS_OFF), [], False),
        (ParentBased(ALWAYS_ON), [UNSAMPLED], False),
        (ParentBased(ALWAYS_ON), [], True),
        (TraceIdRatioBased(0.5), [("traceparent", f"00-{'1' * 32}-{SPAN}-00")], True),
        (TraceIdRatioBased(0.5), [("traceparent", f"00-{'f' * 32}-{SPAN}-01")], False),
        (half(), [("traceparent", f"00-{'f' * 32}-{SPAN}-01")], True),
    ],
)
def test_what_a_sampler_decides(
    host: Host, sampler: Sampler, sent: list[tuple[str, str]], wanted: bool
) -> None:
    with traced(host, sampler) as server:
        server.add(*sent)
        server.add(*sent)
        assert host.counter("hits").get() == 2
        server.spans(2 if wanted else 0)


def test_a_ratio_of_calls_is_traced(host: Host) -> None:
    with traced(host, TraceIdRatioBased(0.5)) as server:
        for number in range(40):
            server.add(("traceparent", f"00-{number + 1:032x}-{SPAN}-00"))
            server.add(("traceparent", f"00-{2**128 - 1 - number:032x}-{SPAN}-00"))
        server.spans(40)


def test_baggage_becomes_attributes_only_if_configured(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = ("baggage", "tenant=blue%20sky,card=4111,rpc.service=x")
    with traced(host) as server:
        server.add(carried)
        (plain,) = server.spans(1)
    monkeypatch.setenv(tracing.BAGGAGE_KEYS, "tenant, order")
    with traced(host) as server:
        server.add(carried)
        (described,) = server.spans(1)
    assert attributes(described) == {**attributes(plain), "tenant": "blue sky"}


def test_a_line_of_the_log_names_the_span(host: Host) -> None:
    with logged("debug") as stream, traced(host) as server:
        server.add(SAMPLED)
        (span,) = server.spans(1)
        eventually(lambda: bool(lines(stream)))
    assert lines(stream)[0]["trace_id"] == TRACE
    assert lines(stream)[0]["span_id"] == trace.format_span_id(span.context.span_id)


def test_nothing_stands_around_calls_that_nobody_wants_traced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert tracing.spans() is None
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    assert tracing.spans(TracerProvider()) is None
    monkeypatch.delenv("OTEL_SDK_DISABLED")
    assert tracing.spans(TracerProvider()) is not None
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    assert tracing.spans() is None


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"},
        {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_SDK_DISABLED": "TRUE"},
    ],
)
def test_what_asks_for_no_traces(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert not tracing.configure()


def test_what_is_asked_for_and_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk._configuration", None)
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "otlp")
    with pytest.raises(InvalidArgumentError, match=r"pip install 'polyprim\[otel\]'"):
        tracing.configure()


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Takes spans as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        self.spans: list[tuple[str, str, str]] = []

    def Export(self, asked: Any, context: Any) -> Any:  # noqa: N802
        for resource in asked.resource_spans:
            names = {one.key: one.value.string_value for one in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    found = names["service.name"], span.name, span.parent_span_id.hex()
                    self.spans.append(found)
        return trace_service_pb2.ExportTraceServiceResponse()


SERVE = """
import sys
from polyprim import Host
from polyprim.service import Server, tracing
try:
    assert tracing.configure()
except Exception as error:
    sys.exit(str(error))
with Host() as host, Server(host) as server:
    host.counter("hits")
    print(server.address, flush=True)
    input()
"""


@contextmanager
def serving(**variables: str) -> Iterator[subprocess.Popen[str]]:
    """A process that configures tracing by its environment, as the command does."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**variables),
    )
    try:
        yield process
    finally:
        process.communicate("\n", timeout=30)


@pytest.mark.parametrize(
    ("sampler", "wanted"),
    [
        ({}, ["sampled", "root"]),
        ({"OTEL_TRACES_SAMPLER": "always_on"}, ["sampled", "unsampled", "root"]),
        ({"OTEL_TRACES_SAMPLER": "always_off"}, []),
        (
            {"OTEL_TRACES_SAMPLER": "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"},
            ["sampled"],
        ),
    ],
    ids=["by default", "always_on", "always_off", "parentbased_traceidratio"],
)
def test_the_environment_says_where_spans_go_and_which(
    sampler: dict[str, str], wanted: list[str]
) -> None:
    collector = Collector()
    receiver = grpc.server(ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, receiver)
    port = receiver.add_insecure_port("127.0.0.1:0")
    receiver.start()
    endpoint = f"http://127.0.0.1:{port}"
    with serving(
        OTEL_EXPORTER_OTLP_ENDPOINT=endpoint,
        OTEL_SERVICE_NAME="orders-host",
        OTEL_BSP_SCHEDULE_DELAY="100",
        **sampler,
    ) as process:
        assert process.stdout is not None
        server = Traced(process.stdout.readline().strip(), InMemorySpanExporter())
        server.add(SAMPLED)
        server.add(("traceparent", f"00-{TRACE}-{'2' * 16}-00"))
        server.add()
    receiver.stop(None).wait()  # after the process has ended, and with it has sent everything
    parents = {"sampled": SPAN, "unsampled": "2" * 16, "root": ""}
    assert collector.spans == [("orders-host", ADD[1:], parents[which]) for which in wanted]


def test_an_exporter_that_there_is_not_is_said() -> None:
    process = subprocess.run(
        [sys.executable, "-c", SERVE],
        capture_output=True,
        text=True,
        env=environment(OTEL_TRACES_EXPORTER="pigeon"),
        timeout=60,
    )
    assert process.returncode == 1
    assert "tracing cannot be set up" in process.stderr
    assert "pigeon" in process.stderr
