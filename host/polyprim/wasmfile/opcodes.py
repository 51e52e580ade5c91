"""Every instruction that this package knows: number, name, shape of its immediates.

Covers MVP, sign extension, saturating conversion, multi-value, bulk memory, reference types, tail
calls, SIMD with relaxed SIMD, and threads. A prefixed instruction has the number
``prefix << 16 | sub-opcode``. SIMD instructions are named by number only.
Source: WebAssembly core specification 2.0 chapter 5.4, and the threads and tail-call proposals.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, NamedTuple


class Immediate(Enum):
    """The shape of one immediate."""

    BLOCK_TYPE = auto()
    LABEL = auto()
    LABELS = auto()
    FUNCTION = auto()
    INDEX = auto()
    """The index of a type, table, local, global, element or data segment."""
    VALUE_TYPES = auto()
    REFERENCE_TYPE = auto()
    MEMARG = auto()
    ZERO = auto()
    """A byte that must be zero: the only memory, or reserved."""
    LANE = auto()
    I32 = auto()
    I64 = auto()
    BYTES4 = auto()
    BYTES8 = auto()
    BYTES16 = auto()


class Opcode(NamedTuple):
    name: str
    immediates: tuple[Immediate, ...]


BLOCK: Final = 0x02
LOOP: Final = 0x03
IF: Final = 0x04
END: Final = 0x0B
CALL: Final = 0x10
CALL_INDIRECT: Final = 0x11
RETURN_CALL: Final = 0x12
RETURN_CALL_INDIRECT: Final = 0x13
GLOBAL_GET: Final = 0x23
GLOBAL_SET: Final = 0x24
TABLE_GET: Final = 0x25
TABLE_SET: Final = 0x26
MEMORY_SIZE: Final = 0x3F
MEMORY_GROW: Final = 0x40
I32_CONST: Final = 0x41
I64_CONST: Final = 0x42
F32_CONST: Final = 0x43
F64_CONST: Final = 0x44
REF_NULL: Final = 0xD0
REF_FUNC: Final = 0xD2
BULK: Final = 0xFC
SIMD: Final = 0xFD
ATOMIC: Final = 0xFE
PREFIXES: Final = frozenset({BULK, SIMD, ATOMIC})
MEMORY_INIT: Final = BULK << 16 | 8
DATA_DROP: Final = BULK << 16 | 9
TABLE_INIT: Final = BULK << 16 | 12
ELEM_DROP: Final = BULK << 16 | 13
TABLE_COPY: Final = BULK << 16 | 14
TABLE_GROW: Final = BULK << 16 | 15
TABLE_SIZE: Final = BULK << 16 | 16
TABLE_FILL: Final = BULK << 16 | 17
V128_CONST: Final = SIMD << 16 | 12
ATOMIC_FENCE: Final = ATOMIC << 16 | 3

CONSTANT: Final = frozenset(
    {END, GLOBAL_GET, I32_CONST, I64_CONST, F32_CONST, F64_CONST, REF_NULL, REF_FUNC, V128_CONST}
    | {0x6A, 0x6B, 0x6C, 0x7C, 0x7D, 0x7E}
)
"""What may stand in a constant expression, with the sums and products of extended-const."""

_I = Immediate
_CONTROL: dict[int, Opcode] = {
    0x00: Opcode("unreachable", ()),
    0x01: Opcode("nop", ()),
    BLOCK: Opcode("block", (_I.BLOCK_TYPE,)),
    LOOP: Opcode("loop", (_I.BLOCK_TYPE,)),
    IF: Opcode("if", (_I.BLOCK_TYPE,)),
    0x05: Opcode("else", ()),
    END: Opcode("end", ()),
    0x0C: Opcode("br", (_I.LABEL,)),
    0x0D: Opcode("br_if", (_I.LABEL,)),
    0x0E: Opcode("br_table", (_I.LABELS, _I.LABEL)),
    0x0F: Opcode("return", ()),
    CALL: Opcode("call", (_I.FUNCTION,)),
    CALL_INDIRECT: Opcode("call_indirect", (_I.INDEX, _I.INDEX)),
    RETURN_CALL: Opcode("return_call", (_I.FUNCTION,)),
    RETURN_CALL_INDIRECT: Opcode("return_call_indirect", (_I.INDEX, _I.INDEX)),
    0x1A: Opcode("drop", ()),
    0x1B: Opcode("select", ()),
    0x1C: Opcode("select", (_I.VALUE_TYPES,)),
    0x20: Opcode("local.get", (_I.INDEX,)),
    0x21: Opcode("local.set", (_I.INDEX,)),
    0x22: Opcode("local.tee", (_I.INDEX,)),
    GLOBAL_GET: Opcode("global.get", (_I.INDEX,)),
    GLOBAL_SET: Opcode("global.set", (_I.INDEX,)),
    TABLE_GET: Opcode("table.get", (_I.INDEX,)),
    TABLE_SET: Opcode("table.set", (_I.INDEX,)),
    MEMORY_SIZE: Opcode("memory.size", (_I.ZERO,)),
    MEMORY_GROW: Opcode("memory.grow", (_I.ZERO,)),
    I32_CONST: Opcode("i32.const", (_I.I32,)),
    I64_CONST: Opcode("i64.const", (_I.I64,)),
    F32_CONST: Opcode("f32.const", (_I.BYTES4,)),
    F64_CONST: Opcode("f64.const", (_I.BYTES8,)),
    REF_NULL: Opcode("ref.null", (_I.REFERENCE_TYPE,)),
    0xD1: Opcode("ref.is_null", ()),
    REF_FUNC: Opcode("ref.func", (_I.FUNCTION,)),
    MEMORY_INIT: Opcode("memory.init", (_I.INDEX, _I.ZERO)),
    DATA_DROP: Opcode("data.drop", (_I.INDEX,)),
    BULK << 16 | 10: Opcode("memory.copy", (_I.ZERO, _I.ZERO)),
    BULK << 16 | 11: Opcode("memory.fill", (_I.ZERO,)),
    TABLE_INIT: Opcode("table.init", (_I.INDEX, _I.INDEX)),
    ELEM_DROP: Opcode("elem.drop", (_I.INDEX,)),
    TABLE_COPY: Opcode("table.copy", (_I.INDEX, _I.INDEX)),
    TABLE_GROW: Opcode("table.grow", (_I.INDEX,)),
    TABLE_SIZE: Opcode("table.size", (_I.INDEX,)),
    TABLE_FILL: Opcode("table.fill", (_I.INDEX,)),
    ATOMIC_FENCE: Opcode("atomic.fence", (_I.ZERO,)),
}

_PLAIN_ACCESSES = """
i32.load i64.load f32.load f64.load
i32.load8_s i32.load8_u i32.load16_s i32.load16_u
i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u
i32.store i64.store f32.store f64.store
i32.store8 i32.store16 i64.store8 i64.store16 i64.store32
"""

_ATOMIC_WIDTHS = ("i32.", "i64.", "i32.8", "i32.16", "i64.8", "i64.16", "i64.32")

_INTEGER_TESTS = "eqz eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"
_FLOAT_TESTS = "eq ne lt gt le ge"
_INTEGER_MATHS = (
    "clz ctz popcnt add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr"
)
_FLOAT_MATHS = "abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign"
_CONVERSIONS = """
i32.wrap_i64 i32.trunc_f32_s i32.trunc_f32_u i32.trunc_f64_s i32.trunc_f64_u
i64.extend_i32_s i64.extend_i32_u i64.trunc_f32_s i64.trunc_f32_u i64.trunc_f64_s i64.trunc_f64_u
f32.convert_i32_s f32.convert_i32_u f32.convert_i64_s f32.convert_i64_u f32.demote_f64
f64.convert_i32_s f64.convert_i32_u f64.convert_i64_s f64.convert_i64_u f64.promote_f32
i32.reinterpret_f32 i64.reinterpret_f64 f32.reinterpret_i32 f64.reinterpret_i64
i32.extend8_s i32.extend16_s i64.extend8_s i64.extend16_s i64.extend32_s
"""
_SATURATING = """
i32.trunc_sat_f32_s i32.trunc_sat_f32_u i32.trunc_sat_f64_s i32.trunc_sat_f64_u
i64.trunc_sat_f32_s i64.trunc_sat_f32_u i64.trunc_sat_f64_s i64.trunc_sat_f64_u
"""

_SIMD_RESERVED = frozenset(
    {0x9A, 0xA2, 0xA5, 0xA6, 0xAF, 0xB0, 0xB2, 0xB3, 0xB4, 0xBB, 0xC2, 0xC5, 0xC6}
    | {0xCF, 0xD0, 0xD2, 0xD3, 0xD4, 0xE2, 0xEE}
)


def _of(prefix: str, names: str) -> list[str]:
    return [f"{prefix}.{name}" for name in names.split()]


def _numeric_names() -> list[str]:
    """The names of 0x45 to 0xC4, which have no immediates."""
    return [
        *_of("i32", _INTEGER_TESTS),
        *_of("i64", _INTEGER_TESTS),
        *_of("f32", _FLOAT_TESTS),
        *_of("f64", _FLOAT_TESTS),
        *_of("i32", _INTEGER_MATHS),
        *_of("i64", _INTEGER_MATHS),
        *_of("f32", _FLOAT_MATHS),
        *_of("f64", _FLOAT_MATHS),
        *_CONVERSIONS.split(),
    ]


def _atomic_access_names() -> list[str]:
    """The names of 0xFE 0x10 to 0x4E: loads, stores, then each operation in each width."""
    widths = [(width[:4], width[4:]) for width in _ATOMIC_WIDTHS]
    names = [f"{kind}atomic.load{bits}{'_u' if bits else ''}" for kind, bits in widths]
    names += [f"{kind}atomic.store{bits}" for kind, bits in widths]
    for operation in ("add", "sub", "and", "or", "xor", "xchg", "cmpxchg"):
        names += [
            f"{kind}atomic.rmw{bits}.{operation}{'_u' if bits else ''}" for kind, bits in widths
        ]
    return names


def _simd() -> dict[int, Opcode]:
    shapes: dict[int, tuple[Immediate, ...]] = dict.fromkeys(range(0x114), ())
    shapes |= dict.fromkeys((*range(0x0C), 0x5C, 0x5D), (_I.MEMARG,))
    shapes |= dict.fromkeys((0x0C, 0x0D), (_I.BYTES16,))
    shapes |= dict.fromkeys(range(0x15, 0x23), (_I.LANE,))
    shapes |= dict.fromkeys(range(0x54, 0x5C), (_I.MEMARG, _I.LANE))
    return {
        SIMD << 16 | sub: Opcode(f"simd.{sub:#x}", shape)
        for sub, shape in shapes.items()
        if sub not in _SIMD_RESERVED
    }


def _all() -> dict[int, Opcode]:
    waits = ("memory.atomic.notify", "memory.atomic.wait32", "memory.atomic.wait64")
    found = dict(_CONTROL)
    for first, names, shape in (
        (0x28, _PLAIN_ACCESSES.split(), (_I.MEMARG,)),
        (0x45, _numeric_names(), ()),
        (BULK << 16, _SATURATING.split(), ()),
        (ATOMIC << 16, list(waits), (_I.MEMARG,)),
        (ATOMIC << 16 | 0x10, _atomic_access_names(), (_I.MEMARG,)),
    ):
        found |= {first + i: Opcode(name, shape) for i, name in enumerate(names)}
    return found | _simd()


OPCODES: Final[dict[int, Opcode]] = _all()
