"""``polyprim task``: run WASI modules, and talk to those that sleep in snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from polyprim.cli import outcomes, words
from polyprim.cli.options import takes
from polyprim.cli.output import AsJson, say
from polyprim.cli.working import started, woken
from polyprim.cli.workshop import Work
from polyprim.errors import ExportNotFoundError, TaskError
from polyprim.settings import CallSettings
from polyprim.snapshots.store import is_id
from polyprim.tasks import Outcome, State

app: Final = typer.Typer(no_args_is_help=True, help="Run WASI modules as tasks.")
Id = Annotated[str, typer.Argument(help="A snapshot's id.")]


@app.command()
@takes(CallSettings)
def run(
    file: words.File,
    settings: CallSettings,
    arguments: words.Arguments = None,
    env: words.Environment = None,
    folders: words.Folders = None,
    given: words.Input = "",
    memory: words.Memory = None,
    json_: AsJson = False,
) -> None:
    """Run a command to its end; its exit code is the task's own.

    It sees nothing of this machine but what it is given.
    """
    program = words.program_of(file, arguments, env, folders, given, memory)
    with started(settings, None, program, as_json=json_) as work:
        outcome = work.run()
        waits_for = work.waits_for
    _show(outcome, json_)
    if outcome.state is State.PARKED and not json_:
        typer.echo(_asleep(waits_for), err=True)
    raise typer.Exit(outcomes.exit_code(outcome))


@app.command(context_settings={"ignore_unknown_options": True})
@takes(CallSettings)
def call(
    what: Annotated[str, typer.Argument(help="A .wasm file, or a snapshot's id.")],
    export: Annotated[str, typer.Argument(help="The export.")],
    settings: CallSettings,
    arguments: Annotated[
        list[str] | None, typer.Argument(help="What it is given: numbers.")
    ] = None,
    env: words.Environment = None,
    folders: words.Folders = None,
    memory: words.Memory = None,
    store: words.Store = None,
    json_: AsJson = False,
) -> None:
    """Call an export of a module, or of a task that sleeps in a snapshot.

    Prints what it wrote, and what it answers.
    """
    values = words.values_of(arguments)
    seen = words.pairs(folders, "--folder")
    if is_id(what):
        found = woken(settings, store, what, seen, as_json=json_)
    else:
        program = words.program_of(Path(what), None, env, folders, "", memory)
        found = started(settings, store, program, as_json=json_)
    with found as work:
        outcome = work.call(export, values)
    _show(outcome, json_)
    raise typer.Exit(outcomes.exit_code(outcome))


@app.command()
@takes(CallSettings)
def park(
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
    """Run a module until it waits, store it there, and print the snapshot's id.

    One that has nothing to run is stored as it is then.
    """
    program = words.program_of(file, arguments, env, folders, given, memory)
    named = words.pairs(labels, "--label")
    with started(settings, store, program, as_json=json_) as work:
        outcome = _until_it_waits(work)
        if outcome is not None and outcome.state is State.ENDED:
            _show(outcome, json_)
            raise TaskError(f"{file} has exited with {outcome.exit_code}, and never waited")
        kept = work.keep(named)
    if outcome is not None and not json_:
        outcomes.show(outcome)
    facts = {"snapshot": kept, "outcome": None if outcome is None else outcomes.facts_of(outcome)}
    say(facts, json_, kept["id"])


@app.command()
@takes(CallSettings)
def send(
    snapshot: Id,
    message: Annotated[str, typer.Argument(help="The text itself, @FILE or -.")],
    settings: CallSettings,
    folders: words.Folders = None,
    again: words.Again = False,
    labels: words.Labels = None,
    store: words.Store = None,
    json_: AsJson = False,
) -> None:
    """Wake a task that sleeps in a snapshot by a message, and print what it answers."""
    content = words.content(message)
    seen = words.pairs(folders, "--folder")
    with woken(settings, store, snapshot, seen, as_json=json_) as work:
        outcome = work.send(content)
        after(work, outcome, again, words.pairs(labels, "--label"), json_)


def after(work: Work, outcome: Outcome, again: bool, labels: dict[str, str], json_: bool) -> None:
    """Shows what came of a task that was woken, and stores it again if that was asked for."""
    if again and outcome.state is State.ENDED:
        _show(outcome, json_)
        raise TaskError(f"the task has exited with {outcome.exit_code}: nothing is left to store")
    kept = work.keep(labels) if again else None
    if not json_:
        outcomes.show(outcome)
    facts: dict[str, Any] = {"outcome": outcomes.facts_of(outcome), "snapshot": kept}
    if json_ or kept is not None:
        say(facts, json_, "" if kept is None else kept["id"])
    raise typer.Exit(0 if outcome.state is State.PARKED else outcomes.exit_code(outcome))


def _until_it_waits(work: Work) -> Outcome | None:
    """What came of it; None of a module without anything to run."""
    try:
        return work.run()
    except ExportNotFoundError:
        return None


def _show(outcome: Outcome, json_: bool) -> None:
    if json_:
        say(outcomes.facts_of(outcome), True, "")
    else:
        outcomes.show(outcome)


def _asleep(waits_for: str) -> str:
    what = waits_for or "a message"
    return f"it waits for {what}, and was given up: `polyprim task park` stores such a task"
