"""The command line: serve a segment, and look after segments' files."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, ParamSpec

import typer

from polyprim.errors import InvalidArgumentError, PolyprimError
from polyprim.host import Host
from polyprim.runtime import files, upkeep

app: Final = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)
segment: Final = typer.Typer(no_args_is_help=True, help="Look after a segment's file.")
app.add_typer(segment, name="segment")

Options = ParamSpec("Options")
SegmentArgument = Annotated[str, typer.Argument(help="A segment's name, or a path with a slash.")]
AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]


@app.command()
def serve(
    name: Annotated[str, typer.Argument(help="The segment's name, or a path with a slash.")],
    address: Annotated[
        str, typer.Option(help="127.0.0.1:PORT, [::1]:PORT or unix:PATH; port 0 picks one.")
    ] = "127.0.0.1:7777",
    size: Annotated[int | None, typer.Option(help="Bytes, if the segment must be made.")] = None,
    objects: Annotated[int | None, typer.Option(help="How many names it can hold then.")] = None,
    share_port: Annotated[
        bool, typer.Option(help="Let several servers listen on the port at once.")
    ] = False,
    metrics_port: Annotated[
        int | None,
        typer.Option(help="Port of 127.0.0.1 for /metrics, /healthz, /readyz; 0 picks one."),
    ] = None,
    json_: AsJson = False,
) -> None:
    """Serve a segment over gRPC until SIGTERM or Ctrl-C; it is made if there is none."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # what it would say, an error of ours says
    try:
        from polyprim.observe import Endpoint
        from polyprim.service import Server
    except ImportError as error:
        raise InvalidArgumentError(
            f"serving needs grpcio ({error.name} is missing): pip install 'polyprim[server]'"
        ) from error
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stopped = suppress(KeyboardInterrupt)
    with (
        stopped,
        _host(name, size, objects) as host,
        Server(host, address, share_port=share_port) as server,
        ExitStack() as stack,
    ):
        facts = {"address": server.address, "segment": str(host.path), "pid": os.getpid()}
        text = f"serving {host.path} on {server.address}"
        if metrics_port is not None:
            endpoint = stack.enter_context(Endpoint(host, metrics_port))
            facts["metrics"] = f"http://{endpoint.address}/metrics"
            text += f", {facts['metrics']}"
        _say(facts, json_, f"{text}; stop with Ctrl-C")
        server.wait()
    _say({"stopped": True}, json_, "stopped")


@segment.command()
def info(name: SegmentArgument, json_: AsJson = False) -> None:
    """Say what a segment is, and who has it open. Changes nothing."""
    found = upkeep.info(_path(name))
    created = datetime.fromtimestamp(found.header.created_ms / 1000, UTC)
    facts = {
        "path": str(found.path),
        "bytes": found.header.geometry.bytes,
        "objects": found.header.geometry.objects,
        "created": created.isoformat(timespec="seconds"),
        "clean": found.header.clean,
        "of_this_boot": found.is_of_this_boot,
        "in_use": found.is_in_use,
        "workers": found.workers,
    }
    _say(facts, json_, "\n".join(f"{key.replace('_', ' '):13} {facts[key]}" for key in facts))


@segment.command()
def verify(name: SegmentArgument, json_: AsJson = False) -> None:
    """Look for contradictions in a segment's tables. Changes nothing; exit code 1 if there are."""
    findings = upkeep.verify(_path(name))
    _say({"findings": findings}, json_, "\n".join(findings) or "no contradictions")
    raise typer.Exit(1 if findings else 0)


@segment.command()
def recover(name: SegmentArgument, json_: AsJson = False) -> None:
    """Make a segment usable that was open when the machine went down."""
    slots = upkeep.recover(_path(name))
    _say({"slots": slots}, json_, f"recovered; {slots} workers' slots were looked at")


def _path(name: str) -> Path:
    return files.absolute(name) if "/" in name else files.named_path(name)


def _host(name: str, size: int | None, objects: int | None) -> Host:
    if "/" in name:
        return Host(path=name, size=size, objects=objects, create=True)
    return Host(name, size=size, objects=objects)


def _say(facts: dict[str, Any], as_json: bool, text: str) -> None:
    plain = text.encode("utf-8", "backslashreplace").decode()  # a path may be no text
    print(json.dumps(facts) if as_json else plain, flush=True)


def _quietly(function: Callable[Options, object]) -> Callable[Options, None]:
    """An error of ours is a sentence, not a stack."""

    def guarded(*args: Options.args, **kwargs: Options.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except PolyprimError as error:
            print(f"error: {error}", file=sys.stderr)
            sys.exit(1)

    return guarded


main: Final = _quietly(app)
