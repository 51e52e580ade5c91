"""The command: its groups, put together."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from polyprim.cli import certs, config, segment, snapshot, task, token, verbs
from polyprim.cli.bench import bench
from polyprim.cli.doctor import doctor
from polyprim.cli.output import fail, is_json, output_error, remember_json, say, usage
from polyprim.cli.serve import serve
from polyprim.cli.stats import stats, top
from polyprim.cli.version import version
from polyprim.errors import InvalidArgumentError, PolyprimError

_UsageError: Final[Any] = typer.BadParameter.__bases__[0]  # which typer has no name for


class _Root(TyperGroup):
    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Notes first whether errors are to be told in JSON."""
        remember_json(ctx, args)
        try:
            with _usage_in_json(ctx):
                return super().parse_args(ctx, args)
        except BrokenPipeError:
            raise  # which typer ends without a word
        except OSError as error:  # --install-completion writes to the user's home
            message = f"{error.filename} cannot be written: {error.strerror}"
            raise fail(ctx, output_error(error) or InvalidArgumentError(message)) from error

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """An error of ours is a sentence, not a stack."""
        try:
            with _usage_in_json(ctx):
                try:
                    return super().invoke(ctx)
                finally:
                    sys.stdout.flush()  # it may fail, and must not do so later
        except PolyprimError as error:
            raise fail(ctx, error) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            if (unwritten := output_error(error)) is None:
                raise
            raise fail(ctx, unwritten) from error


@contextmanager
def _usage_in_json(context: typer.Context) -> Iterator[None]:
    try:
        yield
    except _UsageError as error:
        if not is_json(context):
            raise
        raise usage(context, error.format_message()) from error


app: Final = typer.Typer(
    cls=_Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Counters, queues and more, shared by every process and language of a machine.",
    epilog="Exit codes: 0 done, 1 an error, 2 wrong usage, 3 the answer is no.",
)


def _version(context: typer.Context, asked: bool) -> None:
    if asked:
        found = version()
        say({"version": found}, is_json(context), f"polyprim {found}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Say which it is.")
    ] = False,
    json_: Annotated[bool, typer.Option("--json", help="The version in JSON.")] = False,
) -> None: ...


app.command()(serve)
app.add_typer(segment.app, name="segment")
app.add_typer(task.app, name="task")
app.add_typer(snapshot.app, name="snapshot")
app.command()(stats)
app.command()(top)
app.command()(bench)
app.command()(doctor)
app.add_typer(config.app, name="config")
app.add_typer(token.app, name="token")
app.add_typer(certs.app, name="certs")
for _name, _group in verbs.groups():
    app.add_typer(_group, name=_name, rich_help_panel="Primitives")

main: Final = app
