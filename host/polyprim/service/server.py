"""The gRPC server: one generic handler for every method of every primitive, and health.

It listens on loopback or on a Unix socket only; TLS, tokens and namespaces are not there yet.
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from polyprim.contract import Method, Service, services
from polyprim.errors import ClosedError, InvalidArgumentError, PolyprimError
from polyprim.host import Host
from polyprim.service.status import abort

WORKERS_DEFAULT: Final = 16
DRAIN_SECONDS: Final = 5.0
LANGUAGE: Final = "polyprim-language"
"""The metadata by which a client says what it is written in."""


class Server:
    """Serves a host's segment until it is closed; `address` says where.

    Raises InvalidArgumentError for an address that is neither loopback nor a Unix socket, or where
    nothing can be bound.
    """

    def __init__(
        self, host: Host, address: str = "127.0.0.1:0", *, workers: int = WORKERS_DEFAULT
    ) -> None:
        _require_local(address)
        self._health: Final = health.HealthServicer()
        self._server: Final = grpc.server(
            ThreadPoolExecutor(workers, thread_name_prefix="polyprim"),
            options=[("grpc.so_reuseport", 0)],
        )
        self._server.add_generic_rpc_handlers((PrimitivesHandler(host),))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        self.address: Final = _bind(self._server, address)
        self._server.start()
        for name in ("", *(service.full_name for service in services())):
            self._health.set(name, health_pb2.HealthCheckResponse.SERVING)

    def wait(self) -> None:
        """Returns when the server has been closed."""
        self._server.wait_for_termination()

    def close(self) -> None:
        """Takes no new calls and gives those under way a few seconds. May be repeated."""
        self._health.enter_graceful_shutdown()
        self._server.stop(DRAIN_SECONDS).wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def serve(host: Host, address: str = "127.0.0.1:0", *, workers: int = WORKERS_DEFAULT) -> Server:
    """A server that is running; see Server."""
    return Server(host, address, workers=workers)


class PrimitivesHandler(grpc.GenericRpcHandler):
    """Request bytes go to the module's ``rpc_`` function, and its reply bytes back."""

    def __init__(self, host: Host) -> None:
        self._host: Final = host
        self._handlers: Final[Mapping[str, grpc.RpcMethodHandler[bytes, bytes]]] = {
            method.path: grpc.unary_unary_rpc_method_handler(self._behaviour(service, method))
            for service in services()
            for method in service.methods
        }

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler[bytes, bytes] | None:
        return self._handlers.get(handler_call_details.method)

    def _behaviour(
        self, service: Service, method: Method
    ) -> Callable[[bytes, grpc.ServicerContext], bytes]:
        call = self._host.rpc(service, method)

        def behaviour(request: bytes, context: grpc.ServicerContext) -> bytes:
            left = context.time_remaining()
            try:
                return call(
                    request,
                    deadline=None if left is None else time.monotonic() + left,
                    language=_language(context),
                    is_cancelled=lambda: not context.is_active(),
                )
            except ClosedError:
                context.abort(grpc.StatusCode.UNAVAILABLE, "the host is shutting down")
            except PolyprimError as error:
                abort(context, method, error)

        return behaviour


def _language(context: grpc.ServicerContext) -> str:
    for key, value in context.invocation_metadata():
        if key == LANGUAGE:
            return str(value)
    return ""


def _bind(server: grpc.Server, address: str) -> str:
    try:
        port = server.add_insecure_port(address)
    except RuntimeError as error:
        raise InvalidArgumentError(
            f"nothing can listen on {address}: is the port taken, or the socket's folder missing?"
        ) from error
    return address if address.startswith("unix:") else f"{address.rpartition(':')[0]}:{port}"


def _require_local(address: str) -> None:
    if address.startswith("unix:"):
        return
    name = address.rpartition(":")[0].strip("[]")
    try:
        local = name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = False
    if not local:
        raise InvalidArgumentError(
            f"{address} is not on this machine: give 127.0.0.1:PORT, [::1]:PORT or unix:PATH, "
            "since there is no TLS yet"
        )
