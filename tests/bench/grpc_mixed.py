"""Printed: what each language's client does on two cores with one server, alone and all at once.

Each worker adds to a counter, pushes a record of 64 bytes and pops one, over and over. Beside it,
the same three of Redis by redis-py.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any, Final

from tests.bench.figures import Figure
from tests.bench.grpc_batch import redis_server
from tests.conform.load import mixed
from tests.conform.runner import runners
from tests.conform.sums import Load

SECONDS: Final = 10.0
WORKERS: Final = 2


def loads(languages: list[str]) -> list[Load]:
    """What the languages' runners do at once."""
    paths = {name: path for name, path in runners().items() if name in languages}
    done = asyncio.run(
        mixed(
            paths,
            seconds=SECONDS,
            workers=WORKERS,
            clients=len(paths),
            every=SECONDS,
            on_progress=lambda took, samples: None,
        )
    )
    assert done.is_good, done.checks
    return done.loads


def of_redis() -> tuple[float, list[float]]:
    """Calls a second, and the microseconds of each, in order."""
    took: list[float] = []

    def work(redis: Any, until: float) -> None:
        while time.perf_counter() < until:
            for call, *arguments in (
                (redis.incrby, "hits", 1),
                (redis.lpush, "jobs", bytes(64)),
                (redis.rpop, "jobs"),
            ):
                began = time.perf_counter()
                call(*arguments)
                took.append((time.perf_counter() - began) * 1e6)

    with redis_server() as redis:
        until = time.perf_counter() + SECONDS
        threads = [threading.Thread(target=work, args=(redis, until)) for _ in range(WORKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return len(took) / SECONDS, sorted(took)


def run() -> Iterator[Figure]:
    languages = list(runners())
    for when, those in [*((f"{name}_alone", [name]) for name in languages), ("at_once", languages)]:
        for load in loads(those):
            name = when if len(those) == 1 else f"{load.language}_{when}"
            yield Figure(f"{name}_calls", sum(load.calls.values()) / SECONDS, "1/s")
            for part in ("p50", "p99"):
                yield Figure(f"{name}_{part}", load.latency_us[part], "us")
    rate, took = of_redis()
    yield Figure("redis_py_alone_calls", rate, "1/s")
    yield Figure("redis_py_alone_p50", took[len(took) // 2], "us")
    yield Figure("redis_py_alone_p99", took[len(took) * 99 // 100], "us")
