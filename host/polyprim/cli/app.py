"""The command: its groups, put together."""

from __future__ import annotations

from importlib import metadata
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from polyprim.cli import certs, config, segment, token, verbs
from polyprim.cli.bench import bench
from polyprim.cli.doctor import doctor
from polyprim.cli.output import fail
from polyprim.cli.serve import serve
from polyprim.cli.stats import stats, top
from polyprim.errors import PolyprimError


class _Root(TyperGroup):
    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """An error of ours is a sentence, not a stack."""
        try:
            return super().invoke(ctx)
        except PolyprimError as error:
            raise fail(ctx, error) from error


app: Final = typer.Typer(
    cls=_Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Counters, queues and more, shared by every process and language of a machine.",
    epilog="Exit codes: 0 done, 1 an error, 2 wrong usage, 3 the answer is no.",
)


def _version(asked: bool) -> None:
    if asked:
        try:
            print(f"polyprim {metadata.version('polyprim')}")
        except metadata.PackageNotFoundError:
            print("polyprim, from a source tree")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Say which it is.")
    ] = False,
) -> None: ...


app.command()(serve)
app.add_typer(segment.app, name="segment")
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
