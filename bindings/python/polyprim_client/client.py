"""The client for threads."""

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
from polyprim_client.steps import Blocking, run
from polyprim_client.task import TaskMethods
from polyprim_client.tasks import TasksMethods
from polyprim_client.tls import Tls
from polyprim_client.transport import BlockingTransport


class Counter(counter.CounterMethods, Blocking):
    __doc__ = counter.CounterMethods.__doc__

    @staticmethod
    def add_many(additions: Iterable[tuple[Counter, int]]) -> list[int]:
        """Adds to up to 1,000 counters of one client in one call; answers their counts.

        If a counter is missing, nothing is added. Each addition is atomic, all together are not.
        """
        return run(counter.adding(additions, Counter))


class Queue(queue.QueueMethods, Blocking):
    __doc__ = queue.QueueMethods.__doc__


class KafkaRebalanceHook(kafka_rebalance_hook.KafkaRebalanceHookMethods, Blocking):
    __doc__ = kafka_rebalance_hook.KafkaRebalanceHookMethods.__doc__


class Kind(KindMethods[Object, Options], Blocking):
    __doc__ = KindMethods.__doc__


class Task(TaskMethods, Blocking):
    __doc__ = TaskMethods.__doc__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Tasks(TasksMethods[Task], Blocking):
    __doc__ = TasksMethods.__doc__


class Snapshots(SnapshotsMethods[Task], Blocking):
    __doc__ = SnapshotsMethods.__doc__


class Client(ClientMethods, Blocking):
    """A connection to a host, for any number of threads. It connects when it is first used.

    target        ``host:port`` or ``unix:PATH``
    timeout       seconds that a call may take, beside those that it is told to wait; then it
                  raises DeadlineError
    namespace     the name of another segment than the server's own; it must exist (NotFoundError)
    token         proves to the server who this is. Without TLS it goes to this machine only
    tls           encrypts the connection; ``Tls()`` trusts what the system trusts
    safe_retries  calls that change something are made again too, and carried out once, see below
    attempts      how often a call is made at most, 1 to 100

    A call that finds the server unavailable is made again, within its timeout, if it only reads.
    With `safe_retries` any call is: the client opens sessions, in which the server remembers the
    answers of calls under way, and so a call that was carried out is answered once more. A session,
    192 KiB of the server's segment, has room for 128 calls and 120 KiB of answers at once; with
    more under way the client opens others. The server may give one up that was not used for ten
    minutes, or for one where there is no room for another: an attempt after that raises
    RequestExpiredError. Closing the client gives them up, and so does the end of the process.

    A child that is forked cannot use it: its calls raise ForkedError there. Raises
    InvalidArgumentError for an option that cannot be, or a file of `tls`; TypeError for a value of
    another type.
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
        super().__init__(Connection(options, BlockingTransport(options)))
        self.counter: Final = Kind(self, counter_pb2, Counter, counter.creation)
        self.queue: Final = Kind(self, queue_pb2, Queue, queue.creation)
        self.kafka_rebalance_hook: Final = Kind(
            self, kafka_rebalance_hook_pb2, KafkaRebalanceHook, kafka_rebalance_hook.creation
        )
        self.tasks: Final = Tasks(self, Task)
        self.snapshots: Final = Snapshots(self, Task)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
