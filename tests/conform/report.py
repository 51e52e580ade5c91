"""A run for people: a matrix of languages and groups of cases, and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from tests.conform.driver import Result, Run, Verdict


def matrix(run: Run) -> RenderableType:
    """One row a group, one column a language: how many cases passed, of how many."""
    languages = sorted({result.language for result in run.results})
    table = Table("cases", *languages, box=None, header_style="bold")
    for group in sorted({result.group for result in run.results}):
        table.add_row(group, *(_cell(run, group, language) for language in languages))
    table.add_section()
    table.add_row("all", *(_cell(run, None, language) for language in languages))
    return Group(table, *_failures(run), *_left_out(run))


def as_json(run: Run) -> dict[str, Any]:
    """The same for programs."""
    return {
        "passed": run.is_good,
        "results": [asdict(result) for result in run.results],
        "left_out": run.left_out,
        "about": run.about,
    }


def line(result: Result) -> str:
    """A result on one line, in rich's markup."""
    colour = {
        Verdict.PASSED: "green", Verdict.KNOWN_FAILURE: "yellow",
        Verdict.FAILED: "red", Verdict.UNEXPECTED_PASS: "red",
    }[result.verdict]  # fmt: skip
    text = f"[{colour}]{result.verdict}[/] {result.language} {result.group}/{result.case}"
    text += f" [dim]{result.seconds:.1f} s[/]"
    return text if result.verdict.is_good else f"{text}\n    {escape(result.why)}"


def _cell(run: Run, group: str | None, language: str) -> str:
    count = Counter(
        result.verdict
        for result in run.results
        if result.language == language and group in (None, result.group)
    )
    if not count:
        return ""
    text = f"{count[Verdict.PASSED]}/{count.total()}"
    notes = {
        "known": count[Verdict.KNOWN_FAILURE],
        "failed": count[Verdict.FAILED],
        "passed unexpectedly": count[Verdict.UNEXPECTED_PASS],
    }
    said = ", ".join(f"{number} {note}" for note, number in notes.items() if number)
    bad = count[Verdict.FAILED] + count[Verdict.UNEXPECTED_PASS]
    colour = "red" if bad else "yellow" if notes["known"] else "green"
    return f"[{colour}]{text}[/]" + (f" ({said})" if said else "")


def _failures(run: Run) -> Iterator[str]:
    for result in run.results:
        if not result.verdict.is_good:
            yield line(result)


def _left_out(run: Run) -> Iterator[str]:
    for language, why in sorted(run.left_out.items()):
        yield f"[yellow]left out[/] {language}: {escape(why)}"
