"""Rewrites a module so that each of its tasks comes to life as a restored one does.

Its data segments become empty, since the image of the memory has what they would write; the start
function becomes an export, since a restored task has run it; and two functions are added that tell
and set all mutable globals at once. Functions, tables and globals keep their indices.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from polyprim.errors import ModuleError
from polyprim.tasks.interface import Interface, MutableGlobal, Signature
from polyprim.tasks.survey import instructions_of
from polyprim.wasmfile import (
    EXTERNREF,
    FUNCREF,
    PAGE,
    Data,
    Export,
    Function,
    FunctionType,
    Instruction,
    Kind,
    Limits,
    Mode,
    Module,
    WasmFormatError,
    decode,
    encode,
    parse,
)
from polyprim.wasmfile.opcodes import END, GLOBAL_GET, GLOBAL_SET, I32_CONST

MODULE_BYTES_MAX: Final = 256 << 20
MEMORY_BYTES_MAX: Final = 4 << 30
BASE_BYTES_MAX: Final = 1 << 30
"""All of a base image is hashed, at the first load of a module on a machine."""
VALUES_MAX: Final = 1000
"""A function of wasm takes and answers at most so many."""

START: Final = "polyprim:start"
GET_GLOBALS: Final = "polyprim:get_globals"
SET_GLOBALS: Final = "polyprim:set_globals"

_TABLE_CHANGES: Final = {"table.set", "table.grow", "table.fill", "table.copy", "table.init"}
_LOCAL_GET: Final = 0x20
_IMAGE_PAGE: Final = 4096


@dataclass(frozen=True, slots=True)
class Rewritten:
    """`binary` is compiled, `data` are the pieces of the base image: places and contents, of which
    a later one may cover an earlier one."""

    binary: bytes
    interface: Interface
    data: tuple[tuple[int, bytes], ...]

    @property
    def base_bytes(self) -> int:
        """How long the base image is: up to the last page of 4 KiB that has data."""
        end = max((offset + len(content) for offset, content in self.data if content), default=0)
        return -(-end // _IMAGE_PAGE) * _IMAGE_PAGE


def rewrite(binary: bytes) -> Rewritten:
    """Raises ModuleError if the module is malformed or none that a task can be made of.

    Whether its code is valid is for the compiler to say.
    """
    if len(binary) > MODULE_BYTES_MAX:
        raise ModuleError(f"a module has at most {MODULE_BYTES_MAX} bytes, not {len(binary)}")
    try:
        module = parse(binary)
        _require_runnable(module)
        data = _base(module)
        interface = _interface(module)
        module.data = [_emptied(each) for each in module.data]
        _export_start(module)
        _add_access_to_globals(module, interface.globals)
        return Rewritten(module.encode(), interface, data)
    except WasmFormatError as error:
        raise ModuleError(f"this is no module that can be run: {error}") from error


def _require_runnable(module: Module) -> None:
    for item in module.imports:
        if item.kind is not Kind.FUNCTION:
            raise ModuleError(
                f"the module imports the {item.kind.name.lower()} {item.module}.{item.name}: "
                "a task gets functions only"
            )
    if len(module.memories) > 1:
        raise ModuleError("the module has several memories: a task has one")
    reserved = [export.name for export in module.exports if export.name.startswith("polyprim:")]
    if reserved:
        raise ModuleError(f"the module exports {reserved[0]!r}: such names are the host's")


def _base(module: Module) -> tuple[tuple[int, bytes], ...]:
    size = module.memories[0].minimum * PAGE if module.memories else 0
    numbers = _numbers(module)
    pieces = []
    for segment in module.data:
        if segment.mode is not Mode.ACTIVE:
            continue
        place = _number(segment.offset, numbers)
        if place is None:
            raise ModuleError("a data segment's place is no plain constant")
        offset, length = place & 0xFFFF_FFFF, len(segment.content)
        if offset + length > size:
            raise ModuleError("a data segment does not fit into the memory")
        if length and offset + length > BASE_BYTES_MAX:
            raise ModuleError(f"a data segment reaches beyond {BASE_BYTES_MAX >> 20} MiB")
        pieces.append((offset, segment.content))
    return tuple(pieces)


def _numbers(module: Module) -> list[int | None]:
    """What the globals are that are numbers for ever; each may be made from an earlier one."""
    numbers: list[int | None] = []
    for each in module.globals:
        numbers.append(None if each.type.mutable else _number(each.initial, numbers))
    return numbers


def _number(code: bytes, numbers: list[int | None]) -> int | None:
    """The value of an expression that is one number or global."""
    first, *rest = decode(code)
    if len(rest) != 1 or first.opcode not in (I32_CONST, GLOBAL_GET):
        return None
    (number,) = first.immediates
    assert isinstance(number, int)
    if first.opcode == I32_CONST:
        return number
    return numbers[number] if number < len(numbers) else None


def _interface(module: Module) -> Interface:
    memory = module.memories[0] if module.memories else None
    functions = module.function_types()
    mutable = tuple(
        MutableGlobal(index, kind.value)
        for index, kind in enumerate(module.global_types())
        if kind.mutable
    )
    return Interface(
        exports={
            export.name: _signature(functions[export.index])
            for export in module.exports
            if export.kind is Kind.FUNCTION
        },
        memory_bytes=None if memory is None else memory.minimum * PAGE,
        memory_bytes_max=_largest(memory),
        globals=mutable,
        tables=tuple(table.limits.minimum for table in module.tables),
        has_start=module.start is not None,
        obstacles=tuple(_obstacles(module, mutable)),
    )


def _largest(memory: Limits | None) -> int:
    if memory is None:
        return 0
    return MEMORY_BYTES_MAX if memory.maximum is None else memory.maximum * PAGE


def _obstacles(module: Module, mutable: tuple[MutableGlobal, ...]) -> list[str]:
    found = []
    used = instructions_of(module)
    if used is None:
        found.append("it has an instruction that is not known here")
        used = frozenset()
    if changes := sorted(used & _TABLE_CHANGES):
        found.append(f"it changes its tables ({', '.join(changes)}), whose contents cannot be read")
    if drops := sorted(used & {"data.drop", "elem.drop"}):
        found.append(f"it drops segments ({', '.join(drops)}), which a restored task has again")
    if any(each.type in (FUNCREF, EXTERNREF) for each in mutable):
        found.append("it has mutable globals that hold references")
    if len(mutable) > VALUES_MAX:
        found.append(f"it has {len(mutable)} mutable globals, more than {VALUES_MAX}")
    return found


def _signature(kind: FunctionType) -> Signature:
    return Signature(tuple(kind.parameters), tuple(kind.results))


def _emptied(segment: Data) -> Data:
    """An active segment counts as dropped once it was written, which is what an empty one is."""
    return Data(Mode.PASSIVE, b"") if segment.mode is Mode.ACTIVE else segment


def _export_start(module: Module) -> None:
    if module.start is not None:
        module.exports.append(Export(START, Kind.FUNCTION, module.start))
        module.start = None


def _add_access_to_globals(module: Module, mutable: tuple[MutableGlobal, ...]) -> None:
    if not mutable or len(mutable) > VALUES_MAX:
        return
    types = tuple(each.type for each in mutable)
    tell = [Instruction(0, GLOBAL_GET, (each.index,)) for each in mutable]
    take = [
        step
        for place, each in enumerate(mutable)
        for step in (
            Instruction(0, _LOCAL_GET, (place,)),
            Instruction(0, GLOBAL_SET, (each.index,)),
        )
    ]
    _add_function(module, GET_GLOBALS, FunctionType((), types), tell)
    _add_function(module, SET_GLOBALS, FunctionType(types, ()), take)


def _add_function(module: Module, name: str, kind: FunctionType, code: list[Instruction]) -> None:
    index = len(module.imported(Kind.FUNCTION)) + len(module.functions)
    body = encode([*code, Instruction(0, END)])
    module.functions.append(Function(module.type_index(kind), (), body))
    module.exports.append(Export(name, Kind.FUNCTION, index))
