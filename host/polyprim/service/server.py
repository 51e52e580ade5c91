"""The gRPC server: one generic handler for every method of every primitive, health and reflection.

Others than this machine's can reach it only over TLS, unless it is told to be insecure.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import grpc
import uvloop
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection, reflection_pb2

from polyprim.abi import REQUEST_BYTES
from polyprim.contract import contract_pool, host_services, services
from polyprim.errors import InvalidArgumentError
from polyprim.host import Host
from polyprim.service import tracing
from polyprim.service.access import TokenInterceptor
from polyprim.service.address import bind, is_local, unlink
from polyprim.service.calls import Calls, ServerStatistics
from polyprim.service.credentials import Credentials, Tls
from polyprim.service.handler import PrimitivesHandler
from polyprim.service.health import Health
from polyprim.service.hosted import HostHandler
from polyprim.service.hosting import TaskHosting

if TYPE_CHECKING:
    from opentelemetry.trace import TracerProvider

CALLS_MAX: Final = 10_000
"""Calls under way at once, most of them waiting; one more is answered RESOURCE_EXHAUSTED."""
MESSAGE_BYTES_MAX: Final = 8 * REQUEST_BYTES
"""A longer request is answered RESOURCE_EXHAUSTED before it is read; one that is longer than a
module takes, but not so long, INVALID_ARGUMENT with the reason TOO_LARGE."""
DRAIN_SECONDS: Final = 5.0
IDLE_SECONDS: Final = 1800.0
HANDSHAKE_SECONDS: Final = 20.0
"""No gRPC client waits longer for a connection by itself."""
WAIT_SECONDS: Final = 0.1
"""How long `Server.wait` sleeps at a time."""
LOOK_SECONDS: Final = 3600.0
"""How often certificates are looked at."""
SOCKET_MODE: Final = 0o600
Result = TypeVar("Result")
_log: Final = logging.getLogger("polyprim.service")


class Server:
    """Serves a host's segment until it is closed; `address` says where.

    One thread with an event loop answers all calls: a call is a few microseconds in a module, and
    one that waits is a coroutine. With `share_port`, several processes may listen on one port, and
    the kernel spreads connections among them. A connection without calls is closed after
    `idle_seconds`, any after `age_seconds`; clients connect again by themselves. So is one whose
    handshake, of TLS and of HTTP/2, takes `handshake_seconds`.

    Loopback and Unix sockets need nothing else. At any other address there must be `tls`, or
    `insecure` must say that everybody in between may read and change everything. A Unix socket has
    `socket_mode`: with the default, it is for this user only. With `tokens`, a file that
    polyprim.service.tokens describes, each call must bring a token. The files of both are followed
    as they change.

    A call that takes `slow_call_seconds` or longer is logged as a warning. Calls are traced with
    `tracer_provider`, by default the one that the process has set up; see tracing.py.

    With `tasks`, it runs tasks of those who may write, and keeps their snapshots.

    Raises InvalidArgumentError for an address that may not be used or where nothing can listen, and
    for files that are wrong.
    """

    def __init__(
        self,
        host: Host,
        address: str = "127.0.0.1:0",
        *,
        tls: Tls | None = None,
        tokens: Path | None = None,
        insecure: bool = False,
        socket_mode: int = SOCKET_MODE,
        share_port: bool = False,
        idle_seconds: float = IDLE_SECONDS,
        age_seconds: float | None = None,
        handshake_seconds: float = HANDSHAKE_SECONDS,
        drain_seconds: float = DRAIN_SECONDS,
        slow_call_seconds: float | None = None,
        tracer_provider: TracerProvider | None = None,
        tasks: TaskHosting | None = None,
    ) -> None:
        _require_secure(address, tls is not None, insecure)
        self._credentials: Final = Credentials(tls) if tls is not None else None
        self._socket_mode: Final = socket_mode
        self._drain_seconds: Final = drain_seconds
        self._options: Final = _options(
            share_port, idle_seconds, age_seconds, handshake_seconds, drain_seconds
        )
        self._closing: Final = threading.Lock()
        self._is_stopped = False
        self._is_ready = False
        self._names: Final = _service_names(tasks is not None)
        self._health: Final = Health(("", *self._names))
        self._calls: Final = Calls(
            spans=tracing.spans(tracer_provider), slow_seconds=slow_call_seconds
        )
        self._handlers: Final = PrimitivesHandler(host, self._calls)
        self._hosted: Final = (
            None if tasks is None else HostHandler(self._handlers.namespaces, self._calls, tasks)
        )
        self._interceptors: Final = (
            [TokenInterceptor(tokens, self._calls)] if tokens is not None else []
        )
        self._loop: Final = uvloop.new_event_loop()
        self._thread: Final = threading.Thread(
            target=self._loop.run_forever, name="polyprim-serve", daemon=True
        )
        self._thread.start()
        try:
            self._server, self.address = self._run(self._start(address))
        except BaseException:
            self._end()
            raise
        self._is_ready = True

    @property
    def is_ready(self) -> bool:
        """Whether new calls are welcome: until the server begins to close."""
        return self._is_ready

    @property
    def calls(self) -> int:
        """How many calls are under way: those that wait, and at most one more."""
        return len(self._handlers.calls)

    def statistics(self) -> ServerStatistics:
        """What it does and has done."""
        ends = {} if self._credentials is None else self._credentials.ends()
        hosting = None if self._hosted is None else self._hosted.statistics()
        return self._calls.statistics(self._handlers.namespaces.hosts(), ends, hosting)

    def wait(self) -> None:
        """Returns when the server has been closed; a KeyboardInterrupt ends it at once."""
        # Without a lock: an interrupt may come just when one was taken, and nobody would free it.
        while not self._is_stopped:
            time.sleep(WAIT_SECONDS)

    def close(self) -> None:
        """Is not ready any more, and says so; then takes no new calls, ends those that wait with
        UNAVAILABLE, and all others when they have had `drain_seconds`. May be repeated."""
        self._is_ready = False
        with self._closing:
            if not self._is_stopped:
                self._run(self._stop())
                self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def _start(self, address: str) -> tuple[grpc.aio.Server, str]:
        server = grpc.aio.server(
            options=self._options,
            interceptors=self._interceptors,
            maximum_concurrent_rpcs=CALLS_MAX,
        )
        server.add_generic_rpc_handlers((self._handlers,))
        if self._hosted is not None:
            server.add_generic_rpc_handlers((self._hosted,))
            self._housekeeping = asyncio.create_task(self._hosted.keep_house())
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        _reflect(server, self._names)
        credentials = self._credentials
        bound = bind(
            address,
            self._socket_mode,
            server.add_insecure_port
            if credentials is None
            else lambda address: server.add_secure_port(address, credentials.grpc),
        )
        await server.start()
        if credentials is not None:
            self._look_at(credentials)
        return server, bound

    def _look_at(self, credentials: Credentials) -> None:
        """Now and every hour: nobody else tells an operator that a certificate ends."""
        credentials.look(datetime.now(UTC))
        self._loop.call_later(LOOK_SECONDS, self._look_at, credentials)

    async def _stop(self) -> None:
        self._health.drain()
        stopping = asyncio.create_task(self._server.stop(self._drain_seconds))
        self._handlers.end_waits()
        await stopping
        if self._hosted is not None:
            self._housekeeping.cancel()
            await self._hosted.close()
        unlink(self.address)
        self._handlers.namespaces.close()

    def _run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._is_stopped = True


def serve(host: Host, address: str = "127.0.0.1:0") -> Server:
    """A server that is running; see Server."""
    return Server(host, address)


def _options(
    share_port: bool,
    idle_seconds: float,
    age_seconds: float | None,
    handshake_seconds: float,
    drain_seconds: float,
) -> list[tuple[str, int]]:
    options = {
        "grpc.so_reuseport": int(share_port),
        "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
        "grpc.max_connection_idle_ms": int(1000 * idle_seconds),
        "grpc.server_handshake_timeout_ms": int(1000 * handshake_seconds),
    }
    if age_seconds is not None:
        options["grpc.max_connection_age_ms"] = int(1000 * age_seconds)
        options["grpc.max_connection_age_grace_ms"] = int(1000 * drain_seconds)
    return list(options.items())


def _service_names(has_tasks: bool) -> tuple[str, ...]:
    hosted = host_services() if has_tasks else ()
    return tuple(service.full_name for service in services()) + tuple(
        service.full_name for service in hosted
    )


def _reflect(server: grpc.aio.Server, services: Sequence[str]) -> None:
    """Lets tools such as grpcurl and buf curl find out what is served."""
    pool, names = contract_pool(), [*services]
    for file in (health_pb2.DESCRIPTOR, reflection_pb2.DESCRIPTOR):
        pool.AddSerializedFile(file.serialized_pb)
        names.extend(service.full_name for service in file.services_by_name.values())
    reflection.enable_server_reflection(names, server, pool)


def _require_secure(address: str, has_tls: bool, is_insecure: bool) -> None:
    if is_local(address) or has_tls:
        return
    if not is_insecure:
        raise InvalidArgumentError(
            f"other machines can reach {address}, and without TLS whoever is in between could read "
            "and change everything, tokens too: give a certificate and its key, listen on "
            "127.0.0.1:PORT or unix:PATH, or allow it with insecure=True (--insecure)"
        )
    _log.warning("other machines can reach %s, and nothing is encrypted", address)
