"""Claim: calls take no longer where Prometheus scrapes the server each second than elsewhere.

Over gRPC from another process, against one server, in turns of a tenth of a second: with a scrape
in each, and with none. That is ten times as often as is claimed, and so stands out of the noise;
what it costs is divided by ten. Then the same with a segment for a million names, all of whose
tables a scrape looks at.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any, Final

from tests.bench.callers import caller, ratios
from tests.bench.figures import Figure
from tests.runtime.support import line_of, start

TURN: Final = 0.1
SERVE: Final = """
import json, sys
from polyprim import Host
from polyprim.observe import Endpoint
from polyprim.service import Server
size, objects = int(sys.argv[1]), int(sys.argv[2])
with Host(size=size, objects=objects) as host, Server(host) as server:
    host.counter("hits")
    with Endpoint(host, server=server) as endpoint:
        print(json.dumps({"address": server.address, "metrics": endpoint.address}), flush=True)
        input()
"""


@contextmanager
def serving(size: int, objects: int) -> Iterator[Any]:
    """A server and its endpoint, as a process; where they are."""
    process = start(SERVE, size, objects)
    try:
        yield json.loads(line_of(process))
    finally:
        process.communicate("\n", timeout=60)


def measured(size: int, objects: int) -> tuple[float, float]:
    """How much longer calls take in turns with a scrape than in those without; and the seconds of a
    scrape."""
    took: list[float] = []
    with serving(size, objects) as place, caller([(place["address"], ())] * 2) as one:

        def scrape(turn: int) -> None:
            if turn == 0:
                return
            began = time.perf_counter()
            with urllib.request.urlopen(f"http://{place['metrics']}/metrics") as reply:
                reply.read()
            took.append(time.perf_counter() - began)

        _, ratio = ratios(one, 2, seconds=TURN, rounds=120, meanwhile=scrape)
    return ratio, median(took)


def run() -> Iterator[Figure]:
    for name, size, objects, reach in (
        ("scraped_each_second", 64 << 20, 1 << 14, "<= 1.03"),
        ("a_million_names_scraped_each_second", 512 << 20, 1 << 20, ""),
    ):
        ratio, seconds = measured(size, objects)
        yield Figure(f"{name}_over_not", 1 + (ratio - 1) * TURN, "x", reach)
        yield Figure(f"{name}_ms", seconds * 1e3, "ms")
