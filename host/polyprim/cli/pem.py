"""Files of TLS, looked at before anything connects: gRPC says of a wrong one only that it fails."""

from __future__ import annotations

import ssl
from pathlib import Path

from polyprim.errors import InvalidArgumentError


def require_certificates(setting: str, path: Path) -> None:
    """Raises InvalidArgumentError if the file, which can be read, has no certificate in PEM."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        raise InvalidArgumentError(f"{setting} {path} is no certificate in PEM") from None


def require_pair(setting: str, certificate: Path, of_key: str, key: Path) -> None:
    """Raises InvalidArgumentError if they are not a certificate and its key in PEM, without a
    password."""
    require_certificates(setting, certificate)
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_cert_chain(certificate, key, password="")  # else it would ask for one
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            message = f"{of_key} {key} is not the key of the certificate {certificate}"
        else:
            message = f"{of_key} {key} is no private key in PEM without a password"
        raise InvalidArgumentError(message) from None
