"""What a task's ``polyprim.call`` reaches: the primitives of a host, by the public contract."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from polyprim.errors import DeadlineError, PolyprimError, fault_of
from polyprim.native import native

if TYPE_CHECKING:
    from polyprim.contract import Method, Service
    from polyprim.runtime.request import Rpc

CODES: Final = {
    "CANCELLED": 1,
    "INVALID_ARGUMENT": 3,
    "DEADLINE_EXCEEDED": 4,
    "NOT_FOUND": 5,
    "ALREADY_EXISTS": 6,
    "PERMISSION_DENIED": 7,
    "RESOURCE_EXHAUSTED": 8,
    "FAILED_PRECONDITION": 9,
    "ABORTED": 10,
    "UNIMPLEMENTED": 12,
    "INTERNAL": 13,
    "UNAVAILABLE": 14,
    "DATA_LOSS": 15,
    "UNAUTHENTICATED": 16,
}
"""gRPC's codes, as a guest gets them: negative."""

Stops: TypeAlias = Callable[[Callable[[], object]], AbstractContextManager[None]]

_ONE_TRY: Final = 0.001


class HostPrimitives:
    """The primitives of a host, for its tasks."""

    def __init__(self, rpc: Callable[[Service, Method], Rpc]) -> None:
        self._rpc: Final = rpc

    def call(
        self, method: str, request: bytes, *, can_park: bool, until: float, stops: Stops
    ) -> bytes | int:
        """A method by its full name, as ``polyprim.v1.QueueService/Pop``: its reply, or a code.

        Waits until that reading of time.monotonic; then MUST_WAIT, if the task can park. `stops` is
        told how to stop that, with CANCELLED.
        """
        found = _methods().get(method)
        if found is None:
            return -CODES["UNIMPLEMENTED"]
        deadline = max(until, time.monotonic() + _ONE_TRY)
        try:
            reply = self._rpc(*found).begin(request, deadline=deadline)
            return reply if isinstance(reply, bytes) else _waited(reply, stops)
        except asyncio.CancelledError:
            return -CODES["CANCELLED"]
        except DeadlineError:
            return native.MUST_WAIT if can_park else -CODES["DEADLINE_EXCEEDED"]
        except PolyprimError as error:
            return -CODES.get(fault_of(error)[1].code, CODES["INTERNAL"])


def _waited(coroutine: Coroutine[Any, Any, bytes], stops: Stops) -> bytes:
    """Waits on a thread of its own: this one may run an event loop already."""

    async def wait() -> bytes:
        own, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert own is not None
        with stops(lambda: loop.call_soon_threadsafe(own.cancel)):
            return await coroutine

    with ThreadPoolExecutor(1, thread_name_prefix="polyprim-wait") as pool:
        return pool.submit(asyncio.run, wait()).result()


@cache
def _methods() -> dict[str, tuple[Service, Method]]:
    from polyprim.contract import services  # with protobuf, which only servers and tasks need

    return {
        f"{service.full_name}/{method.name}": (service, method)
        for service in services()
        for method in service.methods
    }
