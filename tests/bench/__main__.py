"""``python -m tests.bench [NAME]``: runs the benchmarks, prints a table, writes bench/NAME.json."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Figure

HERE: Final = Path(__file__).resolve().parent
RESULTS: Final = HERE.parents[1] / "bench"
NOT_BENCHMARKS: Final = frozenset(
    {"__init__", "__main__", "callers", "figures", "peers", "programs"}
)


def names() -> list[str]:
    """Every benchmark: a file here with a function `run`."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHMARKS)


def table_of(name: str, figures: Sequence[Figure]) -> Table:
    table = Table("figure", "measured", "reach", title=name, title_justify="left", box=None)
    for figure in figures:
        mark = {True: "[green]yes[/]", False: "[red]no[/]", None: ""}[figure.is_reached]
        table.add_row(figure.name, f"{figure.value:,.4g} {figure.unit}", f"{figure.reach} {mark}")
    return table


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("name", nargs="*", help=", ".join(names()))
    wanted = parser.parse_args().name or names()
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"error: no benchmark {unknown}; there are {names()}", file=sys.stderr)
        return 2
    RESULTS.mkdir(exist_ok=True)
    console = Console()
    console.print(f"{_processor()}, {platform.system()} {platform.release()}")
    for name in wanted:
        with Console(stderr=True).status(f"measuring {name}"):
            figures: list[Figure] = list(import_module(f"tests.bench.{name}").run())
        console.print(table_of(name, figures))
        flat = {figure.name: figure.value for figure in figures}
        (RESULTS / f"{name}.json").write_text(json.dumps(flat, indent=2) + "\n")
    return 0


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(models)} x {models[0]}" if models else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
