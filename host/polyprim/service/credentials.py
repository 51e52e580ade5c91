"""TLS of the server: its certificate and key, and whose clients it lets in."""

from __future__ import annotations

import logging
import stat
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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

SOON: Final = timedelta(days=14)
EACH: Final = timedelta(days=1)
"""Between two warnings of one certificate."""
_log: Final = logging.getLogger("polyprim.service")


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM: the server's certificate, with those in between it and its CA; its key, without
    a password; and the CAs whose clients are let in, if all others are to be refused."""

    certificate: Path
    key: Path
    client_ca: Path | None = None


class Credentials:
    """Credentials that follow their files: each new connection gets what they say then, those that
    there are go on, and files that are wrong are logged and change nothing.

    `look` warns of certificates that end soon or have ended. Raises InvalidArgumentError if a file
    is missing, is not what it should be, belongs to another one, or if the certificate, or every
    one of the clients' CAs, is not valid today.
    """

    def __init__(self, tls: Tls) -> None:
        paths = [path for path in (tls.certificate, tls.key, tls.client_ca) if path is not None]
        self._files: Final = Reloaded(paths, lambda: _read(tls))
        self._lock: Final = threading.Lock()  # grpc asks in threads of its own
        self._given = self._files.get()
        self._warned: Final[dict[Path, datetime]] = {}
        self.grpc: Final = grpc.dynamic_ssl_server_credentials(
            self._given.configuration,
            self._changed,  # type: ignore[arg-type]  # which may answer None
            tls.client_ca is not None,
        )

    def ends(self) -> dict[str, datetime]:
        """When the server's certificate ends, and the last of the clients' CAs if there are any."""
        with self._lock:
            found = self._files.get().certificates
        return {of: certificate.not_valid_after_utc for of, (_, certificate) in found.items()}

    def look(self, now: datetime) -> None:
        """Warns, once a day, of what ends within a tenth of its life or 14 days, or has ended."""
        with self._lock:
            found = self._files.get().certificates
        for path, certificate in found.values():
            begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
            if now < ends - min((ends - begins) / 10, SOON):
                self._warned.pop(path, None)
            elif path not in self._warned or now - self._warned[path] >= EACH:
                self._warned[path] = now
                if now < ends:
                    _log.warning("the certificate %s ends soon, on %s UTC", path, _minute(ends))
                else:
                    _log.error(
                        "the certificate %s expired on %s UTC, and new connections fail: replace"
                        " it, the server need not be started again",
                        path,
                        _minute(ends),
                    )

    def _changed(self) -> grpc.ServerCertificateConfiguration | None:
        """What grpc asks before each handshake, one at a time: None means as before."""
        with self._lock:
            before, self._given = self._given, self._files.get()
        return None if self._given is before else self._given.configuration


def require_usable(tls: Tls) -> None:
    """Raises InvalidArgumentError for files that Credentials would not take."""
    _read(tls)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the files say."""

    configuration: grpc.ServerCertificateConfiguration
    certificates: dict[str, tuple[Path, x509.Certificate]]
    """The one that counts of each file, by what it is of."""


def _read(tls: Tls) -> _Read:
    chain, key = contents_of(tls.certificate), contents_of(tls.key)
    leaf = _certificates(tls.certificate, chain)[0]
    if _public_half(tls.key, key) != _bytes_of(leaf.public_key()):
        raise InvalidArgumentError(f"{tls.key} is not the key of the certificate {tls.certificate}")
    _require_valid(tls.certificate, leaf)
    authorities, found = None, {"server": (tls.certificate, leaf)}
    if tls.client_ca is not None:
        authorities = contents_of(tls.client_ca)
        # While CAs are replaced there are an old one and a new one: the last that ends counts.
        all_ = sorted(_certificates(tls.client_ca, authorities), key=_end_of)
        if not any(_is_valid(one) for one in all_):
            _require_valid(tls.client_ca, all_[-1])
        found["client_ca"] = tls.client_ca, all_[-1]
    if has_mode(tls.key, stat.S_IROTH):
        _log.warning("every user of this machine can read the key %s: chmod 600", tls.key)
    _log.info("the certificate %s is valid until %s", tls.certificate, leaf.not_valid_after_utc)
    return _Read(grpc.ssl_server_certificate_configuration([(key, chain)], authorities), found)


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
    if datetime.now(UTC) > certificate.not_valid_after_utc:
        raise InvalidArgumentError(
            f"the certificate {path} expired on {_minute(certificate.not_valid_after_utc)} UTC:"
            " get a new one"
        )
    if not _is_valid(certificate):
        raise InvalidArgumentError(
            f"the certificate {path} is not valid before"
            f" {_minute(certificate.not_valid_before_utc)} UTC: is the clock right?"
        )


def _is_valid(certificate: x509.Certificate) -> bool:
    now = datetime.now(UTC)
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _end_of(certificate: x509.Certificate) -> datetime:
    return certificate.not_valid_after_utc


def _minute(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M}"
