"""Claim: a whole remote call (decode, check, execute, encode), from C, costs less than one native
atomic addition does from Python through cffi."""

from __future__ import annotations

from collections.abc import Iterator

from polyprim import Host
from polyprim.contract import message_class, services
from polyprim.runtime.process import process
from tests.bench.embed_counter import NativeCounter
from tests.bench.figures import Figure, calls, in_c, medians
from tests.bench.peers import peers
from tests.bench.wasm_native import address, place


def add_request(name: str) -> bytes:
    """The bytes of CounterService.Add."""
    method = next(m for s in services() for m in s.methods if m.path.endswith("CounterService/Add"))
    return message_class(method.request)(name=name, delta=1).SerializeToString()


def run() -> Iterator[Figure]:
    with Host() as host:
        counter = host.counter("hits")
        counter.add()
        request, segment = add_request("hits"), host._segment
        function = segment.function("atomic_counter.rpc_add")
        out = process().outcomes.take()
        rpc = (address("rpc"), segment.id, function, request, len(request), place(out))
        native = NativeCounter()
        cell = peers().ffi.new("struct cell *")
        found = medians(
            {
                "rpc": in_c(peers().lib.loop_rpc, *rpc),
                "native": calls(native.add),
                "native_bare": calls(lambda: peers().lib.cell_add(cell, 1)),
            },
            rounds=15,
        )
    yield Figure("rpc_ns", found["rpc"] * 1e9, "ns")
    yield Figure("rpc_over_native_add_from_python", found["rpc"] / found["native"], "x", "<= 0.6")
