"""``polyprim token``: the file of tokens that a server lets in."""

from __future__ import annotations

import os
import secrets
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from polyprim.cli.extras import extra
from polyprim.cli.output import NO, AsJson, say, table
from polyprim.errors import InvalidArgumentError

app: Final = typer.Typer(no_args_is_help=True, help="Make and check the tokens of a server.")
File = Annotated[Path, typer.Argument(help="The file that the server has as --tokens.")]


class Access(Enum):
    """What a token allows."""

    READ = "read"
    WRITE = "write"


@app.command()
def new(
    file: File,
    name: Annotated[str, typer.Argument(help="Whose token it is.")],
    namespace: Annotated[
        list[str] | None,
        typer.Option(help='For which namespace: a name, "" for the server\'s own, "*" for all.'),
    ] = None,
    access: Annotated[Access, typer.Option(help="write includes reading.")] = Access.READ,
    json_: AsJson = False,
) -> None:
    """Make a token, add its entry to the file, and print it: it is kept nowhere else."""
    with extra("server"):
        from polyprim.service.tokens import new_token, read_tokens

    token, grant = new_token(name, namespaces=namespace or [""], access=access.value)
    if file.exists() and any(other.name == name for other in read_tokens(file)):
        raise InvalidArgumentError(f"{file} has a token of the name {name!r} already")
    _append(file, grant.toml())
    say({"name": name, "token": token, "sha256": grant.sha256}, json_, token)


@app.command("list")
def list_(file: File, json_: AsJson = False) -> None:
    """Show whose tokens are in the file, and what they allow."""
    found = [_facts(grant) for grant in _grants(file)]
    lines = [
        f"{one['name']} {one['access']} {' '.join(map(repr, one['namespaces']))}" for one in found
    ]
    say({"tokens": found}, json_, "\n".join(lines) or "no tokens: nobody is let in")


@app.command()
def check(
    file: File,
    token_file: Annotated[
        Path | None, typer.Option(help="A file with the token; the standard input if unset.")
    ] = None,
    json_: AsJson = False,
) -> None:
    """Check the file, and say whose token was given; exit code 3 if it is nobody's."""
    grants = _grants(file)
    from polyprim.service.tokens import find

    try:
        text = sys.stdin.read() if token_file is None else token_file.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidArgumentError(f"{token_file or 'the token'} cannot be read: {error}") from None
    found = find(grants, text.strip())
    facts = None if found is None else _facts(found)
    say({"token": facts}, json_, "nobody's" if facts is None else table(facts))
    raise typer.Exit(NO if found is None else 0)


def _grants(file: Path) -> Any:
    with extra("server"):
        from polyprim.service.tokens import read_tokens

    return read_tokens(file)


def _facts(grant: Any) -> dict[str, Any]:
    return {"name": grant.name, "access": grant.access, "namespaces": list(grant.namespaces)}


def _append(file: Path, entry: str) -> None:
    """By a rename: a server that reads the file meanwhile sees it whole."""
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        before = file.read_text() if file.exists() else ""
        mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(f"{before.rstrip()}\n\n{entry}" if before.strip() else entry)
        temporary.chmod(mode)
        temporary.rename(file)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InvalidArgumentError(f"{file} cannot be written: {error.strerror}") from None
