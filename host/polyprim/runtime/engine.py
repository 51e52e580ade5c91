"""The primitive engine: wasmtime, set up for modules that work in a segment, and those modules.

There is one engine a process. Its settings differ from those of an engine for tasks and must not be
mixed with them: a memory creator together with copy-on-write initialisation kills the process.
"""

from __future__ import annotations

import ctypes
import hashlib
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Final

import wasmtime
from wasmtime import _bindings, _ffi

from polyprim.errors import NativeError, VersionError
from polyprim.native import CData, ffi, native
from polyprim.runtime.cache import ModuleCache

SUPPORTED: Final = (48, 50)
"""Major versions of wasmtime whose C API the bridge knows: the newest LTS, and the newest."""

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
        self._version: Final = metadata.version("wasmtime")
        require_supported(self._version)
        _bind_symbols()
        self._cache: Final = cache or ModuleCache()
        self._engine, self.signals_based_traps = _new_engine()
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

    def abandon(self) -> None:
        """Leaks what wasmtime holds: it is a forked child's copy of the parent's."""
        for module in self._modules:
            module.compiled._consume()
        self._engine._consume()

    def _load(self, path: Path) -> _Module:
        binary = path.read_bytes()
        digest = hashlib.sha256(binary).digest()
        key = hashlib.sha256(digest + repr(self._flavour()).encode()).hexdigest()
        try:
            compiled = self._from_cache(key) or self._to_cache(key, binary)
        except wasmtime.WasmtimeError as error:
            raise NativeError(f"{path}: {error}") from error
        if not native.module_guard(_address(compiled.ptr())):
            raise NativeError("too many modules in one process")
        return _Module(path.stem, digest, compiled, tuple(_callable_exports(compiled)))

    def _from_cache(self, key: str) -> wasmtime.Module | None:
        artifact = self._cache.load(key)
        if artifact is None:
            return None
        try:
            return wasmtime.Module.deserialize(self._engine, artifact)
        except wasmtime.WasmtimeError:
            return None  # compiled for another processor than the key says: as good as absent

    def _to_cache(self, key: str, binary: bytes) -> wasmtime.Module:
        compiled = wasmtime.Module(self._engine, binary)
        self._cache.store(key, bytes(compiled.serialize()))
        return compiled

    def _flavour(self) -> tuple[object, ...]:
        return (
            self._version,
            sorted(_SETTINGS.items()),
            self.signals_based_traps,
            platform.machine(),
            _processor_features(),
        )

    def _program(self) -> CData:
        names = [(index, name) for index, m in enumerate(self._modules) for name in m.functions]
        texts = [ffi.new("char[]", name.encode()) for _, name in names]
        functions = ffi.new("struct function_name[]", len(names))
        for entry, (index, _), text in zip(functions, names, texts, strict=True):
            entry.module, entry.name = index, text
        modules = ffi.new("void *[]", [_address(m.compiled.ptr()) for m in self._modules])
        self._kept.extend([*texts, functions, modules])
        return ffi.new(
            "struct program *",
            {
                "engine": _address(self._engine.ptr()),
                "module_count": len(self._modules),
                "modules": modules,
                "function_count": len(names),
                "functions": functions,
                "buffer_function": self.functions["slot_buffer"],
            },
        )


def require_supported(version: str) -> None:
    """Raises VersionError unless that version of wasmtime is one that the bridge knows."""
    if int(version.split(".")[0]) not in SUPPORTED:
        known = " or ".join(f"{major}.x" for major in SUPPORTED)
        raise VersionError(f"wasmtime {version} is not supported: install {known}")


def _bind_symbols() -> None:
    addresses: list[CData] = []
    while (name := native.symbol_name(len(addresses))) != ffi.NULL:
        symbol = getattr(_ffi.dll, ffi.string(name).decode())
        addresses.append(ffi.cast("void *", ctypes.cast(symbol, ctypes.c_void_p).value or 0))
    native.symbols_bind(ffi.new("void *[]", addresses), len(addresses))


def _new_engine() -> tuple[wasmtime.Engine, bool]:
    """An engine, and whether its traps are signals.

    They cannot be if somebody covered wasmtime's signal handlers before we first saw them; then the
    code checks every access itself, which is slower but safe.
    """
    engine = wasmtime.Engine(_config(signals_based_traps=True))
    if native.engine_guard():
        return engine, True
    return wasmtime.Engine(_config(signals_based_traps=False)), False


def _config(*, signals_based_traps: bool) -> wasmtime.Config:
    config = wasmtime.Config()
    for name, value in {**_SETTINGS, "signals_based_traps": signals_based_traps}.items():
        getattr(_bindings, f"wasmtime_config_{name}_set")(config.ptr(), value)
    native.engine_install(_address(config.ptr()))
    return config


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


def _processor_features() -> str:
    """What compiled code may depend on; wasmtime checks it once more on its own."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            return next(line for line in lines if line.startswith(("flags", "Features")))
    except (OSError, StopIteration):
        return ""


def _address(pointer: object) -> CData:
    return ffi.cast("void *", ctypes.cast(pointer, ctypes.c_void_p).value or 0)  # type: ignore[arg-type]
