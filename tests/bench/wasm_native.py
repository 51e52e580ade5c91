"""Claim: the modules' C costs hardly more as wasm than as native code (the mission's is 3.2 %).

Peer: the same C, compiled natively with -O3 -march=native. In a loop beside the operations, the
code is compared with the code; called one by one from C, wasm also pays for the step into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from polyprim import Host
from polyprim.native import bounded, bounded_ffi
from tests.bench.figures import Figure, Timer, in_c, medians
from tests.bench.peers import NativeSegment, engine_with, peers

ROUNDS_IN_LOOP: Final = 200_000
BATCH: Final = 32
_RECORD: Final = b"x" * 64


def address(function: str) -> int:
    """Where a function of the bridge is, for the loops of peers.c."""
    pointer = bounded_ffi.addressof(bounded, function)
    return int(bounded_ffi.cast("uintptr_t", pointer))


def place(pointer: Any) -> int:
    return int(bounded_ffi.cast("uintptr_t", pointer))


def run() -> Iterator[Figure]:
    native = NativeSegment()
    native.open_slot(1)
    counter = native.create("counter_loops", "counter_create", 1, b"hits", 0)
    queue = native.create("queue_loops", "queue_create", 1, b"jobs", 1 << 20)
    with engine_with("counter_loops", "queue_loops"), Host() as host:
        yield from loops(host, native, counter, queue)
        yield from single_calls(host, native, counter, queue)


def loops(host: Host, native: NativeSegment, counter: int, queue: int) -> Iterator[Figure]:
    """The code against the code: the loop is on the same side as the operation."""
    segment, jobs_queue = host._segment, host.queue("jobs")
    jobs_queue.push(_RECORD)
    jobs_queue.pop()
    own = {"counter": host.counter("hits")._handle, "queue": jobs_queue._handle}
    jobs = (
        ("counter_add", "counter", "loop", counter, 1),
        ("queue_push_pop", "queue", "loop", queue, 1),
        ("queue_push_pop_32", "queue", "loop_batch", queue, BATCH),
    )
    for name, kind, function, handle, items in jobs:
        rounds = ROUNDS_IN_LOOP // items
        site = segment.site(f"{kind}_loops.{function}", own[kind])
        there = native.address(function, f"{kind}_loops")
        timers: dict[str, Timer] = {
            "wasm": in_c(peers().lib.loop_call1, address("call1"), place(site), rounds, rounds=1),
            "native": in_c(peers().lib.loop_native, there, 1, handle, rounds, rounds=1),
        }
        found = medians(timers, rounds=15)
        limit = "<= 1.05" if kind == "counter" else "<= 1.15"
        yield Figure(f"{name}_native_ns", found["native"] * 1e9 / rounds / items, "ns")
        yield Figure(f"{name}_wasm_over_native", found["wasm"] / found["native"], "x", limit)


def single_calls(host: Host, native: NativeSegment, counter: int, queue: int) -> Iterator[Figure]:
    """One call at a time from C: through the bridge, and by a function pointer."""
    segment, lib = host._segment, peers().lib
    add = segment.site("counter_add", host.counter("hits")._handle)
    there = native.address("counter_add", "counter_loops")
    yield from _single(
        "counter_add",
        in_c(lib.loop_call1, address("call1"), place(add), 1),
        in_c(lib.loop_native, there, 1, counter, 1),
    )
    handle = host.queue("jobs")._handle
    push, pop = segment.site("queue_push", handle), segment.site("queue_pop", handle)
    pair = address("call1"), place(push), place(pop), len(_RECORD)
    functions = [native.address(f"queue_{name}", "queue_loops") for name in ("push", "pop")]
    yield from _single(
        "queue_push_pop",
        in_c(lib.loop_pair, *pair),
        in_c(lib.loop_native_pair, *functions, 1, queue, len(_RECORD)),
    )


def _single(name: str, wasm: Timer, native: Timer) -> Iterator[Figure]:
    found = medians({"wasm": wasm, "native": native}, rounds=15)
    yield Figure(f"{name}_called_native_ns", found["native"] * 1e9, "ns")
    yield Figure(f"{name}_called_wasm_over_native", found["wasm"] / found["native"])
