"""Claim: a small module is loaded, started and called faster than by wasmtime's own Python package.

Peer: wasmtime-py doing the same: a module from its compiled file, with WASI, an export called once.
Both have an engine already, and both modules were compiled before.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import wasmtime

from polyprim import Host
from tests.bench.figures import Figure, medians
from tests.guests import guest

ROUNDS: Final = 100


def run() -> Iterator[Figure]:
    path = guest("messages")
    with tempfile.TemporaryDirectory() as folder, Host() as host:
        host.tasks.load(path)
        compiled = Path(folder) / "messages.cwasm"
        engine = wasmtime.Engine()
        compiled.write_bytes(wasmtime.Module(engine, path.read_bytes()).serialize())

        def ours() -> float:
            began = time.perf_counter()
            for _ in range(ROUNDS):
                with host.tasks.load(path).start() as task:
                    assert task.call("restored").values == (0,)
            return (time.perf_counter() - began) / ROUNDS

        def theirs() -> float:
            began = time.perf_counter()
            for _ in range(ROUNDS):
                assert peer(engine, compiled) == 0
            return (time.perf_counter() - began) / ROUNDS

        found = medians({"ours": ours, "theirs": theirs})
    yield Figure("load_start_call_us", found["ours"] * 1e6, "us")
    yield Figure("wasmtime_py_us", found["theirs"] * 1e6, "us")
    yield Figure("over_wasmtime_py", found["ours"] / found["theirs"], "x", "<= 1.0")


def peer(engine: wasmtime.Engine, compiled: Path) -> int:
    module = wasmtime.Module.deserialize_file(engine, str(compiled))
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    linker.define_unknown_imports_as_traps(module)
    store = wasmtime.Store(engine)
    store.set_wasi(wasmtime.WasiConfig())
    exports = linker.instantiate(store, module).exports(store)
    exports["_initialize"](store)  # type: ignore[operator]
    answer: int = exports["restored"](store)  # type: ignore[operator]
    return answer
