"""How long the members of a Kafka consumer group back off when it rebalances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Self

from polyprim_client.gen import kafka_rebalance_hook_pb2 as pb

Call = Callable[..., Any]

REBALANCE_IN_PROGRESS: Final = 27
"""Kafka's own number of the error."""


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a report: back off for so many milliseconds."""

    retry: int
    backoff_ms: int


@dataclass(frozen=True, slots=True)
class Event:
    """One report of a member of the group."""

    sequence: int
    unix_ms: int
    retry: int
    backoff_ms: int
    error: int
    trace_id: bytes


class KafkaRebalanceHook:
    """A consumer group of a remote host: one retry count for all its members."""

    def __init__(self, call: Call, stub: Any, name: str) -> None:
        self._call: Final = call
        self._stub: Final = stub
        self.name: Final = name

    @classmethod
    def create(cls, call: Call, stub: Any, name: str, jitter: bool, cap_ms: int | None) -> Self:
        """Makes the group, or finds the one that exists."""
        request = pb.KafkaRebalanceHookServiceCreateRequest(name=name, jitter=jitter)
        if cap_ms is not None:
            request.cap_ms = cap_ms
        call(stub.Create, request)
        return cls(call, stub, name)

    def report(self, error: int = REBALANCE_IN_PROGRESS, *, trace_id: bytes = b"") -> Report:
        """Reports an error: how long to back off, 2^retry * 100 ms less cap and jitter."""
        request = pb.KafkaRebalanceHookServiceReportRequest(
            name=self.name, error=pb.RebalanceError.Name(error), trace_id=trace_id
        )
        reply = self._call(self._stub.Report, request)
        return Report(retry=reply.retry, backoff_ms=reply.backoff_ms)

    def succeed(self) -> None:
        """The group is stable again: the retry count goes back to 0."""
        self._call(self._stub.Succeed, pb.KafkaRebalanceHookServiceSucceedRequest(name=self.name))

    def get(self) -> int:
        """Retries since the group was last stable."""
        request = pb.KafkaRebalanceHookServiceGetRequest(name=self.name)
        retry: int = self._call(self._stub.Get, request).retry
        return retry

    def events(self, after: int = 0, limit: int = 100) -> list[Event]:
        """The events after a sequence number, oldest first; only the latest 1,023 are kept."""
        request = pb.KafkaRebalanceHookServiceEventsRequest(
            name=self.name, after=after, limit=limit
        )
        return [
            Event(
                sequence=event.sequence,
                unix_ms=event.unix_ms,
                retry=event.retry,
                backoff_ms=event.backoff_ms,
                error=event.error,
                trace_id=event.trace_id,
            )
            for event in self._call(self._stub.Events, request).events
        ]

    def delete(self) -> None:
        """Deletes the group."""
        self._call(self._stub.Delete, pb.KafkaRebalanceHookServiceDeleteRequest(name=self.name))
