"""Calls to a server, as the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from polyprim.cli.extras import extra
from polyprim.errors import InvalidArgumentError
from polyprim.settings import CallSettings

if TYPE_CHECKING:
    from polyprim.cli.connection import Send


@contextmanager
def sender(settings: CallSettings) -> Iterator[Send]:
    """A connection to the server. Raises InvalidArgumentError for settings that are no use."""
    with extra("server"):
        from polyprim.service.remote import ClientTls, Remote

    assert settings.at is not None
    tls = None
    if settings.tls or settings.tls_ca or settings.tls_cert:
        tls = ClientTls(
            authority=_content(settings.tls_ca),
            certificate=_content(settings.tls_cert),
            key=_content(settings.tls_key),
        )
    token = settings.token
    if settings.token_file is not None:
        token = (_content(settings.token_file) or b"").decode().strip()
    with Remote(settings.at, namespace=settings.namespace, token=token, tls=tls) as remote:
        yield remote.call


def _content(path: Path | None) -> bytes | None:
    try:
        return None if path is None else path.read_bytes()
    except OSError as error:
        raise InvalidArgumentError(f"{path} cannot be read: {error.strerror}") from None
