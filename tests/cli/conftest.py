"""Fixtures of the command's tests: folders of their own, a segment, and a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.service import Server
from tests.cli.support import SIZE


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled modules are not kept among the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def surroundings(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No settings and no segments but the test's own."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    monkeypatch.setenv("COLUMNS", "200")
    for name in [name for name in os.environ if name.startswith("POLYPRIM_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sound segment: its objects are 0 or 1 names, and the queue has a body."""
    with Host(path=tmp_path / "file", size=SIZE, create=True) as host:
        host.counter("hits").add(42)
        host.queue("jobs", capacity=65_536).push(b"one")
    return tmp_path / "file"


@pytest.fixture
def server(path: Path) -> Iterator[Server]:
    """A server of that segment."""
    with Host(path=path) as host, Server(host) as running:
        yield running


@pytest.fixture(params=["here", "at a server"])
def where(request: pytest.FixtureRequest, path: Path) -> list[str]:
    """The options by which a verb reaches the segment: both ways must be the same."""
    if request.param == "here":
        return ["--segment", str(path)]
    server: Server = request.getfixturevalue("server")
    return ["--at", server.address]
