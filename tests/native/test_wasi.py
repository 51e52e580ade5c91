"""WASI preview 1 in C, under AddressSanitizer and UndefinedBehaviorSanitizer.

Each `TEST` of `tests/native/wasi/*.c` is a test here, in a process and a folder of its own.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import pytest

from tests.native.test_sanitizers import CLANG, FLAGS, REQUIRED
from tests.runtime.support import ROOT

HERE: Final = Path(__file__).resolve().parent / "wasi"
NATIVE: Final = ROOT / "host" / "polyprim" / "native"
SOURCES: Final = sorted(map(str, NATIVE.glob("wasi*.c")))
MEMORY: Final = Path("/dev/shm")
"""Where files cost no disk, if there is such a place."""
FUZZ_RUNS: Final = 5_000

pytestmark = pytest.mark.skipif(
    CLANG is None and not REQUIRED, reason="clang is not installed (Debian: clang-16)"
)


def names() -> list[str]:
    text = "".join(source.read_text() for source in sorted(HERE.glob("*.c")))
    return re.findall(r"^TEST\((\w+)\)", text, re.M)


def build(program: Path, sanitizers: str, sources: list[Path]) -> Path:
    assert CLANG is not None, "clang is missing (Debian: apt-get install clang-16)"
    flags = [*FLAGS, f"-I{NATIVE}", f"-fsanitize={sanitizers}", "-fno-sanitize-recover=all"]
    command = [CLANG, *flags, *SOURCES, *map(str, sources), "-o", str(program)]
    subprocess.run(command, check=True)
    return program


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sources = [source for source in HERE.glob("*.c") if source.name != "fuzz.c"]
    return build(tmp_path_factory.mktemp("wasi") / "guest", "address,undefined", sources)


@pytest.mark.parametrize("name", names())
def test_wasi(guest: Path, name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [guest, name], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "ok\n"), done.stderr[:4000]


def test_hostile_arguments(tmp_path: Path) -> None:
    """Random calls with random arguments: nothing outside of memory or the folder is touched."""
    fuzzer = build(tmp_path / "fuzz", "fuzzer,address,undefined", [HERE / "fuzz.c"])
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as work:
        done = subprocess.run(
            [fuzzer, f"-runs={FUZZ_RUNS}", "-seed=1", "-len_control=0", "-max_len=512"],
            cwd=work,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        assert sorted(path.name for path in Path(work).iterdir()) == ["data", "outside"]
