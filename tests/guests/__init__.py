"""Small programs that the tests of tasks run: ``guest("hello")`` is the path of hello.wasm.

Compiled when a test first asks, from c/NAME.c or wat/NAME.wat, and kept in build/guests under a
name that holds a digest of all that went into it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import wasmtime

from tests.runtime.support import ROOT, leave_out

HERE: Final = Path(__file__).resolve().parent
KEPT: Final = ROOT / "build" / "guests"
KIT: Final = ROOT / "guest"
COMPILE: Final = KIT / "c" / "compile.sh"
FLAGS: Final = re.compile(r"^// Flags: (.*)$", re.MULTILINE)


class GuestError(Exception):
    """A guest does not compile; the message is what the compiler said."""


@cache
def guest(name: str) -> Path:
    """The compiled module of c/`name`.c or wat/`name`.wat."""
    source = next((path for path in sources() if path.stem == name), None)
    if source is None:
        raise GuestError(f"no guest {name!r}; there are {sorted(p.stem for p in sources())}")
    if needs_wasm_opt(source) and shutil.which("wasm-opt") is None:
        leave_out("wasm-opt is missing (Debian: apt-get install binaryen)")
    module = KEPT / f"{name}-{_digest(source)}.wasm"
    if not module.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            made = Path(folder) / "made.wasm"
            _compile(source, made)
            os.replace(made, module)
        for old in set(KEPT.glob(f"{name}-{'?' * 16}.wasm")) - {module}:
            with suppress(FileNotFoundError):
                old.unlink()
    return module


def sources() -> Iterator[Path]:
    """Every guest's source."""
    yield from HERE.glob("c/*.c")
    yield from HERE.glob("wat/*.wat")


def needs_wasm_opt(source: Path) -> bool:
    """Whether this guest asks to be suspended where it parks."""
    return source.suffix == ".c" and "POLYPRIM_STACK(" in source.read_text()


def _digest(source: Path) -> str:
    parts = [version("ziglang").encode(), version("wasmtime").encode()]
    for path in (source, *sorted(KIT.glob("*.sh")), *sorted(KIT.glob("c/*"))):
        parts.append(path.read_bytes())
    return hashlib.sha256(b"\0\0".join(parts)).hexdigest()[:16]


def _compile(source: Path, made: Path) -> None:
    if source.suffix == ".wat":
        try:
            made.write_bytes(wasmtime.wat2wasm(source.read_text()))
        except wasmtime.WasmtimeError as error:
            raise GuestError(f"{source.name}: {error}") from error
        return
    flags = FLAGS.search(source.read_text())
    command = [COMPILE, made, source, *(flags[1].split() if flags else ())]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise GuestError(f"{source.name}:\n{done.stdout}{done.stderr}")
