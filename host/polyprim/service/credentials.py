"""TLS of the server: its certificate and key, and whose clients it lets in."""

from __future__ import annotations

import logging
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import grpc
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from polyprim.errors import InvalidArgumentError
from polyprim.service.reload import Reloaded, contents_of, has_mode

_log: Final = logging.getLogger("polyprim.service")


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM: the server's certificate, with those in between it and its CA; its key, without
    a password; and the CAs whose clients are let in, if all others are to be refused."""

    certificate: Path
    key: Path
    client_ca: Path | None = None


def server_credentials(tls: Tls) -> grpc.ServerCredentials:
    """Credentials that follow their files: each new connection gets what they say then, those that
    there are go on, and files that are wrong are logged and change nothing.

    Raises InvalidArgumentError if a file is missing, is not what it should be, belongs to another
    one, or if the certificate is not valid today.
    """
    paths = [path for path in (tls.certificate, tls.key, tls.client_ca) if path is not None]
    files = Reloaded(paths, lambda: _configuration(tls))
    return grpc.dynamic_ssl_server_credentials(
        files.get(),
        _changes(files),  # type: ignore[arg-type]  # which may answer None
        tls.client_ca is not None,
    )


def _changes(
    files: Reloaded[grpc.ServerCertificateConfiguration],
) -> Callable[[], grpc.ServerCertificateConfiguration | None]:
    """What grpc asks before each handshake, one at a time: None means as before."""
    last = files.get()

    def changed() -> grpc.ServerCertificateConfiguration | None:
        nonlocal last
        before, last = last, files.get()
        return None if last is before else last

    return changed


def _configuration(tls: Tls) -> grpc.ServerCertificateConfiguration:
    chain, key = contents_of(tls.certificate), contents_of(tls.key)
    leaf = _certificates(tls.certificate, chain)[0]
    if _public_half(tls.key, key) != _bytes_of(leaf.public_key()):
        raise InvalidArgumentError(f"{tls.key} is not the key of the certificate {tls.certificate}")
    _require_valid(tls.certificate, leaf)
    authorities = None
    if tls.client_ca is not None:
        authorities = contents_of(tls.client_ca)
        _certificates(tls.client_ca, authorities)
    if has_mode(tls.key, stat.S_IROTH):
        _log.warning("every user of this machine can read the key %s: chmod 600", tls.key)
    _log.info("the certificate %s is valid until %s", tls.certificate, leaf.not_valid_after_utc)
    return grpc.ssl_server_certificate_configuration([(key, chain)], authorities)


def _certificates(path: Path, data: bytes) -> list[x509.Certificate]:
    try:
        found = x509.load_pem_x509_certificates(data)
        found[0].public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidArgumentError(f"{path} is no certificate in PEM") from None
    return found


def _public_half(path: Path, data: bytes) -> bytes:
    try:
        return _bytes_of(load_pem_private_key(data, None).public_key())
    except (ValueError, TypeError, UnsupportedAlgorithm):  # whose words may be about the key
        raise InvalidArgumentError(f"{path} is no private key in PEM without a password") from None


def _bytes_of(public_key: PublicKeyTypes) -> bytes:
    return public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _require_valid(path: Path, certificate: x509.Certificate) -> None:
    now = datetime.now(UTC)
    if now > certificate.not_valid_after_utc:
        raise InvalidArgumentError(
            f"the certificate {path} expired on {certificate.not_valid_after_utc:%Y-%m-%d %H:%M}"
            " UTC: get a new one"
        )
    if now < certificate.not_valid_before_utc:
        raise InvalidArgumentError(
            f"the certificate {path} is not valid before"
            f" {certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC: is the clock right?"
        )
