"""Claim: a call that could be traced, and is not sampled, costs no more than one that could not.

Over gRPC from another process: with the traceparent of a client that does not record its trace, and
without one, where the server decides. One server is the first once more: what it differs by is the
noise of this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_ON, ParentBased, Sampler, TraceIdRatioBased

from polyprim import Host
from polyprim.service import Server
from tests.bench.callers import caller, ratios
from tests.bench.figures import Figure

PARENT: Final = ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00")


def provider(sampler: Sampler) -> TracerProvider:
    made = TracerProvider(sampler=sampler)
    made.add_span_processor(BatchSpanProcessor(InMemorySpanExporter()))
    return made


def run() -> Iterator[Figure]:
    often, seldom = ALWAYS_ON, ParentBased(TraceIdRatioBased(0.001))
    cases: dict[str, tuple[TracerProvider | None, list[tuple[str, str]]]] = {
        "off": (None, [PARENT]),
        "unsampled_by_its_client": (provider(ParentBased(often)), [PARENT]),
        "unsampled_here": (provider(seldom), []),
        "off_again": (None, [PARENT]),
        "sampled": (provider(often), [PARENT]),
    }
    with ExitStack() as stack:
        host = stack.enter_context(Host())
        host.counter("hits")
        targets = [
            (stack.enter_context(Server(host, tracer_provider=tracing)).address, metadata)
            for tracing, metadata in cases.values()
        ]
        one = stack.enter_context(caller(targets))
        found = dict(zip(cases, ratios(one, len(cases), seconds=0.03, rounds=300), strict=True))
    for name in ("unsampled_by_its_client", "unsampled_here"):
        yield Figure(f"{name}_over_off", found[name], "x", "<= 1.03")
    yield Figure("off_over_off", found["off_again"])
    yield Figure("sampled_over_off", found["sampled"])
