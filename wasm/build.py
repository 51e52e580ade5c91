"""Compiles each wasm/*.c into host/polyprim/modules/<name>.wasm, and checks what came out.

    python wasm/build.py [--force] [--check-only]

A module is compiled again when its source, a header, a flag or the compiler has changed. It is put
in place only when it keeps every law of wasm/check.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
import types
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

if __name__ == "__main__":
    # A script's first path is its own folder. And polyprim is not built yet: this lets
    # polyprim.wasmfile be imported without running polyprim/__init__.py.
    sys.path[0] = str(ROOT)
    sys.modules["polyprim"] = types.ModuleType("polyprim")
    sys.modules["polyprim"].__path__ = [str(ROOT / "host" / "polyprim")]

from wasm.check import SEGMENT, SEGMENT_PAGES, check_module, validator  # noqa: E402

SOURCES: Final = ROOT / "wasm"
GENERATED: Final = SOURCES / "gen"
MODULES: Final = ROOT / "host" / "polyprim" / "modules"
WORK: Final = ROOT / "build" / "wasm"
JOBS: Final = 2
PAGE: Final = 65_536

COMPILE: Final = (
    "-target", "wasm32-wasi",
    # Without +atomics zig turns atomic operations into plain ones and says nothing. With +simd128
    # a loop that copies 64 bytes takes 3.2 ns instead of 9.9, 1 KiB 39 ns instead of 63.
    "-mcpu=generic+atomics+bulk_memory+simd128",
    "-O3", "-g0", "-std=c11", "-Wall", "-Wextra", "-Werror",
    # No libc headers, and no loop silently made a memory.copy, which is a call out of the code.
    "-ffreestanding",
    "-fno-jump-tables",
    # Offset 0 is a place like any other, and one place holds objects of many types over time.
    "-fno-delete-null-pointer-checks", "-fno-strict-aliasing",
    # Keeps "as many atomic instructions as the IR" exact.
    "-mllvm", "-enable-tail-merge=0",
)  # fmt: skip
LINK: Final = (
    "--no-entry", "--strip-debug", "--compress-relocations", "--fatal-warnings",
    # There is no C stack in a segment: what would use it also breaks the law on mutable globals.
    "-z", "stack-size=0",
)  # fmt: skip
OWN_MEMORY: Final = (
    f"--initial-memory={SEGMENT_PAGES.minimum * PAGE}",
    f"--max-memory={(SEGMENT_PAGES.maximum or 0) * PAGE}",
)
IMPORTED_MEMORY: Final = ("--import-memory",)


class BuildError(Exception):
    """A tool refused its input; the message is all it said."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A linked module and the optimised LLVM IR of its source."""

    raw: bytes
    ir: str


def compile_module(
    source: Path, folder: Path, *, flags: Sequence[str] = COMPILE, links: Sequence[str] = LINK
) -> Compiled:
    """Compiles one C file, leaving ``<name>.o``, ``.ll`` and ``.wasm`` in `folder`.

    Raises `BuildError` with the compiler's whole output.
    """
    stem = folder / source.stem
    output, assembly, linked = (stem.with_suffix(suffix) for suffix in (".o", ".ll", ".wasm"))
    folder.mkdir(parents=True, exist_ok=True)
    compiler = ["cc", *flags, f"-I{SOURCES}", f"-I{GENERATED}", str(source)]
    _zig(*compiler, "-c", "-o", str(output))
    _zig(*compiler, "-Wno-unused-command-line-argument", "-S", "-emit-llvm", "-o", str(assembly))
    _zig("wasm-ld", *links, *_memory_flags(source.stem), str(output), "-o", str(linked))
    return Compiled(linked.read_bytes(), assembly.read_text())


def _memory_flags(name: str) -> Sequence[str]:
    return OWN_MEMORY if name == SEGMENT else IMPORTED_MEMORY


def _zig(*arguments: str) -> None:
    command = [sys.executable, "-m", "ziglang", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def fingerprint(source: Path) -> str:
    """A digest of all that decides what `source` compiles to."""
    headers = sorted(SOURCES.rglob("*.h"))
    parts = [version("ziglang"), *COMPILE, *LINK, *_memory_flags(source.stem)]
    parts += [f"{path.name}\0{path.read_text()}" for path in (source, *headers)]
    return hashlib.sha256("\0\0".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one module; `complaints` is empty if it is in place."""

    line: str
    complaints: Sequence[str] = ()


def make(source: Path, required: Sequence[str], *, force: bool, check_only: bool) -> Result:
    """Brings one module up to date and checks it."""
    began = time.monotonic()
    key, record = fingerprint(source), WORK / f"{source.stem}.key"
    installed = MODULES / f"{source.stem}.wasm"
    current = installed.exists() and record.exists() and record.read_text() == key
    try:
        if check_only and not current:
            raise BuildError(f"{installed} is missing or out of date: run python wasm/build.py")
        if current and not force:
            done, verb = _kept(source, installed), "unchanged"
        else:
            record.unlink(missing_ok=True)
            done, verb = compile_module(source, WORK), "compiled"
    except BuildError as error:
        return Result(f"{source.stem:24} failed", [str(error)])
    complaints = [str(found) for found in check_module(source.stem, done.raw, done.ir, required)]
    if not complaints and verb == "compiled":
        _install(done.raw, installed)
        record.write_text(key)
    size, took = len(done.raw), time.monotonic() - began
    verb = "refused" if complaints else f"{verb}, checked"
    return Result(f"{source.stem:24} {size:7,} bytes  {verb} in {took:.2f} s", complaints)


def _kept(source: Path, installed: Path) -> Compiled:
    return Compiled(installed.read_bytes(), (WORK / f"{source.stem}.ll").read_text())


def _install(raw: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_bytes(raw)
    temporary.replace(path)


def _remove_stale(sources: Iterable[Path]) -> None:
    names = {source.stem for source in sources}
    for path in MODULES.glob("*.wasm"):
        if path.stem not in names:
            print(f"{path.stem:24} removed: it has no source any more")
            path.unlink()


def required_exports() -> Mapping[str, Sequence[str]]:
    """The rpc_* exports that the .proto files ask for, by module."""
    path = GENERATED / "exports.json"
    exports: Mapping[str, Sequence[str]] = json.loads(path.read_text()) if path.exists() else {}
    return exports


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; answers the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--force", action="store_true", help="compile even what is up to date")
    parser.add_argument("--check-only", action="store_true", help="compile nothing, check all")
    options = parser.parse_args(arguments)
    sources, required = sorted(SOURCES.glob("*.c")), required_exports()
    unknown = sorted(set(required) - {source.stem for source in sources})
    failures = [f"wasm/gen/exports.json names {name}, which has no source" for name in unknown]
    if validator() is None:
        print("wasm-validate not found, its check is left out (apt-get install wabt)")
        if os.environ.get("REQUIRE_ALL") == "1":
            failures.append("REQUIRE_ALL=1, and wasm-validate is missing")
    if not options.check_only:
        _remove_stale(sources)

    def job(source: Path) -> Result:
        extra = required.get(source.stem, ())
        return make(source, extra, force=options.force, check_only=options.check_only)

    with ThreadPoolExecutor(JOBS) as pool:
        for result in pool.map(job, sources):
            print(result.line, flush=True)
            failures += result.complaints
    print(*failures, sep="\n", end="\n" if failures else "", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
