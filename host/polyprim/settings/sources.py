"""Where settings come from, and which source wins."""

from __future__ import annotations

import difflib
import math
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, get_args

from polyprim.errors import InvalidArgumentError
from polyprim.settings.rules import integer, number
from polyprim.settings.table import TABLES, Setting, Settings, Table, rows

FILE: Final = "polyprim.toml"
_WORDS: Final = {"true": True, "yes": True, "on": True, "1": True} | {
    "false": False, "no": False, "off": False, "0": False
}  # fmt: skip


class SettingsError(InvalidArgumentError):
    """A setting has a wrong value, or contradicts another; the message says which and where."""


class Source(IntEnum):
    """Where a value comes from; a greater one wins."""

    DEFAULT = 0
    FILE = 1
    ENVIRONMENT = 2
    FLAG = 3


@dataclass(frozen=True, slots=True)
class Value:
    """What a setting is, and who says so."""

    value: Any
    source: Source = Source.DEFAULT
    place: str = "default"

    @property
    def is_given(self) -> bool:
        return self.source > Source.DEFAULT


@dataclass(frozen=True, slots=True)
class Sources:
    """Where settings are read, beside flags."""

    environment: Mapping[str, str]
    path: Path | None
    """The file that counts, if there is one."""
    content: Mapping[str, Any]
    is_of_this_folder: bool = False
    """The file was not asked for: it lies where the command was started, whoever put it there."""

    @classmethod
    def found(
        cls, path: Path | None = None, environment: Mapping[str, str] = os.environ
    ) -> Sources:
        """The environment and the file. Raises SettingsError if it cannot be read or is no TOML."""
        here = Path(FILE).absolute()
        usual = path or _usual_file(environment, here)
        content = {} if usual is None else _content(usual)
        return cls(environment, usual, content, path is None and usual == here)


def load(table: type[Table], flags: Mapping[str, Any], *, file: Path | None = None) -> Table:
    """The settings of a table. `flags` are by name, None for what was not given.

    Raises SettingsError for the first wrong value, unknown key or contradiction.
    """
    sources = Sources.found(file)
    for finding in unknown_keys(sources):
        raise SettingsError(finding)
    found = values(table, sources, flags)
    for finding in (*contradictions(table, found), *strayed(sources, found)):
        raise SettingsError(finding)
    kept = _without_excluded(table, found)
    return table(**{name: one.value for name, one in kept.items()})


def values(
    table: type[Settings], sources: Sources, flags: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, Value]:
    """What each setting of a table is, by its name. Raises SettingsError for a wrong value."""
    return {one.name: value_of(one, sources, flags.get(one.name)) for one in rows(table)}


def contradictions(table: type[Settings], values: Mapping[str, Value]) -> Iterator[str]:
    """What is set and cannot go together."""
    for one in rows(table):
        own = values[one.name]
        if own.value in (None, False) or not own.is_given:
            continue
        for other in one.row.excludes:
            if values[other].source is own.source:
                both = " and ".join(dict.fromkeys([own.place, values[other].place]))
                yield f"{one.key} and {other} exclude each other: see {both}"
        flags = Source.FLAG, Source.FLAG
        if one.row.of_server and (own.source, values["segment"].source) == flags:
            yield f"{own.place} is for a server, and --segment is one of this machine"
        for other in one.row.needs:
            if values[other].value is None:
                yield f"{own.place}: {one.key} needs {other} too"


def strayed(sources: Sources, values: Mapping[str, Value]) -> Iterator[str]:
    """A token of the user's own that a file of the folder he happens to be in would send away."""
    at = values.get("at")
    if not sources.is_of_this_folder or at is None or at.source is not Source.FILE:
        return
    for name in ("token", "token_file"):
        if values[name].is_given and values[name].source is not Source.FILE:
            yield (
                f"{values[name].place} would be sent to {at.value}, which {sources.path} says: "
                "if that is meant, say it by --at, POLYPRIM_AT or --config"
            )


