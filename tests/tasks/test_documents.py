"""What the documents say of tasks: their programs print what stands behind the print."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.runtime.support import ROOT, output_of
from tests.tasks.support import EXAMPLES, Loader

DOCUMENTS: dict[str, Callable[[list[str]], list[str]]] = {
    "README.md": lambda blocks: [block for block in blocks if "host.tasks" in block],
    "docs/tasks.md": lambda blocks: ["".join(blocks)],
    "examples/README.md": lambda blocks: blocks,
}


def programs() -> list[tuple[str, str]]:
    """Each with the document that it stands in."""
    found = []
    for name, choose in DOCUMENTS.items():
        blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / name).read_text(), re.M | re.S)
        found += [(name, program) for program in choose(blocks)]
    return found


@pytest.mark.parametrize(("name", "program"), programs())
def test_a_program(name: str, program: str, load: Loader, tmp_path: Path) -> None:
    for module in re.findall(r"build/examples/(\w+)\.wasm", program):
        load.example(module)
    expected = re.findall(r"print\(.*\)  # (.*)$", program, re.M)
    assert expected, name
    code = "from polyprim import Host\n" + program.replace("build/examples", str(EXAMPLES))
    printed = output_of(code, XDG_DATA_HOME=str(tmp_path))
    assert printed.replace("'", '"').splitlines() == expected
