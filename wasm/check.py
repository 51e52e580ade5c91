"""The laws that every compiled module must keep (see wasm/README.md), as functions.

`check_module` runs them all and gives a `Violation` for each breach. A primitive module is
stateless code over a memory that it imports as ``env.memory``; ``segment`` alone defines it.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import wasmtime

from polyprim import wasmfile
from polyprim.wasmfile import Kind, Limits, opcodes
from wasm.atomics import atomics_in_ir, atomics_in_wasm

SEGMENT: Final = "segment"
SEGMENT_PAGES: Final = Limits(minimum=16, maximum=65_535)
"""What `segment` declares: the smallest and the largest segment, 1 MiB and 4 GiB - 64 KiB."""

SEGMENT_EXPORTS: Final = ("memory", "abi_version", "retire")
PRIMITIVE_EXPORTS: Final = (
    "abi_version",
    "retire",
    "wasm_metric_counter_total",
    "wasm_metric_latency_seconds",
)

_TABLES: Final = "no table may be used"
_WAITS: Final = "waiting is the host's work"
FORBIDDEN: Final[dict[int, str]] = {
    opcodes.CALL_INDIRECT: _TABLES,
    opcodes.RETURN_CALL_INDIRECT: _TABLES,
    opcodes.TABLE_GET: _TABLES,
    opcodes.TABLE_SET: _TABLES,
    opcodes.TABLE_INIT: _TABLES,
    opcodes.TABLE_COPY: _TABLES,
    opcodes.TABLE_GROW: _TABLES,
    opcodes.TABLE_SIZE: _TABLES,
    opcodes.TABLE_FILL: _TABLES,
    opcodes.ELEM_DROP: _TABLES,
    opcodes.REF_FUNC: _TABLES,
    opcodes.MEMORY_INIT: "there is no data",
    opcodes.DATA_DROP: "there is no data",
    opcodes.MEMORY_GROW: "a segment never grows",
    opcodes.ATOMIC << 16 | 0: _WAITS,
    opcodes.ATOMIC << 16 | 1: _WAITS,
    opcodes.ATOMIC << 16 | 2: _WAITS,
}


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of a law: where it is, and what is there."""

    module: str
    law: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.module}: {self.where}: {self.what} (law: {self.law})"


@dataclass(frozen=True, slots=True)
class Checked:
    """A module under check, in all its forms."""

    name: str
    raw: bytes
    module: wasmfile.Module
    ir: str
    required: Sequence[str]
    names: dict[int, str] = field(default_factory=dict)

    def function_name(self, index: int) -> str:
        return self.names.get(index, f"#{index}")

    def code(self) -> Iterator[tuple[str, wasmfile.Instruction]]:
        """Each instruction of each function, with the function's name."""
        first = len(self.module.imported(Kind.FUNCTION))
        for index, function in enumerate(self.module.functions, first):
            name = self.function_name(index)
            for instruction in wasmfile.decode(function.code, function.offset):
                yield name, instruction


Finding = tuple[str, str]
"""Where, and what."""


def check_module(name: str, raw: bytes, ir: str, required: Sequence[str] = ()) -> list[Violation]:
    """All breaches in one module.

    `ir` is the LLVM IR of its source; `required` names exports beyond those of every module.
    """
    try:
        module = wasmfile.parse(raw)
        checked = Checked(name, raw, module, ir, required, wasmfile.function_names(module))
        return [
            Violation(name, law, where, what)
            for law, check in LAWS.items()
            for where, what in check(checked)
        ]
    except wasmfile.WasmFormatError as error:
        return [Violation(name, "format", "module", str(error))]


def _no_data(checked: Checked) -> Iterator[Finding]:
    for data in checked.module.data:
        yield "data section", f"{len(data.content)} bytes, beginning {data.content[:16]!r}"
    if checked.module.has_data_count:
        yield "data count section", "present"


def _no_state(checked: Checked) -> Iterator[Finding]:
    types = checked.module.global_types()
    for function, instruction in checked.code():
        if instruction.opcode not in (opcodes.GLOBAL_GET, opcodes.GLOBAL_SET):
            continue
        (index,) = instruction.immediates
        assert isinstance(index, int)
        if index >= len(types) or types[index].mutable:
            yield _place(function, instruction), f"{instruction.name} of mutable global {index}"


