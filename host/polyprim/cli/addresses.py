"""What a server or a call would refuse of the addresses that the settings have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from polyprim.cli.extras import extra
from polyprim.errors import InvalidArgumentError
from polyprim.settings import TABLES, SettingsError, Sources, Value, rows, value_of

_BY_KEY: Final = {one.key: one for table in TABLES for one in rows(table)}


def findings(sources: Sources) -> Iterator[str]:
    """Addresses that are none, and those that would be served or called without encryption.

    Nothing where grpc is missing: there is neither a server nor a call to one then.
    """
    try:
        with extra("server"):
            from polyprim.service.address import is_local
    except InvalidArgumentError:
        return
    yield from _of_server(sources, is_local)
    yield from _of_calls(sources, is_local)


def _of_server(sources: Sources, is_local: Callable[[str], bool]) -> Iterator[str]:
    address = value(sources, "serve.address")
    try:
        if is_local(address.value):
            return
    except InvalidArgumentError as error:
        yield f"{address.place}: serve.address: {error}"
        return
    if not value(sources, "serve.tls_cert").value and not value(sources, "serve.insecure").value:
        yield (
            f"{address.place}: other machines can reach serve.address {address.value}, which needs "
            "serve.tls_cert and serve.tls_key, or serve.insecure"
        )


def _of_calls(sources: Sources, is_local: Callable[[str], bool]) -> Iterator[str]:
    at = value(sources, "at")
    try:
        if at.value is None or is_local(at.value):
            return
    except InvalidArgumentError as error:
        yield f"{at.place}: at: {error}"
        return
    has_token = any(value(sources, key).value for key in ("token", "token_file"))
    if has_token and not any(value(sources, key).value for key in ("tls", "tls_ca", "tls_cert")):
        yield f"{at.place}: a token would go to {at.value} unencrypted: set tls or tls_ca"


def value(sources: Sources, key: str) -> Value:
    """What a setting is; its default if its value is wrong, which is a finding of its own."""
    one = _BY_KEY[key]
    try:
        return value_of(one, sources, None)
    except SettingsError:
        return Value(one.default)
