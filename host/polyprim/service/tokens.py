"""Bearer tokens: who may do what in which namespace, by a file that holds no token.

    [[token]]
    name = "billing"
    sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    namespaces = ["", "orders"]    # "" is the server's own, "*" all of them
    access = "read"                # or "write", which includes reading

TOML, because people write it: it has comments, and Python reads it. A token is 256 random bits, so
a plain SHA-256 of it tells nobody anything. `token = []` lets nobody in; a file that says nothing
is taken for one that is only half written.
"""

from __future__ import annotations

import hmac
import re
import secrets
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal, get_args

from polyprim.errors import InvalidArgumentError
from polyprim.service.reload import contents_of

Access = Literal["read", "write"]
PREFIX: Final = "pp_"
"""What our tokens begin with, so that those who look for leaked secrets can find them."""
EVERY: Final = "*"
TOKENS_MAX: Final = 1000
"""Every call is compared with every token of the file."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An entry of the file: what the owner of a token may do.

    Raises InvalidArgumentError if a value is not one that the file may have.
    """

    name: str
    sha256: str
    namespaces: tuple[str, ...]
    access: Access

    def __post_init__(self) -> None:
        if not _matches(_NAME, self.name):
            raise InvalidArgumentError(
                "a token's name is 1 to 64 of A-Z a-z 0-9 . _ - with a letter or digit first: "
                f"{self.name!r:.80}"
            )
        if not _matches(_SHA256, self.sha256):
            raise InvalidArgumentError(
                f"the sha256 of {self.name!r} must be 64 digits of 0-9 a-f, not a token"
            )
        if not self.namespaces or not all(
            name in ("", EVERY) or _matches(_NAME, name) for name in self.namespaces
        ):
            raise InvalidArgumentError(
                f'the namespaces of {self.name!r} must be some names, "" or "*"'
            )
        if self.access not in get_args(Access):
            raise InvalidArgumentError(f'the access of {self.name!r} must be "read" or "write"')

    def covers(self, namespace: str) -> bool:
        """Whether it is about that namespace; "" is the server's own."""
        return namespace in self.namespaces or EVERY in self.namespaces

    def toml(self) -> str:
        """The entry as text, to be added to a file."""
        namespaces = ", ".join(f'"{name}"' for name in self.namespaces)
        return (
            f'[[token]]\nname = "{self.name}"\nsha256 = "{self.sha256}"\n'
            f'namespaces = [{namespaces}]\naccess = "{self.access}"\n'
        )


def new_token(
    name: str, *, namespaces: Iterable[str] = ("",), access: Access = "read"
) -> tuple[str, Grant]:
    """A random token, to be given to its owner and kept nowhere, and its entry for the file."""
    token = PREFIX + secrets.token_urlsafe(32)
    return token, Grant(
        name=name, sha256=_digest(token), namespaces=tuple(namespaces), access=access
    )


def read_tokens(path: Path) -> tuple[Grant, ...]:
    """The entries of a file. Raises InvalidArgumentError, which says what is wrong with it."""
    try:
        table = tomllib.loads(contents_of(path).decode())
    except tomllib.TOMLDecodeError:  # whose words may quote what is in there
        raise InvalidArgumentError(f"{path} is not TOML") from None
    except UnicodeDecodeError:
        raise InvalidArgumentError(f"{path} is not UTF-8") from None
    entries = table.get("token")
    if set(table) != {"token"} or not isinstance(entries, list) or len(entries) > TOKENS_MAX:
        raise InvalidArgumentError(f"{path} must have up to {TOKENS_MAX} [[token]], and no more")
    try:
        grants = tuple(map(_grant, entries))
    except InvalidArgumentError as error:
        raise InvalidArgumentError(f"{path}: {error}") from None
    for what in ("name", "sha256"):
        if len({getattr(grant, what) for grant in grants}) < len(grants):
            raise InvalidArgumentError(f"{path}: two tokens have the same {what}")
    return grants


def find(grants: Iterable[Grant], token: str) -> Grant | None:
    """The token's entry, in a time that does not tell which it is or how near a wrong one came."""
    digest = _digest(token)
    found = None
    for grant in grants:
        if hmac.compare_digest(grant.sha256, digest):
            found = grant
    return found


def _grant(entry: Any) -> Grant:
    keys = {field.name for field in fields(Grant)}
    if not isinstance(entry, dict) or entry.keys() != keys:
        raise InvalidArgumentError(f"each [[token]] must have exactly {', '.join(sorted(keys))}")
    namespaces = entry["namespaces"]
    if not isinstance(namespaces, list):
        raise InvalidArgumentError('the namespaces of a [[token]] are a list: ["", "orders"]')
    return Grant(**{**entry, "namespaces": tuple(namespaces)})


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _digest(token: str) -> str:
    return sha256(token.encode(errors="replace")).hexdigest()
