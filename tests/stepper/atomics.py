"""The atomic instructions of wasm: what each takes, and what it does to memory.

Source: the threads proposal's overview, "Atomic Memory Accesses".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from polyprim.wasmfile import I32, I64

FENCE: Final = "atomic.fence"
_FORM: Final = re.compile(
    r"(?P<type>i32|i64)\.atomic\.(?P<access>load|store|rmw)(?P<bits>8|16|32)?(_u)?"
    r"(\.(?P<operation>[a-z]+)(_u)?)?"
)

Perform = Callable[["memoryview[int]", int, int, int], int]
"""Does an operation on ``words[index]`` with up to two operands; gives what the word held."""


@dataclass(frozen=True, slots=True)
class Atomic:
    """One instruction: ``i64.atomic.rmw16.cmpxchg_u`` has operation cmpxchg, type I64, 2 bytes.

    A fence has no bytes.
    """

    name: str
    operation: str
    type: int
    bytes: int

    @staticmethod
    def of(name: str) -> Atomic:
        """The instruction of that name."""
        if name == FENCE:
            return Atomic(name, "fence", I32, 0)
        form = _FORM.fullmatch(name)
        assert form is not None, name
        kind = I32 if form["type"] == "i32" else I64
        bits = int(form["bits"] or form["type"][1:])
        return Atomic(name, form["operation"] or form["access"], kind, bits // 8)

    @property
    def import_name(self) -> str:
        return self.name.replace(".", "_")

    @property
    def operands(self) -> tuple[int, ...]:
        """The types that the instruction pops, address first."""
        values = {"fence": 0, "load": 1, "cmpxchg": 3}.get(self.operation, 2)
        return (I32, self.type, self.type)[:values]

    @property
    def results(self) -> tuple[int, ...]:
        return () if self.operation in ("fence", "store") else (self.type,)

    def perform(self) -> Perform:
        """The operation, exact in width and wrap."""
        mask = (1 << 8 * self.bytes) - 1
        change = _CHANGES.get(self.operation)
        if change is None:
            return {"load": _load, "cmpxchg": _compare_exchange(mask)}[self.operation]

        def modify(words: memoryview[int], index: int, operand: int, _: int) -> int:
            old = words[index]
            words[index] = change(old, operand) & mask
            return old

        return modify


_CHANGES: Final[dict[str, Callable[[int, int], int]]] = {
    "store": lambda old, operand: operand,
    "xchg": lambda old, operand: operand,
    "add": lambda old, operand: old + operand,
    "sub": lambda old, operand: old - operand,
    "and": lambda old, operand: old & operand,
    "or": lambda old, operand: old | operand,
    "xor": lambda old, operand: old ^ operand,
}


def _load(words: memoryview[int], index: int, _: int, __: int) -> int:
    return words[index]


def _compare_exchange(mask: int) -> Perform:
    def compare_exchange(words: memoryview[int], index: int, expected: int, desired: int) -> int:
        old = words[index]
        if old == expected & mask:
            words[index] = desired & mask
        return old

    return compare_exchange
