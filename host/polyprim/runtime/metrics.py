"""What modules count of their methods' calls, and their callers of the calls' times."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from polyprim.abi import (
    LANGUAGES,
    LANGUAGES_MAX,
    LATENCY,
    LATENCY_BUCKETS,
    METHODS_MAX,
    METRICS_KIND_BYTES,
    METRICS_OFFSET,
)
from polyprim.errors import DataLossError
from polyprim.runtime.segment import Segment

BUCKET_SECONDS: Final = tuple(4**number / 1e6 for number in range(LATENCY_BUCKETS - 1))
"""The greatest time that each bucket counts; the last bucket has no bound."""

_COUNTS: Final = struct.Struct(f"<{METHODS_MAX * LANGUAGES_MAX}Q")
_ROW: Final = struct.Struct(f"<{1 + LATENCY_BUCKETS}Q")


@dataclass(frozen=True, slots=True)
class MethodMetrics:
    """One method's calls from clients of one language, since the segment was made."""

    module: str
    method: str
    language: str
    calls: int
    buckets: tuple[int, ...]
    """How many calls took no longer than each of BUCKET_SECONDS, and longer than the one before."""
    seconds: float
    """That all of them took together."""


def latencies(segment: Segment, module: str, method: int) -> int:
    """Where the rows of a method's times begin; `method` is its place in its service."""
    return _table(segment, f"{module}.wasm_metric_latency_seconds") + LATENCY.size * (
        LANGUAGES_MAX * method
    )


def of_module(segment: Segment, module: str, methods: Sequence[str]) -> Iterator[MethodMetrics]:
    """The rows of a module's tables in which there is something."""
    counts = _table(segment, f"{module}.wasm_metric_counter_total")
    calls = _COUNTS.unpack(segment.peek(counts, _COUNTS.size))
    for number, method in enumerate(methods):
        place = latencies(segment, module, number)
        rows = segment.peek(place, LATENCY.size * len(LANGUAGES))
        for row, language in enumerate(LANGUAGES):
            sum_ns, *buckets = _ROW.unpack_from(rows, LATENCY.size * row)
            count = calls[LANGUAGES_MAX * number + row]
            if count or any(buckets):
                yield MethodMetrics(module, method, language, count, tuple(buckets), sum_ns / 1e9)


def _table(segment: Segment, function: str) -> int:
    place = segment.call(segment.function(function))
    if not METRICS_OFFSET <= place < METRICS_OFFSET + 16 * METRICS_KIND_BYTES:
        raise DataLossError(f"{function} answers no place among the metrics: {place:#x}")
    return place
