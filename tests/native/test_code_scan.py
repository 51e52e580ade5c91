"""The scan of a module's code, under AddressSanitizer and UndefinedBehaviorSanitizer."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.native.test_sanitizers import CLANG, FLAGS, REQUIRED
from tests.runtime.support import ROOT

NATIVE: Final = ROOT / "host" / "polyprim" / "native"
FUZZER: Final = Path(__file__).resolve().parent / "code_scan_fuzz.c"
RUNS: Final = 20_000

pytestmark = pytest.mark.skipif(
    CLANG is None and not REQUIRED, reason="clang is not installed (Debian: clang-16)"
)


def test_any_bytes(tmp_path: Path) -> None:
    assert CLANG is not None, "clang is missing (Debian: apt-get install clang-16)"
    program = tmp_path / "fuzz"
    flags = [*FLAGS, f"-I{NATIVE}", "-fsanitize=fuzzer,address,undefined"]
    sources = [str(NATIVE / "code_scan.c"), str(FUZZER)]
    subprocess.run(
        [CLANG, *flags, "-fno-sanitize-recover=all", *sources, "-o", program], check=True
    )
    done = subprocess.run(
        [program, f"-runs={RUNS}", "-seed=1", "-max_len=400", "-len_control=0"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
