"""The connection, and the objects that are reached through it."""

from __future__ import annotations

from functools import partial
from types import TracebackType
from typing import Any, Final, Self

import grpc

from polyprim_client import counter, kafka_rebalance_hook, queue
from polyprim_client.counter import Counter
from polyprim_client.errors import ClosedError, InvalidArgumentError, error_of
from polyprim_client.gen import (
    counter_pb2,
    counter_pb2_grpc,
    kafka_rebalance_hook_pb2,
    kafka_rebalance_hook_pb2_grpc,
    queue_pb2,
    queue_pb2_grpc,
)
from polyprim_client.kafka_rebalance_hook import KafkaRebalanceHook
from polyprim_client.kind import Kind
from polyprim_client.queue import Queue

TIMEOUT_DEFAULT: Final = 5.0
TIMEOUT_MAX: Final = 1_000_000.0
_LANGUAGE: Final = ("polyprim-language", "python")
_NAMESPACE: Final = "polyprim-namespace"


class Client:
    """A connection to a host, for any number of threads.

    `target` is ``host:port`` or ``unix:PATH``; `namespace` is the name of another segment than the
    server's own, which must exist (NotFoundError). Each call takes at most `timeout` seconds beside
    those that it is told to wait, and then raises DeadlineError.
    """

    def __init__(
        self, target: str, *, timeout: float = TIMEOUT_DEFAULT, namespace: str = ""
    ) -> None:
        if not isinstance(target, str):
            raise TypeError(f"a target is a str, not {type(target).__name__}")
        if not target or not target.isprintable():
            raise InvalidArgumentError(f"a target is host:port or unix:PATH: {target!r}")
        if not 0 < timeout <= TIMEOUT_MAX:
            raise InvalidArgumentError(f"a timeout is up to {TIMEOUT_MAX:,.0f} seconds: {timeout}")
        if not isinstance(namespace, str) or not namespace.isascii():
            raise InvalidArgumentError(f"a namespace is a segment's name: {namespace!r}")
        self._timeout: Final = timeout
        named = ((_NAMESPACE, namespace),) if namespace else ()
        self._metadata: Final = (_LANGUAGE, *named)
        self._channel: grpc.Channel | None = grpc.insecure_channel(target)
        counters = counter_pb2_grpc.CounterServiceStub(self._channel)
        queues = queue_pb2_grpc.QueueServiceStub(self._channel)
        hooks = kafka_rebalance_hook_pb2_grpc.KafkaRebalanceHookServiceStub(self._channel)
        self.counter: Final = Kind(
            partial(self._call, counters), counter_pb2, Counter, counter.creation
        )
        self.queue: Final = Kind(partial(self._call, queues), queue_pb2, Queue, queue.creation)
        self.kafka_rebalance_hook: Final = Kind(
            partial(self._call, hooks),
            kafka_rebalance_hook_pb2,
            KafkaRebalanceHook,
            kafka_rebalance_hook.creation,
        )

    def close(self) -> None:
        """Closes the connection; later calls raise ClosedError. May be repeated."""
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

    def _call(self, stub: Any, method: str, request: Any, *, wait: float = 0.0) -> Any:
        """Calls a method; `wait` seconds of waiting come on top of the timeout."""
        if self._channel is None:
            raise ClosedError("this client is closed")
        timeout = self._timeout + wait
        request.timeout_ms = int(timeout * 1000)
        try:
            return getattr(stub, method)(request, timeout=timeout, metadata=self._metadata)
        except grpc.RpcError as error:
            raise error_of(error) from None
        except ValueError:
            if self._channel is None:  # by another thread, in between
                raise ClosedError("this client is closed") from None
            raise
