"""Decoding and encoding of function bodies and constant expressions.

A body is flat: a list of instructions that closes with the `end` of the body itself. Nesting is
counted, never recursed into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

from . import binary
from .binary import Reader, WasmFormatError
from .opcodes import BLOCK, CONSTANT, END, IF, LOOP, OPCODES, PREFIXES, Immediate
from .types import REFERENCE_TYPES, VALUE_TYPES

Value: TypeAlias = int | bytes | tuple[int, ...]
"""An immediate: a number or index; raw bytes of a float or vector; a list of labels or types; of a
memory access the pair (log2 of the alignment, offset)."""

_EMPTY_BLOCK = 0x40
_ALIGNMENT_MAX = 16


class Instruction(NamedTuple):
    """One instruction; `offset` is its place in the bytes that it comes from, for messages only."""

    offset: int
    opcode: int
    immediates: tuple[Value, ...] = ()

    @property
    def name(self) -> str:
        return OPCODES[self.opcode].name

    @property
    def prefix(self) -> int:
        """0xFC, 0xFD or 0xFE; zero if the opcode is a single byte."""
        return self.opcode >> 16

    @property
    def sub_opcode(self) -> int:
        return self.opcode & 0xFFFF


def decode(data: bytes, start: int = 0) -> Iterator[Instruction]:
    """The instructions of a body or expression; `start` is added to the offsets that are told.

    Raises `WasmFormatError` for an unknown instruction, a malformed immediate, unbalanced blocks
    and for bytes behind the last `end`. Types and indices are not checked.
    """
    reader = Reader(data)
    try:
        yield from _balanced(reader, start)
        reader.finish("a body")
    except WasmFormatError as error:
        raise WasmFormatError(f"body at {start:#x}: {error}") from None


def _balanced(reader: Reader, start: int) -> Iterator[Instruction]:
    depth = 1
    while depth:
        instruction = _read(reader, start)
        opcode = instruction.opcode
        if opcode == END:
            depth -= 1
        elif opcode in (BLOCK, LOOP, IF):
            depth += 1
        yield instruction


def _read(reader: Reader, start: int) -> Instruction:
    at = reader.at
    number = reader.byte()
    sub_opcode = 0
    if number in PREFIXES:
        sub_opcode = reader.u32()
        number = number << 16 | sub_opcode
    known = OPCODES.get(number)
    if known is None or sub_opcode > 0xFFFF:
        raise WasmFormatError(f"unknown opcode {number:#x} at offset {at:#x}")
    values = tuple([_READERS[shape](reader) for shape in known.immediates])
    return Instruction(start + at, number, values)


def encode(instructions: Iterable[Instruction]) -> bytes:
    """The bytes of `instructions`, every integer in its shortest form."""
    return b"".join(map(_write, instructions))


def _write(instruction: Instruction) -> bytes:
    prefix = instruction.prefix
    number = instruction.opcode
    out = [bytes([prefix]) + binary.unsigned(number & 0xFFFF) if prefix else bytes([number])]
    shapes = OPCODES[number].immediates
    out += [
        _WRITERS[shape](value) for shape, value in zip(shapes, instruction.immediates, strict=True)
    ]
    return b"".join(out)


def read_constant(reader: Reader) -> bytes:
    """Takes one constant expression from `reader`: its bytes, the closing `end` included."""
    start = reader.at
    for instruction in _balanced(reader, 0):
        if instruction.opcode not in CONSTANT:
            raise WasmFormatError(
                f"{instruction.name} in a constant expression at offset {instruction.offset:#x}"
            )
    return reader.data[start : reader.at]


def _read_block_type(reader: Reader) -> int:
    """A type index, or negative: the value type or emptiness as the format's one signed byte."""
    value = reader.signed(33)
    if value < 0 and value & 0x7F not in VALUE_TYPES | {_EMPTY_BLOCK}:
        raise reader.error("unknown block type")
    return value


def _read_memarg(reader: Reader) -> tuple[int, int]:
    align = reader.u32()
    if align > _ALIGNMENT_MAX:
        raise reader.error("alignment too large, or a second memory")
    return align, reader.u32()


def _read_zero(reader: Reader) -> int:
    if reader.byte():
        raise reader.error("a second memory or a reserved byte that is not zero")
    return 0


def _read_labels(reader: Reader) -> tuple[int, ...]:
    return tuple([reader.u32() for _ in range(reader.count())])


def _read_value_types(reader: Reader) -> tuple[int, ...]:
    return tuple([reader.choice(VALUE_TYPES, "value type") for _ in range(reader.count())])


_READERS: dict[Immediate, Callable[[Reader], Value]] = {
    Immediate.BLOCK_TYPE: _read_block_type,
    Immediate.LABEL: Reader.u32,
    Immediate.LABELS: _read_labels,
    Immediate.FUNCTION: Reader.u32,
    Immediate.INDEX: Reader.u32,
    Immediate.VALUE_TYPES: _read_value_types,
    Immediate.REFERENCE_TYPE: lambda reader: reader.choice(REFERENCE_TYPES, "reference type"),
    Immediate.MEMARG: _read_memarg,
    Immediate.ZERO: _read_zero,
    Immediate.LANE: Reader.byte,
    Immediate.I32: lambda reader: reader.signed(32),
    Immediate.I64: lambda reader: reader.signed(64),
    Immediate.BYTES4: lambda reader: reader.take(4),
    Immediate.BYTES8: lambda reader: reader.take(8),
    Immediate.BYTES16: lambda reader: reader.take(16),
}


def _unsigned(value: Value) -> bytes:
    assert isinstance(value, int)
    return binary.unsigned(value)


def _signed(value: Value) -> bytes:
    assert isinstance(value, int)
    return binary.signed(value)


def _one_byte(value: Value) -> bytes:
    assert isinstance(value, int)
    return bytes([value])


def _raw(value: Value) -> bytes:
    assert isinstance(value, bytes)
    return value


def _counted(value: Value) -> bytes:
    assert isinstance(value, tuple)
    return binary.vector([binary.unsigned(item) for item in value])


def _uncounted(value: Value) -> bytes:
    assert isinstance(value, tuple)
    return b"".join([binary.unsigned(item) for item in value])


_WRITERS: dict[Immediate, Callable[[Value], bytes]] = {
    Immediate.BLOCK_TYPE: _signed,
    Immediate.LABEL: _unsigned,
    Immediate.LABELS: _counted,
    Immediate.FUNCTION: _unsigned,
    Immediate.INDEX: _unsigned,
    Immediate.VALUE_TYPES: _counted,
    Immediate.REFERENCE_TYPE: _one_byte,
    Immediate.MEMARG: _uncounted,
    Immediate.ZERO: _one_byte,
    Immediate.LANE: _one_byte,
    Immediate.I32: _signed,
    Immediate.I64: _signed,
    Immediate.BYTES4: _raw,
    Immediate.BYTES8: _raw,
    Immediate.BYTES16: _raw,
}
