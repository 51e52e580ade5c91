"""A module as data.

    module = parse(raw)
    module.start = None
    raw = module.encode()

Encoding what was parsed from a canonical module (shortest integers, no empty section) gives the
same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from .types import (
    Custom,
    Data,
    Element,
    Export,
    Function,
    FunctionType,
    Global,
    GlobalType,
    Import,
    Kind,
    Limits,
    TableType,
)
from .writing import encode_module


@dataclass(slots=True)
class Module:
    types: list[FunctionType] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)
    tables: list[TableType] = field(default_factory=list)
    memories: list[Limits] = field(default_factory=list)
    globals: list[Global] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    start: int | None = None
    elements: list[Element] = field(default_factory=list)
    has_data_count: bool = False
    data: list[Data] = field(default_factory=list)
    customs: list[Custom] = field(default_factory=list)

    def imported(self, kind: Kind) -> list[Import]:
        """The imports of one kind; they stand before what is defined in that index space."""
        return [item for item in self.imports if item.kind is kind]

    def global_types(self) -> list[GlobalType]:
        """The types of all globals by index, imported ones first."""
        imported = [item.type for item in self.imports if isinstance(item.type, GlobalType)]
        return imported + [item.type for item in self.globals]

    def function_types(self) -> list[FunctionType]:
        """The types of all functions by index, imported ones first."""
        imported = [item.type for item in self.imports if isinstance(item.type, int)]
        return [self.types[index] for index in imported + [item.type for item in self.functions]]

    def function_type(self, index: int) -> FunctionType:
        """The type of a function, imported ones first."""
        return self.function_types()[index]

    def type_index(self, wanted: FunctionType) -> int:
        """The index of a function type, which is added if it is new."""
        if wanted not in self.types:
            self.types.append(wanted)
        return self.types.index(wanted)

    def encode(self) -> bytes:
        """The module's bytes, every integer in its shortest form."""
        return encode_module(self)
