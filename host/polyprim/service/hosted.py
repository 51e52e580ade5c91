"""The host's own services over gRPC: tasks and their snapshots."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final, NoReturn

import grpc

from polyprim.contract import HostService, Method, host_services
from polyprim.errors import InvalidArgumentError, PolyprimError
from polyprim.service.asked import Asked
from polyprim.service.calls import Answer, Call, Calls, HostingStatistics
from polyprim.service.hosting import RUNS_WAITING_MAX, Quarters, TaskHosting
from polyprim.service.metadata import LANGUAGE, NAMESPACE, SEQUENCE, SESSION, MetadataError
from polyprim.service.namespaces import Namespaces
from polyprim.service.outcome import Context
from polyprim.service.requests import parsed
from polyprim.service.snapshots import SnapshotMethods
from polyprim.service.status import status_of
from polyprim.service.tasks import TaskMethods
from polyprim.service.timing import Timing
from polyprim.service.transfers import Transfers, keep_module, keep_snapshot
from polyprim.service.turns import Turns
from polyprim.snapshots import BytesSource, Source
from polyprim.snapshots.refusing import refusing

TIMEOUT_MS: Final = 5000
LOOKS: Final = 8
"""How many calls that run nothing are answered at once."""
LEAVE_SECONDS: Final = 1.0
"""How long threads may take to leave the tasks that were closed."""
_RUNS: Final = frozenset(
    {"Start", "Run", "Call", "Send", "Resume", "Create", "Restore", "Verify", "Gc"}
)

Work = Callable[[Asked], Any]


class HostHandler(grpc.GenericRpcHandler):
    """Answers calls in threads; what they do lies in the classes of their services."""

    def __init__(self, namespaces: Namespaces, calls: Calls, hosting: TaskHosting) -> None:
        self._namespaces: Final = namespaces
        self._hosting: Final = hosting
        self._quarters: Final[dict[str, Quarters]] = {}
        self._settling: Final = asyncio.Lock()
        self._runs: Final = Turns("runs", count=hosting.runs, waiting_max=RUNS_WAITING_MAX)
        self._looks: Final = Turns("looks", count=LOOKS, waiting_max=RUNS_WAITING_MAX)
        self._transfers: Final = Transfers(self._looks)
        self._timing: Final = Timing()
        tasks = TaskMethods(hosting.folders)
        self._methods: Final = {"task": tasks, "snapshot": SnapshotMethods(tasks)}
        self._handlers: Final = {
            method.path: self._handler(service, method, calls)
            for service in host_services()
            for method in service.methods
        }

    def service(
        self, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler[Any, Any] | None:
        return self._handlers.get(handler_call_details.method)

    def statistics(self) -> HostingStatistics:
        """What there is to tell by now. For any thread."""
        tasks = {name: len(found.live) for name, found in self._quarters.copy().items()}
        return HostingStatistics(self._runs.under_way, tasks, self._timing.rows())

    async def keep_house(self) -> NoReturn:
        """Closes tasks that nobody uses, until it is cancelled."""
        seconds = self._hosting.idle_seconds
        while True:
            await asyncio.sleep(min(seconds / 4, 1.0))
            for quarters in list(self._quarters.values()):
                with suppress(PolyprimError):
                    await asyncio.to_thread(quarters.live.close_idle, seconds)

    async def close(self) -> None:
        """Closes all tasks, whatever they do, and lets their threads leave them."""
        for quarters in self._quarters.values():
            await asyncio.to_thread(quarters.live.close_all)
        for turns in (self._runs, self._looks):
            await turns.close(LEAVE_SECONDS)

    def _handler(
        self, service: HostService, method: Method, calls: Calls
    ) -> grpc.RpcMethodHandler[Any, Any]:
        if method.takes_stream:
            answer, made = self._receive(method), grpc.stream_unary_rpc_method_handler
        elif method.gives_stream:
            answer, made = self._send(method), grpc.unary_stream_rpc_method_handler
        else:
            work = getattr(self._methods[service.name], method.export.removeprefix("rpc_"))
            answer, made = self._work(method, work), grpc.unary_unary_rpc_method_handler
        return made(calls.around(method.path, self._watched(service, method, answer)))

    def _watched(self, service: HostService, method: Method, answer: Answer) -> Answer:
        """Tells gRPC of errors, and counts."""

        async def watched(request: Any, context: Context, call: Call) -> Any:
            began = time.monotonic()
            try:
                _require_no_session(call)
                return await answer(request, context, call)
            except PolyprimError as error:
                status = status_of(method, error)
                trailing = *context.trailing_metadata(), *status.trailing_metadata
                await context.abort(status.code, status.details, trailing)
            finally:
                namespace = call.told.get(NAMESPACE, "")
                if namespace in self._quarters:
                    self._timing.note(
                        namespace=namespace,
                        service=service.name,
                        method=method.name,
                        language=call.told.get(LANGUAGE, ""),
                        seconds=time.monotonic() - began,
                    )

        return watched

    def _work(self, method: Method, work: Work) -> Answer:
        turns = self._runs if method.name in _RUNS else self._looks

        async def answer(data: bytes, context: Context, call: Call) -> bytes:
            until = time.monotonic() + _seconds(context, TIMEOUT_MS / 1000)
            request = parsed(method, data)
            if request.HasField("timeout_ms"):
                until = time.monotonic() + _seconds(context, request.timeout_ms / 1000)
            asked = Asked(await self._settled(call), request, until)
            reply: bytes = await turns.take(
                lambda: _done(work, asked).SerializeToString(),
                until=until,
                give_up=asked.give_up,
            )
            return reply

        return answer

    def _receive(self, method: Method) -> Answer:
        finish = keep_module if method.name == "UploadModule" else keep_snapshot

        async def answer(pieces: AsyncIterator[bytes], context: Context, call: Call) -> bytes:
            quarters = await self._settled(call)
            reply = await self._transfers.receive(method, aiter(pieces), quarters, finish)
            data: bytes = reply.SerializeToString()
            return data

        return answer

    def _send(self, method: Method) -> Answer:
        async def answer(data: bytes, context: Context, call: Call) -> None:
            request = parsed(method, data)
            opened = partial(_source, await self._settled(call), request)
            await self._transfers.send(method, context, opened, request.offset)

        return answer

    async def _settled(self, call: Call) -> Quarters:
        """The quarters of a call's namespace, which are made when the first one comes."""
        namespace = call.told.get(NAMESPACE, "")
        if namespace not in self._quarters:
            host = await self._namespaces.host(namespace)
            async with self._settling:
                if namespace not in self._quarters:
                    self._quarters[namespace] = await asyncio.to_thread(
                        Quarters, host, namespace, self._hosting
                    )
        return self._quarters[namespace]


def _done(work: Work, asked: Asked) -> Any:
    with refusing("the server's store"):
        try:
            return work(asked)
        except TypeError as error:  # of an argument that is not what the export takes
            raise InvalidArgumentError(str(error)) from error


def _source(quarters: Quarters, request: Any) -> Source:
    snapshots, id = quarters.snapshots, request.id
    if not request.module:
        return snapshots.store.source(id)
    manifest = snapshots.get(id).manifest
    assert manifest is not None  # what cannot be read was refused
    return BytesSource(snapshots.store.module(manifest.module_sha256))


def _seconds(context: Context, asked: float) -> float:
    left = context.time_remaining()
    return asked if left is None else min(asked, left)


def _require_no_session(call: Call) -> None:
    for key in (SESSION, SEQUENCE):
        if key in call.told:
            raise MetadataError(key, "a session does not make calls of tasks safe to repeat")
