"""The connection, and the objects that are reached through it."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Final, Protocol, Self

import grpc

from polyprim_client.counter import Counter
from polyprim_client.errors import PolyprimError, error_of
from polyprim_client.gen import counter_pb2_grpc, kafka_rebalance_hook_pb2_grpc, queue_pb2_grpc
from polyprim_client.kafka_rebalance_hook import KafkaRebalanceHook
from polyprim_client.queue import Queue

TIMEOUT_DEFAULT: Final = 5.0
LANGUAGE: Final = (("polyprim-language", "python"),)


class Method(Protocol):
    """A method of a generated stub."""

    def __call__(self, request: Any, *, timeout: float, metadata: Any) -> Any: ...


class Client:
    """A connection to a host, for any number of threads.

    `target` is ``host:port`` or ``unix:PATH``. Each call takes at most `timeout` seconds, and then
    raises DeadlineError.
    """

    def __init__(self, target: str, *, timeout: float = TIMEOUT_DEFAULT) -> None:
        self._timeout: Final = timeout
        self._channel: grpc.Channel | None = grpc.insecure_channel(target)
        self._counters: Final = counter_pb2_grpc.CounterServiceStub(self._channel)
        self._queues: Final = queue_pb2_grpc.QueueServiceStub(self._channel)
        self._hooks: Final = kafka_rebalance_hook_pb2_grpc.KafkaRebalanceHookServiceStub(
            self._channel
        )

    def counter(self, name: str, *, initial_value: int = 0) -> Counter:
        """The counter of that name, made with that value if there is none."""
        return Counter.create(self._call, self._counters, name, initial_value)

    def queue(self, name: str, *, capacity: int = 1024 * 1024) -> Queue:
        """The queue of that name, made with that many bytes if there is none."""
        return Queue.create(self._call, self._queues, name, capacity)

    def kafka_rebalance_hook(
        self, name: str, *, jitter: bool = False, cap_ms: int | None = None
    ) -> KafkaRebalanceHook:
        """The consumer group of that name, made with these options if there is none."""
        return KafkaRebalanceHook.create(self._call, self._hooks, name, jitter, cap_ms)

    def close(self) -> None:
        """Closes the connection. May be repeated."""
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _call(self, method: Method, request: Any, *, wait: float = 0.0) -> Any:
        """Calls a method; `wait` seconds of waiting come on top of the timeout."""
        if self._channel is None:
            raise PolyprimError("this client is closed")
        timeout = self._timeout + wait
        request.timeout_ms = min(int(timeout * 1000), 2**31 - 1)
        try:
            return method(request, timeout=timeout, metadata=LANGUAGE)
        except grpc.RpcError as error:
            raise error_of(error) from None
