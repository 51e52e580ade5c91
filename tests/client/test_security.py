"""Tokens and TLS against the real server, in both forms of the client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import polyprim.service
from polyprim import Host
from polyprim.service import Server
from polyprim.service.certificates import make_development_certificates
from polyprim.service.tokens import new_token
from polyprim_client import (
    NotFoundError,
    PermissionDeniedError,
    Tls,
    UnauthenticatedError,
    UnavailableError,
)
from tests.client.conftest import Connect, counter, told


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The folder of an authority, and of what it certified for a server and a client."""
    make_development_certificates(tmp_path / "certificates")
    return tmp_path / "certificates"


@pytest.fixture
def tokens(tmp_path: Path) -> dict[str, str]:
    """The tokens by what they allow."""
    reader, may_read = new_token("reader", namespaces=("",), access="read")
    writer, may_write = new_token("writer", namespaces=("",), access="write")
    (tmp_path / "tokens.toml").write_text(may_read.toml() + may_write.toml())
    return {"read": reader, "write": writer}


@pytest.fixture
def guarded(host: Host, files: Path, tokens: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """A server that wants certificates and tokens."""
    tls = polyprim.service.Tls(files / "server.pem", files / "server-key.pem", files / "ca.pem")
    with Server(host, tls=tls, tokens=tmp_path / "tokens.toml") as running:
        yield running


async def test_who_may_do_what(
    connect: Connect, guarded: Server, files: Path, tokens: dict[str, str], host: Host
) -> None:
    host.counter("hits")
    tls = Tls(ca=files / "ca.pem", certificate=files / "client.pem", key=files / "client-key.pem")
    writer = connect(guarded.address, tls=tls, token=tokens["write"], safe_retries=True)
    assert await told(counter(writer).add(2)) == 2
    reader = connect(guarded.address, tls=tls, token=tokens["read"])
    assert await told(counter(reader).get()) == 2
    with pytest.raises(PermissionDeniedError) as caught:
        await told(counter(reader).add(1))
    assert (caught.value.code, caught.value.reason) == ("PERMISSION_DENIED",) * 2
    for token in ("", "unknown"):
        with pytest.raises(UnauthenticatedError) as unknown:
            await told(counter(connect(guarded.address, tls=tls, token=token)).get())
        assert unknown.value.code == "UNAUTHENTICATED"
    assert host.counter("hits").get() == 2


async def test_who_does_not_get_so_far(connect: Connect, guarded: Server, files: Path) -> None:
    for tls in (None, Tls(), Tls(ca=files / "ca.pem")):
        with pytest.raises(UnavailableError, match=guarded.address):
            await told(counter(connect(guarded.address, tls=tls, attempts=1)).get())


async def test_a_token_over_plain_loopback(
    connect: Connect, host: Host, tokens: dict[str, str], tmp_path: Path
) -> None:
    with Server(host, tokens=tmp_path / "tokens.toml") as server:
        with pytest.raises(NotFoundError):
            await told(counter(connect(server.address, token=tokens["write"])).add(1))
        with pytest.raises(UnauthenticatedError):
            await told(counter(connect(server.address)).add(1))
