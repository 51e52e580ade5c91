"""Trace context and spans, where OpenTelemetry is installed and where it is not."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from opentelemetry import baggage, context, trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from polyprim.service import Server
from polyprim_client import UnavailableError
from tests.client.conftest import Connect, told
from tests.client.recorder import Fault, Recorder
from tests.runtime.support import ROOT, output_of

CREATE = "/polyprim.v1.CounterService/Create"


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """The spans that end. The provider is this test's: the process-wide one is set only once."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield exporter
    provider.shutdown()


async def test_the_context_goes_with_the_call(
    connect: Connect, recorder: Recorder, spans: InMemorySpanExporter
) -> None:
    tracer = trace.get_tracer("test")
    attached = context.attach(baggage.set_baggage("tenant", "blue"))
    try:
        with tracer.start_as_current_span("caller") as caller:
            await told(connect(recorder.address).counter("hits"))
    finally:
        context.detach(attached)
    made, _ = spans.get_finished_spans()
    parent = caller.get_span_context()
    assert made.context is not None
    assert made.parent is not None
    assert made.parent.span_id == parent.span_id
    (sent,) = recorder.calls
    _, trace_id, span_id, _ = sent.metadata["traceparent"].split("-")
    assert trace_id == f"{parent.trace_id:032x}"
    assert span_id == f"{made.context.span_id:016x}"
    assert sent.metadata["baggage"] == "tenant=blue"


async def test_a_span_says_which_call_it_was(
    connect: Connect, recorder: Recorder, spans: InMemorySpanExporter
) -> None:
    await told(connect(recorder.address).counter("hits"))
    (made,) = spans.get_finished_spans()
    assert (made.name, made.kind) == ("polyprim.v1.CounterService/Create", SpanKind.CLIENT)
    assert dict(made.attributes or {}) == {
        "rpc.system": "grpc",
        "rpc.service": "polyprim.v1.CounterService",
        "rpc.method": "Create",
        "rpc.grpc.status_code": 0,
        "server.address": "127.0.0.1",
        "server.port": int(recorder.address.rpartition(":")[2]),
    }
    assert made.status.status_code is StatusCode.UNSET


async def test_one_span_for_all_attempts(
    connect: Connect, recorder: Recorder, spans: InMemorySpanExporter
) -> None:
    recorder.answer(CREATE, Fault("UNAVAILABLE"), Fault("UNAVAILABLE"))
    client = connect(recorder.address, safe_retries=True, attempts=2)
    with pytest.raises(UnavailableError):
        await told(client.counter("hits"))
    (made,) = spans.get_finished_spans()
    assert made.status.status_code is StatusCode.ERROR
    assert dict(made.attributes or {})["rpc.grpc.status_code"] == 14
    assert len({sent.metadata["traceparent"] for sent in recorder.sent(CREATE)}) == 1


WITHOUT = """
import sys
sys.modules["opentelemetry"] = None  # so that importing it fails
from polyprim_client import Client, tracing
with Client(sys.argv[1]) as client:
    print(client.counter("hits").add(1), tracing._IS_TRACED)
"""


def test_without_it(server: Server) -> None:
    path = os.pathsep.join([str(ROOT / "bindings" / "python"), str(ROOT)])
    assert output_of(WITHOUT, server.address, PYTHONPATH=path) == "1 False"
