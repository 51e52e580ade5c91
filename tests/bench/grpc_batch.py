"""Claim: a Python client adds faster in batches of 1,000 than redis-py does in pipelines of 1,000.

Both over loopback to a process of their own, the same 1,000 counters, in turns.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from polyprim_client import Client, Counter
from tests.bench.figures import Figure, medians
from tests.bench.grpc_unary import OURS
from tests.runtime.support import line_of, start

BATCH: Final = 1000
BATCHES: Final = 10


@contextmanager
def ours() -> Iterator[Client]:
    process = start(OURS)
    try:
        with Client(json.loads(line_of(process)), timeout=30) as client:
            yield client
    finally:
        process.communicate("\n", timeout=60)


@contextmanager
def redis_server() -> Iterator[Any]:
    """A client of a Redis of our own, without persistence."""
    import redis

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        process = subprocess.Popen(
            [*command, "--appendonly", "no"], cwd=folder, stdout=subprocess.DEVNULL
        )
        try:
            with redis.Redis(port=port) as client:
                while True:
                    try:
                        client.ping()
                        break
                    except redis.ConnectionError:
                        time.sleep(0.01)
                yield client
        finally:
            process.terminate()
            process.wait()


def timed(batch: Callable[[], object]) -> Callable[[], float]:
    """Seconds of one addition."""

    def run_once() -> float:
        began = time.perf_counter()
        for _ in range(BATCHES):
            batch()
        return (time.perf_counter() - began) / (BATCHES * BATCH)

    return run_once


def run() -> Iterator[Figure]:
    if shutil.which("redis-server") is None:
        raise SystemExit("redis-server is missing (Debian: apt-get install redis-server)")
    names = [f"counter-{number}" for number in range(BATCH)]
    with ours() as client, redis_server() as redis:
        additions = [(client.counter(name), 1) for name in names]

        def pipeline() -> None:
            with redis.pipeline(transaction=False) as pipe:
                for name in names:
                    pipe.incrby(name, 1)
                pipe.execute()

        timers = {
            "ours": timed(lambda: Counter.add_many(additions)),
            "redis": timed(pipeline),
        }
        found = medians(timers)
        assert client.counter(names[0]).get() == int(redis.get(names[0]))
    yield Figure("additions_per_second", 1 / found["ours"], "1/s")
    yield Figure("redis_over_ours", found["redis"] / found["ours"], "x", ">= 1")
