"""``polyprim serve``."""

from __future__ import annotations

import logging
import os
import signal
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.panel import Panel

from polyprim.cli.extras import extra
from polyprim.cli.folders import folder
from polyprim.cli.options import SegmentArgument, takes
from polyprim.cli.output import AsJson, say, table
from polyprim.cli.segment import made
from polyprim.settings import ServeSettings, SettingsError, unknown_variables

if TYPE_CHECKING:
    from polyprim.service import TaskHosting, Tls

STDERR: Final = 2
_log: Final = logging.getLogger("polyprim.cli")


@takes(ServeSettings)
def serve(name: SegmentArgument, settings: ServeSettings, json_: AsJson = False) -> None:
    """Serve a segment over gRPC until SIGTERM or Ctrl-C; it is made if there is none.

    Calls that are under way then are given time to end; a second signal ends them at once.
    """
    stops = _Stops()
    with extra("server"):
        from polyprim.observe import Endpoint, Unblocked, logs
        from polyprim.service import Server, tracing

    _require_secure(settings)
    tls, mode, slow = _tls(settings), int(settings.socket_mode, 8), settings.slow_call_ms
    with ExitStack() as stack:
        log = stack.enter_context(Unblocked(STDERR))
        logs.set_up(settings.log_level, log, form=settings.log_format)
        for finding in unknown_variables(os.environ):
            _log.warning("%s", finding)
        if settings.trace:
            tracing.configure()
        host = stack.enter_context(made(name, settings.size, settings.objects))
        server = stack.enter_context(
            Server(
                host,
                settings.address,
                tls=tls,
                tokens=settings.tokens,
                insecure=settings.insecure,
                socket_mode=mode,
                share_port=settings.share_port,
                drain_seconds=settings.drain_seconds,
                idle_seconds=settings.idle_seconds,
                age_seconds=settings.age_seconds,
                slow_call_seconds=None if slow is None else slow / 1000,
                tasks=_hosting(settings),
            )
        )
        facts: dict[str, Any] = {
            "address": server.address,
            "segment": str(host.path),
            "pid": os.getpid(),
            "tls": tls is not None,
            "tokens": settings.tokens is not None,
            "tasks": settings.tasks,
        }
        if settings.metrics_port is not None:
            endpoint = stack.enter_context(
                Endpoint(
                    host,
                    settings.metrics_port,
                    server=server,
                    is_ready=lambda: server.is_ready,
                    log=log,
                )
            )
            stack.callback(server.close)  # before the endpoint, which tells that it is not ready
            facts["metrics"] = f"http://{endpoint.address}/metrics"
        if not stops.told:
            _greet(facts, json_)
        stops.wait()
    say({"stopped": True}, json_, "stopped")


def _require_secure(settings: ServeSettings) -> None:
    from polyprim.service.address import is_local

    if settings.tls_cert is None and not settings.insecure and not is_local(settings.address):
        raise SettingsError(
            f"other machines can reach serve.address {settings.address} (--address), which needs "
            "serve.tls_cert and serve.tls_key (--tls-cert, --tls-key), or serve.insecure "
            "(--insecure): then whoever is in between can read and change everything"
        )


def _tls(settings: ServeSettings) -> Tls | None:
    from polyprim.service import Tls

    if settings.tls_cert is None or settings.tls_key is None:
        return None
    return Tls(settings.tls_cert, settings.tls_key, settings.tls_client_ca)


def _hosting(settings: ServeSettings) -> TaskHosting | None:
    from polyprim.service import TaskHosting

    if not settings.tasks:
        return None
    entries = [entry.partition("=") for entry in (settings.task_folders or "").split(",") if entry]
    return TaskHosting(
        store=settings.task_store,
        folders={name: folder(path) for name, _, path in entries},
        idle_seconds=settings.task_idle_seconds,
    )


class _Stops:
    """SIGTERM and Ctrl-C, kept from now on until somebody waits for them: half a server cannot be
    closed. No thread that is started meanwhile gets them."""

    NUMBERS = (signal.SIGTERM, signal.SIGINT)

    def __init__(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, self.NUMBERS)

    @property
    def told(self) -> bool:
        """Whether one has come."""
        return not signal.sigpending().isdisjoint(self.NUMBERS)

    def wait(self) -> None:
        """Until one comes. From then on the next ends the process."""
        signal.sigwait(self.NUMBERS)
        for number in self.NUMBERS:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, self.NUMBERS)


def _greet(facts: dict[str, Any], as_json: bool) -> None:
    if sys.stdout.isatty() and not as_json:
        Console().print(
            Panel(table(facts), title="polyprim", subtitle="Ctrl-C stops", expand=False)
        )
        return
    text = f"serving {facts['segment']} on {facts['address']}"
    if "metrics" in facts:
        text += f", {facts['metrics']}"
    say(facts, as_json, f"{text}; stop with Ctrl-C")
