"""A task for as long as a command lasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from polyprim.cli import outcomes
from polyprim.cli.progress import watch
from polyprim.cli.workshop import Program, Work, workshop
from polyprim.settings import CallSettings


@contextmanager
def started(
    settings: CallSettings, store: str | None, program: Program, *, as_json: bool
) -> Iterator[Work]:
    """A new task. What it had written is shown if it fails."""
    with (
        workshop(settings, store, watch(as_json)) as place,
        outcomes.telling(as_json),
        place.start(program) as work,
    ):
        yield work


@contextmanager
def woken(
    settings: CallSettings,
    store: str | None,
    snapshot: str,
    folders: Mapping[str, str],
    *,
    as_json: bool,
) -> Iterator[Work]:
    """The same of a task that sleeps in a snapshot."""
    with (
        workshop(settings, store, watch(as_json)) as place,
        outcomes.telling(as_json),
        place.restore(snapshot, folders) as work,
    ):
        yield work
