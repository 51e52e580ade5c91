"""Planting a fault in a copy of the C sources, and compiling what has it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.stepper.world import shipped
from wasm.build import SOURCES, compile_module


@dataclass(frozen=True, slots=True)
class Fault:
    """`old`, which stands in `file` once, becomes `new`; `modules` are compiled again."""

    title: str
    file: str
    modules: tuple[str, ...]
    old: str
    new: str

    def __str__(self) -> str:
        return self.title.replace(" ", "-")


def plant(fault: Fault, folder: Path) -> Mapping[str, bytes]:
    """The shipped modules, with those that have the fault in place of the sound ones."""
    sources = folder / "wasm"
    shutil.copytree(SOURCES, sources, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    path = sources / fault.file
    text = path.read_text()
    if text.count(fault.old) != 1:
        raise ValueError(f"{fault.file} has {text.count(fault.old)} times: {fault.old}")
    path.write_text(text.replace(fault.old, fault.new))
    made = {name: compile_module(sources / f"{name}.c", folder / "out") for name in fault.modules}
    return {**shipped(), **{name: module.raw for name, module in made.items()}}
