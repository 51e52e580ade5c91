"""Rewrites a module so that a test can stand between any two of its atomic instructions.

Each atomic instruction becomes a call of the imported function ``step.<name with _ for .>``, which
takes the operands of the instruction, then its constant offset (i32), then the *history* (i64).

The history is a hash of every value that the instance has read from memory, by plain and by atomic
instructions. As a function has no other input than its arguments, two runs of it that have come to
one step with one history will do the same from there on. That lets `explore` leave out states that
it has seen, without guessing. Notify and wait stay as they are: on unshared memory one does nothing
and the other traps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from polyprim.wasmfile import (
    F32,
    F64,
    I32,
    I64,
    V128,
    Export,
    Function,
    FunctionType,
    Global,
    GlobalType,
    Import,
    Instruction,
    Kind,
    Module,
    add_function_imports,
    decode,
    encode,
    opcodes,
    parse,
)
from tests.stepper.atomics import Atomic

STEP: Final = "step"
HISTORY: Final = "step_history"
"""The export name of the global that holds the history."""

_PRIME: Final = 0x100000001B3
_LOCAL_GET, _LOCAL_TEE = 0x20, 0x22
_XOR, _MULTIPLY, _EXTEND = 0x85, 0x7E, 0xAD
_F32_BITS, _F64_BITS, _LANE = 0xBC, 0xBD, opcodes.SIMD << 16 | 0x1D
_TYPES: Final = {"i32": I32, "i64": I64, "f32": F32, "f64": F64}
_SIMD_LOADS: Final = frozenset({*range(11), *range(0x54, 0x58), 0x5C, 0x5D})
_NOTIFY_AND_WAITS: Final = 3


def stepwise(raw: bytes) -> bytes:
    """The module `raw`, rewritten as above."""
    module = parse(raw)
    found = {i.opcode for f in module.functions for i in decode(f.code) if _is_stepped(i.opcode)}
    wanted = sorted(found)
    imports = [_import(module, Atomic.of(opcodes.OPCODES[opcode].name)) for opcode in wanted]
    first = add_function_imports(module, imports)
    steps = {opcode: first + index for index, opcode in enumerate(wanted)}
    history = len(module.global_types())
    zero = encode([Instruction(0, opcodes.I64_CONST, (0,)), Instruction(0, opcodes.END)])
    module.globals.append(Global(GlobalType(I64, mutable=True), zero))
    module.exports.append(Export(HISTORY, Kind.GLOBAL, history))
    module.functions = [_rewrite(module, function, steps, history) for function in module.functions]
    return module.encode()


def _is_stepped(opcode: int) -> bool:
    return opcode >> 16 == opcodes.ATOMIC and opcode & 0xFFFF >= _NOTIFY_AND_WAITS


def _import(module: Module, atomic: Atomic) -> Import:
    kind = FunctionType((*atomic.operands, I32, I64), atomic.results)
    return Import(STEP, atomic.import_name, module.type_index(kind))


def _rewrite(module: Module, function: Function, steps: dict[int, int], history: int) -> Function:
    inputs = len(module.types[function.type].parameters)
    scratch = inputs + sum(count for count, _ in function.locals)
    kinds = (I32, I64, F32, F64, V128)
    locals_of = {kind: scratch + index for index, kind in enumerate(kinds)}
    code = encode(
        new for old in decode(function.code) for new in _instrument(old, steps, history, locals_of)
    )
    return replace(function, code=code, locals=(*function.locals, *((1, kind) for kind in kinds)))


def _instrument(
    old: Instruction, steps: dict[int, int], history: int, locals_of: dict[int, int]
) -> Iterator[Instruction]:
    if old.opcode not in steps:
        yield old
        read = _plain_load_type(old)
    else:
        atomic = Atomic.of(old.name)
        memarg = old.immediates[0]
        offset = memarg[1] if isinstance(memarg, tuple) else 0
        yield Instruction(0, opcodes.I32_CONST, (_signed(offset),))
        yield Instruction(0, opcodes.GLOBAL_GET, (history,))
        yield Instruction(0, opcodes.CALL, (steps[old.opcode],))
        read = atomic.results[0] if atomic.results else None
    if read is not None:
        yield from _observe(read, locals_of[read], history)


def _plain_load_type(instruction: Instruction) -> int | None:
    """The type of what a plain load reads; None for everything else."""
    if 0x28 <= instruction.opcode <= 0x35:
        return _TYPES[instruction.name[:3]]
    if instruction.prefix == opcodes.SIMD and instruction.sub_opcode in _SIMD_LOADS:
        return V128
    return None


def _observe(kind: int, scratch: int, history: int) -> Iterator[Instruction]:
    """Folds the value on top of the stack, which stays there, into the history: FNV-1a by words."""
    widenings: dict[int, list[Instruction]] = {
        I32: [Instruction(0, _EXTEND)],
        I64: [],
        F32: [Instruction(0, _F32_BITS), Instruction(0, _EXTEND)],
        F64: [Instruction(0, _F64_BITS)],
    }
    lanes = [[Instruction(0, _LANE, (lane,))] for lane in (0, 1)]
    yield Instruction(0, _LOCAL_TEE, (scratch,))
    for widening in lanes if kind == V128 else [widenings[kind]]:
        yield Instruction(0, _LOCAL_GET, (scratch,))
        yield from widening
        yield Instruction(0, opcodes.GLOBAL_GET, (history,))
        yield Instruction(0, _XOR)
        yield Instruction(0, opcodes.I64_CONST, (_PRIME,))
        yield Instruction(0, _MULTIPLY)
        yield Instruction(0, opcodes.GLOBAL_SET, (history,))


def _signed(value: int) -> int:
    return value - (1 << 32) if value >> 31 else value
