"""What a server or a call would refuse of the files of TLS that the settings have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polyprim.cli.addresses import value
from polyprim.cli.extras import extra
from polyprim.cli.pem import require_certificates, require_pair
from polyprim.errors import InvalidArgumentError
from polyprim.settings import Sources


def findings(sources: Sources) -> Iterator[str]:
    """Certificates and keys that are none, do not fit or have expired; not those that are missing,
    which any file's setting says."""
    yield from _of_server(sources)
    yield from _of_calls(sources)


def _of_server(sources: Sources) -> Iterator[str]:
    try:
        with extra("server"):
            from polyprim.service.credentials import Tls, require_usable
    except InvalidArgumentError:
        return
    certificate, key = (_file(sources, f"serve.{name}") for name in ("tls_cert", "tls_key"))
    if certificate is None or key is None:
        return
    try:
        require_usable(Tls(certificate, key, _file(sources, "serve.tls_client_ca")))
    except InvalidArgumentError as error:
        yield f"{value(sources, 'serve.tls_cert').place}: serve.tls_cert: {error}"


def _of_calls(sources: Sources) -> Iterator[str]:
    authority, certificate, key = (
        _file(sources, name) for name in ("tls_ca", "tls_cert", "tls_key")
    )
    try:
        if authority is not None:
            require_certificates("tls_ca", authority)
        if certificate is not None and key is not None:
            require_pair("tls_cert", certificate, "tls_key", key)
    except InvalidArgumentError as error:
        place = value(sources, "tls_ca" if certificate is None else "tls_cert").place
        yield f"{place}: {error}"


def _file(sources: Sources, key: str) -> Path | None:
    path: Path | None = value(sources, key).value
    return path if path is not None and path.is_file() else None
