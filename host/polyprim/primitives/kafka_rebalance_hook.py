"""How long the members of a Kafka consumer group back off when it rebalances."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from polyprim.errors import InvalidArgumentError
from polyprim.native import bounded
from polyprim.primitives.base import Primitive
from polyprim.primitives.checks import flag, octets, whole
from polyprim.runtime.outcome import reply_of
from polyprim.runtime.segment import Segment

REBALANCE_IN_PROGRESS: Final = 27
"""Kafka's own number of the error."""

CAP_MS_MIN: Final = 100
CAP_MS_MAX: Final = 100 << 20
_EVENT: Final = struct.Struct("<Qqq I i 16s I 12x")


@dataclass(frozen=True, slots=True)
class Report:
    """The answer to a report."""

    retry: int
    """Retries before this one since the group was last stable: 0 for the first, at most 20."""
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
    """A W3C trace id of 16 bytes, or empty."""


class KafkaRebalanceHook(Primitive):
    """A consumer group: one retry count for all its members, and what they reported.

    A group that was deleted raises NotFoundError.
    """

    @staticmethod
    def build(
        segment: Segment, name: bytes, *, jitter: bool = False, cap_ms: int | None = None
    ) -> int:
        """Makes a group: its handle, or FAULT + EXISTS.

        Backoffs are 2^retry * 100 ms, at most `cap_ms` (100 to 104,857,600); with `jitter`,
        anything from half of that to all of it, so that members do not keep in step.
        """
        spread, cap = flag(jitter, "jitter"), 0
        if cap_ms is not None:
            cap = whole(cap_ms, "cap_ms")
            if not CAP_MS_MIN <= cap <= CAP_MS_MAX:
                raise InvalidArgumentError(f"cap_ms is {CAP_MS_MIN} to {CAP_MS_MAX}: {cap}")
        function = segment.function("kafka_rebalance_hook_create")
        about = name.decode(errors="replace")
        return segment.call(function, len(name), int(spread), cap, name=name, about=about)

    def report(self, error: int = REBALANCE_IN_PROGRESS, *, trace_id: bytes = b"") -> Report:
        """Reports an error: how long to back off. Every error counts alike."""
        error, trace_id = whole(error, "an error"), octets(trace_id, "a trace id")
        if len(trace_id) not in (0, 16) or not 1 <= error < 1 << 31:
            raise InvalidArgumentError(
                f"an error is 1 to 2^31 - 1, a trace id 16 bytes or none: {error}, {trace_id!r}"
            )
        function = self._segment.function("kafka_rebalance_hook_report")
        with self._segment.outcomes.lent() as out:
            backoff_ms = self._segment.settled(
                bounded.call_named,
                self._segment.id,
                function,
                self._handle,
                error,
                len(trace_id),
                trace_id,
                len(trace_id),
                out,
                about=self.name,
            )
            return Report(retry=int(out.scratch[2]), backoff_ms=backoff_ms)

    def succeed(self) -> None:
        """The group is stable again: the retry count goes back to 0."""
        function = self._segment.function("kafka_rebalance_hook_succeed")
        self._segment.call(function, self._handle, about=self.name)

    def get(self) -> int:
        """Retries since the group was last stable."""
        function = self._segment.function("kafka_rebalance_hook_get")
        return self._segment.call(function, self._handle, about=self.name)

    def events(self, after: int = 0, limit: int = 100) -> list[Event]:
        """Up to `limit` events after a sequence number, oldest first; the latest 1,023 are kept."""
        after, limit = whole(after, "after"), whole(limit, "limit")
        if not 0 <= after < 1 << 52 or limit < 1:
            raise InvalidArgumentError(f"after is a sequence number, limit 1 or more: {after}")
        found: list[Event] = []
        while len(found) < limit and (event := self._event_after(after)) is not None:
            found.append(event)
            after = event.sequence
        return found

    def _event_after(self, after: int) -> Event | None:
        function = self._segment.function("kafka_rebalance_hook_event")
        with self._segment.outcomes.lent() as out:
            # An empty request, so that the slot has a reply area.
            sequence = self._segment.call(
                function, self._handle, after, data=b"", out=out, about=self.name
            )
            if sequence <= 0:
                return None
            event = _EVENT.unpack(reply_of(out, _EVENT.size))
        _, unix_ms, backoff_ms, retry, error, trace_id, length = event
        return Event(
            sequence=sequence,
            unix_ms=unix_ms,
            retry=retry,
            backoff_ms=backoff_ms,
            error=error,
            trace_id=trace_id[: min(length, 16)],
        )
