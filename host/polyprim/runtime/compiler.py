"""wasmtime with one set of settings, and what it compiles.

The primitives have one of these, tasks another: their settings must not be mixed, and code that was
compiled for one is none for the other.
"""

from __future__ import annotations

import ctypes
import hashlib
import platform
from collections.abc import Callable, Mapping
from importlib import metadata
from typing import Final

import wasmtime
from wasmtime import _bindings, _ffi

from polyprim.errors import NativeError, VersionError
from polyprim.native import CData, ffi, native
from polyprim.runtime.cache import ModuleCache

SUPPORTED: Final = (48, 50)
"""Major versions of wasmtime whose C API the bridge knows: the newest LTS, and the newest."""


class Compiler:
    """An engine with `settings`, which `install` gives its memory creator, and a cache of what it
    compiles for `purpose`.

    Raises VersionError if the installed wasmtime is none that we know.
    """

    def __init__(
        self,
        purpose: str,
        settings: Mapping[str, int],
        install: Callable[[CData], None],
        cache: ModuleCache | None = None,
    ) -> None:
        version = metadata.version("wasmtime")
        require_supported(version)
        _bind_symbols()
        self._settings: Final = settings
        self._install: Final = install
        self._cache: Final = cache or ModuleCache()
        self._engine, self.signals_based_traps = self._new_engine()
        self._flavour: Final = repr(
            (
                purpose,
                version,
                sorted(settings.items()),
                self.signals_based_traps,
                platform.machine(),
                _processor_features(),
            )
        ).encode()

    @property
    def engine(self) -> CData:
        """wasmtime's engine."""
        return address_of(self._engine.ptr())

    def module(self, key: str, compiled: Callable[[], bytes]) -> wasmtime.Module:
        """The module of that key, as an earlier process compiled it or `compiled` does now.

        Raises WasmtimeError if it is not valid, and NativeError if there are too many.
        """
        module = self._from_cache(key) or self._to_cache(key, compiled)
        if not native.module_guard(address_of(module.ptr())):
            raise NativeError("too many modules in one process")
        return module

    def key(self, sha256: bytes) -> str:
        """Names a module, by its SHA-256, as it is compiled for this engine."""
        return hashlib.sha256(sha256 + self._flavour).hexdigest()

    def compile(self, binary: bytes) -> bytes:
        """Compiles a module, here and now. Raises WasmtimeError if it is not valid."""
        return bytes(wasmtime.Module(self._engine, binary).serialize())

    def abandon(self) -> None:
        """Leaks the engine: it is a forked child's copy of the parent's."""
        self._engine._consume()

    def _from_cache(self, key: str) -> wasmtime.Module | None:
        with self._cache.opened(key) as file:
            if file is None:
                return None
            try:
                # Mapped, so that all processes share its code. What is behind the artifact is not
                # looked at.
                return wasmtime.Module.deserialize_file(self._engine, f"/proc/self/fd/{file}")
            except wasmtime.WasmtimeError:
                return None  # compiled for another processor than the key says: as good as absent

    def _to_cache(self, key: str, compiled: Callable[[], bytes]) -> wasmtime.Module:
        artifact = compiled()
        self._cache.store(key, artifact)
        return wasmtime.Module.deserialize(self._engine, artifact)

    def _new_engine(self) -> tuple[wasmtime.Engine, bool]:
        """An engine, and whether its traps are signals.

        They cannot be if somebody covered wasmtime's signal handlers before we first saw them; then
        the code checks every access itself, which is slower but safe.
        """
        engine = wasmtime.Engine(self._config(signals_based_traps=True))
        if native.engine_guard():
            return engine, True
        return wasmtime.Engine(self._config(signals_based_traps=False)), False

    def _config(self, *, signals_based_traps: bool) -> wasmtime.Config:
        config = wasmtime.Config()
        for name, value in {**self._settings, "signals_based_traps": signals_based_traps}.items():
            getattr(_bindings, f"wasmtime_config_{name}_set")(config.ptr(), value)
        self._install(address_of(config.ptr()))
        return config


def require_supported(version: str) -> None:
    """Raises VersionError unless that version of wasmtime is one that the bridge knows."""
    if int(version.split(".")[0]) not in SUPPORTED:
        known = " or ".join(f"{major}.x" for major in SUPPORTED)
        raise VersionError(f"wasmtime {version} is not supported: install {known}")


def address_of(pointer: object) -> CData:
    """A pointer of ctypes' as one of cffi's."""
    return ffi.cast("void *", ctypes.cast(pointer, ctypes.c_void_p).value or 0)  # type: ignore[arg-type]


def _bind_symbols() -> None:
    addresses: list[CData] = []
    while (name := native.symbol_name(len(addresses))) != ffi.NULL:
        symbol = getattr(_ffi.dll, ffi.string(name).decode())
        addresses.append(ffi.cast("void *", ctypes.cast(symbol, ctypes.c_void_p).value or 0))
    native.symbols_bind(ffi.new("void *[]", addresses), len(addresses))


def _processor_features() -> str:
    """What compiled code may depend on; wasmtime checks it once more on its own."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            return next(line for line in lines if line.startswith(("flags", "Features")))
    except (OSError, StopIteration):
        return ""
