"""From a module to bytes, every integer in its shortest form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, TypeVar

from . import binary
from .types import (
    FUNCREF,
    HEADER,
    SECTION_ORDER,
    Custom,
    Data,
    Element,
    Export,
    Function,
    FunctionType,
    Global,
    GlobalType,
    Import,
    Limits,
    Mode,
    TableType,
)

if TYPE_CHECKING:
    from .module import Module

Item = TypeVar("Item")

_CUSTOM: Final = 0


def encode_module(module: Module) -> bytes:
    """The bytes of `module`."""
    out = [HEADER, *_encode_customs(module.customs, 0)]
    for number in SECTION_ORDER:
        content = _SECTION_WRITERS[number](module)
        if content is not None:
            out.append(_section(number, content))
        out += _encode_customs(module.customs, number)
    return b"".join(out)


def _section(number: int, content: bytes) -> bytes:
    return bytes([number]) + binary.sized(content)


def _encode_customs(customs: list[Custom], after: int) -> list[bytes]:
    return [
        _section(_CUSTOM, binary.name(custom.name) + custom.content)
        for custom in customs
        if custom.after == after
    ]


def _vector(items: Iterable[Item], encode: Callable[[Item], bytes]) -> bytes | None:
    encoded = [encode(item) for item in items]
    return binary.vector(encoded) if encoded else None


def _indices(items: tuple[int, ...]) -> bytes:
    return binary.vector([binary.unsigned(item) for item in items])


def _encode_function_type(item: FunctionType) -> bytes:
    return b"\x60" + _indices(item.parameters) + _indices(item.results)


def _encode_limits(limits: Limits) -> bytes:
    flags = (limits.maximum is not None) | limits.shared << 1
    maximum = b"" if limits.maximum is None else binary.unsigned(limits.maximum)
    return bytes([flags]) + binary.unsigned(limits.minimum) + maximum


def _encode_table(item: TableType) -> bytes:
    return bytes([item.reference]) + _encode_limits(item.limits)


def _encode_global_type(item: GlobalType) -> bytes:
    return bytes([item.value, item.mutable])


def _encode_global(item: Global) -> bytes:
    return _encode_global_type(item.type) + item.initial


def _encode_import(item: Import) -> bytes:
    match item.type:
        case int(index):
            described = binary.unsigned(index)
        case TableType() as table:
            described = _encode_table(table)
        case Limits() as limits:
            described = _encode_limits(limits)
        case GlobalType() as kept:
            described = _encode_global_type(kept)
    return binary.name(item.module) + binary.name(item.name) + bytes([item.kind]) + described


def _encode_export(item: Export) -> bytes:
    return binary.name(item.name) + bytes([item.kind]) + binary.unsigned(item.index)


def _encode_element(item: Element) -> bytes:
    short = item.mode is Mode.ACTIVE and not item.table and item.reference == FUNCREF
    form = {Mode.ACTIVE: 0 if short else 2, Mode.PASSIVE: 1, Mode.DECLARATIVE: 3}[item.mode]
    table = binary.unsigned(item.table) if form == 2 else b""
    if item.expressions is not None:
        kind, items = bytes([item.reference]), binary.vector(list(item.expressions))
        form |= 4
    else:
        kind, items = b"\0", _indices(item.functions or ())
    return bytes([form]) + table + item.offset + (b"" if short else kind) + items


def _encode_data(item: Data) -> bytes:
    return bytes([item.mode]) + item.offset + binary.sized(item.content)


def _encode_body(item: Function) -> bytes:
    runs = [binary.unsigned(count) + bytes([kind]) for count, kind in item.locals]
    return binary.sized(binary.vector(runs) + item.code)


_SECTION_WRITERS: dict[int, Callable[[Module], bytes | None]] = {
    1: lambda module: _vector(module.types, _encode_function_type),
    2: lambda module: _vector(module.imports, _encode_import),
    3: lambda module: _vector(module.functions, lambda item: binary.unsigned(item.type)),
    4: lambda module: _vector(module.tables, _encode_table),
    5: lambda module: _vector(module.memories, _encode_limits),
    6: lambda module: _vector(module.globals, _encode_global),
    7: lambda module: _vector(module.exports, _encode_export),
    8: lambda module: None if module.start is None else binary.unsigned(module.start),
    9: lambda module: _vector(module.elements, _encode_element),
    12: lambda module: binary.unsigned(len(module.data)) if module.has_data_count else None,
    10: lambda module: _vector(module.functions, _encode_body),
    11: lambda module: _vector(module.data, _encode_data),
}
