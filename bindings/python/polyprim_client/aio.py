"""The client for coroutines: what polyprim_client has, with methods that are awaited.

from polyprim_client.aio import Client

async with Client("127.0.0.1:7777") as client:
    hits = await client.counter("hits")
    await hits.add(1)
    async for record in (await client.queue("jobs")).records():
        ...

A task that is cancelled in a call cancels that call at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Final, Self

from polyprim_client import counter, kafka_rebalance_hook, queue
from polyprim_client.connection import Connection
from polyprim_client.gen import counter_pb2, kafka_rebalance_hook_pb2, queue_pb2
from polyprim_client.kind import KindMethods, Object, Options
from polyprim_client.options import ATTEMPTS, TIMEOUT_SECONDS, ClientOptions
from polyprim_client.remote import ClientMethods
from polyprim_client.snapshot import SnapshotsMethods
from polyprim_client.steps import Awaited, run_async
from polyprim_client.task import TaskMethods
from polyprim_client.tasks import TasksMethods
from polyprim_client.tls import Tls
from polyprim_client.transport import AwaitedTransport

__all__ = [
    "Client",
    "Counter",
    "KafkaRebalanceHook",
    "Kind",
    "Queue",
    "Snapshots",
    "Task",
    "Tasks",
]


class Counter(counter.CounterMethods, Awaited):
    __doc__ = counter.CounterMethods.__doc__

    @staticmethod
    async def add_many(additions: Iterable[tuple[Counter, int]]) -> list[int]:
        """As polyprim_client.Counter.add_many."""
        return await run_async(counter.adding(additions, Counter))


class Queue(queue.QueueMethods, Awaited):
    __doc__ = queue.QueueMethods.__doc__


class KafkaRebalanceHook(kafka_rebalance_hook.KafkaRebalanceHookMethods, Awaited):
    __doc__ = kafka_rebalance_hook.KafkaRebalanceHookMethods.__doc__


class Kind(KindMethods[Object, Options], Awaited):
    __doc__ = KindMethods.__doc__


class Task(TaskMethods, Awaited):
    __doc__ = TaskMethods.__doc__

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()


class Tasks(TasksMethods[Task], Awaited):
    __doc__ = TasksMethods.__doc__


class Snapshots(SnapshotsMethods[Task], Awaited):
    __doc__ = SnapshotsMethods.__doc__


class Client(ClientMethods, Awaited):
    """A connection to a host, for the tasks of one event loop, that of its first call; in another
    one, calls raise RuntimeError. It may be made before the loop runs. Its options are those of
    polyprim_client.Client.
    """

    def __init__(
        self,
        target: str,
        *,
        timeout: float = TIMEOUT_SECONDS,
        namespace: str = "",
        token: str = "",
        tls: Tls | None = None,
        safe_retries: bool = False,
        attempts: int = ATTEMPTS,
    ) -> None:
        options = ClientOptions(target, timeout, namespace, token, tls, safe_retries, attempts)
        super().__init__(Connection(options, AwaitedTransport(options)))
        self.counter: Final = Kind(self, counter_pb2, Counter, counter.creation)
        self.queue: Final = Kind(self, queue_pb2, Queue, queue.creation)
        self.kafka_rebalance_hook: Final = Kind(
            self, kafka_rebalance_hook_pb2, KafkaRebalanceHook, kafka_rebalance_hook.creation
        )
        self.tasks: Final = Tasks(self, Task)
        self.snapshots: Final = Snapshots(self, Task)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
