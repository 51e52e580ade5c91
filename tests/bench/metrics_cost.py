"""Claim: calls cost the same whether Prometheus scrapes the server each second or nobody does.

Over gRPC from another process, against servers of processes of their own, in turns of a second, in
each of which the one is scraped once. The third has a segment for a million names, all of whose
tables a scrape looks at.
"""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any

from tests.bench.callers import caller, ratios
from tests.bench.figures import Figure
from tests.runtime.support import line_of, start

SERVE = """
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


def run() -> Iterator[Figure]:
    small, large = (64 << 20, 1 << 14), (512 << 20, 1 << 20)
    with ExitStack() as stack:
        places = [stack.enter_context(serving(*size)) for size in (small, small, large)]
        one = stack.enter_context(caller([(place["address"], ()) for place in places]))
        took: list[list[float]] = [[] for _ in places]

        def scrape(which: int) -> None:
            if which == 0:
                return
            began = time.perf_counter()
            with urllib.request.urlopen(f"http://{places[which]['metrics']}/metrics") as reply:
                reply.read()
            took[which].append(time.perf_counter() - began)

        _, ordinary, huge = ratios(one, len(places), seconds=1, rounds=18, meanwhile=scrape)
    yield Figure("scraped_over_not", ordinary, "x", "<= 1.03")
    yield Figure("a_million_names_scraped_over_not", huge)
    yield Figure("scrape_ms", median(took[1]) * 1e3, "ms")
    yield Figure("scrape_of_a_million_names_ms", median(took[2]) * 1e3, "ms")
