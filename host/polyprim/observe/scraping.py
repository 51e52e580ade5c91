"""Reads what another process's /metrics shows."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable, Iterator
from http.client import HTTPException, InvalidURL
from itertools import pairwise
from typing import Any, Final
from urllib.error import URLError

from prometheus_client.openmetrics import parser

from polyprim.errors import InvalidArgumentError
from polyprim.observe.exposition import CONTENT_TYPE
from polyprim.runtime.metrics import BUCKET_SECONDS, MethodMetrics

TIMEOUT: Final = 5.0
BYTES_MAX: Final = 16 << 20
_CALLS: Final = "wasm_metric_counter"
_TIMES: Final = "wasm_metric_latency_seconds"
_GAUGES: Final = ("polyprim_segment_", "polyprim_server_")


def scrape(address: str, namespace: str = "") -> tuple[list[MethodMetrics], dict[str, float]]:
    """The rows and the gauges of a server's own segment, or of a namespace of its.

    `address` is the ``HOST:PORT`` of an Endpoint. Raises InvalidArgumentError if nothing of the
    kind is there.
    """
    request = urllib.request.Request(f"http://{address}/metrics", headers={"Accept": CONTENT_TYPE})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as reply:
            text = reply.read(BYTES_MAX).decode()
        samples = [
            sample
            for family in parser.text_string_to_metric_families(text)  # type: ignore[no-untyped-call]
            for sample in family.samples
            if sample.labels.get("namespace", "") == namespace
        ]
    except (OSError, ValueError, HTTPException) as error:
        message = f"no metrics at http://{address}/metrics: {_reason(error)}"
        raise InvalidArgumentError(message) from error
    return list(_rows(samples)), dict(_gauges(samples))


def _reason(error: Exception) -> str:
    """In words: an error of HTTP may quote whatever bytes came."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(error, InvalidURL):
        return "that is no HOST:PORT"
    if isinstance(error, HTTPException):
        return "what answers does not speak HTTP; the metrics have a port of their own"
    return getattr(cause, "strerror", None) or str(cause)


def _rows(samples: Iterable[Any]) -> Iterator[MethodMetrics]:
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    for sample in samples:
        if sample.name.startswith((_CALLS, _TIMES)):
            labels = sample.labels
            key = (labels["wasm_module"], labels["method"], labels["language"])
            name = sample.name + labels.get("le", "")
            found.setdefault(key, {})[name] = sample.value
    bounds = [f"{_TIMES}_bucket{bound}" for bound in [*map(str, BUCKET_SECONDS), "+Inf"]]
    for key, values in found.items():
        sums = [0, *(int(values.get(bound, 0)) for bound in bounds)]
        buckets = tuple(after - before for before, after in pairwise(sums))
        calls, seconds = values.get(f"{_CALLS}_total", 0), values.get(f"{_TIMES}_sum", 0)
        yield MethodMetrics(*key, int(calls), buckets, seconds)


def _gauges(samples: Iterable[Any]) -> Iterator[tuple[str, float]]:
    for sample in samples:
        for prefix in _GAUGES:
            if sample.name.startswith(prefix) and "code" not in sample.labels:
                name = sample.name.removeprefix(prefix)
                yield name, sample.value
