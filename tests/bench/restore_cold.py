"""Claim: a task that is restored answers long before one that initialises again.

Peer: the same module, compiled before in both cases, started and initialised anew. Go and Rust are
the examples, the interpreter is Ruby from its npm package.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from tests.bench.figures import Figure, medians
from tests.bench.programs import Program, Workshop, programs, workshop


def run() -> Iterator[Figure]:
    for program in programs():
        with workshop() as shop:
            yield from compare(shop, program)


def compare(shop: Workshop, program: Program) -> Iterator[Figure]:
    module = program.load(shop.tasks)
    with program.begin(module) as task:
        snapshot = shop.snapshots.create(task)

    def cold() -> None:
        with program.begin(module) as task:
            program.ask(task)

    def restored() -> None:
        with shop.snapshots.restore(snapshot.id) as task:
            program.ask(task)

    found = medians({"cold": once(cold), "restored": once(restored)}, rounds=15)
    reach = ">= 50" if program.name == "ruby" else ""
    yield Figure(f"{program.name}_cold_ms", found["cold"] * 1e3, "ms")
    yield Figure(f"{program.name}_restored_ms", found["restored"] * 1e3, "ms")
    yield Figure(
        f"{program.name}_cold_over_restored", found["cold"] / found["restored"], "x", reach
    )


def once(work: Callable[[], None]) -> Callable[[], float]:
    """Times it."""

    def timed() -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return timed
