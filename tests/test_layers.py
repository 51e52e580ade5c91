"""Who may import whom. Nothing below calls anything above."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import polyprim

ROOT: Final = Path(__file__).resolve().parent.parent
HOST: Final = ROOT / "host" / "polyprim"
CLIENT: Final = ROOT / "bindings" / "python" / "polyprim_client"

BELOW: Final = {
    "abi": set(),
    "errors": {"abi"},
    "wasmfile": set(),
    "native": {"abi", "errors"},
    "runtime": {"abi", "errors", "native"},
    "primitives": {"abi", "errors", "native", "runtime"},
    "snapshots": {"abi", "errors", "contract", "runtime"},
    "tasks": {"abi", "errors", "native", "runtime", "snapshots", "wasmfile"},
    "gen": {"primitives", "runtime"},
    "contract": {"errors"},
    "upcalls": {"errors", "native", "contract", "runtime"},
    "host": {"abi", "errors", "gen", "runtime", "contract", "tasks", "snapshots", "upcalls"},
    "rules": {"contract"},
    "observe": {"abi", "errors", "host", "runtime", "service"},
    "service": {"abi", "errors", "contract", "host", "rules", "runtime", "snapshots", "tasks"},
    "settings": {"errors"},
    "cli": {
        "abi",
        "errors",
        "contract",
        "rules",
        "settings",
        "host",
        "runtime",
        "snapshots",
        "tasks",
        "service",
        "observe",
    },
    "__main__": {"cli"},
}
"""Each part of the package, and the parts that it may import beside itself."""

ONLY_IN: Final = {
    "wasmtime": {"runtime", "native", "tasks"},
    "grpc": {"service"},
    "prometheus_client": {"observe"},
    "grpc_health": {"service"},
    "grpc_reflection": {"service"},
    "grpc_status": {"service"},
    "opentelemetry": {"service"},
    "zstandard": {"snapshots"},
    "obstore": {"snapshots"},
    "polyprim_client": set(),
}


def imports(tree: ast.AST) -> Iterator[str]:
    """The full name of every module that is imported, wherever in the file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module: str) -> str | None:
    """``runtime`` for ``polyprim.runtime.engine``; None for what is not ours."""
    package, _, rest = module.partition(".")
    return rest.partition(".")[0] if package == "polyprim" and rest else None


def violations(part: str, source: str) -> list[str]:
    """What a file of that part imports and must not."""
    found = []
    for module in imports(ast.parse(source)):
        target = part_of(module)
        if target in BELOW and target != part and target not in BELOW[part]:
            found.append(f"{part} imports {module}")
        allowed = ONLY_IN.get(module.partition(".")[0])
        if allowed is not None and part not in allowed:
            found.append(f"{part} imports {module}")
    return found


def test_nothing_imports_what_is_above_it() -> None:
    found = []
    for path in sorted(HOST.rglob("*.py")):
        inside = path.relative_to(HOST)
        part = inside.parts[0].removesuffix(".py")
        if part != "__init__":
            found += [f"{inside}: {what}" for what in violations(part, path.read_text())]
    assert not found


def test_the_client_and_the_host_share_nothing() -> None:
    for path in CLIENT.rglob("*.py"):
        names = set(imports(ast.parse(path.read_text())))
        assert not [name for name in names if name == "polyprim" or name.startswith("polyprim.")]


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("errors", "from polyprim.runtime import segment"),
        ("native", "import polyprim.runtime.engine"),
        ("runtime", "from polyprim.primitives.counter import Counter"),
        ("primitives", "def late():\n    from polyprim.host import Host"),
        ("host", "import grpc"),
        ("snapshots", "import wasmtime"),
        ("tasks", "import obstore"),
        ("primitives", "import wasmtime"),
        ("service", "from polyprim_client import Client"),
    ],
)
def test_a_planted_violation_is_found(part: str, source: str) -> None:
    assert violations(part, source)


def test_every_part_has_its_place() -> None:
    parts = {path.relative_to(HOST).parts[0].removesuffix(".py") for path in HOST.rglob("*.py")}
    assert parts - {"__init__"} == BELOW.keys()


def test_each_public_name_is_public_in_one_place() -> None:
    tree = ast.parse((HOST / "__init__.py").read_text())
    names = [name for node in tree.body if isinstance(node, ast.ImportFrom) for name in node.names]
    assert sorted(alias.name for alias in names) == sorted(polyprim.__all__)
    for path in HOST.rglob("__init__.py"):
        if path.parent not in (HOST, HOST / "wasmfile"):  # which is a library of its own
            assert not set(names_of(path)) & set(polyprim.__all__)


def names_of(path: Path) -> list[str]:
    """What a package's own __init__ offers."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []
