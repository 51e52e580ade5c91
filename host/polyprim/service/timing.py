"""How often the host's own services are called, and how long that takes: what modules count of the
primitives' calls."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from polyprim.abi import LANGUAGES, LATENCY_BUCKETS
from polyprim.runtime.metrics import BUCKET_SECONDS, MethodMetrics

_Key = tuple[str, str, str, str]


class Timing:
    """Counts calls by namespace, service, method and language. Used by one event loop."""

    def __init__(self) -> None:
        self._calls: Final[dict[_Key, list[int]]] = {}
        self._seconds: Final[dict[_Key, float]] = defaultdict(float)

    def note(
        self, *, namespace: str, service: str, method: str, language: str, seconds: float
    ) -> None:
        """A call has ended."""
        known = language if language in LANGUAGES else LANGUAGES[0]
        key = namespace, service, method, known
        buckets = self._calls.setdefault(key, [0] * LATENCY_BUCKETS)
        buckets[bisect_left(BUCKET_SECONDS, seconds)] += 1
        self._seconds[key] += seconds

    def rows(self) -> Mapping[str, Sequence[MethodMetrics]]:
        """All of it, by namespace. For any thread."""
        found: dict[str, list[MethodMetrics]] = defaultdict(list)
        for key, buckets in self._calls.copy().items():
            namespace, service, method, language = key
            found[namespace].append(
                MethodMetrics(
                    service, method, language, sum(buckets), tuple(buckets), self._seconds[key]
                )
            )
        return found
