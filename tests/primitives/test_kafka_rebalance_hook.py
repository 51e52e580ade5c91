"""Consumer groups against a plain Python model."""

from __future__ import annotations

import time
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from polyprim import Event, Host
from tests.primitives.objects import Objects

KEPT, RETRY_MAX = 1023, 20
ERRORS = st.integers(1, (1 << 31) - 1) | st.just(27)
TRACES = st.binary(min_size=16, max_size=16) | st.just(b"")


class Model:
    """A retry count, and every event that there ever was."""

    def __init__(self, jitter: bool = False, cap_ms: int | None = None) -> None:
        self.jitter, self.cap_ms = jitter, cap_ms
        self.retry = 0
        self.events: list[Event] = []

    def backoffs(self) -> range:
        """What the next report may be told."""
        full = 100 << self.retry
        full = full if self.cap_ms is None else min(full, self.cap_ms)
        return range(full // 2 if self.jitter else full, full + 1)


class Groups(Objects):
    kind_name = "kafka_rebalance_hook"
    options = st.fixed_dictionaries(
        {},
        optional={
            "jitter": st.booleans(),
            "cap_ms": st.none() | st.integers(100, 104_857_600) | st.integers(100, 5000),
        },
    )

    def model(self, options: dict[str, Any]) -> Any:
        return Model(**options)

    def operations(self, handle: Any) -> list[Any]:
        return [handle.report, handle.succeed, handle.get, handle.events]

    def compare(self, handle: Any, model: Model) -> None:
        assert handle.get() == model.retry
        assert handle.events(limit=2000) == model.events[-KEPT:]

    @rule(error=ERRORS, trace_id=TRACES, times=st.integers(1, 25), data=st.data())
    def report(self, error: int, trace_id: bytes, times: int, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            for _ in range(times):
                before = int(time.time() * 1000)
                answer = handle.report(error, trace_id=trace_id)
                (event,) = handle.events(after=len(model.events))
                assert answer.retry == model.retry
                assert answer.backoff_ms in model.backoffs()
                assert before - 20 <= event.unix_ms <= time.time() * 1000
                assert event == Event(
                    sequence=len(model.events) + 1,
                    unix_ms=event.unix_ms,
                    retry=answer.retry,
                    backoff_ms=answer.backoff_ms,
                    error=error,
                    trace_id=trace_id,
                )
                model.events.append(event)
                model.retry = min(model.retry + 1, RETRY_MAX)

    @rule(data=st.data())
    def succeed(self, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            handle.succeed()
            model.retry = 0

    @rule(after=st.integers(0, 60), limit=st.integers(1, 60), data=st.data())
    def events(self, after: int, limit: int, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            kept = model.events[-KEPT:]
            expected = [event for event in kept if event.sequence > after][:limit]
            assert handle.events(after, limit) == expected


def test_model() -> None:
    run_state_machine_as_test(
        Groups, settings=settings(max_examples=40, stateful_step_count=30, deadline=None)
    )


def test_backoffs_are_exact(host: Host) -> None:
    group = host.kafka_rebalance_hook("group")
    told = [group.report() for _ in range(23)]
    assert [report.backoff_ms for report in told] == [
        2 ** min(retry, RETRY_MAX) * 100 for retry in range(23)
    ]
    assert [report.retry for report in told] == [min(retry, RETRY_MAX) for retry in range(23)]


def test_jitter_spreads_the_members(host: Host) -> None:
    group = host.kafka_rebalance_hook("group", jitter=True, cap_ms=10_000)
    told = [group.report().backoff_ms for _ in range(200)][10:]
    assert 5000 <= min(told) < 6000 < 9000 < max(told) <= 10_000


def test_old_events_make_room(host: Host) -> None:
    group = host.kafka_rebalance_hook("group")
    for _ in range(2 * KEPT + 10):
        group.report()
    sequences = [event.sequence for event in group.events(limit=10_000)]
    assert sequences == list(range(KEPT + 11, 2 * KEPT + 11))
    assert group.events(after=2 * KEPT + 10) == []
