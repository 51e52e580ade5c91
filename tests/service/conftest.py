"""Fixtures of the service's tests: a host, its server, and ways to call it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from polyprim import Host
from polyprim.service import Server
from polyprim_client import Client
from tests.service.raw import Raw


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named segments and compiled modules of a test are its own."""
    for name in ("XDG_RUNTIME_DIR", "XDG_CACHE_HOME"):
        folder = tmp_path / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(name, str(folder))


@pytest.fixture
def host() -> Iterator[Host]:
    with Host(size=32 << 20) as opened:
        yield opened


@pytest.fixture
def server(host: Host) -> Iterator[Server]:
    with Server(host) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    with Client(server.address) as connected:
        yield connected


@pytest.fixture
def raw(server: Server) -> Iterator[Raw]:
    with grpc.insecure_channel(server.address) as channel:
        yield Raw(channel)
