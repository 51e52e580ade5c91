"""The metadata that calls bring along, by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from polyprim.errors import InvalidArgumentError

LANGUAGE: Final = "polyprim-language"
"""What the client is written in."""
NAMESPACE: Final = "polyprim-namespace"
"""The name of another segment than the server's own."""
SESSION: Final = "polyprim-session"
SEQUENCE: Final = "polyprim-sequence"
OLDEST: Final = "polyprim-oldest"
"""These make a call one of a session: see proto/polyprim/v1/session.proto."""
AUTHORIZATION: Final = "authorization"
"""``Bearer TOKEN``."""
REQUEST_ID: Final = "x-request-id"
"""A client's name for a call; it comes back with the answer."""
TRACEPARENT: Final = "traceparent"

Metadata = Sequence[tuple[str, str | bytes]]


class MetadataError(InvalidArgumentError):
    """An entry of a call's metadata is missing or wrong."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key: Final = key


def told_by(metadata: Metadata | None) -> dict[str, str]:
    """The values by their keys; of several with one key, the last."""
    return dict(metadata or ())  # type: ignore[arg-type]  # bytes only where a key ends with -bin
