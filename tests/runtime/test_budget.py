"""What an idle private host costs a process whose modules are compiled: 8 MB and 50 ms at most.

The only test of a time: it is the best of several processes, and several times what it takes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import pytest

from tests.runtime.support import output_of

pytestmark = pytest.mark.alone

BYTES_MAX: Final = 8_000_000
SECONDS_MAX: Final = 0.050
PROCESSES: Final = 7

MEASURE = """
import json, sys, time
from polyprim import Host

def resident():
    with open("/proc/self/smaps_rollup") as lines:
        return next(int(line.split()[1]) << 10 for line in lines if line.startswith("Rss:"))

size, filled = map(int, sys.argv[1:])
bytes_before, began = resident(), time.perf_counter()
host = Host(size=size)
seconds, bytes_after = time.perf_counter() - began, resident()
hits = host.counter("hits")
hits.add(1)
first_call = time.perf_counter() - began
jobs = host.queue("jobs", capacity=1 << 24)
while jobs.statistics().used_bytes < filled:
    jobs.push(bytes(60_000))
print(json.dumps([bytes_after - bytes_before, resident() - bytes_after, seconds, first_call]))
"""


@dataclass(frozen=True)
class Cost:
    """What a fresh process paid."""

    bytes: int
    """That the process has beside what it had after its imports, of its own or shared."""
    bytes_of_use: int
    seconds: float
    seconds_to_first_call: float


def cost(size: int = 64 << 20, filled: int = 0) -> Cost:
    return Cost(*json.loads(output_of(MEASURE, size, filled)))


def test_memory() -> None:
    cost()  # compiles the modules
    assert 0 < cost().bytes <= BYTES_MAX
    assert cost(size=(4 << 30) - 65_536).bytes <= BYTES_MAX


def test_what_is_used_is_counted() -> None:
    assert cost(filled=8 << 20).bytes_of_use >= 8 << 20


def test_time() -> None:
    cost()
    costs = [cost() for _ in range(PROCESSES)]
    assert min(each.seconds for each in costs) <= SECONDS_MAX
    assert min(each.seconds_to_first_call for each in costs) <= SECONDS_MAX
