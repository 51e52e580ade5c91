"""Ruby as a task: a big interpreter from a package registry, for the benchmarks of restores.

The WASI module that Ruby's own project publishes can be initialised and evaluates code by exports,
but imports what a JavaScript host has, too. `ruby` links it with task.wat, which initialises it in
`_initialize` and answers messages, and with functions that trap in place of JavaScript's::

    task = host.tasks.load(ruby()).start()
    task.send(b"6 * 7")  # b"42"
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import wasmtime

from polyprim.wasmfile import F32, F64, I32, I64, FunctionType, Module, parse

HERE: Final = Path(__file__).resolve().parent
WORK: Final = HERE.parents[2] / "build" / "interpreter"
TASK: Final = HERE / "task.wat"
FEATURES: Final = (
    *("--enable-bulk-memory", "--enable-multivalue", "--enable-mutable-globals"),
    *("--enable-nontrapping-float-to-int", "--enable-reference-types", "--enable-sign-ext"),
)
SECONDS_MAX: Final = 600
_TYPES: Final = {I32: "i32", I64: "i64", F32: "f32", F64: "f64"}
_FOREIGN: Final = ("rb-js-abi-host", "canonical_abi")
"""The modules that Ruby imports from beside WASI."""


class UnavailableError(Exception):
    """The interpreter cannot be had here; the message says why."""


@dataclass(frozen=True, slots=True)
class Package:
    """One version of an npm package, as its archive's SHA-256 pins it."""

    name: str
    version: str
    sha256: str

    def unpack(self, members: tuple[str, ...], folder: Path) -> None:
        """Fetches the package by npm, checks it, and puts some of its files into `folder`."""
        wanted = f"{self.name}@{self.version}"
        _run("npm", "pack", "--silent", "--pack-destination", str(folder), wanted)
        (archive,) = folder.glob("*.tgz")
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != self.sha256:
            raise UnavailableError(f"{wanted} has the SHA-256 {found}, not {self.sha256}")
        with tarfile.open(archive) as files:
            for member in members:
                content = files.extractfile(f"package/{member}")
                assert content is not None, member
                target = folder / Path(member).name
                with target.open("wb") as file:
                    shutil.copyfileobj(content, file)
        archive.unlink()


RUBY: Final = Package(
    "@ruby/3.4-wasm-wasi",
    "2.10.1",
    "2e709bd9eddefe1c5d63e9fc0391a35cce4754e936d8a2f24b8582f6d5c2ea88",
)
BINARYEN: Final = Package(
    "binaryen",
    "132.0.0",
    "6543555fb29bb92548f325c7dc18e9ab7dbb1215edda25993d1e3f71d85b8618",
)


def ruby() -> Path:
    """The linked module; it is made when it is first asked for, which takes a minute.

    Raises `UnavailableError` without npm and node, or where what the registry gives is not what is
    pinned here.
    """
    parts = repr((RUBY, BINARYEN, FEATURES)).encode(), TASK.read_bytes()
    digest = hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
    linked = WORK / f"ruby-{digest}.wasm"
    if not linked.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=WORK) as folder:
            os.replace(_link(Path(folder)), linked)
    return linked


def _link(folder: Path) -> Path:
    RUBY.unpack(("dist/ruby.wasm",), folder)
    BINARYEN.unpack(("bin/wasm-merge", "bin/package.json"), folder)
    parts = {"task": wasmtime.wat2wasm(TASK.read_text())}
    published = parse((folder / "ruby.wasm").read_bytes())
    for name in _FOREIGN:
        parts[name] = wasmtime.wat2wasm("\n".join(_stand_in(published, name)))
    for name, content in parts.items():
        (folder / f"{name}.wasm").write_bytes(content)
    names = ("task", "ruby", *_FOREIGN)
    inputs = [word for name in names for word in (str(folder / f"{name}.wasm"), name)]
    made = folder / "linked.wasm"
    # The task's _initialize takes the place of Ruby's, which it calls.
    options = (*FEATURES, "--skip-export-conflicts", "-o", str(made))
    _run("node", str(folder / "wasm-merge"), *inputs, *options)
    return made


def _stand_in(published: Module, name: str) -> Iterator[str]:
    """A module of what Ruby imports from `name`: a handle is the value itself, the rest traps."""
    yield "(module"
    for item in published.imports:
        if item.module == name and isinstance(item.type, int):
            kind = published.types[item.type]
            body = "(local.get 0)" if item.name.startswith("resource_") else "unreachable"
            if item.name.startswith("resource_drop"):
                body = ""
            yield f'(func (export "{item.name}") {_signature(kind)} {body})'
    yield ")"


def _signature(kind: FunctionType) -> str:
    parameters = (f"(param {_TYPES[value]})" for value in kind.parameters)
    return " ".join((*parameters, *(f"(result {_TYPES[value]})" for value in kind.results)))


def _run(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        raise UnavailableError(f"{tool} is missing (Debian: apt-get install nodejs npm)")
    command = [tool, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_MAX)
    if done.returncode:
        raise UnavailableError(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
