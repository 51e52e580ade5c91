"""A host's metrics as OpenMetrics text, for Prometheus.

wasm_metric_counter_total{language,wasm_module,method}     requests, counted by the modules
wasm_metric_latency_seconds{language,wasm_module,method}   histogram of their times
polyprim_segment_...                                       space, objects, workers
process_...                                                memory, descriptors, CPU time
"""

from __future__ import annotations

from collections.abc import Iterator
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

from polyprim.host import Host
from polyprim.runtime.metrics import BUCKET_SECONDS, MethodMetrics

CONTENT_TYPE: Final = openmetrics.CONTENT_TYPE_LATEST
_LABELS: Final = ("language", "wasm_module", "method")


def exposition(host: Host) -> bytes:
    """All metrics of a host and of this process, as they are now. Raises ClosedError."""
    registry = CollectorRegistry(auto_describe=False)
    ProcessCollector(registry=registry)
    registry.register(_HostCollector(host))
    text: bytes = openmetrics.generate_latest(registry)
    return text


class _HostCollector(Collector):
    def __init__(self, host: Host) -> None:
        self._host: Final = host

    def describe(self) -> list[Metric]:
        """Nothing that would have to be collected to be registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        rows = self._host.metrics()
        yield _calls(rows)
        yield _latencies(rows)
        yield from _segment(self._host)


def _calls(rows: list[MethodMetrics]) -> Metric:
    family = CounterMetricFamily(
        "wasm_metric_counter", "Requests that a module decoded.", labels=_LABELS
    )
    for row in rows:
        family.add_metric(_labels(row), row.calls)
    return family


def _latencies(rows: list[MethodMetrics]) -> Metric:
    family = HistogramMetricFamily(
        "wasm_metric_latency_seconds",
        "Time of requests in the host, with what they waited.",
        labels=_LABELS,
        unit="seconds",
    )
    bounds = [str(seconds) for seconds in BUCKET_SECONDS] + ["+Inf"]
    for row in rows:
        buckets = list(zip(bounds, accumulate(row.buckets), strict=True))
        family.add_metric(_labels(row), buckets, row.seconds)
    return family


def _segment(host: Host) -> Iterator[Metric]:
    now = host.statistics()
    gauges = {
        "objects": ("Objects in the segment.", now.objects),
        "objects_max": ("Objects that the segment can hold.", now.objects_max),
        "heap_used_bytes": (
            "Memory of large objects and of workers' buffers.",
            now.heap_used_bytes,
        ),
        "heap_bytes": ("Memory that there is for these.", now.heap_bytes),
        "workers": ("Threads of all processes that are attached.", host.workers()),
    }
    for name, (meaning, value) in gauges.items():
        yield GaugeMetricFamily(f"polyprim_segment_{name}", meaning, value=value)


def _labels(row: MethodMetrics) -> tuple[str, str, str]:
    return row.language, row.module, row.method
