"""A mixed load, and what came of it."""

from __future__ import annotations

import time
import zlib
from collections import Counter as Bag
from collections.abc import Awaitable
from typing import Any, Final

from polyprim_client import PolyprimError
from polyprim_client.aio import Client, Counter, Queue

METHODS: Final = "counter.add", "queue.push", "queue.pop"
RECORD_BYTES: Final = 64


class Load:
    """Workers that add, push and pop, and what came of it."""

    def __init__(self, client: Client, counter: str, queue: str) -> None:
        self._counter: Final = Counter(client, counter)
        self._queue: Final = Queue(client, queue)
        self._counts: Final[Bag[str]] = Bag()
        self._calls: Final[Bag[str]] = Bag()
        self._microseconds: Final[list[int]] = []
        self._pushed_crc = self._popped_crc = 0

    async def work(self, label: str, seconds: float) -> None:
        number, until = 0, time.monotonic() + seconds
        while time.monotonic() < until:
            number += 1
            record = f"{label}/{number}".encode().ljust(RECORD_BYTES, b".")
            try:
                await self._timed("counter.add", self._counter.add(1))
                self._counts["added"] += 1
                if await self._timed("queue.push", self._queue.push(record)):
                    self._counts["pushed"] += 1
                    self._pushed_crc ^= zlib.crc32(record)
                popped = await self._timed("queue.pop", self._queue.pop())
                if popped is not None:
                    self._counts["popped"] += 1
                    self._popped_crc ^= zlib.crc32(popped)
            except PolyprimError:
                self._counts["errors"] += 1

    def report(self) -> dict[str, Any]:
        taken = sorted(self._microseconds) or [0]
        names = "added", "pushed", "popped", "errors"
        return {
            "calls": {
                name: self._calls[name] for name in ("counter.add", "queue.push", "queue.pop")
            },
            **{name: self._counts[name] for name in names},
            "pushed_crc": self._pushed_crc,
            "popped_crc": self._popped_crc,
            "latency_us": {
                **{f"p{part}": taken[len(taken) * part // 100] for part in (50, 90, 99)},
                "max": taken[-1],
            },
        }

    async def _timed(self, method: str, call: Awaitable[Any]) -> Any:
        began = time.perf_counter()
        try:
            return await call
        finally:
            self._calls[method] += 1
            self._microseconds.append(int(1e6 * (time.perf_counter() - began)))
