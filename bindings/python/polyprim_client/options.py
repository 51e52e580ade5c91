"""What a client is told about its connection, checked before anything is sent."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Final

from polyprim_client.errors import invalid
from polyprim_client.tls import Tls
from polyprim_client.values import require_timeout, whole
from polyprim_client.version import __version__

TIMEOUT_SECONDS: Final = 5.0
ATTEMPTS: Final = 5
ATTEMPTS_MAX: Final = 100
RECONNECT_MS: Final = 100
RECONNECT_MS_MAX: Final = 5000
_TARGET: Final = re.compile(r"unix:.+|(?P<host>.+):(?P<port>[0-9]{1,5})")
_VISIBLE: Final = re.compile(r"[!-~]+")

Metadata = tuple[tuple[str, str], ...]


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
        if self.tls is not None and not isinstance(self.tls, Tls):
            raise TypeError(f"tls is a Tls(), not {type(self.tls).__name__}")
        if not 1 <= whole(self.attempts, "the number of attempts") <= ATTEMPTS_MAX:
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


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()
