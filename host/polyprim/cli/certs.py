"""``polyprim certs``: certificates to try TLS with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from polyprim.cli.extras import extra
from polyprim.cli.numbers import parser_of
from polyprim.cli.output import AsJson, say
from polyprim.settings import Range

app: Final = typer.Typer(no_args_is_help=True, help="Make certificates to try TLS with.")


@app.callback()
def _group() -> None:
    """Keeps `dev` a command of its own where it is the only one."""


@app.command()
def dev(
    folder: Annotated[Path, typer.Argument(help="Where to write them; made if it is missing.")],
    name: Annotated[
        list[str] | None,
        typer.Option(help="A host name or address of the server; may be repeated."),
    ] = None,
    days: Annotated[
        int,
        typer.Option(
            help="How long they are valid, 1 to 36500 days.",
            parser=parser_of(int, Range(1, 36_500, "days")),
        ),
    ] = 30,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    json_: AsJson = False,
) -> None:
    """Make an authority, a server's and a client's certificate and key, for development only: who
    has the folder can be any server and client."""
    with extra("server"):
        from polyprim.service.certificates import make_development_certificates

    made = make_development_certificates(folder, name or (), force=force, days=days)
    facts = {
        "ca": str(made.ca),
        "server": str(made.server),
        "server_key": str(made.server_key),
        "client": str(made.client),
        "client_key": str(made.client_key),
    }
    text = (
        f"polyprim serve NAME --tls-cert {made.server} --tls-key {made.server_key}\n"
        f"polyprim counter list --at 127.0.0.1:7777 --tls-ca {made.ca}"
    )
    say(facts, json_, text)
