"""The primitive engine: wasmtime, set up for modules that work in a segment, and those modules.

There is one engine a process. Its settings differ from those of an engine for tasks and must not be
mixed with them: a memory creator together with copy-on-write initialisation kills the process.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import wasmtime

from polyprim.errors import NativeError
from polyprim.native import CData, ffi, native
from polyprim.runtime.cache import ModuleCache
from polyprim.runtime.compiler import Compiler, address_of

MODULES: Final = Path(__file__).resolve().parent.parent / "modules"
SEGMENT: Final = "segment"
RETIRE: Final = "retire"
SETTLE: Final = "settle"

_SETTINGS: Final = {
    # Atomic instructions, on a memory that is not declared shared.
    "wasm_threads": True,
    "shared_memory": False,
    # Each would ask the creator for memories of its own, or write data over the segment.
    "memory_init_cow": False,
    "gc_support": False,
    "wasm_exceptions": False,
    # As large as what mapping.c reserves, so that no access needs a check.
    "memory_reservation": 4 << 30,
    "memory_guard_size": 32 << 20,
    "memory_may_move": False,
    # Bounded loops need no interruption; and threads of a compiler do not survive a fork.
    "epoch_interruption": False,
    "parallel_compilation": False,
    "native_unwind_info": False,
}


@dataclass(frozen=True, slots=True)
class _Module:
    name: str
    digest: bytes
    compiled: wasmtime.Module
    functions: tuple[str, ...]


class Engine:
    """wasmtime's engine, the modules compiled for it, and the table of their functions.

    Raises VersionError if the installed wasmtime is none that we know, NativeError if there are no
    modules or one of them is refused.
    """

    def __init__(self, folder: Path | None = None, cache: ModuleCache | None = None) -> None:
        self._compiler: Final = Compiler("primitives", _SETTINGS, native.engine_install, cache)
        self._modules: Final = [self._load(path) for path in _module_files(folder or MODULES)]
        self.functions: Final = _numbered(self._modules)
        """Every function's number: by ``module.name``, and by its name alone if that is unique."""
        self.retire: Final = tuple(
            self.functions[name]
            for name in (
                SETTLE,
                *(f"{module.name}.{RETIRE}" for module in self._modules[1:]),
                f"{SEGMENT}.{RETIRE}",
            )
            if name in self.functions
        )
        """The functions that retire a slot, in the order in which they are called."""
        self._kept: Final[list[CData]] = []
        self.program: Final = self._program()
        """struct program of attachment.h."""

    @property
    def digests(self) -> Mapping[str, bytes]:
        """SHA-256 of each primitive module, by its name."""
        return {module.name: module.digest for module in self._modules[1:]}

    @property
    def signals_based_traps(self) -> bool:
        """Whether a bad access is a signal, and not a check in front of each."""
        return self._compiler.signals_based_traps

    def abandon(self) -> None:
        """Leaks what wasmtime holds: it is a forked child's copy of the parent's."""
        for module in self._modules:
            module.compiled._consume()
        self._compiler.abandon()

    def _load(self, path: Path) -> _Module:
        binary, compiler = path.read_bytes(), self._compiler
        digest = hashlib.sha256(binary).digest()
        try:
            compiled = compiler.module(compiler.key(digest), lambda: compiler.compile(binary))
        except wasmtime.WasmtimeError as error:
            raise NativeError(f"{path}: {error}") from error
        return _Module(path.stem, digest, compiled, tuple(_callable_exports(compiled)))

    def _program(self) -> CData:
        names = [(index, name) for index, m in enumerate(self._modules) for name in m.functions]
        texts = [ffi.new("char[]", name.encode()) for _, name in names]
        functions = ffi.new("struct function_name[]", len(names))
        for entry, (index, _), text in zip(functions, names, texts, strict=True):
            entry.module, entry.name = index, text
        modules = ffi.new("void *[]", [address_of(m.compiled.ptr()) for m in self._modules])
        self._kept.extend([*texts, functions, modules])
        return ffi.new(
            "struct program *",
            {
                "engine": self._compiler.engine,
                "module_count": len(self._modules),
                "modules": modules,
                "function_count": len(names),
                "functions": functions,
                "buffer_function": self.functions["slot_buffer"],
            },
        )


def _module_files(folder: Path) -> list[Path]:
    """segment.wasm first: it defines the memory that the others import."""
    found = sorted(folder.glob("*.wasm"), key=lambda path: (path.stem != SEGMENT, path.stem))
    if not found or found[0].stem != SEGMENT:
        raise NativeError(f"no modules in {folder}: run ./build.sh wasm")
    return found


def _callable_exports(module: wasmtime.Module) -> list[str]:
    """The exports that the bridge can call: of (slot, handle, a, b), as many as they take."""
    wanted = [wasmtime.ValType.i32(), *[wasmtime.ValType.i64()] * 3]
    found = []
    for export in module.exports:
        kind = export.type
        if not isinstance(kind, wasmtime.FuncType) or kind.results != wanted[1:2]:
            continue
        if list(kind.params) == wanted[: len(kind.params)]:
            found.append(export.name)
    return found


def _numbered(modules: Sequence[_Module]) -> Mapping[str, int]:
    pairs = [(module.name, name) for module in modules for name in module.functions]
    often = Counter(name for _, name in pairs)
    numbers = {f"{module}.{name}": number for number, (module, name) in enumerate(pairs)}
    alone = {name: numbers[f"{module}.{name}"] for module, name in pairs if often[name] == 1}
    return MappingProxyType(numbers | alone)
