"""The gRPC server: one generic handler for every method of every primitive, health and reflection.

It listens on loopback or on a Unix socket only; TLS and tokens are not there yet.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import threading
from collections.abc import Coroutine
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio as health
from grpc_reflection.v1alpha import reflection, reflection_pb2

from polyprim.abi import REQUEST_BYTES
from polyprim.contract import reflected, services
from polyprim.errors import InvalidArgumentError
from polyprim.host import Host
from polyprim.service import tracing
from polyprim.service.calls import Calls, ServerStatistics
from polyprim.service.handler import PrimitivesHandler

if TYPE_CHECKING:
    from opentelemetry.trace import TracerProvider

CALLS_MAX: Final = 10_000
"""Calls under way at once, most of them waiting; one more is answered RESOURCE_EXHAUSTED."""
MESSAGE_BYTES_MAX: Final = 8 * REQUEST_BYTES
"""A longer request is answered RESOURCE_EXHAUSTED before it is read; one that is longer than a
module takes, but not so long, INVALID_ARGUMENT with the reason TOO_LARGE."""
DRAIN_SECONDS: Final = 5.0
IDLE_SECONDS: Final = 1800.0
UNIX: Final = "unix:"
Result = TypeVar("Result")


class Server:
    """Serves a host's segment until it is closed; `address` says where.

    One thread with an event loop answers all calls: a call is a few microseconds in a module, and
    one that waits is a coroutine. With `share_port`, several processes may listen on one port, and
    the kernel spreads connections among them. A connection without calls is closed after
    `idle_seconds`, any after `age_seconds`; clients connect again by themselves.

    A call that takes `slow_call_seconds` or longer is logged as a warning. Calls are traced with
    `tracer_provider`, by default the one that the process has set up; see tracing.py.

    Raises InvalidArgumentError for an address that is neither loopback nor a Unix socket, or where
    nothing can be bound.
    """

    def __init__(
        self,
        host: Host,
        address: str = "127.0.0.1:0",
        *,
        share_port: bool = False,
        idle_seconds: float = IDLE_SECONDS,
        age_seconds: float | None = None,
        slow_call_seconds: float | None = None,
        tracer_provider: TracerProvider | None = None,
    ) -> None:
        _require_local(address)
        self._options: Final = _options(share_port, idle_seconds, age_seconds)
        self._closing: Final = threading.Lock()
        self._stopped: Final = threading.Event()
        self._health: Final = health.HealthServicer()
        self._handlers: Final = PrimitivesHandler(host)
        self._calls: Final = Calls(
            spans=tracing.spans(tracer_provider), slow_seconds=slow_call_seconds
        )
        self._loop: Final = asyncio.new_event_loop()
        self._thread: Final = threading.Thread(
            target=self._loop.run_forever, name="polyprim-serve", daemon=True
        )
        self._thread.start()
        try:
            self._server, self.address = self._run(self._start(address))
        except BaseException:
            self._end()
            raise

    @property
    def calls(self) -> int:
        """How many calls are under way: those that wait, and at most one more."""
        return len(self._handlers.calls)

    def statistics(self) -> ServerStatistics:
        """What it does and has done."""
        return self._calls.statistics(self._handlers.namespaces.hosts())

    def wait(self) -> None:
        """Returns when the server has been closed."""
        self._stopped.wait()

    def close(self) -> None:
        """Takes no new calls, ends those that wait with UNAVAILABLE, and gives the others a few
        seconds. May be repeated."""
        with self._closing:
            if not self._stopped.is_set():
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
            interceptors=[self._calls],
            options=self._options,
            maximum_concurrent_rpcs=CALLS_MAX,
        )
        server.add_generic_rpc_handlers((self._handlers,))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, server)
        _reflect(server)
        bound = _bind(server, address)
        await server.start()
        for name in ("", *(service.full_name for service in services())):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        return server, bound

    async def _stop(self) -> None:
        await self._health.enter_graceful_shutdown()
        stopping = asyncio.create_task(self._server.stop(DRAIN_SECONDS))
        self._handlers.end_waits()
        await stopping
        self._handlers.namespaces.close()

    def _run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._stopped.set()


def serve(host: Host, address: str = "127.0.0.1:0") -> Server:
    """A server that is running; see Server."""
    return Server(host, address)


def _options(
    share_port: bool, idle_seconds: float, age_seconds: float | None
) -> list[tuple[str, int]]:
    options = {
        "grpc.so_reuseport": int(share_port),
        "grpc.max_receive_message_length": MESSAGE_BYTES_MAX,
        "grpc.max_connection_idle_ms": int(1000 * idle_seconds),
    }
    if age_seconds is not None:
        options["grpc.max_connection_age_ms"] = int(1000 * age_seconds)
        options["grpc.max_connection_age_grace_ms"] = int(1000 * DRAIN_SECONDS)
    return list(options.items())


def _reflect(server: grpc.aio.Server) -> None:
    """Lets tools such as grpcurl and buf curl find out what is served."""
    pool, names = reflected()
    for file in (health_pb2.DESCRIPTOR, reflection_pb2.DESCRIPTOR):
        pool.AddSerializedFile(file.serialized_pb)
        names.extend(service.full_name for service in file.services_by_name.values())
    reflection.enable_server_reflection(names, server, pool)


def _bind(server: grpc.aio.Server, address: str) -> str:
    _require_unused(address)
    try:
        port = server.add_insecure_port(address)
    except RuntimeError as error:
        raise InvalidArgumentError(
            f"nothing can listen on {address}: is the port taken, or the socket's folder missing?"
        ) from error
    return address if address.startswith(UNIX) else f"{address.rpartition(':')[0]}:{port}"


def _require_unused(address: str) -> None:
    """A socket that is listened on would be taken away; one that was left behind is replaced."""
    if not address.startswith(UNIX):
        return
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(address.removeprefix(UNIX))
        raise InvalidArgumentError(f"another server is listening on {address}")


def _require_local(address: str) -> None:
    if address.startswith(UNIX):
        if len(address) > len(UNIX):
            return
    else:
        name, _, port = address.rpartition(":")
        if re.fullmatch("[0-9]{1,5}", port) and int(port) < 1 << 16 and _is_loopback(name):
            return
    raise InvalidArgumentError(
        f"{address} is not an address on this machine: give 127.0.0.1:PORT, [::1]:PORT or "
        "unix:PATH, since there is no TLS yet"
    )


def _is_loopback(name: str) -> bool:
    try:
        return name == "localhost" or ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False
