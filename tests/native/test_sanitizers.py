"""The modules' own source, built natively, hammered by threads under sanitizers.

Wasm's atomics are all sequentially consistent; here each access has the order that the code names,
and ThreadSanitizer finds the one that is missing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.runtime.support import ROOT

HERE: Final = Path(__file__).resolve().parent
CLANG: Final = shutil.which("clang-16") or shutil.which("clang")
FLAGS: Final = (
    *("-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-pthread"),
    *("-fno-delete-null-pointer-checks", "-fno-strict-aliasing", "-Wno-unknown-pragmas"),
)
RECORDS: Final = 600
REQUIRED: Final = os.environ.get("REQUIRE_ALL") == "1"

pytestmark = pytest.mark.skipif(
    CLANG is None and not REQUIRED, reason="clang is not installed (Debian: clang-16)"
)


def build(folder: Path, sanitizer: str, sources: Path = ROOT / "wasm") -> Path:
    """Every module as a library of its own, and the program that calls them."""
    assert CLANG is not None, "clang is missing (Debian: apt-get install clang-16)"
    includes = [f"-I{sources}", f"-I{sources / 'gen'}"]
    flags = [*FLAGS, *includes, f"-fsanitize={sanitizer}", "-fno-sanitize-recover=all"]
    for source in sorted(sources.glob("*.c")):
        library = folder / f"{source.stem}.so"
        files = [str(source), str(HERE / "module.c")]
        subprocess.run([CLANG, *flags, "-fPIC", "-shared", *files, "-o", library], check=True)
    program = folder / "hammer"
    source = HERE / "hammer.c"
    subprocess.run([CLANG, *flags, str(source), "-ldl", "-o", program], check=True)
    return program


def hammer(program: Path, consumers: int, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [str(program), str(program.parent), "2", str(consumers), str(RECORDS)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=280, env={**os.environ, **environment}
    )


def is_right(done: subprocess.CompletedProcess[str]) -> None:
    assert (done.returncode, done.stdout) == (0, "ok\n"), done.stderr[:4000]


def test_addresses_and_what_c_leaves_undefined(tmp_path: Path) -> None:
    is_right(hammer(build(tmp_path, "address,undefined"), 2))


def test_orders(tmp_path: Path) -> None:
    """With one consumer nothing is copied in vain, and every access must be ordered."""
    program = build(tmp_path, "thread")
    is_right(hammer(program, 1))
    is_right(hammer(program, 2, TSAN_OPTIONS=f"suppressions={HERE / 'thread.supp'}"))


def test_an_order_that_is_missing(tmp_path: Path) -> None:
    """A record that is published by a relaxed exchange: the sanitizer can tell."""
    sources = tmp_path / "wasm"
    shutil.copytree(ROOT / "wasm", sources, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    header = sources / "abi.h"
    strong = re.compile(r"memory_order_seq_cst,\s+memory_order_seq_cst")
    weakened, count = strong.subn("memory_order_relaxed, memory_order_relaxed", header.read_text())
    assert count == 1
    header.write_text(weakened)
    done = hammer(build(tmp_path, "thread", sources), 1)
    assert "ThreadSanitizer: data race" in done.stderr
