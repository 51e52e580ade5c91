"""What a client is told about its connection, checked before anything is sent."""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import grpc

from polyprim_client.errors import invalid
from polyprim_client.version import __version__

TIMEOUT_SECONDS: Final = 5.0
TIMEOUT_SECONDS_MAX: Final = 1_000_000.0
ATTEMPTS: Final = 5
ATTEMPTS_MAX: Final = 100
RECONNECT_MS: Final = 100
RECONNECT_MS_MAX: Final = 5000
_TARGET: Final = re.compile(r"unix:.+|(?P<host>.+):(?P<port>[0-9]{1,5})")
_VISIBLE: Final = re.compile(r"[!-~]+")

Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """TLS to the server. All are paths of PEM files.

    `ca` has the authorities to trust, those of the system if it is not given; the server's
    certificate must be for the target's host name. `certificate` and `key` are the client's own,
    for a server that asks for them.
    """

    ca: str | os.PathLike[str] | None = None
    certificate: str | os.PathLike[str] | None = None
    key: str | os.PathLike[str] | None = field(default=None, repr=False)

    def credentials(self) -> grpc.ChannelCredentials:
        """The files' contents. Raises InvalidArgumentError for what is not there or does not fit
        together."""
        if (self.certificate is None) != (self.key is None):
            raise invalid("a client's certificate and its key go together")
        try:
            context = ssl.create_default_context(cafile=self.ca)
            if self.certificate is not None:
                context.load_cert_chain(self.certificate, self.key, password="")
            return grpc.ssl_channel_credentials(
                root_certificates=_roots(context) if self.ca is None else _read(self.ca),
                private_key=_read(self.key),
                certificate_chain=_read(self.certificate),
            )
        except OSError as error:
            raise invalid(f"{self} cannot be used: {error}") from error


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """A client's options; see Client. Raises InvalidArgumentError, TypeError."""

    target: str
    timeout: float
    namespace: str
    token: str = field(repr=False)
    tls: Tls | None
    safe_retries: bool
    attempts: int

    def __post_init__(self) -> None:
        if not isinstance(self.target, str):
            raise TypeError(f"a target is a str, not {type(self.target).__name__}")
        if not self.target.isprintable() or not _TARGET.fullmatch(self.target):
            raise invalid(f"a target is host:port or unix:PATH: {self.target!r}")
        require_timeout(self.timeout)
        if not isinstance(self.namespace, str) or not _is_plain(self.namespace):
            raise invalid(f"a namespace is a segment's name: {self.namespace!r}")
        if not isinstance(self.token, str) or (self.token and not _VISIBLE.fullmatch(self.token)):
            raise invalid("a token is visible ASCII characters without spaces")
        if self.token and self.tls is None and not self.is_local:
            raise invalid(
                f"a token would be readable on its way to {self.target}: give tls=Tls(), or a "
                "target on this machine"
            )
        if not 1 <= self.attempts <= ATTEMPTS_MAX:
            raise invalid(f"attempts are 1 to {ATTEMPTS_MAX}: {self.attempts}")

    @property
    def is_local(self) -> bool:
        """Whether what is sent to the target stays on this machine."""
        found = _TARGET.fullmatch(self.target)
        host = found["host"] if found is not None else ""
        if host is None or host == "localhost":
            return True
        try:
            return ipaddress.ip_address(host.removeprefix("[").removesuffix("]")).is_loopback
        except ValueError:
            return False

    @property
    def metadata(self) -> Metadata:
        """What goes with every call."""
        named = (("polyprim-namespace", self.namespace),) if self.namespace else ()
        allowed = (("authorization", f"Bearer {self.token}"),) if self.token else ()
        return (("polyprim-language", "python"), *named, *allowed)

    @property
    def channel(self) -> list[tuple[str, str | int]]:
        """The arguments of grpc's channel. It connects again as fast as calls are retried, no proxy
        sees what is for this machine, and no other client, a parent's least of all, shares its
        connections."""
        return [
            ("grpc.primary_user_agent", f"polyprim-client/{__version__}"),
            ("grpc.initial_reconnect_backoff_ms", RECONNECT_MS),
            ("grpc.max_reconnect_backoff_ms", RECONNECT_MS_MAX),
            ("grpc.enable_http_proxy", int(not self.is_local)),
            ("grpc.use_local_subchannel_pool", 1),
        ]


def require_timeout(timeout: float) -> None:
    """Raises InvalidArgumentError, TypeError."""
    if not 0 < timeout <= TIMEOUT_SECONDS_MAX:
        raise invalid(f"a timeout is up to {TIMEOUT_SECONDS_MAX:,.0f} seconds: {timeout}")


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _read(path: str | os.PathLike[str] | None) -> bytes | None:
    return None if path is None else Path(path).read_bytes()


def _roots(context: ssl.SSLContext) -> bytes | None:
    """The system's authorities, since grpc has a list of its own; None, for that list, if the
    system has none."""
    found = context.get_ca_certs(binary_form=True)
    return "".join(map(ssl.DER_cert_to_PEM_cert, found)).encode() or None
