"""How a program of ours logs: for people on a terminal, one JSON object a line anywhere else.

Everything goes through Python's logging, so that a program that embeds us has it its own way. No
line holds a payload or what authorizes a call: calls are logged by what they are, not by what they
carry.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, Final, TextIO, cast

from rich.console import Console
from rich.logging import RichHandler

from polyprim.errors import InvalidArgumentError
from polyprim.observe.unblocked import Unblocked
from polyprim.service.calls import CURRENT
from polyprim.service.tracing import current_ids

LEVELS: Final = ("debug", "info", "warning", "error")
_OF_EVERY_RECORD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def set_up(
    level: str = "info", stream: TextIO | Unblocked | None = None, *, form: str = "auto"
) -> None:
    """Logs to a stream, by default standard error, in place of what was set up before; what others
    than we log, such as grpc, only from warnings on.

    `form` is human, json, or auto, which is what fits the stream. Raises InvalidArgumentError for a
    level that there is not.
    """
    if level not in LEVELS:
        raise InvalidArgumentError(f"a level is one of {', '.join(LEVELS)}: {level!r}")
    file = cast(TextIO, stream or sys.stderr)
    handler: logging.Handler
    if form == "human" or (form == "auto" and file.isatty()):
        handler = RichHandler(console=Console(file=file), show_path=False, markup=False)
    else:
        handler = logging.StreamHandler(file)
        handler.setFormatter(JsonLines())
    handler.addFilter(_of_which_call)
    logging.getLogger("polyprim").setLevel(level.upper())
    others = max(logging.getLogger("polyprim").level, logging.WARNING)
    logging.basicConfig(level=others, handlers=[handler], format="%(message)s", force=True)


class JsonLines(logging.Formatter):
    """A record as one JSON object: time, level, logger, message, and whatever it was given."""

    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        given = vars(record).items()
        facts |= {key: value for key, value in given if key not in _OF_EVERY_RECORD}
        if record.exc_info:
            facts["exception"] = self.formatException(record.exc_info)
        return json.dumps(facts, default=str)


def _of_which_call(record: logging.LogRecord) -> bool:
    """Adds the ids of a call, its trace and its span to what is logged while it is answered."""
    call = CURRENT.get()
    if call is not None:
        trace, span = current_ids() or call.trace
        found = {"request_id": call.request_id, "trace_id": trace, "span_id": span}
        vars(record).update({key: value for key, value in found.items() if value})
    return True
