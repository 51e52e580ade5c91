"""What the commands of tasks take from the command line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from polyprim.cli.workshop import Program
from polyprim.errors import InvalidArgumentError
from polyprim.settings import integer, number
from polyprim.tasks import Value

INPUT_BYTES_MAX: Final = 1 << 30
_SIZES: Final = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_SIZE: Final = re.compile("([0-9]{1,12})([KMG]?)")

File = Annotated[Path, typer.Argument(help="The module: a .wasm file.")]
Arguments = Annotated[list[str] | None, typer.Argument(help="What the program is told, behind --.")]
Store = Annotated[
    str | None,
    typer.Option("--store", help="A folder or a URL of snapshots; the user's own if unset."),
]
Environment = Annotated[
    list[str] | None, typer.Option("--env", help="NAME=VALUE of the task's environment.")
]
Folders = Annotated[
    list[str] | None,
    typer.Option("--folder", help="GUEST=HOST or GUEST=HOST:ro; at a server, GUEST=NAME."),
]
Input = Annotated[
    str, typer.Option("--input", help="Its standard input: the text itself, @FILE or -.")
]
Memory = Annotated[
    str | None,
    typer.Option("--memory", help="Bytes of memory it may have: 64M, 2G; 256M if unset."),
]
Labels = Annotated[
    list[str] | None, typer.Option("--label", help="NAME=VALUE that is kept with the snapshot.")
]
Again = Annotated[
    bool, typer.Option("--again", help="Store the task again afterwards, as another snapshot.")
]


def program_of(
    file: Path,
    arguments: list[str] | None,
    env: list[str] | None,
    folders: list[str] | None,
    given: str,
    memory: str | None,
) -> Program:
    """What a task is made of. Raises InvalidArgumentError for what is not written as it should."""
    return Program(
        file=file,
        arguments=arguments or (),
        environment=pairs(env, "--env"),
        input=content(given),
        folders=pairs(folders, "--folder"),
        memory_bytes=None if memory is None else _size(memory),
    )


def pairs(given: Iterable[str] | None, option: str) -> dict[str, str]:
    """The values of NAME=VALUE, by their names. Raises InvalidArgumentError."""
    found = {}
    for one in given or ():
        name, equals, value = one.partition("=")
        if not name or not equals:
            raise InvalidArgumentError(f"{option} takes NAME=VALUE, not {one!r}")
        found[name] = value
    return found


def content(text: str) -> bytes:
    """The bytes of the text itself, of @FILE or of the standard input. Raises
    InvalidArgumentError."""
    if text == "-":
        return sys.stdin.buffer.read(INPUT_BYTES_MAX)
    if not text.startswith("@"):
        return os.fsencode(text)
    try:
        with Path(text[1:]).open("rb") as file:
            return file.read(INPUT_BYTES_MAX)
    except OSError as error:
        raise InvalidArgumentError(f"{text[1:]} cannot be read: {error.strerror}") from error


def values_of(words: Iterable[str] | None) -> list[Value]:
    """Arguments of an export: integers, numbers with a point or an exponent, and v128 as 0x and 32
    digits. Raises InvalidArgumentError."""
    return [_value(word) for word in words or ()]


def _value(word: str) -> Value:
    if re.fullmatch("0x[0-9a-fA-F]{32}", word):
        return bytes.fromhex(word[2:])
    try:
        return integer(word)
    except ValueError:
        pass
    try:
        return number(word)
    except ValueError:
        raise InvalidArgumentError(
            f"{word!r} is no number, and no v128 of 0x and 32 digits"
        ) from None


def _size(text: str) -> int:
    found = _SIZE.fullmatch(text)
    if found is None:
        raise InvalidArgumentError(f"--memory takes bytes, such as 64M or 2G, not {text!r}")
    return int(found[1]) * _SIZES.get(found[2], 1)
