"""``polyprim doctor``: what is missing or slow on this machine, and how to mend it.

`software` looks at what is installed, `kernel` at limits and features, `places` at folders, space
and segments. A check changes nothing.
"""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.console import Console
from rich.table import Table

from polyprim.cli.doctor import kernel, places, software
from polyprim.cli.doctor.finding import Finding, Level
from polyprim.cli.output import ERROR, AsJson, plain, say

_STYLES = {Level.OK: "green", Level.NOTE: "yellow", Level.BROKEN: "bold red"}


def doctor(json_: AsJson = False) -> None:
    """Look for what is missing, limited or slow on this machine, and say how to mend it.

    Exit code 1 if something is broken.
    """
    found = [finding for part in (software, kernel, places) for finding in part.findings()]
    if json_:
        say({"findings": [asdict(one) for one in found]}, True, "")
    else:
        Console(soft_wrap=True).print(_drawn(found))
    if any(one.level is Level.BROKEN for one in found):
        raise typer.Exit(ERROR)


def _drawn(found: list[Finding]) -> Table:
    drawn = Table(box=None, pad_edge=False, show_header=False)
    for one in found:
        says = plain(f"{one.says}; {one.mend}" if one.mend else one.says)
        drawn.add_row(f"[{_STYLES[one.level]}]{one.level.value}", one.about, says)
    return drawn
