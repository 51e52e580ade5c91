"""The memories of tasks, under AddressSanitizer and UndefinedBehaviorSanitizer."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.native.test_sanitizers import CLANG, FLAGS, REQUIRED
from tests.runtime.support import ROOT

NATIVE: Final = ROOT / "host" / "polyprim" / "native"
PROGRAM: Final = Path(__file__).resolve().parent / "task_memory.c"

pytestmark = pytest.mark.skipif(
    CLANG is None and not REQUIRED, reason="clang is not installed (Debian: clang-16)"
)


def test_written_pages_resets_and_growth(tmp_path: Path) -> None:
    assert CLANG is not None, "clang is missing (Debian: apt-get install clang-16)"
    program = tmp_path / "memory"
    flags = [*FLAGS, f"-I{NATIVE}", f"-I{ROOT / 'wasm'}", "-fsanitize=address,undefined"]
    sources = [str(NATIVE / "task_memory.c"), str(PROGRAM)]
    subprocess.run(
        [CLANG, *flags, "-fno-sanitize-recover=all", *sources, "-o", program], check=True
    )
    done = subprocess.run([program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "ok\n"), done.stderr[:4000]
