"""Counting atomic operations in a source and in what it was compiled to.

What is compared: clang's LLVM IR of the source, under the same flags and after all optimisation of
that level, with the instructions of the wasm, for each function and each kind of operation (load,
store, rmw, cmpxchg, fence). In that IR unused inline functions are gone and used ones stand where
they were inlined, so its atomic operations are exactly those that code generation has to keep. A
backend without ``+atomics`` turns them into plain accesses, silently: that is what this finds. The
build switches off tail merging, the one pass behind the IR that could join two of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from polyprim.wasmfile import Instruction, opcodes

_IR_FUNCTION = re.compile(r'^define .*?@"?([^"(]+)"?\(')
_IR_RMW = re.compile(r"\batomicrmw (?:volatile )?(\w+) ")
_IR_OPERATIONS = {
    "load": re.compile(r"= load atomic "),
    "store": re.compile(r"^\s+store atomic "),
    "cmpxchg": re.compile(r"= cmpxchg "),
    "fence": re.compile(r"^\s+fence (?!syncscope\(\"singlethread\"\))"),
}
_WASM_RMW = frozenset({"add", "sub", "and", "or", "xor", "xchg"})

Operations = Counter[tuple[str, str]]
"""How often each (function, kind of atomic operation) occurs."""


def atomics_in_ir(ir: str) -> Operations:
    """The atomic operations in LLVM IR; an rmw that wasm lacks counts as the cmpxchg it becomes."""
    found: Operations = Counter()
    function = ""
    for line in ir.splitlines():
        if opened := _IR_FUNCTION.match(line):
            function = opened[1]
        elif rmw := _IR_RMW.search(line):
            found[function, "rmw" if rmw[1] in _WASM_RMW else "cmpxchg"] += 1
        else:
            found.update(
                (function, kind) for kind, form in _IR_OPERATIONS.items() if form.search(line)
            )
    return found


def atomics_in_wasm(code: Iterable[tuple[str, Instruction]]) -> Operations:
    """The atomic instructions among `code`, which tells the function of each."""
    return Counter(
        (function, _kind(instruction.name))
        for function, instruction in code
        if instruction.prefix == opcodes.ATOMIC
    )


def _kind(name: str) -> str:
    for kind in ("cmpxchg", "rmw", "load", "store", "fence"):
        if kind in name:
            return kind
    return name
