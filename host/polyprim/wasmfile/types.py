"""The parts that a module is made of, as plain data.

A constant expression (`initial`, `offset`, `expressions`) is its encoded bytes, closing `end`
included; `instructions.decode` reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

I32: Final = 0x7F
I64: Final = 0x7E
F32: Final = 0x7D
F64: Final = 0x7C
V128: Final = 0x7B
FUNCREF: Final = 0x70
EXTERNREF: Final = 0x6F
REFERENCE_TYPES: Final = frozenset({FUNCREF, EXTERNREF})
VALUE_TYPES: Final = frozenset({I32, I64, F32, F64, V128}) | REFERENCE_TYPES

HEADER: Final = b"\0asm\1\0\0\0"
SECTION_ORDER: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11)
"""Section numbers in the order in which they must stand; 12, the data count, came late."""

PAGE: Final = 65536
"""Bytes in a page of linear memory."""


class Kind(IntEnum):
    """What an import or export is."""

    FUNCTION = 0
    TABLE = 1
    MEMORY = 2
    GLOBAL = 3


class Mode(IntEnum):
    """When a segment of elements or data is written."""

    ACTIVE = 0
    PASSIVE = 1
    DECLARATIVE = 2


@dataclass(frozen=True, slots=True)
class FunctionType:
    parameters: tuple[int, ...]
    results: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Of a table in items, of a memory in pages."""

    minimum: int
    maximum: int | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class TableType:
    reference: int
    limits: Limits


@dataclass(frozen=True, slots=True)
class GlobalType:
    value: int
    mutable: bool


ImportType: TypeAlias = int | TableType | Limits | GlobalType
"""Of a function the index of its type, of a memory its limits."""


@dataclass(frozen=True, slots=True)
class Import:
    module: str
    name: str
    type: ImportType

    @property
    def kind(self) -> Kind:
        match self.type:
            case int():
                return Kind.FUNCTION
            case TableType():
                return Kind.TABLE
            case Limits():
                return Kind.MEMORY
            case GlobalType():
                return Kind.GLOBAL


@dataclass(frozen=True, slots=True)
class Function:
    """A function that the module defines.

    `locals` are runs of (count, value type); `offset` is where `code` stood in the file.
    """

    type: int
    locals: tuple[tuple[int, int], ...]
    code: bytes
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Global:
    type: GlobalType
    initial: bytes


@dataclass(frozen=True, slots=True)
class Export:
    name: str
    kind: Kind
    index: int


@dataclass(frozen=True, slots=True)
class Element:
    """Holds either `functions` or `expressions`; `offset` is empty unless the mode is ACTIVE."""

    mode: Mode
    reference: int
    functions: tuple[int, ...] | None
    expressions: tuple[bytes, ...] | None
    table: int = 0
    offset: bytes = b""


@dataclass(frozen=True, slots=True)
class Data:
    """`offset` is empty unless the mode is ACTIVE."""

    mode: Mode
    content: bytes
    offset: bytes = b""


@dataclass(frozen=True, slots=True)
class Custom:
    """A custom section that stands behind the section number `after`, zero for the front."""

    name: str
    content: bytes
    after: int
