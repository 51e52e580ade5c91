"""``python -m tests.conform.mixed``: all languages at once on one host; their sums must agree.

Each client adds to one counter, and pushes to and pops from one queue. In the end the counter holds
what was added, the queue what was pushed and not popped, byte for byte, and the host has counted as
many calls of each language as its clients say they made. With --seconds 1800 --clients 200 it is
the soak.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from dataclasses import asdict

from rich.console import Console, Group, RenderableType
from rich.table import Table

from tests.conform.load import Mixed, mixed
from tests.conform.runner import RunnerError, runners
from tests.conform.servers import Samples
from tests.conform.setups import ServerError
from tests.conform.sums import PERCENTILES, calls


def main() -> int:
    """The exit code: 0 if all sums agree, 1 if not, 2 for what cannot be run."""
    arguments = _parser().parse_args()
    console = Console(stderr=True, highlight=False)
    paths = runners()
    wanted = arguments.languages or list(paths)
    if missing := sorted(set(wanted) - set(paths)):
        console.print(f"error: there are no runners of {', '.join(missing)}")
        return 2
    try:
        done = asyncio.run(
            mixed(
                {language: paths[language] for language in wanted},
                seconds=arguments.seconds,
                workers=arguments.workers,
                clients=arguments.clients or len(wanted),
                every=min(10.0, max(1.0, arguments.seconds / 10)),
                on_progress=lambda took, samples: console.print(progress(took, samples)),
            )
        )
    except (RunnerError, ServerError, TimeoutError) as error:
        console.print(f"error: {error or 'a runner did not end'}", markup=False)
        return 1
    if arguments.json:
        print(json.dumps({"passed": done.is_good, **asdict(done)}, indent=2))
    else:
        Console(highlight=False).print(table_of(done))
    must_run = bool(arguments.languages) or os.environ.get("REQUIRE_ALL") == "1"
    return 0 if done.is_good and not (must_run and done.left_out) else 1


def progress(took: float, samples: Samples) -> str:
    """A line on how things are."""
    memory = samples["process_resident_memory_bytes", frozenset()] / 1e6
    total = calls(samples)
    return f"{took:6.0f} s  {total:12,} calls  {total / took:8,.0f}/s  host {memory:,.0f} MB"


def table_of(done: Mixed) -> RenderableType:
    """What came of it, for people."""
    columns = ("language", "clients", "calls", "calls/s", *(f"{name} us" for name in PERCENTILES))
    loads = Table(*columns, "errors", box=None)
    for load in done.loads:
        total = sum(load.calls.values())
        loads.add_row(
            load.language,
            f"{load.clients:,}",
            f"{total:,}",
            f"{total / done.seconds:,.0f}",
            *(f"{load.latency_us[name]:,}" for name in PERCENTILES),
            f"{load.sums['errors']:,}",
        )
    host = Table("host", "memory MB", "descriptors", box=None)
    for moment in done.host:
        host.add_row(moment.when, f"{moment.memory_bytes / 1e6:,.1f}", f"{moment.descriptors:,}")
    checks = Table("what must agree", "expected", "found", "", box=None)
    for check in done.checks:
        mark = "[green]yes[/]" if check.holds else "[red]no[/]"
        checks.add_row(check.what, f"{check.expected:,}", f"{check.found:,}", mark)
    left_out = [f"left out {language}: {why}" for language, why in done.left_out.items()]
    return Group(loads, "", host, "", checks, *left_out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.conform.mixed", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--languages", nargs="+", metavar="L", help="all that are built")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="of each client")
    parser.add_argument(
        "--clients", type=int, metavar="N", help="in all, shared evenly; one a language if unset"
    )
    parser.add_argument("--json", action="store_true", help="answer in JSON, for scripts")
    return parser


if __name__ == "__main__":
    sys.exit(main())
