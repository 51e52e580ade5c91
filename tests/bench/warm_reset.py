"""Claim: to put a used task back is faster than to restore another one.

Peer: closing the task and restoring it again. Each has an image of 50 MB and writes to 50 of its
pages.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from tests.bench.figures import Figure, medians
from tests.bench.programs import LIMITS, workshop
from tests.guests import guest

PAGES: Final = 50
STRIDE: Final = 251 * 4096
ROUNDS: Final = 200


def run() -> Iterator[Figure]:
    with workshop() as shop:
        task = shop.tasks.load(guest("touch")).start(limits=LIMITS)
        task.call("fill", timeout=60)
        snapshot = shop.snapshots.create(task)
        expected = task.call("touch", PAGES, STRIDE).values
        task.close()
        warm = shop.snapshots.restore(snapshot.id)

        def reset() -> float:
            took = 0.0
            warm.reset()
            for _ in range(ROUNDS):
                assert warm.call("touch", PAGES, STRIDE).values == expected
                began = time.perf_counter()
                warm.reset()
                took += time.perf_counter() - began
            return took / ROUNDS

        def restore() -> float:
            took, used = 0.0, shop.snapshots.restore(snapshot.id)
            for _ in range(ROUNDS):
                assert used.call("touch", PAGES, STRIDE).values == expected
                began = time.perf_counter()
                used.close()
                used = shop.snapshots.restore(snapshot.id)
                took += time.perf_counter() - began
            used.close()
            return took / ROUNDS

        def reset_and_call() -> float:
            began = time.perf_counter()
            for _ in range(ROUNDS):
                warm.reset()
                assert warm.call("touch", PAGES, STRIDE).values == expected
            return (time.perf_counter() - began) / ROUNDS

        def restore_and_call() -> float:
            began = time.perf_counter()
            for _ in range(ROUNDS):
                with shop.snapshots.restore(snapshot.id) as fresh:
                    assert fresh.call("touch", PAGES, STRIDE).values == expected
            return (time.perf_counter() - began) / ROUNDS

        found = medians(
            {
                "reset": reset,
                "restore": restore,
                "reset_and_call": reset_and_call,
                "restore_and_call": restore_and_call,
            }
        )
        warm.close()
    yield Figure("reset_us", found["reset"] * 1e6, "us")
    yield Figure("restore_over_reset", found["restore"] / found["reset"])
    yield Figure(
        "restore_and_call_over_reset_and_call",
        found["restore_and_call"] / found["reset_and_call"],
        "x",
        ">= 3",
    )
