"""Certificates for development: a CA that signs one for a server and one for a client, and whose
key is then forgotten, so that it never signs another. For production, take your own CA."""

from __future__ import annotations

import ipaddress
import os
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from polyprim.errors import InvalidArgumentError

DAYS: Final = 365.0
LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")
"""What every server's certificate is good for."""
_CLOCK_SKEW: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DevelopmentCertificates:
    """The files, in PEM; keys are for this user only (0600)."""

    ca: Path
    server: Path
    server_key: Path
    client: Path
    client_key: Path


def make_development_certificates(
    folder: Path, names: Iterable[str] = (), *, force: bool = False, days: float = DAYS
) -> DevelopmentCertificates:
    """Makes ca.pem, server.pem, server-key.pem, client.pem and client-key.pem in a folder, which is
    made if it is missing.

    The server's certificate is for LOCAL_NAMES and for `names`, which are host names or addresses.
    All are valid for that many days (a negative number makes some that have expired).

    Raises InvalidArgumentError if one of the files is there, unless `force` says to replace them
    all; if a name is none; or if nothing can be written there.
    """
    files = DevelopmentCertificates(
        ca=folder / "ca.pem",
        server=folder / "server.pem",
        server_key=folder / "server-key.pem",
        client=folder / "client.pem",
        client_key=folder / "client-key.pem",
    )
    ca = _Authority(days)
    server, server_key = ca.sign(
        "Polyprim development server", ExtendedKeyUsageOID.SERVER_AUTH, (*LOCAL_NAMES, *names)
    )
    client, client_key = ca.sign("Polyprim development client", ExtendedKeyUsageOID.CLIENT_AUTH)
    contents = {
        files.ca: _pem(ca.certificate),
        files.server: server,
        files.server_key: server_key,
        files.client: client,
        files.client_key: client_key,
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = [path.name for path in contents if os.path.lexists(path)]
        if there and not force:
            raise InvalidArgumentError(
                f"{folder} has {', '.join(there)} already: replace them with force=True (--force)"
            )
        _write(contents, private={files.server_key, files.client_key})
    except OSError as error:
        raise InvalidArgumentError(f"cannot write to {folder}: {error.strerror}") from None
    return files


class _Authority:
    """A CA that signs for as long as this object lives."""

    def __init__(self, days: float) -> None:
        now = datetime.now(UTC)
        self._from: Final = min(now, now + timedelta(days=days)) - _CLOCK_SKEW
        self._until: Final = now + timedelta(days=days)
        self._key: Final = ec.generate_private_key(ec.SECP256R1())
        self._name: Final = _name("Polyprim development CA")
        self.certificate: Final = (
            self._builder(self._name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_key_usage(signs_certificates=True), critical=True)
            .sign(self._key, SHA256())
        )

    def sign(
        self, common_name: str, usage: x509.ObjectIdentifier, names: Iterable[str] = ()
    ) -> tuple[bytes, bytes]:
        """A new certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        builder = (
            self._builder(_name(common_name), key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(issuer, critical=False)
        )
        if others := [_alternative(name) for name in names]:
            builder = builder.add_extension(x509.SubjectAlternativeName(others), critical=False)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return _pem(builder.sign(self._key, SHA256())), secret

    def _builder(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._from)
            .not_valid_after(self._until)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(name: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(name))
    try:
        return x509.DNSName(name)
    except ValueError:
        raise InvalidArgumentError(f"neither a name in ASCII nor an address: {name!r}") from None


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _write(contents: Mapping[Path, bytes], private: set[Path]) -> None:
    """Each file is whole when it appears: a server that follows them never reads half of one."""
    for path, data in contents.items():
        new = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        mode = 0o600 if path in private else 0o644
        try:
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(data)
            new.rename(path)
        finally:
            new.unlink(missing_ok=True)
