"""What is going on in a segment: a picture of it, and what changed between two."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import accumulate, islice
from typing import Any, Final

from polyprim.cli.extras import extra
from polyprim.contract import primitives
from polyprim.errors import InvalidArgumentError, PolyprimError
from polyprim.host import Host
from polyprim.runtime.metrics import BUCKET_SECONDS, MethodMetrics

PERCENTILES: Final = (50, 99)
OBJECTS_MAX: Final = 20
"""Of each kind."""
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Picture:
    """A moment's figures. Of a server, they are what its metrics show."""

    methods: Mapping[Key, MethodMetrics]
    """By module, method and language."""
    gauges: Mapping[str, float]
    """Space, objects, workers and, where a server tells, calls that wait."""
    objects: Sequence[Mapping[str, Any]] = ()
    """The statistics of the objects that have some, such as queues; local segments only."""
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Row:
    """The calls of one method by clients of one language, in a span of time."""

    module: str
    method: str
    language: str
    calls: int
    per_second: float | None
    mean_us: float | None
    percentiles_us: Mapping[str, float | None]
    """Not more than this took that many of a hundred; None beyond the last bucket."""


def of_host(host: Host) -> Picture:
    """A picture of a segment that is open here. Makes no call that is counted."""
    now = host.statistics()
    gauges = {
        "objects": now.objects,
        "objects_max": now.objects_max,
        "heap_used_bytes": now.heap_used_bytes,
        "heap_bytes": now.heap_bytes,
        "sessions": now.sessions,
        "sessions_max": now.sessions_max,
        "workers": host.workers(),
    }
    return Picture(_by_key(host.metrics()), gauges, _objects(host))


def of_endpoint(address: str) -> Picture:
    """A picture of what a server shows at ``HOST:PORT``, its --metrics-port.

    Raises InvalidArgumentError if nothing of the kind is there.
    """
    with extra("server"):
        from polyprim.observe import scrape
    found, gauges = scrape(address)
    if "objects" not in gauges:
        raise InvalidArgumentError(f"what http://{address}/metrics shows is not of polyprim")
    counts = {name: int(value) if value.is_integer() else value for name, value in gauges.items()}
    return Picture(_by_key(found), counts)


def rows(now: Picture, before: Picture | None = None) -> list[Row]:
    """Every method that was called: since `before`, or ever; the most frequent first."""
    span = None if before is None else now.at - before.at
    found = []
    for key, metrics in now.methods.items():
        old = None if before is None else before.methods.get(key)
        calls = metrics.calls - (old.calls if old else 0)
        buckets = [
            count - (old.buckets[place] if old else 0)
            for place, count in enumerate(metrics.buckets)
        ]
        seconds = metrics.seconds - (old.seconds if old else 0)
        timed = sum(buckets)
        found.append(
            Row(
                *key,
                calls=metrics.calls,
                per_second=None if not span else calls / span,
                mean_us=1e6 * seconds / timed if timed else None,
                percentiles_us={f"p{part}": _percentile(buckets, part) for part in PERCENTILES},
            )
        )
    return sorted(found, key=lambda row: (-(row.per_second or 0), -row.calls))


def _percentile(buckets: Sequence[int], part: int) -> float | None:
    """The upper bound of the bucket in which it lies."""
    total = sum(buckets)
    if not total:
        return None
    for count, bound in zip(accumulate(buckets[:-1]), BUCKET_SECONDS, strict=True):
        if count >= total * part / 100:
            return 1e6 * float(bound)
    return None


def _objects(host: Host) -> list[dict[str, Any]]:
    """The first few objects of each kind that has statistics."""
    found = []
    for service in primitives():
        kind: Any = getattr(host, service.name)
        if not any(method.name == "Statistics" for method in service.methods):
            continue
        for name in islice(kind.names(), OBJECTS_MAX):
            with suppress(PolyprimError):  # it was deleted meanwhile
                statistics = asdict(kind.open(name).statistics())
                found.append({"kind": service.name, "name": name, **statistics})
    return found


def _by_key(rows: Sequence[MethodMetrics]) -> dict[Key, MethodMetrics]:
    return {(row.module, row.method, row.language): row for row in rows}
