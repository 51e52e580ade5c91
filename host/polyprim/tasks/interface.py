"""What is to be known of a module to start tasks from it, without reading it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

VERSION: Final = 1
"""Of how modules are rewritten, and of what is known of them: whatever is cached has it."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The types of a function, as the binary format numbers them."""

    parameters: tuple[int, ...]
    results: tuple[int, ...]


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
    globals: tuple[MutableGlobal, ...]
    tables: tuple[int, ...]
    """Their lengths."""
    has_start: bool
    obstacles: tuple[str, ...]
    """Why tasks of it cannot be captured; empty if they can."""

    @property
    def can_park(self) -> bool:
        """Whether it was built to be suspended inside an import."""
        return "polyprim_stack" in self.exports and "asyncify_start_unwind" in self.exports

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
