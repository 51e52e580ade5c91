"""How long the members of a Kafka consumer group back off when it rebalances."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from polyprim_client.gen import kafka_rebalance_hook_pb2 as messages
from polyprim_client.kind import Remote, octets, request_of, whole

REBALANCE_IN_PROGRESS: Final = 27
"""Kafka's own number of the error."""

_request: Final = partial(request_of, messages)


def creation(name: str, *, jitter: bool = False, cap_ms: int | None = None) -> Any:
    """The request that makes a group: backoffs are 2^retry * 100 ms, at most `cap_ms` (100 to
    104,857,600); with `jitter`, anything from half of that to all of it."""
    if not isinstance(jitter, bool):
        raise TypeError(f"jitter is a bool, not {type(jitter).__name__}")
    return _request("Create", name=name, jitter=jitter, cap_ms=cap_ms)


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


class KafkaRebalanceHook(Remote):
    """A consumer group of a remote host: one retry count for all its members."""

    def report(self, error: int = REBALANCE_IN_PROGRESS, *, trace_id: bytes = b"") -> Report:
        """Reports an error: how long to back off. A trace id has 16 bytes, or none."""
        request = _request(
            "Report", name=self.name, error=whole(error, "an error"), trace_id=octets(trace_id)
        )
        reply = self._call("Report", request)
        return Report(retry=reply.retry, backoff_ms=reply.backoff_ms)

    def succeed(self) -> None:
        """The group is stable again: the retry count goes back to 0."""
        self._call("Succeed", _request("Succeed", name=self.name))

    def get(self) -> int:
        """Retries since the group was last stable."""
        retry: int = self._call("Get", _request("Get", name=self.name)).retry
        return retry

    def events(self, after: int = 0, limit: int = 100) -> list[Event]:
        """Up to `limit` (1 to 256) events after a sequence number, oldest first; the latest 1,023
        are kept."""
        numbers = {"after": whole(after, "after"), "limit": whole(limit, "limit")}
        request = _request("Events", name=self.name, **numbers)
        return [
            Event(
                sequence=event.sequence,
                unix_ms=event.unix_ms,
                retry=event.retry,
                backoff_ms=event.backoff_ms,
                error=event.error,
                trace_id=event.trace_id,
            )
            for event in self._call("Events", request).events
        ]

    def delete(self) -> None:
        """Deletes the group. Raises NotFoundError if it was gone."""
        self._call("Delete", _request("Delete", name=self.name))
