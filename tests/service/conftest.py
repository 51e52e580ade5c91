"""Fixtures of the service's tests: a host, its server, and ways to call it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from polyprim import Host
from polyprim.service import Server, TaskHosting
from polyprim_client import Client
from tests.service.hosted import Hosted, Serve
from tests.service.raw import Raw


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named segments, compiled modules and snapshots of a test are its own."""
    for name in ("XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
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


@pytest.fixture
def serve(host: Host) -> Iterator[Serve]:
    opened: list[Any] = []

    def serving(**hosting: Any) -> Hosted:
        server = Server(host, tasks=TaskHosting(**hosting), drain_seconds=0.1)
        channel = grpc.insecure_channel(server.address)
        opened.extend([server, channel])
        hosted = Hosted(channel)
        hosted.server = server
        return hosted

    yield serving
    for one in reversed(opened):
        one.close()


@pytest.fixture
def hosted(serve: Serve) -> Hosted:
    return serve()
