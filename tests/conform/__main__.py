"""``python -m tests.conform``: every case in every language, and a matrix of how they ended."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from fnmatch import fnmatchcase
from typing import Final

from rich.console import Console

from tests.conform.cases import SERVER, KnownFailures, load
from tests.conform.driver import Result, run
from tests.conform.report import as_json, line, matrix
from tests.conform.runner import runners

USAGE: Final = 2


def main() -> int:
    """The exit code: 0 if all is as it should be, 1 if not, 2 for what cannot be run."""
    arguments = _parser().parse_args()
    languages = list(dict.fromkeys(arguments.language)) or [*runners(), SERVER]
    console = Console(stderr=True)
    try:
        cases, known = load(), KnownFailures.load()
    except ValueError as error:
        console.print(f"error: {error}", style="red", markup=False)
        return USAGE
    chosen = [case for case in cases if fnmatchcase(case.id, arguments.case)]
    if not chosen:
        console.print(f"error: no case is called {arguments.case}", style="red", markup=False)
        return USAGE
    with console.status("starting") as status:
        seen = 0

        def tell(result: Result) -> None:
            nonlocal seen
            seen += 1
            status.update(f"{seen} results of {len(chosen)} cases in {', '.join(languages)}")
            if not result.verdict.is_good or arguments.verbose:
                console.print(line(result), highlight=False)

        done = asyncio.run(run(chosen, languages, known=known, on_result=tell))
    if arguments.json:
        print(json.dumps(as_json(done), indent=2))
    else:
        Console().print(matrix(done), highlight=False)
    must_run = bool(arguments.language) or os.environ.get("REQUIRE_ALL") == "1"
    return 0 if done.is_good and done.results and not (must_run and done.left_out) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.conform", description=__doc__)
    parser.add_argument(
        "--language", action="append", default=[], metavar="L",
        help=f"a folder of bindings/, or {SERVER} for what needs no client; all if not given",
    )  # fmt: skip
    parser.add_argument("--case", default="*", metavar="GLOB", help="GROUP/NAME; all if not given")
    parser.add_argument("--json", action="store_true", help="answer in JSON, for scripts")
    parser.add_argument("--verbose", action="store_true", help="a line for each result")
    return parser


if __name__ == "__main__":
    sys.exit(main())
