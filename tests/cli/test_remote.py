"""Calls to a server with files that are wrong, and with TLS where the other side has none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.service import Server, Tls
from polyprim.service.certificates import make_development_certificates
from tests.cli.support import polyprim, run


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificates of an authority, a wrong one's in other/, and files that are none."""
    folder = tmp_path_factory.mktemp("certificates")
    make_development_certificates(folder)
    make_development_certificates(folder / "other")
    (folder / "junk").write_text("junk")
    (folder / "binary").write_bytes(b"\xff\xfe")
    (folder / "empty").touch()
    (folder / "open").write_text("token")
    (folder / "open").chmod(0o644)
    return folder


@pytest.fixture
def encrypted(path: Path, files: Path) -> Iterator[Server]:
    """A server that wants certificates of its clients."""
    tls = Tls(files / "server.pem", files / "server-key.pem", files / "ca.pem")
    with Host(path=path) as host, Server(host, tls=tls) as running:
        yield running


WRONG = {
    "--tls-ca missing": "tls_ca missing cannot be read: No such file or directory",
    "--tls-ca junk": "tls_ca junk is no certificate in PEM",
    "--tls-ca client-key.pem": "tls_ca client-key.pem is no certificate in PEM",
    "--tls-cert junk --tls-key client-key.pem": "tls_cert junk is no certificate in PEM",
    "--tls-cert client.pem --tls-key junk": "tls_key junk is no private key in PEM",
    "--tls-cert client.pem --tls-key server-key.pem": "tls_key server-key.pem is not the key of",
    "--token-file missing": "token_file missing cannot be read",
    "--token-file binary": "token_file binary holds no token",
    "--token-file empty": "token_file empty is empty",
}


@pytest.mark.parametrize("options", WRONG)
def test_files_are_looked_at_before_anything_connects(
    options: str, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    done = run("counter", "list", "--at", "127.0.0.1:1", *options.split())
    assert done.error.startswith(WRONG[options])


def test_a_certificate_needs_its_key(files: Path) -> None:
    done = run("counter", "list", "--at", "127.0.0.1:1", "--tls-cert", files / "client.pem")
    assert done.code == 2
    assert "tls_key" in done.sentence


def test_a_handshake_that_fails_is_told_as_one(
    server: Server, encrypted: Server, files: Path
) -> None:
    def error(at: Server, *options: object) -> str:
        return run("counter", "list", "--at", at.address, "--timeout", 30, *options).error

    assert "does not speak TLS" in error(server, "--tls-ca", files / "ca.pem")
    assert "does it want TLS" in error(encrypted)
    assert "is not trusted" in error(encrypted, "--tls-ca", files / "other" / "ca.pem")
    assert "client's certificate" in error(encrypted, "--tls-ca", files / "ca.pem")
    pair = ("--tls-cert", files / "client.pem", "--tls-key", files / "client-key.pem")
    there = ("--at", encrypted.address, "--tls-ca", files / "ca.pem")
    assert run("counter", "get", "hits", *there, *pair).out == "42\n"


def test_a_token_that_others_can_read_is_warned_of(server: Server, files: Path) -> None:
    command = ("counter", "get", "hits", "--at", server.address, "--token-file", files / "open")
    done = polyprim(*command)
    assert (done.code, done.out) == (0, "42\n")
    assert done.err == (
        f"every user of this machine can read the token {files / 'open'}: chmod 600\n"
    )
    (files / "open").chmod(0o640)
    assert polyprim(*command).err == ""