def _only_memory_imported(checked: Checked) -> Iterator[Finding]:
    allowed = set() if checked.name == SEGMENT else {("env", "memory")}
    for item in checked.module.imports:
        if (item.module, item.name) not in allowed or item.kind is not Kind.MEMORY:
            yield "import", f"{item.kind.name.lower()} {item.module}.{item.name}"


def _memory(checked: Checked) -> Iterator[Finding]:
    imported = [item.type for item in checked.module.imported(Kind.MEMORY)]
    if checked.name == SEGMENT:
        if checked.module.memories != [SEGMENT_PAGES]:
            yield "memory", f"defines {checked.module.memories}, not {SEGMENT_PAGES}"
        return
    if checked.module.memories:
        yield "memory", "defines one of its own"
    if len(imported) != 1 or not all(map(_fits_every_segment, imported)):
        yield "memory", f"imports {imported}, which does not take every {SEGMENT_PAGES}"


def _fits_every_segment(wanted: object) -> bool:
    """An import takes what has its minimum at least, and may not grow beyond its maximum."""
    assert isinstance(wanted, Limits)
    reaches = wanted.maximum is None or wanted.maximum >= (SEGMENT_PAGES.maximum or 0)
    return wanted.minimum <= SEGMENT_PAGES.minimum and reaches and not wanted.shared


def _no_forbidden_code(checked: Checked) -> Iterator[Finding]:
    for function, instruction in checked.code():
        why = FORBIDDEN.get(instruction.opcode)
        if why is not None:
            yield _place(function, instruction), f"{instruction.name}: {why}"


def _nothing_at_start(checked: Checked) -> Iterator[Finding]:
    if checked.module.start is not None:
        yield checked.function_name(checked.module.start), "would run at each instantiation"
    if checked.module.elements:
        yield "element section", f"{len(checked.module.elements)} segments: {_TABLES}"


def _exports(checked: Checked) -> Iterator[Finding]:
    always = SEGMENT_EXPORTS if checked.name == SEGMENT else PRIMITIVE_EXPORTS
    found = {item.name: item.kind for item in checked.module.exports}
    for name in dict.fromkeys((*always, *checked.required)):
        wanted = Kind.MEMORY if name == "memory" else Kind.FUNCTION
        if found.get(name) is not wanted:
            yield f"export {name}", f"no such {wanted.name.lower()}"


def _atomics(checked: Checked) -> Iterator[Finding]:
    """A function that the linker dropped as unreachable owes nothing."""
    wanted = atomics_in_ir(checked.ir)
    if wanted and "name" not in {custom.name for custom in checked.module.customs}:
        yield "name section", "missing, so functions cannot be found by name"
    linked = set(checked.names.values())
    found = atomics_in_wasm(checked.code())
    for (function, kind), count in sorted(wanted.items()):
        if function in linked and found[function, kind] < count:
            yield (
                f"function {function}",
                f"{found[function, kind]} atomic {kind} instructions of {count} in the source",
            )


def validator() -> str | None:
    """The path of wabt's wasm-validate, if it is installed."""
    return shutil.which("wasm-validate")


def _validated(checked: Checked) -> Iterator[Finding]:
    command = validator()
    if command is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{checked.name}.wasm")
        path.write_bytes(checked.raw)
        done = subprocess.run(
            [command, "--enable-threads", path], capture_output=True, text=True, check=False
        )
    if done.returncode:
        yield "module", done.stderr.strip()


def _compiled(checked: Checked) -> Iterator[Finding]:
    config = wasmtime.Config()
    config.wasm_threads = True
    try:
        wasmtime.Module(wasmtime.Engine(config), checked.raw)
    except wasmtime.WasmtimeError as error:
        yield "module", str(error)


def _place(function: str, instruction: wasmfile.Instruction) -> str:
    return f"function {function} at {instruction.offset:#x}"


LAWS: Final[dict[str, Callable[[Checked], Iterator[Finding]]]] = {
    "no data": _no_data,
    "no mutable global": _no_state,
    "no import but the memory": _only_memory_imported,
    "memory of any segment": _memory,
    "no forbidden instruction": _no_forbidden_code,
    "nothing happens at instantiation": _nothing_at_start,
    "required exports": _exports,
    "atomics stay atomic": _atomics,
    "wasm-validate accepts": _validated,
    "wasmtime compiles": _compiled,
}
