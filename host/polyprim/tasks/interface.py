"""What is to be known of a module to start tasks from it, without reading it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from polyprim.wasmfile import I32

VERSION: Final = 2
"""Of how modules are rewritten, and of what is known of them: whatever is cached has it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The types of a function, as the binary format numbers them."""

    parameters: tuple[int, ...]
    results: tuple[int, ...]


_SUSPENDING: Final = {
    "polyprim_stack": Signature((), (I32,)),
    "asyncify_start_unwind": Signature((I32,), ()),
    "asyncify_stop_unwind": Signature((), ()),
    "asyncify_start_rewind": Signature((I32,), ()),
    "asyncify_stop_rewind": Signature((), ()),
}
"""What C calls to suspend a task; it does not look at their types again."""


@dataclass(frozen=True, slots=True)
class MutableGlobal:
    index: int
    type: int


@dataclass(frozen=True, slots=True)
class Interface:
    """A module's exports, its state, and whether all of that can be captured."""

    exports: Mapping[str, Signature]
    memory_bytes: int | None
    """At the start; None if there is no memory."""
    memory_bytes_max: int
    """That the module itself lets it grow to."""
    globals: tuple[MutableGlobal, ...]
    tables: tuple[int, ...]
    """Their lengths."""
    has_start: bool
    obstacles: tuple[str, ...]
    """Why tasks of it cannot be captured; empty if they can."""

    @property
    def can_park(self) -> bool:
        """Whether it was built to be suspended inside an import."""
        return all(self.exports.get(name) == kind for name, kind in _SUSPENDING.items())

    def facts(self) -> dict[str, Any]:
        """All of it, as JSON has it."""
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Interface:
        """What `facts` gave."""
        exports = {
            name: Signature(tuple(kinds["parameters"]), tuple(kinds["results"]))
            for name, kinds in facts.pop("exports").items()
        }
        return cls(
            exports=exports,
            globals=tuple(MutableGlobal(**each) for each in facts.pop("globals")),
            tables=tuple(facts.pop("tables")),
            obstacles=tuple(facts.pop("obstacles")),
            **facts,
        )
