"""Fixtures of the runtime's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polyprim.runtime.segment import Segment


@pytest.fixture
def segment() -> Iterator[Segment]:
    """A private segment of the least size."""
    opened = Segment.private(2 << 20)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Named segments of a test are its own."""
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder
