"""TLS: who is let in, what is refused at start, and certificates that change meanwhile."""

from __future__ import annotations

import logging
import os
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import grpc
import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from polyprim import Host, InvalidArgumentError
from polyprim.service import Server, Tls, certificates
from polyprim.service.certificates import make_development_certificates
from polyprim.service.credentials import Credentials
from tests.runtime.support import eventually, line_of, start
from tests.service.http2 import PREFACE
from tests.service.raw import METHODS, Raw, Refusal, request

POP: Final = METHODS["queue", "Pop"].path
OPTIONS: Final = (
    ("grpc.use_local_subchannel_pool", 1),  # no channel uses the connection of another one
    ("grpc.ssl_target_name_override", "localhost"),
)

SERVE_MUTUAL: Final = """
import sys
from pathlib import Path
from polyprim import Host
from polyprim.service import Server, Tls
files = [Path(sys.argv[1], name) for name in ("server.pem", "server-key.pem", "ca.pem")]
with Host(size=2 << 20) as host, Server(host, tls=Tls(*files)) as server:
    print(server.address, flush=True)
    input()
"""


def tls_of(folder: Path, *, mutual: bool = False) -> Tls:
    ca = folder / "ca.pem" if mutual else None
    return Tls(folder / "server.pem", folder / "server-key.pem", ca)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_development_certificates(tmp_path / "certificates")
    return tmp_path / "certificates"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Those of another CA."""
    make_development_certificates(tmp_path / "other")
    return tmp_path / "other"


@contextmanager
def trusting(server: Server, ca: Path | bytes, client: Path | None = None) -> Iterator[Raw]:
    """A connection of its own, for who trusts that CA and shows the certificate of that folder."""
    shown = []
    if client is not None:
        shown = [(client / name).read_bytes() for name in ("client-key.pem", "client.pem")]
    roots = ca if isinstance(ca, bytes) else (ca / "ca.pem").read_bytes()
    credentials = grpc.ssl_channel_credentials(roots, *shown)
    address = server.address.replace("0.0.0.0", "127.0.0.1")
    with grpc.secure_channel(address, credentials, options=OPTIONS) as channel:
        yield Raw(channel)


def answers(raw: Raw) -> bool:
    """Whether it gets through; if not, it is told that there is no server for it."""
    reply = raw.ask("counter", "Exists", timeout=20)
    if isinstance(reply, Refusal):
        assert reply.code == "UNAVAILABLE", reply
        return False
    return True


# Who is let in


@pytest.mark.parametrize("address", ["127.0.0.1:0", "localhost:0", "0.0.0.0:0"])
def test_a_client_that_knows_the_ca(host: Host, folder: Path, other: Path, address: str) -> None:
    with Server(host, address, tls=tls_of(folder)) as server:
        with trusting(server, other) as raw:
            assert not answers(raw)
        with trusting(server, folder) as raw:
            assert answers(raw)


def test_a_unix_socket_may_have_tls_too(host: Host, folder: Path, tmp_path: Path) -> None:
    with (
        Server(host, f"unix:{tmp_path / 'socket'}", tls=tls_of(folder)) as server,
        trusting(server, folder) as raw,
    ):
        assert answers(raw)


def test_plain_and_encrypted_do_not_meet(host: Host, folder: Path) -> None:
    with Server(host, tls=tls_of(folder)) as server:
        with grpc.insecure_channel(server.address) as channel:
            assert not answers(Raw(channel))
        with trusting(server, folder) as raw:
            assert answers(raw)
    with Server(host) as server:
        with trusting(server, folder) as raw:
            assert not answers(raw)
        with grpc.insecure_channel(server.address) as channel:
            assert answers(Raw(channel))


def test_mutual(host: Host, folder: Path, other: Path, tmp_path: Path) -> None:
    """A client without a certificate, or with one of another CA, is nobody's business."""
    with Server(host, tls=tls_of(folder, mutual=True)) as server:
        for shown in (None, other):
            with trusting(server, folder, shown) as raw:
                assert not answers(raw)
        with trusting(server, folder, folder) as raw:
            assert answers(raw)


def test_a_refused_handshake_is_said_by_grpc(folder: Path) -> None:
    """As docs/security.md tells operators: why, and with the trace, whom."""
    told = {"GRPC_VERBOSITY": "INFO", "GRPC_TRACE": "handshaker"}
    process = start(SERVE_MUTUAL, folder, **told)
    name, _, port = line_of(process).rpartition(":")
    context = ssl.create_default_context(cafile=folder / "ca.pem")
    peers = []
    for is_plain in (True, False):
        with socket.create_connection((name, int(port)), timeout=20) as connection:
            peers.append(connection.getsockname()[1])
            if is_plain:
                connection.sendall(PREFACE)
                reader = connection
            else:
                reader = context.wrap_socket(connection, server_hostname="localhost")
            with reader, suppress(OSError):
                while reader.recv(4096):
                    pass
    says = process.communicate("\n", timeout=20)[1]
    for why in ("WRONG_VERSION_NUMBER", "PEER_DID_NOT_RETURN_A_CERTIFICATE"):
        assert re.search(rf"(?m)^I.* Handshake failed .*{why}", says)
    for peer in peers:
        assert f"grpc.internal.endpoint_peer_address=ipv4:127.0.0.1:{peer}" in says


def test_a_clients_certificate_that_expired(host: Host, folder: Path, tmp_path: Path) -> None:
    expired = tmp_path / "expired"
    make_development_certificates(expired, days=-1)
    cas = tmp_path / "cas.pem"
    cas.write_bytes((expired / "ca.pem").read_bytes() + (folder / "ca.pem").read_bytes())
    tls = replace(tls_of(folder), client_ca=cas)
    with Server(host, tls=tls) as server, trusting(server, folder, expired) as raw:
        assert not answers(raw)


# What is refused at start


def garbage(path: Path) -> None:
    path.write_text("-----BEGIN CERTIFICATE-----\nbm90aGluZw==\n-----END CERTIFICATE-----\n")


def lock(path: Path) -> None:
    """Puts a password on a key."""
    key = load_pem_private_key(path.read_bytes(), None)
    encryption = BestAvailableEncryption(b"password")
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))


WRONG: Final[dict[tuple[str, str], Callable[[Path], object]]] = {
    ("server.pem", "cannot be read: No such file"): Path.unlink,
    ("server-key.pem", "cannot be read: No such file"): Path.unlink,
    ("ca.pem", "cannot be read: No such file"): Path.unlink,
    ("server.pem", "is no certificate in PEM"): garbage,
    ("server-key.pem", "is no private key in PEM"): garbage,
    ("ca.pem", "is no certificate in PEM"): garbage,
    ("server-key.pem", "without a password"): lock,
    ("server-key.pem", "is not the key of the certificate"): lambda path: path.write_bytes(
        path.with_name("client-key.pem").read_bytes()
    ),
    ("server.pem", "is no certificate"): lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize(("name", "says"), WRONG)
def test_files_that_are_wrong_are_said(host: Host, folder: Path, name: str, says: str) -> None:
    WRONG[name, says](folder / name)
    with pytest.raises(InvalidArgumentError, match=f"{folder / name}.*{says}"):
        Server(host, tls=tls_of(folder, mutual=True))


@pytest.mark.parametrize("days", [-1, -400])
def test_a_certificate_that_expired_is_said(host: Host, tmp_path: Path, days: float) -> None:
    make_development_certificates(tmp_path, days=days)
    with pytest.raises(InvalidArgumentError, match=r"server.pem expired on 20\d\d-.*get a new one"):
        Server(host, tls=tls_of(tmp_path))


def test_cas_of_clients_of_which_none_is_valid(
    host: Host, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody could connect: refused at start, and not taken later."""
    make_development_certificates(tmp_path / "expired", days=-1)
    expired = tmp_path / "expired" / "ca.pem"
    with pytest.raises(InvalidArgumentError, match=r"expired/ca.pem expired on 20\d\d-"):
        Server(host, tls=replace(tls_of(folder), client_ca=expired))
    ca = (folder / "ca.pem").read_bytes()
    with Server(host, tls=tls_of(folder, mutual=True)) as server:
        expired.rename(folder / "ca.pem")
        with trusting(server, ca, folder) as raw:
            assert answers(raw)
    assert "ca.pem expired on" in caplog.text


# What ends while the server runs


def test_a_certificate_that_ends_is_said_once_a_day(
    folder: Path, other: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_development_certificates(folder, force=True, days=30)
    files = Credentials(tls_of(folder, mutual=True))
    begins = datetime.now(UTC)
    said: list[int] = []
    for hours in range(0, 32 * 24, 6):
        caplog.clear()
        files.look(begins + timedelta(hours=hours))
        found = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
        if found:
            said.append(hours)
            assert [" ends soon" in one for one in found] == [hours < 30 * 24] * 2, found
    assert said == list(range(said[0], 32 * 24, 24))
    assert 26 * 24 < said[0] <= 28 * 24
    caplog.clear()
    rewritten(folder, other)
    files.look(begins + timedelta(days=32))
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]
    assert files.ends()["server"] > begins + timedelta(days=300)


def test_a_server_says_that_its_certificate_ends(
    host: Host, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(certificates, "_CLOCK_SKEW", timedelta(days=100))
    make_development_certificates(tmp_path, days=2)
    with Server(host, tls=tls_of(tmp_path)) as server:
        assert "server.pem ends soon" in caplog.text
        ((of, end),) = server.statistics().certificates.items()
    assert of == "server"
    assert end > datetime.now(UTC)


def test_a_key_that_everybody_can_read(
    host: Host, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for mode, count in ((0o600, 0), (0o640, 0), (0o644, 1)):
        (folder / "server-key.pem").chmod(mode)
        Server(host, tls=tls_of(folder)).close()
        assert caplog.text.count("every user of this machine can read the key") == count


# Files that change


def rewritten(folder: Path, new: Path) -> None:
    for path in new.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())


def renamed(folder: Path, new: Path) -> None:
    for path in new.iterdir():
        path.rename(folder / path.name)


def relinked(folder: Path, new: Path) -> None:
    """As Kubernetes does: the files are links through one link, and that one is replaced."""
    os.symlink(new, folder / "..new")
    (folder / "..new").rename(folder / "..data")


@pytest.fixture
def linked(folder: Path, tmp_path: Path) -> Path:
    """A folder whose files are links, as relinked() replaces them."""
    volume = tmp_path / "volume"
    volume.mkdir()
    os.symlink(folder, volume / "..data")
    for path in folder.iterdir():
        os.symlink(Path("..data", path.name), volume / path.name)
    return volume


@pytest.mark.parametrize("change", [rewritten, renamed, relinked])
def test_new_connections_see_the_new_certificate(
    host: Host, linked: Path, other: Path, change: Callable[[Path, Path], None]
) -> None:
    """And a call that waits on an old connection goes on."""
    jobs = host.queue("queue")
    old_ca, new_ca = ((path / "ca.pem").read_bytes() for path in (linked, other))
    with Server(host, tls=tls_of(linked)) as server, trusting(server, old_ca) as before:
        waiting = before.begin(POP, request("queue", "Pop", wait_ms=60_000, timeout_ms=60_000), 60)
        eventually(lambda: server.calls == 1)
        change(linked, other)
        with trusting(server, old_ca) as raw:
            assert not answers(raw)
        with trusting(server, new_ca) as raw:
            assert answers(raw)
            assert server.calls == 1
            jobs.push(b"after all")
        assert b"after all" in waiting.result()
        assert answers(before)


def test_a_new_ca_for_clients(host: Host, folder: Path, other: Path) -> None:
    own_ca = (folder / "ca.pem").read_bytes()
    with Server(host, tls=tls_of(folder, mutual=True)) as server:
        (other / "ca.pem").rename(folder / "ca.pem")
        with trusting(server, own_ca, folder) as raw:
            assert not answers(raw)
        with trusting(server, own_ca, other) as raw:
            assert answers(raw)


@pytest.mark.parametrize(("name", "says"), WRONG)
def test_a_new_file_that_is_wrong_changes_nothing(
    host: Host, folder: Path, other: Path, name: str, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ca, secrets = (folder / "ca.pem").read_bytes(), secrets_in(folder)
    with Server(host, tls=tls_of(folder, mutual=True)) as server:
        with trusting(server, ca, folder) as raw:
            assert answers(raw)
        shown = folder.with_name("shown")
        shown.mkdir()
        rewritten(shown, folder)
        WRONG[name, says](folder / name)
        for _ in range(2):
            with trusting(server, ca, shown) as raw:
                assert answers(raw)
        (error,) = (record for record in caplog.records if record.levelno == logging.ERROR)
        assert error.name == "polyprim.service"
        assert says in error.getMessage()
        rewritten(folder, other)
        with trusting(server, other, other) as raw:
            assert answers(raw)
    assert not any(secret in caplog.text for secret in secrets | secrets_in(folder))


def test_an_expired_one_does_not_replace_one_that_is_valid(
    host: Host, folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ca = (folder / "ca.pem").read_bytes()
    with Server(host, tls=tls_of(folder)) as server:
        make_development_certificates(folder, force=True, days=-1)
        with trusting(server, ca) as raw:
            assert answers(raw)
    assert "expired on" in caplog.text


def secrets_in(folder: Path) -> set[str]:
    """The lines of the keys."""
    keys = "".join(path.read_text() for path in folder.glob("*-key.pem"))
    return {line for line in keys.splitlines() if not line.startswith("-----")}
