"""Claim: a small module is loaded, started and called faster than by wasmtime's own Python package.

Peers: wasmtime-py doing the same, a module with WASI of which an export is called once: from
wasmtime's own cache of compiled modules, and from a compiled file that it trusts without a look.
All have an engine already, and the module was compiled before. Ours is measured with the module at
hand, as in a service that has used it, and loaded anew from the cache.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import wasmtime

from polyprim import Host
from polyprim.tasks import Tasks
from tests.bench.figures import Figure, medians
from tests.guests import guest

ROUNDS: Final = 100


def run() -> Iterator[Figure]:
    path = guest("messages")
    with tempfile.TemporaryDirectory() as folder, Host() as host:
        config = wasmtime.Config()
        config.cache = True
        engine, binary = wasmtime.Engine(config), path.read_bytes()
        compiled = Path(folder) / "messages.cwasm"
        compiled.write_bytes(wasmtime.Module(engine, binary).serialize())
        found = medians(
            {
                "at_hand": times(lambda: ours(host.tasks, path)),
                "loaded": times(lambda: ours(Tasks(), path)),
                "cached": times(lambda: peer(engine, wasmtime.Module(engine, path.read_bytes()))),
                "file": times(
                    lambda: peer(engine, wasmtime.Module.deserialize_file(engine, str(compiled)))
                ),
            }
        )
    for name, seconds in found.items():
        yield Figure(f"{name}_us", seconds * 1e6, "us")
    for name, reach in (("at_hand", "<= 1.0"), ("loaded", "<= 1.0")):
        yield Figure(f"{name}_over_wasmtime_py_cached", found[name] / found["cached"], "x", reach)
        yield Figure(f"{name}_over_wasmtime_py_file", found[name] / found["file"])


def times(work: Callable[[], int]) -> Callable[[], float]:
    def timed() -> float:
        began = time.perf_counter()
        for _ in range(ROUNDS):
            assert work() == 0
        return (time.perf_counter() - began) / ROUNDS

    return timed


def ours(tasks: Tasks, path: Path) -> int:
    with tasks.load(path).start() as task:
        (answer,) = task.call("restored").values
    assert isinstance(answer, int)
    return answer


def peer(engine: wasmtime.Engine, module: wasmtime.Module) -> int:
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    linker.define_unknown_imports_as_traps(module)
    store = wasmtime.Store(engine)
    store.set_wasi(wasmtime.WasiConfig())
    exports = linker.instantiate(store, module).exports(store)
    exports["_initialize"](store)  # type: ignore[operator]
    answer: int = exports["restored"](store)  # type: ignore[operator]
    return answer
