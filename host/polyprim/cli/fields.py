"""Fields of requests on the command line: which are arguments, which options, and how they are
written.

A required or repeated field is an argument, in the order of the fields' numbers; all others are
options. Times, which the contract has in milliseconds, are given in seconds. Bytes are the text
itself, ``@FILE`` or ``-`` for the standard input; those of a fixed length, such as ids, are
hexadecimal. An item of a repeated message is its required fields, joined by ``=``.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typer
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from rich.markup import escape

from polyprim.abi import REQUEST_BYTES
from polyprim.cli.numbers import parser_of
from polyprim.cli.options import keyword
from polyprim.contract import Method, message_class, rules
from polyprim.rules import allows, help_of, rule_of, spelled
from polyprim.settings import MS_MAX, integer

_MS: Final = "_ms"
_SET_BY_CALL: Final = ("timeout_ms", "crc32")
_INTEGERS: Final = (
    FieldDescriptor.CPPTYPE_INT32,
    FieldDescriptor.CPPTYPE_INT64,
    FieldDescriptor.CPPTYPE_UINT32,
    FieldDescriptor.CPPTYPE_UINT64,
)


def parameters(method: Method) -> list[inspect.Parameter]:
    """The parameters of the command that makes a request of that method."""
    return [_parameter(field) for field in inputs(method.request)]


def request_of(method: Method, given: Mapping[str, Any]) -> Any:
    """The request that the command line asks for. Raises typer.BadParameter for what is no value of
    its field."""
    request: Any = message_class(method.request)()
    for field in inputs(method.request):
        value = given[field.name]
        if value is None:
            continue
        try:
            if field.is_repeated:
                for item in value:
                    _add(field, getattr(request, field.name), item)
            else:
                setattr(request, field.name, _converted(field, value))
        except (ValueError, TypeError, OSError) as error:
            name = _metavar(field) if _is_argument(field) else option_name(field)
            raise typer.BadParameter(str(error), param_hint=repr(name)) from None
    return request


def inputs(message: Descriptor) -> list[FieldDescriptor]:
    """The fields that are given on the command line: by number, but a repeated one last."""
    found = [field for field in message.fields if field.name not in _SET_BY_CALL]
    return sorted(found, key=lambda field: (field.is_repeated, field.number))


def takes_numbers(message: Descriptor) -> bool:
    """Whether an argument may be a negative number, which looks like an option."""
    return any(field.cpp_type in _INTEGERS and _is_argument(field) for field in inputs(message))


def option_name(field: FieldDescriptor) -> str:
    """``--capacity-bytes``, and ``--wait`` for wait_ms."""
    return f"--{str(field.name).removesuffix(_MS).replace('_', '-')}"


def _parameter(field: FieldDescriptor) -> inspect.Parameter:
    if _is_argument(field):
        info: Any = typer.Argument(
            help=escape(help_of(field)), metavar=_metavar(field), parser=_parser(field)
        )
        return keyword(field.name, list[str] if field.is_repeated else _type(field), info, ...)
    name = option_name(field)
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        name = f"{name}/--no-{name[2:]}"
    info = typer.Option(
        name, help=escape(help_of(field)), show_default=False, parser=_parser(field)
    )
    return keyword(field.name, _type(field) | None, info)


def _is_argument(field: FieldDescriptor) -> bool:
    return bool(rules(field).required or field.is_repeated)


def _metavar(field: FieldDescriptor) -> str:
    item = field.message_type
    if item is None:
        return str(field.name).upper()
    return "=".join(part.name.upper() for part in _required(item))


def _type(field: FieldDescriptor) -> Any:
    if field.cpp_type == FieldDescriptor.CPPTYPE_BOOL:
        return bool
    if field.cpp_type in _INTEGERS:
        return float if field.name.endswith(_MS) else int
    return str


def _parser(field: FieldDescriptor) -> Any:
    return None if field.is_repeated else parser_of(_type(field))


def _converted(field: FieldDescriptor, value: Any) -> Any:
    if field.enum_type is not None:
        return _enum_number(field, value)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return _bytes(field, value)
    if field.cpp_type in _INTEGERS:
        if field.name.endswith(_MS):
            return _allowed(field, _milliseconds(value))
        return _allowed(field, integer(value) if isinstance(value, str) else value)
    return value


def _allowed(field: FieldDescriptor, value: int) -> int:
    if not allows(field, value):
        raise ValueError(f"it must be {rule_of(field)}")
    return value


def _milliseconds(seconds: float) -> int:
    """Whatever the contract's field can hold; what it may be is the server's to say."""
    if not abs(1000 * seconds) <= MS_MAX:
        raise ValueError(f"{seconds:g} is not within {MS_MAX / 1000} seconds")
    return round(1000 * seconds)


def _add(field: FieldDescriptor, items: Any, text: str) -> None:
    if field.message_type is None:
        items.append(_converted(field, text))
        return
    wanted = _required(field.message_type)
    parts = text.split("=", len(wanted) - 1)
    if len(parts) < len(wanted):
        raise ValueError(f"{text!r} is not {_metavar(field)}")
    item = items.add()
    for one, part in zip(wanted, parts, strict=True):
        setattr(item, one.name, _converted(one, part))


def _required(message: Descriptor) -> list[FieldDescriptor]:
    return [field for field in message.fields if rules(field).required]


def _enum_number(field: FieldDescriptor, text: str) -> int:
    if text.isascii() and text.isdecimal():
        return int(text)
    names = enum_names(field)
    word = text.upper().replace("-", "_")
    if word not in names:
        raise ValueError(f"{text!r} is not a number or one of {', '.join(names)}")
    return names[word]


def enum_names(field: FieldDescriptor) -> dict[str, int]:
    """The values of an enum by their names, without the enum's own."""
    enum: Any = field.enum_type
    prefix = f"{spelled(enum.name, '_').upper()}_"
    return {value.name.removeprefix(prefix): value.number for value in enum.values}


def _bytes(field: FieldDescriptor, text: str) -> bytes:
    found = rules(field)
    if found.max_length and found.min_length == found.max_length:
        return bytes.fromhex(text)
    if text == "-":
        return sys.stdin.buffer.read(REQUEST_BYTES + 1)  # more than that is refused in any case
    if text.startswith("@"):
        with Path(text[1:]).open("rb") as file:
            return file.read(REQUEST_BYTES + 1)
    return os.fsencode(text)
