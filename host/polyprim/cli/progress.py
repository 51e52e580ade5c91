"""How far long work is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from polyprim.cli.workshop import Watch
from polyprim.snapshots import Progress as Told


def watch(as_json: bool) -> Watch:
    """Bars on standard error while work goes on; nothing where nobody looks."""
    return _silent if as_json or not sys.stderr.isatty() else _shown


@contextmanager
def _silent(what: str) -> Iterator[Told]:
    yield lambda done, total: None


@contextmanager
def _shown(what: str) -> Iterator[Told]:
    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(bar, completed=done, total=total)
