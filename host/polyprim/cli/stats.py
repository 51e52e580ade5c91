"""``polyprim stats`` and ``polyprim top``: what is going on in a segment, once or live."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from polyprim.cli import picture
from polyprim.cli.connection import opened
from polyprim.cli.numbers import parser_of
from polyprim.cli.options import takes
from polyprim.cli.output import AsJson
from polyprim.cli.picture import PERCENTILES, Picture, Row
from polyprim.contract import services
from polyprim.settings import MS_MAX, CallSettings, Range, SettingsError, is_tcp

Metrics = Annotated[
    str | None,
    typer.Option(help="HOST:PORT of a server's metrics (its --metrics-port) instead."),
]


@takes(CallSettings)
def stats(
    settings: CallSettings, flags: Sequence[str], metrics: Metrics = None, json_: AsJson = False
) -> None:
    """Show a segment's space, its objects, and the calls that were made of each method."""
    with _source(settings, flags, metrics) as look:
        now = look()
    if json_:
        print(json.dumps(_facts(now, picture.rows(now))))
    else:
        Console().print(_drawn(now, picture.rows(now)))


@takes(CallSettings)
def top(
    settings: CallSettings,
    flags: Sequence[str],
    metrics: Metrics = None,
    interval: Annotated[
        float,
        typer.Option(
            help="Seconds between two looks, 0.1 to 86400.",
            parser=parser_of(float, Range(0.1, 86_400, "seconds")),
        ),
    ] = 1.0,
    count: Annotated[
        int,
        typer.Option(
            help="End after so many looks; 0: never.", parser=parser_of(int, Range(0, MS_MAX))
        ),
    ] = 0,
    json_: AsJson = False,
) -> None:
    """Show live what is called how often, and how long it takes, until q or Ctrl-C.

    With --json, or where there is no terminal, one look after the other.
    """
    console = Console()
    with suppress(KeyboardInterrupt), _source(settings, flags, metrics) as look:
        looks = _looks(look, interval, count)
        if json_ or not console.is_terminal:
            for now, rows in looks:
                if json_:
                    print(json.dumps(_facts(now, rows)), flush=True)
                else:
                    console.print(_drawn(now, rows))
            return
        with Live(console=console, screen=True, auto_refresh=False) as live:
            for now, rows in looks:
                live.update(_drawn(now, rows), refresh=True)


@contextmanager
def _source(
    settings: CallSettings, flags: Sequence[str], metrics: str | None
) -> Iterator[Callable[[], Picture]]:
    if metrics is not None:
        if not is_tcp(metrics):
            raise SettingsError(f"--metrics is {metrics!r}, not HOST:PORT")
        for flag in flags:
            if flag != "--timeout":
                raise SettingsError(f"--metrics and {flag} exclude each other")
        yield lambda: picture.of_endpoint(metrics)
    elif settings.segment is not None:
        with opened(settings.segment) as host:
            yield lambda: picture.of_host(host)
    else:
        raise SettingsError(
            "say where: --segment NAME for one of this machine, or --metrics HOST:PORT for what "
            "`polyprim serve --metrics-port` shows"
        )


def _looks(
    look: Callable[[], Picture], interval: float, count: int
) -> Iterator[tuple[Picture, list[Row]]]:
    before = look()
    done = 0
    with _keys() as pressed:
        while not pressed(interval):
            now = look()
            yield now, picture.rows(now, before)
            before, done = now, done + 1
            if done == count:
                return


@contextmanager
def _keys() -> Iterator[Callable[[float], bool]]:
    """Whether q is pressed within so many seconds; SIGTERM ends it like Ctrl-C."""
    handler = signal.signal(signal.SIGTERM, signal.default_int_handler)
    attributes = termios.tcgetattr(sys.stdin) if sys.stdin.isatty() else None
    try:
        if attributes is None:
            yield _paused
        else:
            tty.setcbreak(sys.stdin)
            yield _pressed_q
    finally:
        if attributes is not None:
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, attributes)
        signal.signal(signal.SIGTERM, handler)


def _paused(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _pressed_q(seconds: float) -> bool:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if select.select([sys.stdin], [], [], left)[0]:
            keys = os.read(sys.stdin.fileno(), 64)
            if not keys or b"q" in keys.lower():
                return True
    return False


def _facts(now: Picture, rows: list[Row]) -> dict[str, Any]:
    return {
        "segment": dict(now.gauges),
        "methods": [asdict(row) for row in rows],
        "objects": list(now.objects),
    }


def _drawn(now: Picture, rows: list[Row]) -> RenderableType:
    parts: list[RenderableType] = [Text(_space(now)), "", _methods(rows)]
    if now.objects:
        parts += ["", _objects(now)]
    return Group(*parts)


def _space(now: Picture) -> str:
    gauges = now.gauges
    parts = [
        f"objects {gauges['objects']:,.0f} of {gauges['objects_max']:,.0f}",
        f"space {_mib(gauges['heap_used_bytes'])} of {_mib(gauges['heap_bytes'])} MiB",
        f"workers {gauges['workers']:,.0f}",
    ]
    if "sessions" in gauges:  # a server that is older does not tell
        parts.append(f"sessions {gauges['sessions']:,.0f} of {gauges['sessions_max']:,.0f}")
    for name, meaning in {"calls": "calls under way", "waiting": "waiting"}.items():
        if name in gauges:
            parts.append(f"{meaning} {gauges[name]:,.0f}")
    return "   ".join(parts)


def _mib(count: float) -> str:
    return f"{count / 2**20:,.1f}"


def _methods(rows: list[Row]) -> Table:
    drawn = Table("method", "language", box=None, pad_edge=False)
    for name in ("calls", "per second", "mean us", *(f"p{part} us" for part in PERCENTILES)):
        drawn.add_column(name, justify="right")
    primitives = {service.module: service.name for service in services()}
    for row in rows:
        drawn.add_row(
            f"{primitives.get(row.module, row.module)} {row.method}",
            row.language,
            f"{row.calls:,}",
            "" if row.per_second is None else f"{row.per_second:,.1f}",
            "" if row.mean_us is None else f"{row.mean_us:,.1f}",
            *(_bound(row, bound) for bound in row.percentiles_us.values()),
        )
    return drawn


def _bound(row: Row, bound: float | None) -> str:
    if row.mean_us is None:
        return ""
    return "more" if bound is None else f"<= {bound:,.0f}"


def _objects(now: Picture) -> Table:
    keys = dict.fromkeys(key for one in now.objects for key in one)
    names = [key for key in keys if key not in ("kind", "name")]
    drawn = Table("object", box=None, pad_edge=False)
    for name in names:
        drawn.add_column(name.replace("_", " "), justify="right")
    for one in now.objects:
        drawn.add_row(f"{one['kind']} {one['name']}", *(str(one.get(name, "")) for name in names))
    return drawn
