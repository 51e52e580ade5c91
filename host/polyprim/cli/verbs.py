"""The commands of the primitives, made from the contract: a new primitive needs no line here."""

from __future__ import annotations

import inspect
import signal
from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer
from rich.markup import escape

from polyprim.cli import fields
from polyprim.cli.connection import Connection, connected
from polyprim.cli.options import Command, keyword, takes, with_parameters
from polyprim.cli.output import AsJson, output_error
from polyprim.cli.replies import exit_code, has_payload, json_of, show
from polyprim.contract import Method, Service, comments, message_class, primitives
from polyprim.rules import spelled
from polyprim.settings import CallSettings

FOLLOW_SECONDS: Final = 1.0
"""How long each pop of `follow` waits; Ctrl-C ends it when that one has been answered."""
Name = Annotated[str, typer.Argument(help="Its name.")]


def groups() -> Iterator[tuple[str, typer.Typer]]:
    """The name of each primitive, and its verbs."""
    for service in primitives():
        name = service.name.replace("_", "-")
        group = typer.Typer(no_args_is_help=True, help=f"Use a {name.replace('-', ' ')}.")
        for method in service.methods:
            group.command(
                spelled(method.name, "-"),
                help=_help(service, method),
                context_settings=_context(method),
            )(_verb(method))
        if (pop := _waiting_pop(service)) is not None:
            group.command("follow", help=_FOLLOW)(_follow(pop))
        yield name, group


def _verb(method: Method) -> Command:
    has_payload = "payload" in method.response.fields_by_name

    def verb(*, settings: CallSettings, json_: bool, raw: bool = False, **given: Any) -> None:
        request = fields.request_of(method, given)
        with connected(settings) as connection:
            reply = _answer(connection, method, request)
        _show(method, reply, as_json=json_, raw=raw)
        raise typer.Exit(exit_code(reply))

    own = [*fields.parameters(method), keyword("settings", CallSettings, None), _JSON]
    if has_payload:
        own.append(_RAW)
    return takes(CallSettings)(with_parameters(verb, own))


def _answer(connection: Connection, method: Method, request: Any) -> Any:
    """The reply; of a list all pages, unless one was asked for."""
    reply = connection.call(method, request)
    if "cursor" in method.request.fields_by_name and not (
        request.cursor or request.HasField("limit")
    ):
        while reply.next_cursor:
            request.cursor, reply.next_cursor = reply.next_cursor, 0
            reply.MergeFrom(connection.call(method, request))
    return reply


_FOLLOW: Final = """Take records as they come, and print each, until Ctrl-C.

A record that has been taken is gone from the queue: what cannot be printed goes to standard error.
"""


def _follow(method: Method) -> Command:
    @takes(CallSettings)
    def follow(name: Name, settings: CallSettings, json_: AsJson = False) -> None:
        request: Any = message_class(method.request)()
        request.name, request.wait_ms = name, int(1000 * FOLLOW_SECONDS)
        stopped: list[int] = []

        def stop(number: int, frame: object) -> None:
            stopped.append(number)
            signal.signal(number, signal.SIG_DFL)  # a second one does not wait for the answer

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        with connected(settings) as connection:
            while not stopped:
                reply = connection.call(method, request)
                if reply.found:
                    _show(method, reply, as_json=json_)

    return follow


def _show(method: Method, reply: Any, *, as_json: bool, raw: bool = False) -> None:
    """Prints a reply. What was taken from a queue is nowhere else any more: if it cannot be
    written, the error has it. It is not put back, where its place would be another one."""
    try:
        show(reply, as_json=as_json, raw=raw)
    except OSError as error:
        if not (method.has_side_effects and has_payload(reply)):
            raise
        unwritten = output_error(error, f"; this was taken: {json_of(reply)}")
        raise unwritten or error from None


def _waiting_pop(service: Service) -> Method | None:
    """The method that takes one payload and can wait for it."""
    for method in service.methods:
        wants, gives = method.request.fields_by_name, method.response.fields_by_name
        if "wait_ms" in wants and {"found", "payload"} <= set(gives):
            return method
    return None


def _help(service: Service, method: Method) -> str:
    told = comments().get(f"{service.full_name.rpartition('.')[2]}.{method.name}")
    if told:
        return escape(told)
    gives = [field.name for field in method.response.fields]
    return f"Answers {', '.join(gives)}." if gives else "Answers nothing."


def _context(method: Method) -> dict[str, Any]:
    """Where -5 may be an argument, it is not taken for an option; what is no number is refused."""
    return {"ignore_unknown_options": fields.takes_numbers(method.request)}


_JSON: Final = inspect.Parameter(
    "json_", inspect.Parameter.KEYWORD_ONLY, annotation=AsJson, default=False
)
_RAW: Final = keyword(
    "raw", bool, typer.Option("--raw", help="Print the payload's bytes and nothing else."), False
)
