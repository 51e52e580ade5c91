"""Calls between Python and wasm without wasmtime-py's conversions, which cost more than the steps.

`Exported` calls an export; `define_steps` gives a linker the functions that stand for atomic
instructions. Values are integers: floats do not cross here.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import wasmtime
from wasmtime import _bindings as raw

from polyprim.wasmfile import I64, Import, Module
from tests.stepper.atomics import Atomic
from tests.stepper.rewrite import STEP

Handler = Callable[[Any], bool]
"""Is given an instruction's operands as raw 64-bit words, two a value (an i32 is the lower half of
its word, the upper is anything), and writes its result into the first; answers whether the instance
may go on (else it traps)."""

_STOP: Final = b"stopped by the stepper"
_CALLBACK: Final = ctypes.CFUNCTYPE(
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.POINTER(ctypes.c_uint64),
    ctypes.c_size_t,
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rewritten module, compiled and as data."""

    name: str
    module: wasmtime.Module
    parsed: Module


class Exported:
    """An exported function of integers, as a callable; i32 and i64 results are signed."""

    def __init__(self, store: wasmtime.Store, function: wasmtime.Func) -> None:
        kind = function.type(store)
        self._store, self._function = store, function
        self._masks = [_mask(parameter) for parameter in kind.params]
        self._result_bits = [_mask(result).bit_length() for result in kind.results]
        self._length = max(len(self._masks), len(self._result_bits), 1)

    def __call__(self, *arguments: int) -> int:
        if len(arguments) != len(self._masks):
            raise TypeError(f"{len(self._masks)} arguments expected, {len(arguments)} given")
        values = (raw.wasmtime_val_raw_t * self._length)()
        for index, (argument, mask) in enumerate(zip(arguments, self._masks, strict=True)):
            values[index].i64 = argument & mask
        trap = ctypes.POINTER(raw.wasm_trap_t)()
        error = raw.wasmtime_func_call_unchecked(
            self._store._context(),
            ctypes.byref(self._function._func),
            values,
            self._length,
            ctypes.byref(trap),
        )
        if trap:
            raise wasmtime.Trap._from_ptr(trap)
        if error:
            raise wasmtime.WasmtimeError._from_ptr(error)
        if not self._result_bits:
            return 0
        value = values[0]
        return int(value.i64 if self._result_bits[0] == 64 else value.i32)


def _mask(kind: wasmtime.ValType) -> int:
    return {"i32": 0xFFFF_FFFF, "i64": 0xFFFF_FFFF_FFFF_FFFF}[str(kind)]


def define_steps(
    linker: wasmtime.Linker, module: Module, handler: Callable[[Atomic], Handler]
) -> list[object]:
    """Defines what `module` imports from ``step``; the list must live as long as the linker."""
    wanted = [item for item in module.imports if item.module == STEP]
    return [_define(linker, module, item, handler) for item in wanted]


def _define(
    linker: wasmtime.Linker, module: Module, item: Import, handler: Callable[[Atomic], Handler]
) -> object:
    atomic = Atomic.of(_instruction_name(item.name))
    handle = handler(atomic)

    def callback(_env: Any, _caller: Any, values: Any, _count: int) -> int | None:
        return None if handle(values) else _stop()

    kept = _CALLBACK(callback)
    assert isinstance(item.type, int)
    signature = module.types[item.type]
    kind = wasmtime.FuncType(
        [_value_type(each) for each in signature.parameters],
        [_value_type(each) for each in signature.results],
    )
    module_name, name = item.module.encode(), item.name.encode()
    error = raw.wasmtime_linker_define_func_unchecked(
        linker.ptr(), module_name, len(module_name), name, len(name), kind.ptr(),
        ctypes.cast(kept, raw.wasmtime_func_unchecked_callback_t),
        None, ctypes.CFUNCTYPE(None, ctypes.c_void_p)(),
    )  # fmt: skip
    if error:
        raise wasmtime.WasmtimeError._from_ptr(error)
    return kept


def _instruction_name(import_name: str) -> str:
    """Undoes `Atomic.import_name`: i64_atomic_rmw8_add_u -> i64.atomic.rmw8.add_u."""
    return import_name.replace("_", ".").replace(".u", "_u")


def _value_type(kind: int) -> wasmtime.ValType:
    return wasmtime.ValType.i64() if kind == I64 else wasmtime.ValType.i32()


def _stop() -> int | None:
    return ctypes.cast(raw.wasmtime_trap_new(_STOP, len(_STOP)), ctypes.c_void_p).value
