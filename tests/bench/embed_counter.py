"""Claim: from Python, a shared counter costs about as much as a native atomic through cffi.

Peers: wasmtime-py's own call of the same function; a native C atomic add through cffi behind the
same kind of method; an int under a lock. Each alone, and beside one busy Python thread.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, Final

import wasmtime

from polyprim import Host, InvalidArgumentError
from polyprim.abi import FAULT_LIMIT
from polyprim.runtime.engine import MODULES
from tests.bench.figures import Figure, Timer, busy_thread, calls, medians
from tests.bench.peers import peers

_cell_add = peers().lib.cell_add


class NativeCounter:
    """A native atomic with the method of Counter."""

    def __init__(self) -> None:
        self._cell: Final = peers().ffi.new("struct cell *")

    def add(self, delta: int = 1) -> int:
        try:
            value: int = _cell_add(self._cell, delta)
        except OverflowError as error:
            raise InvalidArgumentError(str(error)) from None
        if value < FAULT_LIMIT:
            raise AssertionError
        return value


class LockedCounter:
    """An int that threads of one process share."""

    def __init__(self) -> None:
        self._lock: Final = threading.Lock()
        self._value = 0

    def add(self, delta: int = 1) -> int:
        with self._lock:
            self._value += delta
            return self._value


def wasmtime_call() -> Any:
    """counter_add as wasmtime-py calls it, on a memory of its own."""
    config = wasmtime.Config()
    config.wasm_threads = True
    store = wasmtime.Store(wasmtime.Engine(config))

    def instance(name: str, *imports: Any) -> Any:
        module = wasmtime.Module.from_file(store.engine, str(MODULES / f"{name}.wasm"))
        return wasmtime.Instance(store, module, imports).exports(store)

    segment = instance("segment")
    segment["memory"].grow(store, 48)
    segment["segment_initialise"](store, 0, 4 << 20, 64)
    counter = instance("atomic_counter", segment["memory"])
    segment["memory"].write(store, b"hits", 0x4000 + 256 + 192)
    handle = counter["counter_create"](store, 1, 4, 0)
    add = counter["counter_add"]
    assert add(store, 1, handle, 1) == 1
    return lambda: add(store, 1, handle, 1)


def run() -> Iterator[Figure]:
    with Host() as host:
        counter = host.counter("hits")
        native, lock, wasmtime_py = NativeCounter(), LockedCounter(), wasmtime_call()

        def timers(count: int) -> dict[str, Timer]:
            return {
                "ours": calls(counter.add, count=count),
                "native": calls(native.add, count=count),
                "lock": calls(lock.add, count=count),
                "wasmtime": calls(wasmtime_py, count=2_000),
            }

        alone = medians(timers(20_000))
        with busy_thread():  # long enough for many switches between the threads
            beside = medians(timers(200_000), rounds=5)
    yield Figure("add_ns", alone["ours"] * 1e9, "ns")
    for setting, found in (("alone", alone), ("beside_busy_thread", beside)):
        ours = found["ours"]
        yield Figure(f"wasmtime_py_over_ours_{setting}", found["wasmtime"] / ours, "x", ">= 120")
        yield Figure(f"ours_over_native_{setting}", ours / found["native"], "x", "<= 1.4")
        yield Figure(f"lock_over_ours_{setting}", found["lock"] / ours, "x", ">= 1")
