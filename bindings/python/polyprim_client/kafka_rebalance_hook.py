"""How long the members of a Kafka consumer group back off when it rebalances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from polyprim_client.gen import kafka_rebalance_hook_pb2 as messages
from polyprim_client.remote import Remote
from polyprim_client.steps import Method, Steps
from polyprim_client.values import octets, whole

REBALANCE_IN_PROGRESS: Final = 27
"""Kafka's own number of the error."""


def creation(
    name: str, *, jitter: bool = False, cap_ms: int | None = None
) -> messages.KafkaRebalanceHookServiceCreateRequest:
    """The request that makes a group: backoffs are 2^retry * 100 ms, at most `cap_ms` (100 to
    104,857,600); with `jitter`, anything from half of that to all of it."""
    if not isinstance(jitter, bool):
        raise TypeError(f"jitter is a bool, not {type(jitter).__name__}")
    cap_ms = None if cap_ms is None else whole(cap_ms, "cap_ms")
    return messages.KafkaRebalanceHookServiceCreateRequest(name=name, jitter=jitter, cap_ms=cap_ms)


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


class KafkaRebalanceHookMethods(Remote):
    """A consumer group of a remote host: one retry count for all its members."""

    @Method
    def report(self, error: int = REBALANCE_IN_PROGRESS, *, trace_id: bytes = b"") -> Steps[Report]:
        """Reports an error: how long to back off. A trace id has 16 bytes, or none."""
        number: Any = whole(error, "an error")  # may be one that the enumeration does not have
        reply = yield from self._call(
            messages.KafkaRebalanceHookServiceReportResponse,
            messages.KafkaRebalanceHookServiceReportRequest,
            name=self.name,
            error=number,
            trace_id=octets(trace_id),
        )
        return Report(retry=reply.retry, backoff_ms=reply.backoff_ms)

    @Method
    def succeed(self) -> Steps[None]:
        """The group is stable again: the retry count goes back to 0."""
        yield from self._call(
            messages.KafkaRebalanceHookServiceSucceedResponse,
            messages.KafkaRebalanceHookServiceSucceedRequest,
            name=self.name,
        )

    @Method
    def get(self) -> Steps[int]:
        """Retries since the group was last stable."""
        reply = yield from self._call(
            messages.KafkaRebalanceHookServiceGetResponse,
            messages.KafkaRebalanceHookServiceGetRequest,
            name=self.name,
        )
        return reply.retry

    @Method
    def events(self, after: int = 0, limit: int = 100) -> Steps[list[Event]]:
        """Up to `limit` (1 to 256) events after a sequence number, oldest first; the latest 1,023
        are kept."""
        reply = yield from self._call(
            messages.KafkaRebalanceHookServiceEventsResponse,
            messages.KafkaRebalanceHookServiceEventsRequest,
            name=self.name,
            after=whole(after, "after"),
            limit=whole(limit, "limit"),
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
            for event in reply.events
        ]

    @Method
    def delete(self) -> Steps[None]:
        """Deletes the group. Raises NotFoundError if it was gone."""
        yield from self._call(
            messages.KafkaRebalanceHookServiceDeleteResponse,
            messages.KafkaRebalanceHookServiceDeleteRequest,
            name=self.name,
        )
