"""Which versions of wasmtime serve: the newest LTS and the newest release, both really run."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from polyprim.errors import VersionError
from polyprim.runtime.compiler import SUPPORTED, require_supported
from polyprim.runtime.engine import Engine
from tests.runtime.support import ROOT, leave_out

SMOKE = """
import asyncio, threading
from importlib.metadata import version
from polyprim import Counter, Host, NativeError, NotFoundError

with Host() as host:
    hits = host.counter("hits", initial_value=40)
    threads = [threading.Thread(target=hits.add) for _ in range(2)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert hits.get() == 42
    jobs = host.queue("jobs")
    assert jobs.push(b"one") and jobs.push_many([b"two", b"three"])
    assert jobs.pop() == b"one" and jobs.pop_many() == [b"two", b"three"]
    assert jobs.pop(0.01) is None
    assert asyncio.run(jobs.pop_async(0.01)) is None
    assert host.kafka_rebalance_hook("group").report().backoff_ms == 100
    try:
        Counter(host._segment, 1, "far out", 0xFFFFFFF0).get()
    except NativeError:  # the trap came to us, and the thread goes on
        assert hits.get() == 42
    jobs.delete()
    try:
        jobs.pop()
    except NotFoundError:
        print("served by", version("wasmtime"))
"""
OTHERS = sorted({48, 50} - {int(metadata.version("wasmtime").split(".")[0])})


def test_the_lts_and_the_newest_are_supported() -> None:
    assert SUPPORTED == (48, 50)


@pytest.mark.parametrize("version", ["48.0.0", "48.12.3", "50.0.1"])
def test_a_known_version_serves(version: str) -> None:
    require_supported(version)


@pytest.mark.parametrize("version", ["1.0.0", "47.0.2", "49.0.0", "51.0.0", "500.0.0"])
def test_another_is_refused(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda _: version)
    with pytest.raises(VersionError, match=rf"wasmtime {version} .*48\.x or 50\.x"):
        Engine()


def _environment_with(version: int, folder: Path) -> Path:
    """The Python of a new environment with that wasmtime."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    wanted = [f"wasmtime=={version}.*", "protobuf>=7.34,<8", "cffi>=2.0"]
    flags = ["--quiet", "--disable-pip-version-check", "--retries=1", "--timeout=30"]
    done = subprocess.run(
        [python, "-m", "pip", "install", *flags, *wanted], capture_output=True, text=True
    )
    if done.returncode != 0:
        leave_out(f"pip cannot install wasmtime {version}: {done.stderr.strip()[-300:]}")
    return python


@pytest.mark.parametrize("version", OTHERS)
def test_the_other_known_version_serves(version: int, tmp_path: Path) -> None:
    """The one that is not installed here; with the one that is, all the other tests run."""
    python = _environment_with(version, tmp_path / "venv")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "host")}
    for _ in ("with an empty cache", "with a filled one"):
        done = subprocess.run(
            [python, "-c", SMOKE], capture_output=True, text=True, env=environment
        )
        assert done.stdout.startswith(f"served by {version}."), done.stderr
        assert done.stderr == ""