def unknown_keys(sources: Sources) -> Iterator[str]:
    """Keys of the file that mean nothing."""
    known = {one.key: one for table in TABLES for one in rows(table)}
    sections = {table.SECTION for table in TABLES}
    for key, value in sources.content.items():
        if key in sections and not isinstance(value, dict):
            yield f"{sources.path}: {key} is a table: write [{key}]"
            continue
        if isinstance(value, dict) and key in sections:
            keys = [f"{key}.{inner}" for inner in value]
        else:
            keys = [key]
        for whole in keys:
            if whole not in known:
                close = closest(whole, [*known, *filter(None, sections)])
                hint = f"; did you mean {close}?" if close else ""
                yield f"{sources.path}: there is no setting {whole}{hint}"


def closest(word: str, known: Iterable[str]) -> str:
    """What a word may have been meant for; "" if nothing is close to it."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1, cutoff=0.75)), "")


def _without_excluded(table: type[Settings], values: Mapping[str, Value]) -> dict[str, Value]:
    kept = dict(values)
    for one in rows(table):
        for other in one.row.excludes:
            if values[one.name].value is not None and values[other].value is not None:
                own_wins = values[one.name].source > values[other].source
                kept[other if own_wins else one.name] = Value(None)
    return kept


def value_of(one: Setting, sources: Sources, flag: Any) -> Value:
    """What a setting is by all its sources. Raises SettingsError for a wrong value."""
    if flag is not None:
        return Value(_fit(one, flag, one.flag), Source.FLAG, one.flag)
    if text := sources.environment.get(one.variable):
        value = _fit(one, _parsed(one, text), one.variable)
        return Value(value, Source.ENVIRONMENT, one.variable)
    section = sources.content.get(one.section, {}) if one.section else sources.content
    if isinstance(section, dict) and one.name in section:
        place = f"{sources.path}: {one.key}"
        value = _fit(one, _typed(one, section[one.name], sources.path), place)
        return Value(value, Source.FILE, str(sources.path))
    return Value(one.default)


def _parsed(one: Setting, text: str) -> Any:
    """A variable's value."""
    kinds: dict[Any, Any] = {int: integer, float: number, bool: lambda text: _WORDS[text.lower()]}
    try:
        if one.type in (str, Path) or one.type in kinds:
            return kinds.get(one.type, one.type)(text)
    except (ValueError, KeyError):
        pass
    else:
        if text in get_args(one.type):
            return text
    raise SettingsError(f"{one.variable} is {text!r}, not {_kind(one)}")


def _typed(one: Setting, value: Any, path: Path | None) -> Any:
    """A value of the file; a relative path in it begins at the file's folder."""
    if one.type is Path and isinstance(value, str) and path is not None:
        return path.parent / value
    if one.type is float and isinstance(value, int) and not isinstance(value, bool):
        value = _float(value)
    if type(value) is one.type or (isinstance(value, str) and value in get_args(one.type)):
        return value
    raise SettingsError(f"{path}: {one.key} is {value!r}, not {_kind(one)}")


def _float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf  # which no rule allows


def _fit(one: Setting, value: Any, place: str) -> Any:
    """The value, if it is what its rule says."""
    if one.row.rule is None or one.row.rule.allows(value):
        return value
    raise SettingsError(f"{place} is {value!r}, not {_kind(one)}")


def _kind(one: Setting) -> str:
    if one.row.rule is not None:
        kind = {int: "an integer from ", float: "a number from "}.get(one.type, "")
        return f"{kind}{one.row.rule}"
    names = {str: "a text", int: "an integer", float: "a number", Path: "a path"}
    names[bool] = "true or false"
    return names.get(one.type) or " or ".join(get_args(one.type))


def _usual_file(environment: Mapping[str, str], here: Path) -> Path | None:
    base = environment.get("XDG_CONFIG_HOME", "")
    folder = Path(base) if os.path.isabs(base) else Path("~/.config").expanduser()
    usual = (here, folder / "polyprim" / FILE)
    return next((path for path in usual if path.is_file()), None)


def _content(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error
