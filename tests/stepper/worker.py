"""A worker: one store with an instance of each module, and whose turn it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import wasmtime

from tests.stepper.atomics import Atomic
from tests.stepper.calls import Compiled, Exported, Handler, define_steps
from tests.stepper.memory import SharedMemory
from tests.stepper.rewrite import HISTORY
from tests.stepper.run import Killed

Pause: TypeAlias = Callable[["Worker", str, int, bool], bool]
"""Is told the worker, the instruction, its address and whether it is done already; returns when the
worker's turn has come, and answers whether it lives on."""

_U32: Final = 0xFFFF_FFFF


class Worker:
    """Calls exports; `number` tells it from the others. An operation is given one."""

    def __init__(
        self,
        number: int,
        engine: wasmtime.Engine,
        modules: Iterable[Compiled],
        shared: SharedMemory,
        pause: Pause,
        *,
        between: bool,
    ) -> None:
        self.number = number
        self.memory = shared.view
        self.steps = 0
        self.killed = False
        self.gate = closed_gate()
        self._pause, self._between, self._words = pause, between, shared.words
        self._history = self._observed = 0
        self._fault: str | None = None
        self._store = wasmtime.Store(engine)
        self._kept: list[object] = []
        self._exports = self._instantiate(engine, modules)
        self._functions: dict[tuple[str, str], Exported] = {}

    def call(self, module: str, export: str, *arguments: int) -> int:
        """Calls an export; the result is signed. Raises `wasmtime.Trap` or `WasmtimeError`."""
        if self.killed:
            raise Killed
        function = self._function(module, export)
        history = self._exports[module][HISTORY]
        history.set_value(self._store, 0)
        self._observed, self._fault = 0, None
        try:
            result = function(*arguments)
        except (wasmtime.Trap, wasmtime.WasmtimeError):
            if self.killed:
                raise Killed from None
            if self._fault is not None:
                raise wasmtime.WasmtimeError(self._fault) from None
            raise
        self._history, self._observed = hash((self._history, result)), 0
        return result

    def read(self, offset: int, length: int) -> bytes:
        """What the memory holds; unlike a look at `memory`, `explore` knows that it was seen."""
        content = bytes(self.memory[offset : offset + length])
        self._history = hash((self._history, content))
        return content

    def position(self) -> tuple[int, int, int]:
        """Equal in two runs of an operation means: it will do the same from here on."""
        return self.steps, self._history, self._observed

    def reset(self) -> None:
        """Makes ready for a new run."""
        self.killed, self.steps, self._history, self._observed = False, 0, 0, 0

    def _function(self, module: str, export: str) -> Exported:
        known = self._functions.get((module, export))
        if known is None:
            known = Exported(self._store, self._exports[module][export])
            self._functions[module, export] = known
        return known

    def _instantiate(self, engine: wasmtime.Engine, modules: Iterable[Compiled]) -> dict[str, Any]:
        """The first module defines the memory that the others import."""
        linker = wasmtime.Linker(engine)
        linker.allow_shadowing = True
        exports: dict[str, Any] = {}
        for compiled in modules:
            self._kept += define_steps(linker, compiled.parsed, self._handler)
            found = linker.instantiate(self._store, compiled.module).exports(self._store)
            if not exports:
                linker.define(self._store, "env", "memory", found["memory"])
            exports[compiled.name] = found
        return exports

    def _handler(self, atomic: Atomic) -> Handler:
        """What stands for one atomic instruction in this worker's instances."""
        perform, width, name = atomic.perform(), atomic.bytes, atomic.name
        words = self._words(width)
        count = len(words)
        offset_at = 2 * len(atomic.operands)
        history_at = offset_at + 2
        pause, between = self._pause, self._between

        def handle(values: Any) -> bool:
            address = (values[0] & _U32) + (values[offset_at] & _U32)
            index, rest = divmod(address, width)
            if rest or index >= count:
                self._fault = f"{name} at {address:#x}: out of bounds or unaligned"
                return False
            self._observed = values[history_at]
            if not pause(self, name, address, False):
                return False
            values[0] = result = perform(words, index, values[2], values[4])
            if not between:
                return True
            self._observed = hash((self._observed, result))
            return pause(self, name, address, True)

        def fence(values: Any) -> bool:
            self._observed = values[history_at]
            return pause(self, name, -1, False)

        return handle if width else fence


def closed_gate() -> threading.Lock:
    """A lock that lets one thread through for each release by another."""
    gate = threading.Lock()
    gate.acquire()
    return gate
