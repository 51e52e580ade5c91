"""Arguments and results, between Python and wasm."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from polyprim.errors import InvalidArgumentError
from polyprim.native import CData, ffi
from polyprim.tasks.interface import Signature
from polyprim.tasks.outcome import Value
from polyprim.wasmfile import F32, F64, I32, I64, V128

VALUE_BYTES: Final = 16
_NAMES: Final = {I32: "i32", I64: "i64", F32: "f32", F64: "f64", V128: "v128"}
_BITS: Final = {I32: 32, I64: 64}
_FLOATS: Final = {F32: struct.Struct("<f"), F64: struct.Struct("<d")}


def arguments(signature: Signature, values: Sequence[Value]) -> CData:
    """``union task_value[]`` with room for the results. Raises TypeError, InvalidArgumentError."""
    kinds = signature.parameters
    if not is_plain(signature):
        raise InvalidArgumentError("an export with references cannot be called from here")
    if len(values) != len(kinds):
        raise TypeError(f"it takes {len(kinds)} arguments, not {len(values)}")
    raw = room(signature)
    for place, (kind, value) in enumerate(zip(kinds, values, strict=True)):
        _write(raw[place], kind, value)
    return raw


def is_plain(signature: Signature) -> bool:
    """Whether it takes and answers numbers and vectors alone: bytes of references are addresses."""
    return all(kind in _NAMES for kind in (*signature.parameters, *signature.results))


def room(signature: Signature) -> CData:
    """``union task_value[]`` for a function."""
    return ffi.new("union task_value[]", max(len(signature.parameters), len(signature.results), 1))


def results(signature: Signature, raw: CData) -> tuple[Value, ...]:
    """What a function answered."""
    return tuple(_read(raw[place], kind) for place, kind in enumerate(signature.results))


def _write(place: CData, kind: int, value: Value) -> None:
    if kind in _BITS:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"an {_NAMES[kind]} is an int, not {type(value).__name__}")
        bits = _BITS[kind]
        if not -(1 << bits - 1) <= value < 1 << bits:
            raise InvalidArgumentError(f"a number does not fit into an {_NAMES[kind]}")
        signed = value - (1 << bits) if value >= 1 << bits - 1 else value
        setattr(place, _NAMES[kind], signed)
    elif kind in _FLOATS:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"an {_NAMES[kind]} is a float, not {type(value).__name__}")
        try:
            packed = _FLOATS[kind].pack(float(value))
        except OverflowError:
            raise InvalidArgumentError(f"a number does not fit into an {_NAMES[kind]}") from None
        ffi.memmove(place.v128, packed, len(packed))
    else:
        if not isinstance(value, bytes) or len(value) != VALUE_BYTES:
            raise TypeError("a v128 is 16 bytes")
        ffi.memmove(place.v128, value, VALUE_BYTES)


def _read(place: CData, kind: int) -> Value:
    if kind == V128:
        return bytes(ffi.buffer(place.v128, VALUE_BYTES))
    value: Value = getattr(place, _NAMES[kind])
    return value
