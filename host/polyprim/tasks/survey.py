"""Which instructions a module uses, at the speed of C: a large module has millions."""

from __future__ import annotations

from functools import cache
from typing import Final

from polyprim.native import ffi, native
from polyprim.wasmfile import Module
from polyprim.wasmfile.opcodes import OPCODES, PREFIXES, Immediate

_GROUP: Final = 512
_GROUPS: Final = 4
_IMMEDIATES: Final = 3
_FIRST_PREFIX: Final = 0xFC

_NUMBER, _NUMBERS, _BYTES = native.CODE_NUMBER, native.CODE_NUMBERS, native.CODE_BYTES
_SHAPES: Final[dict[Immediate, tuple[int, ...]]] = {
    Immediate.BLOCK_TYPE: (_NUMBER,),
    Immediate.LABEL: (_NUMBER,),
    Immediate.LABELS: (_NUMBERS,),
    Immediate.FUNCTION: (_NUMBER,),
    Immediate.INDEX: (_NUMBER,),
    Immediate.VALUE_TYPES: (_BYTES,),
    Immediate.REFERENCE_TYPE: (native.CODE_1,),
    Immediate.MEMARG: (_NUMBER, _NUMBER),
    Immediate.ZERO: (native.CODE_1,),
    Immediate.LANE: (native.CODE_1,),
    Immediate.I32: (_NUMBER,),
    Immediate.I64: (_NUMBER,),
    Immediate.BYTES4: (native.CODE_4,),
    Immediate.BYTES8: (native.CODE_8,),
    Immediate.BYTES16: (native.CODE_16,),
}


def instructions_of(module: Module) -> frozenset[str] | None:
    """The names of all instructions in the module's functions; None if one is not known."""
    code = b"".join(function.code for function in module.functions)
    seen = ffi.new("uint8_t[]", _GROUPS * _GROUP)
    if native.code_scan(code, len(code), _shapes(), seen) != len(code):
        return None
    return frozenset(opcode.name for number, opcode in OPCODES.items() if seen[_place(number)])


@cache
def _shapes() -> bytes:
    shapes = bytearray([native.CODE_UNKNOWN] * (_GROUPS * _GROUP * _IMMEDIATES))
    for number, opcode in OPCODES.items():
        each = [shape for immediate in opcode.immediates for shape in _SHAPES[immediate]]
        each += [native.CODE_NONE] * (_IMMEDIATES - len(each))
        start = _place(number) * _IMMEDIATES
        shapes[start : start + _IMMEDIATES] = bytes(each)
    return bytes(shapes)


def _place(number: int) -> int:
    prefix = number >> 16
    assert prefix == 0 or prefix in PREFIXES
    return number if prefix == 0 else (prefix - _FIRST_PREFIX + 1) * _GROUP + (number & 0xFFFF)
