"""Queues against a plain Python model."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from polyprim import Host, NotFoundError, PayloadTooLargeError
from tests.primitives.objects import Objects
from tests.runtime.support import output_of

CELL, FIXED, WORD = 64, 256 + 63, 8
REPLY = 131_072
SIZES = (
    st.integers(0, 200)
    | st.integers(0, 65_536)
    | st.sampled_from([0, 1, 63, 64, 65, 4096, 16_384, 16_385, 57_920, 57_921, 65_535, 65_536])
)


class Model:
    """A queue in a region of some bytes: a descriptor of 8 bytes for each cell of 64."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.cells = (capacity - FIXED) // (CELL + WORD)
        self.records: deque[bytes] = deque()

    @property
    def used(self) -> int:
        return cells_of(self.records)

    def outcome(self, records: list[bytes], batch: bool) -> bool | None:
        """Of a push: True, False if there is no room now, None if there never is."""
        cells = cells_of(records)
        total = sum(map(len, records)) + 4 * len(records)
        if cells > self.cells or (batch and total > REPLY):
            return None
        return self.used + cells <= self.cells

    def pop_many(self, count: int) -> list[bytes]:
        taken: list[bytes] = []
        room = REPLY - 4 * count - 15
        while self.records and len(taken) < count and len(self.records[0]) <= room:
            room -= len(self.records[0])
            taken.append(self.records.popleft())
        return taken


def cells_of(records: Any) -> int:
    return sum(max(1, -(-len(record) // CELL)) for record in records)


class Queues(Objects):
    kind_name = "queue"
    options = st.sampled_from([{"capacity": 65_536}, {"capacity": 65_536}, {"capacity": 131_072}])

    def __init__(self) -> None:
        super().__init__()
        self.random = random.Random(1)

    def model(self, options: dict[str, Any]) -> Any:
        return Model(options["capacity"])

    def operations(self, handle: Any) -> list[Any]:
        return [
            handle.pop,
            handle.peek,
            handle.statistics,
            lambda: handle.pop(timeout=1),
            lambda: handle.pop_many(3),
            lambda: handle.push(b"x"),
            lambda: handle.push(bytes(20_000)),
            lambda: handle.push_many([b"x", b"y"]),
            lambda: asyncio.run(handle.pop_async(1)),
            lambda: asyncio.run(handle.pop_many_async(3, 1)),
        ]

    def compare(self, handle: Any, model: Model) -> None:
        assert handle.peek() == (model.records[0] if model.records else None)
        found = handle.statistics()
        assert found.items == len(model.records)
        assert found.used_bytes == model.used * CELL
        assert found.free_bytes == (model.cells - model.used) * CELL
        assert (found.capacity_bytes, found.skipped) == (model.capacity, 0)

    @rule(size=SIZES, data=st.data())
    def push(self, size: int, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            record = self.random.randbytes(size)
            expected = model.outcome([record], batch=False)
            if expected is None:
                with pytest.raises(PayloadTooLargeError):
                    handle.push(record)
                return
            assert handle.push(record) is expected
            if expected:
                model.records.append(record)

    @rule(sizes=st.lists(SIZES, max_size=12), data=st.data())
    def push_many(self, sizes: list[int], data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            records = [self.random.randbytes(size) for size in sizes]
            expected = model.outcome(records, batch=True)
            if expected is None:
                with pytest.raises(PayloadTooLargeError):
                    handle.push_many(records)
                return
            assert handle.push_many(iter(records)) is expected
            if expected:
                model.records.extend(records)

    @rule(how=st.sampled_from(["now", "timeout", "async"]), data=st.data())
    def pop(self, how: str, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            expected = model.records.popleft() if model.records else None
            if how == "async":
                assert asyncio.run(handle.pop_async(0.001)) == expected
            else:
                assert handle.pop(0.001 if how == "timeout" else 0.0) == expected

    @rule(count=st.integers(1, 20) | st.just(8192), wait=st.booleans(), data=st.data())
    def pop_many(self, count: int, wait: bool, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            assert handle.pop_many(count, 0.001 if wait else 0) == model.pop_many(count)


def test_model() -> None:
    run_state_machine_as_test(
        Queues, settings=settings(max_examples=80, stateful_step_count=50, deadline=None)
    )


@pytest.mark.parametrize("size", [0, 1, 64, 100, 1000, 20_000])
def test_it_goes_round_and_round(host: Host, size: int) -> None:
    """Many laps, with the border between the last cell and the first at every place."""
    queue = host.queue("q", capacity=65_536)
    sent: deque[bytes] = deque()
    for i in range(1000):
        sent.append(i.to_bytes(4, "little") * (size // 4 + 1))
        assert queue.push(sent[-1])
        if len(sent) > 1:
            assert queue.pop() == sent.popleft()
    assert queue.pop_many() == list(sent)
    assert queue.statistics().used_bytes == 0


def test_a_default_queue_takes_exactly_a_mebibyte(host: Host) -> None:
    before = host.statistics()
    queue = host.queue("q")
    assert queue.statistics().capacity_bytes == 1024 * 1024
    assert host.statistics().heap_used_bytes - before.heap_used_bytes == 1024 * 1024
    queue.delete()
    assert host.statistics() == before


def test_no_records_at_all_are_pushed_at_once(host: Host) -> None:
    queue = host.queue("q", capacity=65_536)
    assert queue.push_many([])
    assert queue.statistics().items == 0
    queue.delete()
    with pytest.raises(NotFoundError):
        queue.push_many([])


FIND = """
import gc, threading, time
from polyprim import Host
with Host() as host:
    queue, until = host.queue("q", capacity=1 << 24), time.monotonic() + 1.5
    def work():
        while time.monotonic() < until:
            queue.push_many([b"abc"] * 3000)
            assert all(record == b"abc" for record in queue.pop_many(7777))
    threads = [threading.Thread(target=work) for _ in range(2)]
    [thread.start() for thread in threads]
    while time.monotonic() < until:
        [found[0] for found in gc.get_objects(0) if type(found) is list and len(found) == 7777]
    [thread.join() for thread in threads]
print("well")
"""


def test_nobody_finds_a_list_that_is_not_filled_yet() -> None:
    assert output_of(FIND) == "well"
