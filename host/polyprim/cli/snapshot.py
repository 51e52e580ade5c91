"""``polyprim snapshot``: tasks that sleep in a store."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from polyprim.cli import words
from polyprim.cli.options import takes
from polyprim.cli.output import NO, AsJson, say, table
from polyprim.cli.progress import watch
from polyprim.cli.space import drawn, facts_of
from polyprim.cli.task import Id, after
from polyprim.cli.working import started, woken
from polyprim.cli.workshop import Facts, workshop
from polyprim.errors import InvalidArgumentError
from polyprim.settings import CallSettings
from polyprim.tasks import State

app: Final = typer.Typer(no_args_is_help=True, help="Store tasks, and look after the store.")

ID_WIDTH: Final = 64
PIPE_WIDTH: Final = 240
"""Where nobody says how wide a line may be."""


@app.command()
@takes(CallSettings)
def create(
    file: words.File,
    settings: CallSettings,
    arguments: words.Arguments = None,
    env: words.Environment = None,
    folders: words.Folders = None,
    given: words.Input = "",
    memory: words.Memory = None,
    labels: words.Labels = None,
    store: words.Store = None,
    json_: AsJson = False,
) -> None:
    """Store a module as it is when it has been initialised, and print the snapshot's id.

    `task park` runs it first, until it waits.
    """
    program = words.program_of(file, arguments, env, folders, given, memory)
    named = words.pairs(labels, "--label")
    with started(settings, store, program, as_json=json_) as work:
        kept = work.keep(named)
    say(kept, json_, kept["id"])


@app.command("list")
@takes(CallSettings)
def list_(
    settings: CallSettings,
    labels: words.Labels = None,
    store: words.Store = None,
    json_: AsJson = False,
) -> None:
    """Show the snapshots of a store, or those that have all these labels."""
    with workshop(settings, store, watch(json_)) as place:
        found = list(place.list(words.pairs(labels, "--label")))
    if json_:
        say({"snapshots": found}, True, "")
    elif found:
        _list(found)
    else:
        print("there are no snapshots", file=sys.stderr)


@app.command()
@takes(CallSettings)
def show(
    snapshot: Id, settings: CallSettings, store: words.Store = None, json_: AsJson = False
) -> None:
    """Say what a snapshot is, and where its bytes went."""
    with workshop(settings, store, watch(json_)) as place:
        facts, space = place.get(snapshot)
    if json_:
        say({**facts, "space": facts_of(space)}, True, "")
        return
    shown = {**facts, "labels": _labels(facts)}
    say(None, False, table({key: value for key, value in shown.items() if value != ""}))
    Console(highlight=False).print(drawn(space, facts["bytes"]))


@app.command()
@takes(CallSettings)
def restore(
    snapshot: Id,
    settings: CallSettings,
    message: Annotated[
        str | None, typer.Argument(help="What wakes it: the text itself, @FILE or -.")
    ] = None,
    folders: words.Folders = None,
    again: words.Again = False,
    labels: words.Labels = None,
    store: words.Store = None,
    json_: AsJson = False,
) -> None:
    """Let a task go on where it was: by a message, or when the primitive that it waits for lets it.

    Ends as the task did, or with 0 if it waits again.
    """
    seen = words.pairs(folders, "--folder")
    with woken(settings, store, snapshot, seen, as_json=json_) as work:
        if message is not None:
            outcome = work.send(words.content(message))
        elif work.state is State.PARKED and work.waits_for:
            outcome = work.resume()
        else:
            raise InvalidArgumentError(
                "it waits for a message: give one, or call an export with `polyprim task call`"
            )
        after(work, outcome, again, words.pairs(labels, "--label"), json_)


@app.command()
@takes(CallSettings)
def verify(
    snapshot: Id, settings: CallSettings, store: words.Store = None, json_: AsJson = False
) -> None:
    """Read all of a snapshot and check it; exit code 1 if it is damaged."""
    with workshop(settings, store, watch(json_)) as place:
        place.verify(snapshot)
    say({"id": snapshot, "verified": True}, json_, "it is what was written")


@app.command()
@takes(CallSettings)
def rm(
    snapshots: Annotated[list[str], typer.Argument(help="Their ids.")],
    settings: CallSettings,
    store: words.Store = None,
    json_: AsJson = False,
) -> None:
    """Remove snapshots; exit code 3 if one was not there. `gc` removes what only they needed."""
    with workshop(settings, store, watch(json_)) as place:
        removed = [snapshot for snapshot in snapshots if place.delete(snapshot)]
    missing = [snapshot for snapshot in snapshots if snapshot not in removed]
    lines = [f"removed {one}" for one in removed] + [f"there is no {one}" for one in missing]
    say({"removed": removed, "missing": missing}, json_, "\n".join(lines))
    raise typer.Exit(NO if missing else 0)


@app.command()
@takes(CallSettings)
def gc(settings: CallSettings, store: words.Store = None, json_: AsJson = False) -> None:
    """Remove the modules that no snapshot needs, and what dead writers left."""
    with workshop(settings, store, watch(json_)) as place:
        found = place.gc()
    text = f"removed {found['modules']} modules and {found['leftovers']} leftovers, "
    text += f"{found['bytes']} bytes"
    if found["unreadable"]:
        ids = " ".join(found["unreadable"])
        text += f"; modules stay, since nobody knows which of them these need: {ids}"
    say(found, json_, text)


def _list(found: list[Facts]) -> None:
    shown = Table(box=None, pad_edge=False)
    shown.add_column("id", no_wrap=True, min_width=ID_WIDTH)
    for name in ("bytes", "module", "created", "memory", "waits for", "labels"):
        shown.add_column(name)
    for facts in found:
        if "trouble" in facts:
            shown.add_row(facts["id"], str(facts["bytes"]), facts["trouble"])
            continue
        waits = (facts["waits_for"] or "a message") if facts["parked"] else ""
        cells: list[Any] = [facts["bytes"], facts["module"], facts["created"]]
        cells += [facts["memory_bytes"], waits, _labels(facts)]
        shown.add_row(facts["id"], *map(str, cells))
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    Console(width=width, highlight=False).print(shown)


def _labels(facts: Facts) -> str:
    return " ".join(f"{name}={value}" for name, value in facts.get("labels", {}).items())
