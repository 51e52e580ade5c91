"""What is wrong with a file of settings and with the environment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from polyprim.settings.sources import (
    SettingsError,
    Source,
    Sources,
    Value,
    closest,
    contradictions,
    strayed,
    unknown_keys,
    value_of,
)
from polyprim.settings.table import PREFIX, TABLES, rows

_OTHERS: Final = frozenset({f"{PREFIX}TRACE_BAGGAGE"})
"""Variables of ours that are no settings of the command."""


def findings(sources: Sources) -> Iterator[str]:
    """Everything that is wrong with the file and the environment, one sentence each."""
    yield from unknown_keys(sources)
    yield from unknown_variables(sources.environment)
    for table in TABLES:
        found: dict[str, Value] = {}
        for one in rows(table):
            try:
                found[one.name] = value_of(one, sources, None)
            except SettingsError as error:
                yield str(error)
                found[one.name] = Value(one.default)
        yield from contradictions(table, found)
        yield from strayed(sources, found)
        for one in rows(table):
            value = found[one.name]
            if one.row.must_exist and value.value is not None and not value.value.is_file():
                yield f"{value.place}: {one.key} names {value.value}, and there is no such file"
            if one.row.secret and value.source is Source.FILE and _others_read(sources.path):
                yield f"{value.place} holds a {one.key} and others can read it: chmod 600"


def unknown_variables(environment: Mapping[str, str]) -> Iterator[str]:
    """Those of a table, and any that looks like one of ours: others' may begin like that too."""
    known = {one.variable for table in TABLES for one in rows(table)}
    ours = tuple(f"{PREFIX}{table.SECTION.upper()}_" for table in TABLES if table.SECTION)
    for name in sorted(environment.keys() - _OTHERS - known):
        if not name.startswith(PREFIX):
            continue
        close = closest(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known])
        if close or name.startswith(ours):
            hint = f"; did you mean {PREFIX}{close}?" if close else ""
            yield f"there is no variable {name}{hint}"


def _others_read(path: Path | None) -> bool:
    return path is not None and bool(path.stat().st_mode & 0o077)
