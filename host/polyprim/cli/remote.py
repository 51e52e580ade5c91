"""Calls to a server, as the settings say."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from polyprim.cli.extras import extra
from polyprim.cli.pem import require_certificates, require_pair
from polyprim.errors import InvalidArgumentError
from polyprim.settings import CallSettings

if TYPE_CHECKING:
    from polyprim.cli.connection import Send
    from polyprim.service.remote import ClientTls, Remote

_log: Final = logging.getLogger("polyprim.cli")


@contextmanager
def sender(settings: CallSettings) -> Iterator[Send]:
    """What makes calls to the server. Raises as `connected` does."""
    with connected(settings) as remote:
        yield remote.call


@contextmanager
def connected(settings: CallSettings) -> Iterator[Remote]:
    """A connection to the server. Raises InvalidArgumentError for settings that are no use."""
    with extra("server"):
        from polyprim.service.remote import Remote

    assert settings.at is not None
    tls = _tls(settings)
    token = settings.token
    if settings.token_file is not None:
        token = _token(settings.token_file)
    with Remote(settings.at, namespace=settings.namespace, token=token, tls=tls) as remote:
        yield remote


def _tls(settings: CallSettings) -> ClientTls | None:
    from polyprim.service.remote import ClientTls

    authority, certificate, key = settings.tls_ca, settings.tls_cert, settings.tls_key
    if not settings.tls and authority is None and certificate is None:
        return None
    files = {"tls_ca": authority, "tls_cert": certificate, "tls_key": key}
    contents = [None if path is None else _content(name, path) for name, path in files.items()]
    if authority is not None:
        require_certificates("tls_ca", authority)
    if certificate is not None and key is not None:
        require_pair("tls_cert", certificate, "tls_key", key)
    return ClientTls(*contents)


def _token(path: Path) -> str:
    from polyprim.service.reload import has_mode

    try:
        token = _content("token_file", path).decode("ascii").strip()
    except UnicodeDecodeError:
        raise InvalidArgumentError(f"token_file {path} holds no token: it is no text") from None
    if not token:
        raise InvalidArgumentError(f"token_file {path} is empty")
    if has_mode(path, stat.S_IROTH):
        _log.warning("every user of this machine can read the token %s: chmod 600", path)
    return token


def _content(setting: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidArgumentError(f"{setting} {path} cannot be read: {error.strerror}") from None
