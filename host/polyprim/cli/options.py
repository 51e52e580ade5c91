"""Options that several commands share."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.markup import escape

from polyprim.cli.numbers import parser_of
from polyprim.runtime import files
from polyprim.settings import Setting, Settings, load, rows

SegmentArgument = Annotated[str, typer.Argument(help="A segment's name, or a path with a slash.")]
Command = Callable[..., None]

_CONFIG: Final = Annotated[
    Path | None, typer.Option("--config", help="Read this file instead of polyprim.toml.")
]
_PREFIX: Final = "setting_"


def takes(table: type[Settings]) -> Callable[[Command], Command]:
    """Gives a command an option for each setting of a table, and passes them on as `settings`, and
    which of the options were given as `flags`, if it has a parameter of that name."""

    def decorate(function: Command) -> Command:
        own = inspect.signature(function, eval_str=True).parameters.values()

        @functools.wraps(function)
        def command(**given: Any) -> None:
            flags = {one.name: given.pop(_PREFIX + one.name) for one in rows(table)}
            settings = load(table, flags, file=given.pop("config"))
            if any(one.name == "flags" for one in own):
                given["flags"] = [one.flag for one in rows(table) if flags[one.name] is not None]
            function(**given, settings=settings)

        kept = [one for one in own if one.name not in ("settings", "flags")]
        return with_parameters(command, [*kept, *_parameters(table)])

    return decorate


def with_parameters(function: Command, parameters: list[inspect.Parameter]) -> Command:
    """The function, with the parameters that typer is to see."""
    keywords = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters]
    function.__signature__ = inspect.Signature(keywords)  # type: ignore[attr-defined]
    function.__annotations__ = {one.name: one.annotation for one in keywords}
    return function


def segment_path(name: str) -> Path:
    """The file of a segment, by its name or its path."""
    return files.absolute(name) if "/" in name else files.named_path(name)


def _parameters(table: type[Settings]) -> Iterator[inspect.Parameter]:
    table_name = f"[{table.SECTION}]" if table.SECTION else "keys"
    prefix = f"POLYPRIM_{table.SECTION}_".upper().replace("__", "_")
    panel = escape(f"Settings: also {prefix}... and {table_name} of polyprim.toml")
    for one in rows(table):
        yield keyword(_PREFIX + one.name, one.type | None, _option(one, panel))
    config: Any = _CONFIG
    yield inspect.Parameter(
        "config", inspect.Parameter.KEYWORD_ONLY, annotation=config, default=None
    )


def keyword(name: str, type_: Any, info: Any, default: Any = None) -> inspect.Parameter:
    """A parameter that typer makes an option or argument of; ``...`` is no default."""
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        annotation=Annotated[type_, info],
        default=inspect.Parameter.empty if default is ... else default,
    )


def _option(one: Setting, panel: str) -> Any:
    names = f"{one.flag}/--no-{one.flag[2:]}" if one.type is bool else one.flag
    default = str(one.default) if one.default not in (None, False) else False
    return typer.Option(
        names,
        help=escape(one.help),
        show_default=default,
        rich_help_panel=panel,
        parser=parser_of(one.type),
    )
