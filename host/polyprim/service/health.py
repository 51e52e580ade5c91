"""grpc.health.v1: whether the server takes calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

import grpc
from grpc_health.v1 import health_pb2_grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse


class Health(health_pb2_grpc.HealthServicer):
    """All services are SERVING until the server drains; then watchers are told, and dismissed.

    In grpc's own servicer, a watcher that reads nothing holds up whoever changes the status, and
    every watcher holds up the server's end.
    """

    def __init__(self, services: Iterable[str]) -> None:
        self._services: Final = frozenset(services)
        self._draining: Final = asyncio.Event()

    def drain(self) -> None:
        """From now on, nothing is serving."""
        self._draining.set()

    async def Check(self, request: HealthCheckRequest, context: Any) -> HealthCheckResponse:  # noqa: N802
        """The status; NOT_FOUND for a service that is not here."""
        if request.service not in self._services:
            await context.abort(grpc.StatusCode.NOT_FOUND, "there is no such service")
        return self._now()

    async def Watch(  # noqa: N802
        self, request: HealthCheckRequest, context: Any
    ) -> AsyncIterator[HealthCheckResponse]:
        """The status now, and when it changes; SERVICE_UNKNOWN for a service that is not here."""
        is_known = request.service in self._services
        if is_known:
            yield self._now()
        else:
            yield HealthCheckResponse(status="SERVICE_UNKNOWN")
        await self._draining.wait()
        if is_known:
            yield self._now()

    def _now(self) -> HealthCheckResponse:
        is_serving = not self._draining.is_set()
        return HealthCheckResponse(status="SERVING" if is_serving else "NOT_SERVING")
