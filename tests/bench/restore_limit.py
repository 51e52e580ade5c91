"""Claim: to restore a task and call it costs little more than what the kernel does for its pages.

Peer: a C program that maps the same file and touches the same pages. The task is restored from C,
by the functions that Python calls, and from Python: image of 50 MB, 300 pages touched.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any, Final

from polyprim.native import ffi, native
from polyprim.tasks.instance import task_options
from polyprim.tasks.options import Surroundings
from polyprim.tasks.rewriting import SET_GLOBALS
from polyprim.tasks.wasi import wasi_options
from tests.bench.figures import Figure, in_c, medians
from tests.bench.peers import peers
from tests.bench.programs import LIMITS, Workshop, workshop
from tests.guests import guest

PAGES: Final = 300
STRIDE: Final = 41 * 4096
ROUNDS: Final = 200


def run() -> Iterator[Figure]:
    with workshop() as shop:
        task = shop.tasks.load(guest("touch")).start(limits=LIMITS)
        task.call("fill", timeout=60)
        snapshot = shop.snapshots.create(task)
        (expected,) = task.call("touch", PAGES, STRIDE).values
        assert isinstance(expected, int)
        task.close()
        yield from compare(shop, snapshot.id, expected)


def compare(shop: Workshop, snapshot: str, expected: int) -> Iterator[Figure]:
    ready = shop.snapshots._ready(snapshot, None)
    image, lib, touched = ready.image, peers().lib, (PAGES, STRIDE, expected)

    def from_python() -> float:
        began = time.perf_counter()
        for _ in range(ROUNDS):
            with shop.snapshots.restore(snapshot) as task:
                assert task.call("touch", PAGES, STRIDE).values == (expected,)
        return (time.perf_counter() - began) / ROUNDS

    with wasi_options(Surroundings(), LIMITS) as wasi:
        options = task_options(
            ready.module,
            LIMITS,
            shop.tasks.shared,
            wasi,
            image=image,
            memory_bytes=ready.manifest.memory_bytes,
        )
        names = [peers().ffi.new("char[]", name.encode()) for name in (SET_GLOBALS, "touch")]
        restore = _restore(options, names, expected)
        found = medians(
            {
                "map": in_c(lib.loop_map, image.file, image.bytes, *touched, rounds=ROUNDS),
                "c": in_c(lib.loop_restore, restore, rounds=ROUNDS),
                "python": from_python,
            }
        )
    yield Figure("map_and_touch_us", found["map"] * 1e6, "us")
    yield Figure("restore_from_c_over_map", found["c"] / found["map"], "x", "<= 1.5")
    yield Figure("restore_from_python_over_map", found["python"] / found["map"])
    yield Figure("python_adds_us", (found["python"] - found["c"]) * 1e6, "us")


def _restore(options: Any, names: list[Any], expected: int) -> Any:
    """``struct restore``, with the addresses of task.h's functions."""
    other = peers().ffi

    def address(thing: Any) -> int:
        return int(ffi.cast("uintptr_t", thing))

    return other.new(
        "struct restore *",
        {
            "task_new": address(ffi.addressof(native, "task_new")),
            "task_call": address(ffi.addressof(native, "task_call")),
            "task_delete": address(ffi.addressof(native, "task_delete")),
            "options": address(options),
            "set_globals": names[0],
            "export_name": names[1],
            "globals": 0,
            "global_count": 0,
            "arguments": [PAGES, STRIDE],
            "expected": expected,
        },
    )
