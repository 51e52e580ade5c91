"""Claim: a whole remote call (decode, check, execute, encode), from C, costs less than one native
atomic addition does from Python through cffi.

Beside it, the same call from Python, plain and as a call of a session, which remembers it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from polyprim import Host
from polyprim.abi import Status
from polyprim.contract import message_class, services
from polyprim.native import CData, bounded, ffi
from polyprim.runtime.process import process
from tests.bench.embed_counter import NativeCounter
from tests.bench.figures import Figure, calls, in_c, medians
from tests.bench.peers import peers
from tests.bench.wasm_native import address, place


def add_request(name: str) -> bytes:
    """The bytes of CounterService.Add."""
    method = next(m for s in services() for m in s.methods if m.path.endswith("CounterService/Add"))
    return message_class(method.request)(name=name, delta=1).SerializeToString()


def of_a_session(host: Host, request: bytes, out: CData) -> Callable[[], int]:
    """Makes the call for a session, each time with a new number."""
    (service,) = [one for one in services() if one.name == "session"]
    opened = asyncio.run(host.rpc(service, service.methods[0])(b""))
    segment, session = host._segment, opened[2:18]
    functions = [segment.function(name) for name in ("session_begin", "session_end")]
    once = ffi.new("struct session_call *", (session, len(session), 0, 1 << 8 | 4, *functions))
    add, size = segment.function("atomic_counter.rpc_add"), len(request)

    def call() -> int:
        once.sequence += 1
        return bounded.rpc_once(segment.id, add, 1, 1, request, size, once, out)

    assert call() == Status.OK
    return call


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
        plain = (segment.id, function, 1, 1, request, len(request), out)
        found = medians(
            {
                "plain": calls(bounded.rpc, *plain),
                "session": calls(of_a_session(host, request, out)),
                "rpc": in_c(peers().lib.loop_rpc, *rpc),
                "native": calls(native.add),
                "native_bare": calls(lambda: peers().lib.cell_add(cell, 1)),
            },
            rounds=15,
        )
    yield Figure("rpc_ns", found["rpc"] * 1e9, "ns")
    yield Figure("rpc_over_native_add_from_python", found["rpc"] / found["native"], "x", "<= 0.6")
    yield Figure("from_python_ns", found["plain"] * 1e9, "ns")
    yield Figure("of_a_session_from_python_ns", found["session"] * 1e9, "ns")
    yield Figure("of_a_session_over_plain", found["session"] / found["plain"])
