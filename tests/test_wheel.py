"""The wheel, where nothing can be compiled: the quick start of the README, as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.support import ROOT, leave_out

SERVED = re.compile(r"serving .* on (127\.0\.0\.1:\d+)")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with the wheel, its server and the client, and no more."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(["./build.sh", "wheel"], cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    (wheel,) = (ROOT / "dist").glob("polyprim-*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    tools = folder / "venv" / "bin"
    flags = ["--quiet", "--disable-pip-version-check", "--only-binary=:all:"]
    done = subprocess.run(
        [tools / "python", "-m", "pip", "install", *flags, f"{wheel}[server]"],
        env=surroundings(folder),
        capture_output=True,
        text=True,
    )
    if "No matching distribution" in done.stderr:
        leave_out(f"pip cannot install what the wheel needs: {done.stderr.strip()[-300:]}")
    assert done.returncode == 0, done.stderr
    done = subprocess.run(
        [tools / "python", "-m", "pip", "install", *flags[:2], ROOT / "bindings" / "python"],
        env=surroundings(folder),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return tools


def surroundings(folder: Path) -> dict[str, str]:
    """An environment with nothing in PATH, and with folders of its own."""
    for name in ("nothing", "run", "cache"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    own = {"PATH": "nothing", "XDG_RUNTIME_DIR": "run", "XDG_CACHE_HOME": "cache", "HOME": "."}
    return {**kept, **{name: str(folder / path) for name, path in own.items()}}


@pytest.fixture
def server(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of ``polyprim serve``."""
    process = subprocess.Popen(
        [installed / "polyprim", "serve", "orders", "--address", "127.0.0.1:0"],
        env=surroundings(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = SERVED.match(process.stdout.readline())
        assert found is not None
        yield found[1]
    finally:
        process.terminate()
        assert process.wait(30) == 0


def examples() -> list[str]:
    """The README's Python, in its order: embedded, shared by name, over gRPC, tasks."""
    return re.findall(r"^```python\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)


def test_the_quick_start(installed: Path, server: str, tmp_path: Path) -> None:
    embedded, shared, remote, _ = examples()

    def output_of(code: str) -> str:
        done = subprocess.run(
            [installed / "python", "-c", code],
            env=surroundings(tmp_path),
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    assert output_of(embedded) == "1 b'resize 17.png'\n"
    assert output_of(f"from polyprim import Host\n{shared}") == ""
    pop = (
        "print(client.queue('jobs').pop(), client.queue('jobs').pop(), client.queue('jobs').pop())"
    )
    remote = remote.replace("127.0.0.1:7777", server)
    # What the example before had pushed into the segment, and what this one pushes.
    assert output_of(f"{remote}\n    {pop}") == "b'resize 17.png' b'resize 17.png' None\n"


def test_modules_and_native_part_are_inside(installed: Path) -> None:
    code = "import polyprim.runtime.engine as e; print(*(p.name for p in e.MODULES.glob('*.wasm')))"
    done = subprocess.run([installed / "python", "-c", code], capture_output=True, text=True)
    assert "segment.wasm" in done.stdout.split()
    assert len(done.stdout.split()) == len(list((ROOT / "wasm").glob("*.c")))
