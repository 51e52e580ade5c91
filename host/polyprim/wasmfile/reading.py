"""From bytes to a module.

What is checked: the form of every section, and the indices that stand outside of code. Types are
not, nor what code refers to; that is the engine's work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from .binary import Reader, WasmFormatError
from .instructions import read_constant
from .module import Module
from .types import (
    FUNCREF,
    HEADER,
    REFERENCE_TYPES,
    SECTION_ORDER,
    VALUE_TYPES,
    Custom,
    Data,
    Element,
    Export,
    Function,
    FunctionType,
    Global,
    GlobalType,
    Import,
    ImportType,
    Kind,
    Limits,
    Mode,
    TableType,
)

Item = TypeVar("Item")

_LOCALS_MAX: Final = 50_000
_MEMORY_PAGES_MAX: Final = 65_536
_CUSTOM: Final = 0


def parse(raw: bytes) -> Module:
    """Reads a core wasm module.

    Raises `WasmFormatError` if the bytes are malformed or use what this package does not know
    (memory64, several memories in one instruction, exceptions, GC).
    """
    if raw[: len(HEADER)] != HEADER:
        raise WasmFormatError("not a core wasm module of version 1")
    module, declared = Module(), _Declared()
    reader = Reader(raw, len(HEADER))
    last = 0
    while not reader.done:
        number = reader.byte()
        part = reader.part(reader.u32())
        if number == _CUSTOM:
            module.customs.append(_read_custom(part, last))
            continue
        if number not in SECTION_ORDER:
            raise part.error(f"unknown section {number}")
        if last and SECTION_ORDER.index(number) <= SECTION_ORDER.index(last):
            raise part.error(f"section {number} behind section {last}")
        _SECTION_READERS[number](part, module, declared)
        part.finish(f"section {number}")
        last = number
    _check(module, declared)
    return module


@dataclass(slots=True)
class _Declared:
    """What one section announces of a later one."""

    functions: list[int] = field(default_factory=list)
    data_count: int | None = None


def _check(module: Module, declared: _Declared) -> None:
    if len(module.functions) != len(declared.functions):
        raise WasmFormatError(
            f"{len(declared.functions)} functions declared, {len(module.functions)} bodies"
        )
    if declared.data_count not in (None, len(module.data)):
        raise WasmFormatError(
            f"{declared.data_count} data segments declared, {len(module.data)} found"
        )
    imported = [item.type for item in module.imports if isinstance(item.type, int)]
    for index in imported + declared.functions:
        if index >= len(module.types):
            raise WasmFormatError(f"function of unknown type {index}")
    counts = {
        Kind.FUNCTION: len(module.functions),
        Kind.TABLE: len(module.tables),
        Kind.MEMORY: len(module.memories),
        Kind.GLOBAL: len(module.globals),
    }
    for kind in Kind:
        counts[kind] += len(module.imported(kind))
    for export in module.exports:
        if export.index >= counts[export.kind]:
            raise WasmFormatError(
                f"export {export.name!r} of unknown {export.kind.name} {export.index}"
            )
    if len({export.name for export in module.exports}) < len(module.exports):
        raise WasmFormatError("two exports of one name")
    if module.start is not None and module.start >= counts[Kind.FUNCTION]:
        raise WasmFormatError(f"start function {module.start} unknown")


def _items(reader: Reader, read: Callable[[Reader], Item]) -> list[Item]:
    return [read(reader) for _ in range(reader.count())]


def _read_custom(reader: Reader, after: int) -> Custom:
    name = reader.name()
    return Custom(name, reader.take(reader.end - reader.at), after)


def _read_value_types(reader: Reader) -> tuple[int, ...]:
    return tuple(_items(reader, lambda part: part.choice(VALUE_TYPES, "value type")))


def _read_function_type(reader: Reader) -> FunctionType:
    reader.choice(frozenset({0x60}), "form of type")
    return FunctionType(_read_value_types(reader), _read_value_types(reader))


def _read_limits(reader: Reader, *, memory: bool) -> Limits:
    flags = reader.choice(frozenset({0, 1, 3}) if memory else frozenset({0, 1}), "form of limits")
    limits = Limits(reader.u32(), reader.u32() if flags & 1 else None, bool(flags & 2))
    if limits.maximum is not None and limits.maximum < limits.minimum:
        raise reader.error("maximum below minimum")
    if memory and max(limits.minimum, limits.maximum or 0) > _MEMORY_PAGES_MAX:
        raise reader.error("memory larger than 4 GiB")
    return limits


def _read_memory(reader: Reader) -> Limits:
    return _read_limits(reader, memory=True)


def _read_table(reader: Reader) -> TableType:
    reference = reader.choice(REFERENCE_TYPES, "reference type")
    return TableType(reference, _read_limits(reader, memory=False))


def _read_global_type(reader: Reader) -> GlobalType:
    value = reader.choice(VALUE_TYPES, "value type")
    return GlobalType(value, bool(reader.choice(frozenset({0, 1}), "mutability")))


def _read_global(reader: Reader) -> Global:
    return Global(_read_global_type(reader), read_constant(reader))


def _read_kind(reader: Reader) -> Kind:
    return Kind(reader.choice(frozenset(Kind), "kind"))


def _read_import(reader: Reader) -> Import:
    module, name, kind = reader.name(), reader.name(), _read_kind(reader)
    readers: dict[Kind, Callable[[Reader], ImportType]] = {
        Kind.FUNCTION: Reader.u32,
        Kind.TABLE: _read_table,
        Kind.MEMORY: _read_memory,
        Kind.GLOBAL: _read_global_type,
    }
    return Import(module, name, readers[kind](reader))


def _read_export(reader: Reader) -> Export:
    return Export(reader.name(), _read_kind(reader), reader.u32())


def _read_element(reader: Reader) -> Element:
    """Flags: bit 0 not active, bit 1 explicit table or declarative, bit 2 expressions."""
    flags = reader.choice(frozenset(range(8)), "form of elements")
    mode = Mode.ACTIVE if not flags & 1 else Mode.DECLARATIVE if flags & 2 else Mode.PASSIVE
    table = reader.u32() if flags & 3 == 2 else 0
    offset = read_constant(reader) if mode is Mode.ACTIVE else b""
    reference = FUNCREF
    if flags & 4:
        if flags & 3:
            reference = reader.choice(REFERENCE_TYPES, "reference type")
        return Element(mode, reference, None, tuple(_items(reader, read_constant)), table, offset)
    if flags & 3:
        reader.choice(frozenset({0}), "kind of elements")
    return Element(mode, reference, tuple(_items(reader, Reader.u32)), None, table, offset)


def _read_data(reader: Reader) -> Data:
    flags = reader.choice(frozenset({0, 1, 2}), "form of data")
    if flags == 2 and reader.u32():
        raise reader.error("data for a second memory")
    offset = b"" if flags == 1 else read_constant(reader)
    return Data(Mode.PASSIVE if flags == 1 else Mode.ACTIVE, reader.take(reader.u32()), offset)


def _read_body(reader: Reader, type_index: int) -> Function:
    part = reader.part(reader.u32())
    runs = _items(part, lambda run: (run.u32(), run.choice(VALUE_TYPES, "value type")))
    if sum(count for count, _ in runs) > _LOCALS_MAX:
        raise part.error(f"more than {_LOCALS_MAX} locals")
    offset = part.at
    return Function(type_index, tuple(runs), part.take(part.end - part.at), offset)


def _read_code(reader: Reader, module: Module, declared: _Declared) -> None:
    count = reader.count()
    if count != len(declared.functions):
        raise reader.error(f"{len(declared.functions)} functions declared, {count} bodies")
    module.functions = [_read_body(reader, index) for index in declared.functions]


def _into(
    attribute: str, read: Callable[[Reader], object]
) -> Callable[[Reader, Module, _Declared], None]:
    def read_section(reader: Reader, module: Module, _: _Declared) -> None:
        setattr(module, attribute, _items(reader, read))

    return read_section


def _read_declared(reader: Reader, _: Module, declared: _Declared) -> None:
    declared.functions = _items(reader, Reader.u32)


def _read_start(reader: Reader, module: Module, _: _Declared) -> None:
    module.start = reader.u32()


def _read_data_count(reader: Reader, module: Module, declared: _Declared) -> None:
    module.has_data_count = True
    declared.data_count = reader.u32()


_SECTION_READERS: dict[int, Callable[[Reader, Module, _Declared], None]] = {
    1: _into("types", _read_function_type),
    2: _into("imports", _read_import),
    3: _read_declared,
    4: _into("tables", _read_table),
    5: _into("memories", _read_memory),
    6: _into("globals", _read_global),
    7: _into("exports", _read_export),
    8: _read_start,
    9: _into("elements", _read_element),
    12: _read_data_count,
    10: _read_code,
    11: _into("data", _read_data),
}
