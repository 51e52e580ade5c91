"""Certificates for development: what they are good for, and that none is lost."""

from __future__ import annotations

import ssl
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from polyprim import InvalidArgumentError
from polyprim.service.certificates import make_development_certificates

FILES = {"ca.pem", "server.pem", "server-key.pem", "client.pem", "client-key.pem"}


def load(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def handshake(client: ssl.SSLContext, server: ssl.SSLContext, name: str) -> None:
    """Both sides of one, without a socket. Raises ssl.SSLError if either refuses."""
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    one = client.wrap_bio(to_client, to_server, server_hostname=name)
    two = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(3):
        for side in (one, two):
            with suppress(ssl.SSLWantReadError):
                side.do_handshake()


def contexts(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A client and a server that show each other a certificate, as strict as Python can be."""
    made = []
    for protocol, name in (
        (ssl.PROTOCOL_TLS_CLIENT, "client"),
        (ssl.PROTOCOL_TLS_SERVER, "server"),
    ):
        context = ssl.SSLContext(protocol)
        context.load_verify_locations(folder / "ca.pem")
        context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}-key.pem")
        context.verify_mode = ssl.CERT_REQUIRED
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        made.append(context)
    return made[0], made[1]


def test_what_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    files = make_development_certificates(folder)
    assert {path.name for path in folder.iterdir()} == FILES
    for path in folder.iterdir():
        mode = 0o600 if "key" in path.name else 0o644
        assert stat.S_IMODE(path.stat().st_mode) == mode, path
    assert 364 <= (load(files.server).not_valid_after_utc - datetime.now(UTC)).days <= 365


@pytest.mark.parametrize(
    "name", ["localhost", "127.0.0.1", "::1", "host.example", "10.1.2.3", "other.example"]
)
def test_for_whom_the_servers_is_good(tmp_path: Path, name: str) -> None:
    make_development_certificates(tmp_path, ["host.example", "10.1.2.3"])
    client, server = contexts(tmp_path)
    if name == "other.example":
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            handshake(client, server, name)
    else:
        handshake(client, server, name)


def test_a_clients_is_no_servers(tmp_path: Path) -> None:
    files = make_development_certificates(tmp_path)
    client, server = contexts(tmp_path)
    server.load_cert_chain(files.client, files.client_key)
    with pytest.raises(ssl.SSLCertVerificationError, match="purpose"):
        handshake(client, server, "localhost")


def test_what_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    for there in FILES:
        folder = tmp_path / there
        folder.mkdir()
        (folder / there).write_text("precious")
        with pytest.raises(InvalidArgumentError, match=f"{there} already.*--force"):
            make_development_certificates(folder)
        assert [path.read_text() for path in folder.iterdir()] == ["precious"]
        make_development_certificates(folder, force=True)
        assert {path.name for path in folder.iterdir()} == FILES
        handshake(*contexts(folder), "localhost")


def test_what_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="neither a name"):
        make_development_certificates(tmp_path / "folder", ["bücher.example"])
    assert not (tmp_path / "folder").exists()
    (tmp_path / "file").touch()
    with pytest.raises(InvalidArgumentError, match="cannot write"):
        make_development_certificates(tmp_path / "file")
