"""Fixtures of the client's tests: a host and its server, and the client in both its forms."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from inspect import isawaitable
from pathlib import Path
from typing import Any

import pytest

from polyprim import Host
from polyprim.service import Server
from polyprim_client import Client, Counter, Queue, aio
from tests.client.recorder import Recorder

Connect = Callable[..., Any]


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
def recorder() -> Iterator[Recorder]:
    """A server of the contract that does what a test says, and remembers what it was sent."""
    with Recorder() as running:
        yield running


@pytest.fixture(params=[Client, aio.Client], ids=["blocking", "awaited"])
async def connect(request: pytest.FixtureRequest) -> AsyncIterator[Connect]:
    """Makes clients, of threads or of coroutines, which are closed in the end. Servers have threads
    of their own, so that a test's loop may be blocked."""
    made: list[Any] = []

    def connected(target: str, **options: Any) -> Any:
        made.append(request.param(target, **options))
        return made[-1]

    yield connected
    for client in made:
        await told(client.close())


async def told(answer: Any) -> Any:
    """What a method of either form answers."""
    return await answer if isawaitable(answer) else answer


async def listed(iterator: Any) -> list[Any]:
    """All items of an iterator of either form."""
    if hasattr(iterator, "__aiter__"):
        return [item async for item in iterator]
    return list(iterator)


def counter(client: Client | aio.Client, name: str = "hits") -> Any:
    """A counter that nobody asks for before its first method is called."""
    return aio.Counter(client, name) if isinstance(client, aio.Client) else Counter(client, name)


def queue(client: Client | aio.Client, name: str = "jobs") -> Any:
    return aio.Queue(client, name) if isinstance(client, aio.Client) else Queue(client, name)
