"""What commands say: to people, or with --json to programs; and how they end.

Exit codes: 0 done; 1 an error; 2 wrong usage; 3 the answer is no: there is no such object, the
queue is empty or full, the counter held something else.
"""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any, Final

import typer

from polyprim.errors import NotFoundError, PolyprimError, SnapshotNotFoundError, fault_of
from polyprim.settings import SettingsError

ERROR: Final = 1
USAGE: Final = 2
NO: Final = 3
_AS_JSON: Final = "polyprim.json"
_ADVICE: Final = {
    "NOT_FOUND": "make it with `create`",
    "SEGMENT_NOT_FOUND": "make it with `polyprim segment create` or `polyprim serve`",
    "WRONG_KIND": "choose another name",
    "DEADLINE": "give it more --timeout",
    "BLOCKED": "try again",
    "NO_SPACE": "delete something, or make a larger segment",
    "UNAUTHENTICATED": "give one with --token-file",
    "PERMISSION_DENIED": "ask whoever runs the server for a token that does",
    "UNIMPLEMENTED": "the server is an older one, another one, or was started without --tasks",
}
"""What to do then, by reason, where the error does not say it itself."""


_UNWRITTEN: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


class OutputError(PolyprimError):
    """What a command says cannot be written."""

    reason: Final = "OUTPUT"


def output_error(error: OSError, rest: str = "") -> OutputError | None:
    """For what writing to the standard output raised, which has no name; None for anything else.
    What is left to write is thrown away: it would fail again at the end."""
    if error.filename is not None or error.errno not in _UNWRITTEN | {errno.EPIPE}:
        return None
    with suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return OutputError(f"standard output cannot be written: {error.strerror}{rest}")


AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]


def remember_json(context: typer.Context, words: Sequence[str]) -> None:
    """Whether errors are told in JSON, by the words of the command: they may be wrong usage."""
    options = words[: words.index("--")] if "--" in words else words
    context.meta[_AS_JSON] = "--json" in options


def say(facts: Any, as_json: bool, text: str) -> None:
    """One line of JSON, or the text."""
    print(json.dumps(facts, default=str) if as_json else plain(text), flush=True)


def table(facts: Mapping[str, Any]) -> str:
    """A line for each fact."""
    width = max((len(key) for key in facts), default=0) + 1
    return "\n".join(f"{key.replace('_', ' '):{width}} {value}" for key, value in facts.items())


def plain(text: str) -> str:
    """Text that can be printed whatever it holds: a path may be no text."""
    return text.encode("utf-8", "backslashreplace").decode()


def reason_of(error: PolyprimError) -> str:
    """The reason that docs/errors.md lists; a gRPC code if the error comes from elsewhere."""
    reason = getattr(error, "reason", None)
    return reason if isinstance(reason, str) else fault_of(error)[0]


def is_json(context: typer.Context) -> bool:
    """Whether the command was given --json."""
    return bool(context.meta.get(_AS_JSON))


def usage(context: typer.Context, message: str) -> typer.Exit:
    """Says in JSON what is wrong with the words of a command; the exit that follows."""
    _tell(context, plain(message), "INVALID_ARGUMENT")
    return typer.Exit(USAGE)


def fail(context: typer.Context, error: PolyprimError) -> typer.Exit:
    """Says what is wrong and what to do, as one sentence or with --json as an object; the exit that
    follows."""
    reason = reason_of(error)
    message = plain(str(error))
    if advice := _ADVICE.get(reason):
        message = f"{message}: {advice}"
    _tell(context, message, reason)
    if isinstance(error, SettingsError):
        return typer.Exit(USAGE)
    is_no = isinstance(error, NotFoundError | SnapshotNotFoundError)
    return typer.Exit(NO if is_no else ERROR)


def _tell(context: typer.Context, message: str, reason: str) -> None:
    if is_json(context):
        text = json.dumps({"error": {"reason": reason, "message": message}})
    else:
        text = f"error: {message}"
    print(text, file=sys.stderr, flush=True)
