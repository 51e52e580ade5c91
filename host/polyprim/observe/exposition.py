"""A host's and a server's metrics as OpenMetrics text, for Prometheus.

wasm_metric_counter_total{language,wasm_module,method,namespace}   requests, counted by the modules
wasm_metric_latency_seconds{...}                                   histogram of their times
polyprim_segment_...{namespace}                                    space, objects, workers, waits
polyprim_server_...                                                calls, errors, namespaces
polyprim_tls_certificate_expiry_timestamp_seconds{of}              server or client_ca
polyprim_log_lines_lost_total                                      lines that nobody read in time
process_...                                                        memory, descriptors, CPU time

The namespace is "" for the server's own segment. What is of a segment is the same from every
process that has it open: it must not be added up over them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import accumulate
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.registry import Collector

from polyprim.abi import SLOT_COUNT
from polyprim.errors import ClosedError
from polyprim.host import Host
from polyprim.observe.unblocked import Unblocked
from polyprim.runtime.metrics import BUCKET_SECONDS, MethodMetrics
from polyprim.service import Server, ServerStatistics
from polyprim.service.namespaces import NAMESPACES_MAX
from polyprim.service.server import CALLS_MAX

CONTENT_TYPE: Final = openmetrics.CONTENT_TYPE_LATEST
_LABELS: Final = ("language", "wasm_module", "method", "namespace")
_GAUGES: Final = {
    "objects": "Objects in the segment.",
    "objects_max": "Objects that the segment can hold.",
    "heap_used_bytes": "Memory of large objects and of workers' buffers.",
    "heap_bytes": "Memory that there is for these.",
    "sessions": "Sessions of clients whose calls are safe to repeat.",
    "sessions_max": "Sessions that there can be: they have half of the memory at most.",
    "workers": "Threads of all processes that are attached.",
    "workers_max": "Threads that can be attached at once.",
    "waiting": "Calls and coroutines of this process that wait.",
}


def exposition(host: Host, server: Server | None = None, log: Unblocked | None = None) -> bytes:
    """All metrics of a host, of its server, its log and this process, as they are now.

    Raises ClosedError.
    """
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    of_server = server.statistics() if server is not None else None
    registry.register(_Collector(host, of_server, log))
    text: bytes = openmetrics.generate_latest(registry)
    return text


class _Collector(Collector):
    def __init__(self, host: Host, server: ServerStatistics | None, log: Unblocked | None) -> None:
        self._host: Final = host
        self._server: Final = server
        self._log: Final = log

    def describe(self) -> list[Metric]:
        """Nothing that would have to be collected to be registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        rows, sizes = {"": self._host.metrics()}, {"": _sizes(self._host)}
        for name, host in self._server.namespaces.items() if self._server else ():
            with suppress(ClosedError):  # by the server, meanwhile
                rows[name], sizes[name] = host.metrics(), _sizes(host)
        if self._server is not None and self._server.hosting is not None:
            for name, methods in self._server.hosting.methods.items():
                rows.setdefault(name, []).extend(methods)
        yield _calls(rows)
        yield _latencies(rows)
        yield from _segments(sizes)
        if self._server is not None:
            yield from _of_server(self._server)
        if self._log is not None:
            yield CounterMetricFamily(
                "polyprim_log_lines_lost",
                "Lines of the log that were dropped, since nobody read them in time.",
                value=self._log.lost,
            )


def _calls(rows: Mapping[str, list[MethodMetrics]]) -> Metric:
    family = CounterMetricFamily(
        "wasm_metric_counter", "Requests that a module decoded.", labels=_LABELS
    )
    for namespace, row in _each(rows):
        family.add_metric(_labels(namespace, row), row.calls)
    return family


def _latencies(rows: Mapping[str, list[MethodMetrics]]) -> Metric:
    family = HistogramMetricFamily(
        "wasm_metric_latency_seconds",
        "Time of requests in the host, with what they waited.",
        labels=_LABELS,
        unit="seconds",
    )
    bounds = [str(seconds) for seconds in BUCKET_SECONDS] + ["+Inf"]
    for namespace, row in _each(rows):
        buckets = list(zip(bounds, accumulate(row.buckets), strict=True))
        family.add_metric(_labels(namespace, row), buckets, row.seconds)
    return family


def _segments(sizes: Mapping[str, Mapping[str, int]]) -> Iterator[Metric]:
    for name, meaning in _GAUGES.items():
        gauge = GaugeMetricFamily(f"polyprim_segment_{name}", meaning, labels=["namespace"])
        for namespace, size in sizes.items():
            gauge.add_metric([namespace], size[name])
        yield gauge
    waits = CounterMetricFamily(
        "polyprim_segment_waits",
        "Waits of calls and coroutines of this process that have ended.",
        labels=["namespace"],
    )
    for namespace, size in sizes.items():
        waits.add_metric([namespace], size["waits"])
    yield waits


def _of_server(server: ServerStatistics) -> Iterator[Metric]:
    gauges = {
        "calls": ("Calls under way.", server.calls),
        "calls_max": ("Calls that can be under way at once.", CALLS_MAX),
        "namespaces": ("Namespaces that are open beside its own.", len(server.namespaces)),
        "namespaces_max": ("Namespaces that can be open beside its own.", NAMESPACES_MAX),
    }
    for name, (meaning, value) in gauges.items():
        yield GaugeMetricFamily(f"polyprim_server_{name}", meaning, value=value)
    if server.hosting is not None:
        yield GaugeMetricFamily(
            "polyprim_server_task_runs", "Tasks that run now.", value=server.hosting.runs
        )
        tasks = GaugeMetricFamily("polyprim_server_tasks", "Tasks that live.", labels=["namespace"])
        for namespace, count in server.hosting.tasks.items():
            tasks.add_metric([namespace], count)
        yield tasks
    errors = CounterMetricFamily(
        "polyprim_server_errors",
        "Calls that ended otherwise than OK.",
        labels=["service", "method", "code", "reason"],
    )
    for failure, count in server.failures.items():
        labels = [failure.service, failure.method, failure.code, failure.reason]
        errors.add_metric(labels, count)
    yield errors
    ends = GaugeMetricFamily(
        "polyprim_tls_certificate_expiry_timestamp_seconds",
        "When a certificate of TLS ends, in seconds since 1970.",
        labels=["of"],
    )
    for of, end in server.certificates.items():
        ends.add_metric([of], end.timestamp())
    yield ends


def _sizes(host: Host) -> dict[str, int]:
    now = host.statistics()
    return {
        "objects": now.objects,
        "objects_max": now.objects_max,
        "heap_used_bytes": now.heap_used_bytes,
        "heap_bytes": now.heap_bytes,
        "sessions": now.sessions,
        "sessions_max": now.sessions_max,
        "workers": host.workers(),
        "workers_max": SLOT_COUNT - 1,
        "waiting": now.waiting,
        "waits": now.waits,
    }


def _each(rows: Mapping[str, list[MethodMetrics]]) -> Iterator[tuple[str, MethodMetrics]]:
    for namespace, those in rows.items():
        for row in those:
            yield namespace, row


def _labels(namespace: str, row: MethodMetrics) -> tuple[str, ...]:
    return row.language, row.module, row.method, namespace
