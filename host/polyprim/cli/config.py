"""``polyprim config``: what the settings are, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from polyprim.cli import addresses, tls
from polyprim.cli.output import ERROR, AsJson, say
from polyprim.settings import TABLES, SettingsError, Sources, findings, rows, values

app: Final = typer.Typer(no_args_is_help=True, help="Show and check the settings.")
File = Annotated[
    Path | None, typer.Option("--config", help="Read this file instead of polyprim.toml.")
]
MASKED: Final = "********"


@app.command()
def show(config: File = None, json_: AsJson = False) -> None:
    """Show every setting, and whether it comes from a variable, the file or nowhere."""
    sources = Sources.found(config)
    facts: dict[str, dict[str, Any]] = {}
    for table in TABLES:
        found = values(table, sources)
        for one in rows(table):
            value = found[one.name].value
            shown = MASKED if one.row.secret and value is not None else value
            facts[one.key] = {"value": shown, "from": found[one.name].place}
    if json_:
        say({"file": sources.path, "settings": facts}, True, "")
        return
    drawn = Table("setting", "value", "from", box=None, pad_edge=False)
    for key, fact in facts.items():
        drawn.add_row(key, "" if fact["value"] is None else str(fact["value"]), fact["from"])
    Console(soft_wrap=True).print(drawn)


@app.command()
def check(config: File = None, json_: AsJson = False) -> None:
    """Look for unknown keys, wrong values, files that are missing or wrong, and contradictions;
    exit code 1 if there are any."""
    path = config
    try:
        sources = Sources.found(config)
    except SettingsError as error:
        found = [str(error)]
    else:
        path = sources.path
        found = [*findings(sources), *addresses.findings(sources), *tls.findings(sources)]
    fine = f"nothing is wrong with {path or 'the environment; there is no file'}"
    say({"file": path, "findings": found}, json_, "\n".join(found) or fine)
    raise typer.Exit(ERROR if found else 0)
