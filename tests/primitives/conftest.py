"""Fixtures of the primitives' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polyprim import Host


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named segments and compiled modules of a test are its own."""
    for name in ("XDG_RUNTIME_DIR", "XDG_CACHE_HOME"):
        folder = tmp_path / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(name, str(folder))


@pytest.fixture
def host() -> Iterator[Host]:
    """A small private host."""
    with Host(size=4 << 20) as opened:
        yield opened


@pytest.fixture
def shared() -> Iterator[Host]:
    """A host that other processes of the test can share, by the name "shared"."""
    with Host("shared", size=16 << 20) as opened:
        yield opened
