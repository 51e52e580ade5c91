"""Changes that touch many places at once: new function imports, and function names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from .binary import Reader, WasmFormatError
from .instructions import Instruction, decode, encode
from .module import Module
from .opcodes import OPCODES, Immediate
from .types import Element, Export, Function, Import, Kind

_NAME_SECTION = "name"
_FUNCTION_NAMES = 1


def map_code(module: Module, change: Callable[[Instruction], Iterable[Instruction]]) -> None:
    """Replaces each instruction of each function by those that `change` gives for it."""
    module.functions = [_map_function(function, change) for function in module.functions]


def _map_function(
    function: Function, change: Callable[[Instruction], Iterable[Instruction]]
) -> Function:
    changed = (new for old in decode(function.code, function.offset) for new in change(old))
    return replace(function, code=encode(changed))


def add_function_imports(module: Module, imports: list[Import]) -> int:
    """Appends function imports, shifts every function index behind them, returns the first index.

    Custom sections are dropped: those that name functions by index would be wrong. Raises
    `WasmFormatError` if a body is malformed.
    """
    first = len(module.imported(Kind.FUNCTION))

    def shift(index: int) -> int:
        return index + len(imports) if index >= first else index

    def shift_instruction(old: Instruction) -> tuple[Instruction]:
        shapes = OPCODES[old.opcode].immediates
        if Immediate.FUNCTION not in shapes:
            return (old,)
        (index,) = old.immediates
        assert isinstance(index, int)
        return (old._replace(immediates=(shift(index),)),)

    def shift_constant(code: bytes) -> bytes:
        return encode(new for old in decode(code) for new in shift_instruction(old))

    def shift_element(element: Element) -> Element:
        if element.functions is not None:
            return replace(element, functions=tuple(map(shift, element.functions)))
        return replace(element, expressions=tuple(map(shift_constant, element.expressions or ())))

    def shift_export(export: Export) -> Export:
        return (
            replace(export, index=shift(export.index)) if export.kind is Kind.FUNCTION else export
        )

    map_code(module, shift_instruction)
    module.globals = [
        replace(kept, initial=shift_constant(kept.initial)) for kept in module.globals
    ]
    module.elements = [shift_element(element) for element in module.elements]
    module.exports = [shift_export(export) for export in module.exports]
    module.start = None if module.start is None else shift(module.start)
    module.imports = module.imports + imports
    module.customs = []
    return first


def function_names(module: Module) -> dict[int, str]:
    """What functions are called, by index: the name section, else exports; for messages only."""
    names = {item.index: item.name for item in module.exports if item.kind is Kind.FUNCTION}
    for custom in module.customs:
        if custom.name == _NAME_SECTION:
            try:
                names |= _read_function_names(custom.content)
            except WasmFormatError:
                continue  # A debugging aid that is broken is no fault of the module.
    return names


def _read_function_names(content: bytes) -> dict[int, str]:
    reader = Reader(content)
    while not reader.done:
        number = reader.byte()
        part = reader.part(reader.u32())
        if number == _FUNCTION_NAMES:
            return {part.u32(): part.name() for _ in range(part.count())}
    return {}
