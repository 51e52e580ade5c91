"""One generic handler for every method of every primitive: bytes in, bytes out."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Coroutine, Mapping
from typing import Any, Final

import grpc

from polyprim.contract import Method, Service, services
from polyprim.errors import ClosedError, PolyprimError
from polyprim.host import Host
from polyprim.runtime.request import Once
from polyprim.service.calls import Answer, Call, Calls
from polyprim.service.metadata import (
    LANGUAGE,
    NAMESPACE,
    OLDEST,
    SEQUENCE,
    SESSION,
    MetadataError,
)
from polyprim.service.namespaces import Namespaces
from polyprim.service.outcome import Context
from polyprim.service.status import status_of

SEQUENCE_MAX: Final = (1 << 53) - 1


class PrimitivesHandler(grpc.GenericRpcHandler):
    """Request bytes go to the module's ``rpc_`` function, and its reply bytes back."""

    def __init__(self, host: Host, calls: Calls) -> None:
        self.calls: Final[set[asyncio.Task[Any]]] = set()
        self.namespaces: Final = Namespaces(host)
        self._is_ending = False
        self._handlers: Final[Mapping[str, grpc.RpcMethodHandler[bytes, bytes]]] = {
            method.path: grpc.unary_unary_rpc_method_handler(
                calls.around(method.path, self._answer(service, method))
            )
            for service in services()
            for method in service.methods
        }

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler[bytes, bytes] | None:
        return self._handlers.get(handler_call_details.method)

    def end_waits(self) -> None:
        """Ends all calls that wait, and lets no other wait: they are answered UNAVAILABLE."""
        self._is_ending = True
        for call in self.calls:
            call.cancel()

    def _answer(self, service: Service, method: Method) -> Answer:
        path = method.path
        is_remembered = method.has_side_effects and not service.internal

        async def answer(request: bytes, context: Context, call: Call) -> bytes:
            told = call.told
            try:
                rpc = self.namespaces.found(told.get(NAMESPACE, ""), path)
                if rpc is None:
                    rpc = await self.namespaces.opened(told[NAMESPACE], path)
                once = _once(told) if is_remembered else None
                reply = rpc.begin(
                    request,
                    language=told.get(LANGUAGE, ""),
                    deadline=_deadline(context),
                    once=once,
                )
                return reply if isinstance(reply, bytes) else await self._ended_with_us(reply)
            except PolyprimError as error:
                status = status_of(method, error)
                trailing = *context.trailing_metadata(), *status.trailing_metadata
                await context.abort(status.code, status.details, trailing)

        return answer

    async def _ended_with_us(self, call: Coroutine[Any, Any, bytes]) -> bytes:
        task = asyncio.current_task()
        assert task is not None
        if self._is_ending:
            call.close()
            raise ClosedError("the server is being closed")
        self.calls.add(task)
        try:
            return await call
        except asyncio.CancelledError:
            if not self._is_ending:
                raise
            raise ClosedError("the server is being closed") from None
        finally:
            self.calls.discard(task)


def _once(told: Mapping[str, str]) -> Once | None:
    if SESSION not in told and SEQUENCE not in told:
        return None
    for missing, other in ((SESSION, SEQUENCE), (SEQUENCE, SESSION)):
        if not told.get(missing):
            raise MetadataError(missing, f"{other} needs {missing}, which is missing or empty")
    sequence = _number(told, SEQUENCE, SEQUENCE_MAX)
    return Once(told[SESSION], sequence, _number(told, OLDEST, sequence) if OLDEST in told else 0)


def _number(told: Mapping[str, str], key: str, greatest: int) -> int:
    number = told[key]
    if not re.fullmatch("[0-9]{1,16}", number) or not 0 < int(number) <= greatest:
        raise MetadataError(key, f"{key} is a number from 1 to {greatest}: {number!r:.40}")
    return int(number)


def _deadline(context: Context) -> float | None:
    left = context.time_remaining()
    return None if left is None else time.monotonic() + left
