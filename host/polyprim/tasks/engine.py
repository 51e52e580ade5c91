"""The task engine: wasmtime, set up for modules that nobody knows.

Its settings differ from those of the primitives: guests are interrupted by epochs, their memories
grow, and what a snapshot cannot hold is off.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from typing import Final
from weakref import WeakSet

import wasmtime

from polyprim.errors import ModuleError, NativeError
from polyprim.native import CData, ffi, native
from polyprim.runtime.cache import ModuleCache
from polyprim.runtime.compiler import Compiler, address_of
from polyprim.tasks.interface import VERSION

COMPILE_SECONDS: Final = 300
COMPILE_MEMORY_BYTES: Final = 8 << 30
MESSAGE_BYTES: Final = 512

_SETTINGS: Final = {
    "epoch_interruption": True,
    "wasm_threads": False,
    "shared_memory": False,
    "gc_support": False,
    "wasm_exceptions": False,
    "wasm_memory64": False,
    "wasm_multi_memory": False,
    # A memory is made by our creator, of an image.
    "memory_init_cow": False,
    "memory_may_move": False,
    "native_unwind_info": False,
}
_RESERVING: Final = {"memory_reservation": 4 << 30, "memory_guard_size": 32 << 20}
_COMPACT: Final = {
    "memory_reservation": 0,
    "memory_guard_size": 0,
    "memory_reservation_for_growth": 0,
}


class TaskEngine:
    """wasmtime's engine for tasks, and what tasks may import.

    In a `compact` one, code checks each access to memory, and no address space is reserved around
    memories. `parallel` compiles with a thread for each processor.
    """

    def __init__(
        self, cache: ModuleCache | None = None, *, compact: bool = False, parallel: bool = False
    ) -> None:
        memory = _COMPACT if compact else _RESERVING
        settings = {**_SETTINGS, **memory, "parallel_compilation": parallel}
        self._is_compact: Final = compact
        self._programs: Final[WeakSet[Program]] = WeakSet()
        self._compiler: Final = Compiler(f"tasks {VERSION}", settings, native.task_config, cache)
        message = ffi.new("char[]", MESSAGE_BYTES)
        self._linker: Final = native.task_linker_new(self._compiler.engine, message)
        if self._linker == ffi.NULL:
            raise NativeError(text_of(message))

    def compile(self, binary: bytes) -> bytes:
        """Compiles a module, here and now. Raises WasmtimeError if it is not valid."""
        return self._compiler.compile(binary)

    def key(self, sha256: bytes) -> str:
        """Names what is known of a module, by its SHA-256, in the caches."""
        return self._compiler.key(sha256)

    def link(self, key: str, rewritten: Callable[[], bytes]) -> Program:
        """Compiles what `rewritten` makes of a module, in a process of its own with limits, unless
        an earlier process did; and links it.

        Raises ModuleError if it is not valid, cannot be compiled within the limits, or imports what
        there is not.
        """
        try:
            module = self._compiler.module(
                key, lambda: compile_apart(rewritten(), compact=self._is_compact)
            )
        except wasmtime.WasmtimeError as error:
            raise ModuleError(f"the module is not valid: {error}") from error
        message = ffi.new("char[]", MESSAGE_BYTES)
        address = native.task_program_new(
            self._linker, self._compiler.engine, address_of(module.ptr()), message
        )
        if address == ffi.NULL:
            raise ModuleError(text_of(message))
        program = Program(self, module, address)
        self._programs.add(program)
        return program

    def abandon(self) -> None:
        """Leaks the engine: it is a forked child's copy of the parent's."""
        for program in self._programs:
            program.abandon()
        self._compiler.abandon()


class Program:
    """A module that tasks are made of, compiled and linked, in this process."""

    def __init__(self, engine: TaskEngine, module: wasmtime.Module, address: CData) -> None:
        self._engine: Final = engine
        self._module: Final = module
        self.process: Final = os.getpid()
        self.address: Final = ffi.gc(address, native.task_program_delete)

    def abandon(self) -> None:
        """Leaks it: it is a forked child's copy of the parent's."""
        self._module._consume()


def compile_apart(binary: bytes, *, compact: bool) -> bytes:
    """Compiles a module in a process that may use so much time and memory and no more."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "polyprim.tasks.engine", *(["compact"] if compact else [])],
            input=binary,
            capture_output=True,
            timeout=COMPILE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ModuleError(f"the module was not compiled in {COMPILE_SECONDS} seconds") from None
    if done.returncode != 0:
        why = done.stderr.decode(errors="replace").strip()
        raise ModuleError(
            why or f"the module could not be compiled within {COMPILE_MEMORY_BYTES >> 30} GiB"
        )
    return done.stdout


def text_of(message: CData) -> str:
    text = ffi.string(message)
    return text.decode(errors="replace") if isinstance(text, bytes) else text


def main() -> None:
    """Compiles what comes in, and tells in one line why it cannot."""
    resource.setrlimit(resource.RLIMIT_AS, (COMPILE_MEMORY_BYTES, COMPILE_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPILE_SECONDS, COMPILE_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    binary = sys.stdin.buffer.read()
    try:
        engine = TaskEngine(compact="compact" in sys.argv, parallel=True)
        sys.stdout.buffer.write(engine.compile(binary))
    except wasmtime.WasmtimeError as error:
        sys.exit(f"the module is not valid: {error}")


if __name__ == "__main__":
    main()
