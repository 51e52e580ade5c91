"""``polyprim segment``: make segments, and look after their files."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated, Final

import typer

from polyprim.cli.numbers import parser_of
from polyprim.cli.options import SegmentArgument, segment_path
from polyprim.cli.output import ERROR, AsJson, say, table
from polyprim.host import Host
from polyprim.runtime import files, upkeep

app: Final = typer.Typer(no_args_is_help=True, help="Make segments, and look after their files.")


@app.command()
def create(
    name: SegmentArgument,
    size: Annotated[
        int | None,
        typer.Option(
            help="Bytes: a multiple of 64 KiB from 2 MiB; 64 MiB if unset.", parser=parser_of(int)
        ),
    ] = None,
    objects: Annotated[
        int | None,
        typer.Option(help="How many names it can hold: a power of two.", parser=parser_of(int)),
    ] = None,
    json_: AsJson = False,
) -> None:
    """Make a segment, or open the one that is there, which must have that size then."""
    with made(name, size, objects) as host:
        facts = {"path": str(host.path), "bytes": host.size}
    say(facts, json_, f"{facts['path']} has {facts['bytes']} bytes")


@app.command("list")
def list_(json_: AsJson = False) -> None:
    """Name this user's named segments."""
    found = sorted(path.stem for path in files.runtime_folder().glob(f"*{files.SUFFIX}"))
    if json_ or found:
        say({"names": found}, json_, "\n".join(found))
    else:
        print("there are no segments", file=sys.stderr)


@app.command()
def info(name: SegmentArgument, json_: AsJson = False) -> None:
    """Say what a segment is, and who has it open. Changes nothing."""
    found = upkeep.info(segment_path(name))
    created = datetime.fromtimestamp(found.header.created_ms / 1000, UTC)
    facts = {
        "path": str(found.path),
        "bytes": found.header.geometry.bytes,
        "objects": found.header.geometry.objects,
        "created": created.isoformat(timespec="seconds"),
        "clean": found.header.clean,
        "of_this_boot": found.is_of_this_boot,
        "in_use": found.is_in_use,
        "workers": found.workers,
    }
    say(facts, json_, table(facts))


@app.command()
def verify(name: SegmentArgument, json_: AsJson = False) -> None:
    """Look for contradictions in a segment's tables. Changes nothing; exit code 1 if there are."""
    findings = upkeep.verify(segment_path(name))
    say({"findings": findings}, json_, "\n".join(findings) or "no contradictions")
    raise typer.Exit(ERROR if findings else 0)


@app.command()
def recover(name: SegmentArgument, json_: AsJson = False) -> None:
    """Make a segment usable that was open when the machine went down."""
    slots = upkeep.recover(segment_path(name))
    say({"slots": slots}, json_, f"recovered; {slots} workers' slots were looked at")


def made(name: str, size: int | None, objects: int | None) -> Host:
    """The segment of that name or path, which is made if there is none."""
    if "/" in name:
        return Host(path=name, size=size, objects=objects, create=True)
    return Host(name, size=size, objects=objects)
