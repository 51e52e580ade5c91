"""Servers that are compared by calls over gRPC, in turns, from one client in another process."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Final

from tests.runtime.support import environment

CLIENT: Final = """
import json, sys, time
import grpc
from tests.bench.rpc_embed import add_request

targets = json.loads(sys.argv[1])
channels = [grpc.insecure_channel(address) for address, _ in targets]
methods = [one.unary_unary("/polyprim.v1.CounterService/Add") for one in channels]
request = add_request("hits")
for line in sys.stdin:
    which, seconds = line.split()
    add, count = methods[int(which)], 0
    metadata = tuple(map(tuple, targets[int(which)][1]))
    now = began = time.perf_counter()
    until = began + float(seconds)
    while now < until:
        add(request, timeout=20, metadata=metadata)
        count += 1
        now = time.perf_counter()
    print((now - began) / count, flush=True)
"""


Target = tuple[str, Sequence[tuple[str, str]]]
"""A server's address, and the metadata with which it is called."""


class Caller:
    """One client that adds to the counter ``hits`` of each server."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process: Final = process

    def begin(self, which: int, seconds: float) -> None:
        """Lets it call a server for so long."""
        assert self._process.stdin is not None
        print(which, seconds, file=self._process.stdin, flush=True)

    def end(self) -> float:
        """The seconds that a call has taken, when it is done."""
        assert self._process.stdout is not None
        return float(self._process.stdout.readline())


@contextmanager
def caller(targets: Sequence[Target]) -> Iterator[Caller]:
    """A client that has called each of the servers already."""
    process = subprocess.Popen(
        [sys.executable, "-c", CLIENT, json.dumps(targets)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        one = Caller(process)
        for which in range(len(targets)):
            one.begin(which, 0.5)
            one.end()
        yield one
    finally:
        process.communicate(timeout=60)


def ratios(
    one: Caller,
    count: int,
    *,
    seconds: float,
    rounds: int,
    meanwhile: Callable[[int], object] = lambda which: None,
) -> list[float]:
    """How much longer a call of each server takes than one of the first: the median over rounds, in
    each of which all have their turn, in another order each time.

    `meanwhile` is called when a server's turn has begun.
    """
    taken: list[list[float]] = [[] for _ in range(count)]
    dice = random.Random(0)
    for _ in range(rounds):
        for which in dice.sample(range(count), count):
            one.begin(which, seconds)
            meanwhile(which)
            taken[which].append(one.end())
    return [median(b / a for a, b in zip(taken[0], those, strict=True)) for those in taken]
