"""Numbers on the command line: in ASCII digits, and within a range."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer

from polyprim.settings import Range, integer, number

Number = TypeVar("Number", int, float)


def parser_of(type_: Any, within: Range | None = None) -> Callable[[Any], Any] | None:
    """What typer is to read a parameter of that type with; None if it is no number."""
    if type_ is int:
        return _checked(integer, within)
    return _checked(number, within) if type_ is float else None


def _checked(read: Callable[[str], Number], within: Range | None) -> Callable[[Any], Number]:
    def parse(text: Any) -> Number:
        try:
            value = read(str(text))  # a default is a number already
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
        if within is not None and not within.allows(value):
            raise typer.BadParameter(f"{text!r} is not within {within}")
        return value

    return parse
