"""TLS to the server: whose certificates are trusted, who we are, and what went wrong."""

from __future__ import annotations

import os
import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import grpc

from polyprim_client.errors import InvalidArgumentError, invalid

File = str | os.PathLike[str]

_FAILURES: Final = (
    ("WRONG_VERSION_NUMBER", "the server speaks no TLS"),
    ("certificate has expired", "the server's certificate, or its authority's, has expired"),
    ("certificate is not yet valid", "the server's certificate is not valid yet"),
    ("CERTIFICATE_VERIFY_FAILED", "the server's certificate is not trusted"),
    ("Hostname Verification Check failed", "the server's certificate is for another host name"),
    ("handshake failed", "no agreement with the server"),
)
_HUNG_UP: Final = re.compile("failed to connect.*(Socket closed|Connection reset)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """TLS to the server. All are paths of PEM files.

    `ca` has the authorities to trust, those of the system if it is not given; the server's
    certificate must be for the target's host name. `certificate` and `key` are the client's own,
    for a server that asks for them. A key is not encrypted.
    """

    ca: File | None = None
    certificate: File | None = None
    key: File | None = field(default=None, repr=False)

    def credentials(self) -> grpc.ChannelCredentials:
        """The files' contents. Raises InvalidArgumentError for what is not there or does not fit
        together; it names the option and the file."""
        if self.key is None and self.certificate is not None:
            raise _wrong("certificate", self.certificate, "was given without its key")
        if self.certificate is None and self.key is not None:
            raise _wrong("key", self.key, "was given without its certificate")
        roots = _read("ca", self.ca)
        chain = _read("certificate", self.certificate)
        key = _read("key", self.key)
        try:
            context = ssl.create_default_context(cafile=self.ca)
        except OSError as error:
            raise _wrong("ca", self.ca, f"cannot be used: {error}") from None
        try:
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key, password="")
        except OSError as error:
            what = f"cannot be used with key {str(self.key)!r}: {error}"
            raise _wrong("certificate", self.certificate, what) from None
        return grpc.ssl_channel_credentials(
            root_certificates=_system_roots(context) if roots is None else roots,
            private_key=key,
            certificate_chain=chain,
        )


def explanation(details: str, *, is_encrypted: bool) -> str:
    """What grpc's details of a failed connection say of TLS; empty if they say nothing.

    A server that wants TLS, or a client's certificate, hangs up on those who have none; they see
    no more than that.
    """
    for words, meaning in _FAILURES:
        if words in details:
            return f"TLS failed, {meaning}"
    if _HUNG_UP.search(details):
        wanted = "another client certificate" if is_encrypted else "TLS"
        return f"the server hung up, perhaps since it wants {wanted}"
    return ""


def _read(option: str, path: File | None) -> bytes | None:
    if path is None:
        return None
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise _wrong(option, path, f"cannot be read: {error.strerror}") from None
    what = "PRIVATE KEY" if option == "key" else "CERTIFICATE"
    if not re.search(rf"-----BEGIN [A-Z0-9 ]*{what}-----".encode(), content):
        raise _wrong(option, path, f"has no {what.lower()} in PEM")
    return content


def _wrong(option: str, path: File | None, what: str) -> InvalidArgumentError:
    return invalid(f"tls: {option} {str(path)!r} {what}")


def _system_roots(context: ssl.SSLContext) -> bytes | None:
    """The system's authorities, since grpc has a list of its own; None, for that list, if the
    system has none."""
    found = context.get_ca_certs(binary_form=True)
    return "".join(map(ssl.DER_cert_to_PEM_cert, found)).encode() or None
