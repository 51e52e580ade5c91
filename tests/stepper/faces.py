"""The operations of each kind by handle: what a worker calls, and what it is answered.

`rest` tells all that an observer can see of an object, and may take it out. Its models are in
models.py, under the same names.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from polyprim.abi import Status
from tests.stepper.models import Event
from tests.stepper.stepper import SEGMENT
from tests.stepper.worker import Worker
from tests.stepper.world import (
    SESSION,
    Refused,
    answer,
    look,
    place_of,
    reply,
    scratch,
    set_name,
    set_request,
    slot_of,
)

COUNTER: Final = "atomic_counter"
QUEUE: Final = "concurrent_queue"
HOOK: Final = "kafka_rebalance_hook"
KINDS: Final = {COUNTER: 1, QUEUE: 2, HOOK: 3}
ALL_KINDS: Final = {**KINDS, SESSION: 4}
EMPTY: Final = Refused(Status.EMPTY)
CAPACITY: Final = 65_536
_EVENT: Final = struct.Struct("<QqqIi16sI12x")


@dataclass(frozen=True, slots=True)
class Counter:
    handle: int

    def add(self, worker: Worker, delta: int) -> object:
        return answer(worker, COUNTER, "counter_add", self.handle, delta)

    def get(self, worker: Worker) -> object:
        return answer(worker, COUNTER, "counter_get", self.handle)

    def compare_exchange(self, worker: Worker, expected: int, desired: int) -> object:
        return answer(worker, COUNTER, "counter_compare_exchange", self.handle, expected, desired)

    def reset(self, worker: Worker, value: int) -> object:
        return answer(worker, COUNTER, "counter_reset", self.handle, value)

    def add_many(self, worker: Worker, deltas: Sequence[int]) -> object:
        """Additions to this one counter; a batch is not atomic, so each counts on its own."""
        pairs = b"".join(struct.pack("<Qq", self.handle, delta) for delta in deltas)
        set_request(worker, pairs)
        done = answer(worker, COUNTER, "counter_add_many", len(pairs), len(deltas))
        if isinstance(done, Refused):
            return done
        return struct.unpack(f"<{done}q", reply(worker))

    def delete(self, worker: Worker) -> object:
        return delete(worker, COUNTER, self.handle)

    def rest(self, worker: Worker) -> object:
        return self.get(worker)


@dataclass(frozen=True, slots=True)
class Queue:
    handle: int

    def push(self, worker: Worker, payload: bytes) -> object:
        set_request(worker, payload)
        return answer(worker, QUEUE, "queue_push", self.handle, len(payload))

    def push_many(self, worker: Worker, payloads: Sequence[bytes]) -> object:
        sizes = struct.pack(f"<{len(payloads)}I", *map(len, payloads))
        length = set_request(worker, sizes + b"".join(payloads))
        return answer(worker, QUEUE, "queue_push_many", self.handle, length, len(payloads))

    def pop(self, worker: Worker, wait: bool = False) -> object:
        found = answer(worker, QUEUE, "queue_pop", self.handle, wait)
        return found if isinstance(found, Refused) else reply(worker, found)

    def pop_many(self, worker: Worker, count: int, wait: bool = False) -> object:
        found = answer(worker, QUEUE, "queue_pop_many", self.handle, count, wait)
        if isinstance(found, Refused):
            return found
        raw = reply(worker)
        sizes, start, records = struct.unpack_from(f"<{found}I", raw), 4 * count, []
        for size in sizes:
            records.append(raw[start : start + size])
            start += size
        return tuple(records)

    def peek(self, worker: Worker) -> object:
        found = answer(worker, QUEUE, "queue_peek", self.handle)
        return found if isinstance(found, Refused) else reply(worker, found)

    def statistics(self, worker: Worker) -> object:
        """How many records there are."""
        found = answer(worker, QUEUE, "queue_statistics", self.handle)
        return found if isinstance(found, Refused) else scratch(worker, 0)

    def used(self, worker: Worker) -> int:
        """Cells that cannot be had."""
        assert answer(worker, QUEUE, "queue_statistics", self.handle) == 0
        return scratch(worker, 1)

    def delete(self, worker: Worker) -> object:
        return delete(worker, QUEUE, self.handle)

    def rest(self, worker: Worker) -> object:
        """All records, popped one by one; BLOCKED is left in, to be found wrong."""
        records = []
        while not isinstance(record := self.pop(worker), Refused):
            records.append(record)
        return tuple(records) if record == EMPTY else record


@dataclass(frozen=True, slots=True)
class Hook:
    handle: int

    def report(self, worker: Worker, error: int) -> object:
        """Answers the backoff and the retry that it belongs to."""
        found = answer(worker, HOOK, "kafka_rebalance_hook_report", self.handle, error, 0)
        return found if isinstance(found, Refused) else (found, scratch(worker, 2))

    def succeed(self, worker: Worker) -> object:
        return answer(worker, HOOK, "kafka_rebalance_hook_succeed", self.handle)

    def get(self, worker: Worker) -> object:
        return answer(worker, HOOK, "kafka_rebalance_hook_get", self.handle)

    def event(self, worker: Worker, after: int = 0) -> object:
        found = self._event(worker, after)
        return found if isinstance(found, Refused) or found is None else found[1]

    def delete(self, worker: Worker) -> object:
        return delete(worker, HOOK, self.handle)

    def rest(self, worker: Worker) -> object:
        """The retries, and all events, sorted, without their numbers, which may have gaps."""
        retries, events, after = self.get(worker), [], 0
        if isinstance(retries, Refused):
            return retries
        while (found := self._event(worker, after)) is not None:
            if isinstance(found, Refused):
                return found
            assert found[0] > after
            after = found[0]
            events.append(found[1])
        return retries, tuple(sorted(events))

    def _event(self, worker: Worker, after: int) -> tuple[int, Event] | Refused | None:
        sequence = answer(worker, HOOK, "kafka_rebalance_hook_event", self.handle, after)
        if isinstance(sequence, Refused) or sequence == 0:
            return sequence if isinstance(sequence, Refused) else None
        word, unix_ms, backoff_ms, retry, error, _, _ = _EVENT.unpack(reply(worker))
        assert word >> 12 == sequence
        return sequence, Event(unix_ms, backoff_ms, retry, error)


@dataclass(frozen=True, slots=True)
class Names:
    """Objects by name, of every module."""

    def create(self, worker: Worker, module: str, name: bytes, value: int = 0) -> object:
        """True, or why not. `value` is the count of a counter, or the capacity of a queue."""
        made = create(worker, module, name, value)
        return made if isinstance(made, Refused) else True

    def find(self, worker: Worker, module: str, name: bytes) -> object:
        found = find(worker, module, name)
        return found if isinstance(found, Refused) else True

    def delete(self, worker: Worker, module: str, name: bytes) -> object:
        handle = find(worker, module, name)
        return handle if isinstance(handle, Refused) else delete(worker, module, handle)

    def next(self, worker: Worker, module: str) -> object:
        return tuple(sorted(names(worker, module)))

    def rest(self, worker: Worker) -> object:
        """Every name with its module and its count, if it has one; each as often as listed."""
        found: list[tuple[bytes, str, object]] = []
        for module in KINDS:
            for name in names(worker, module):
                handle = find(worker, module, name)
                assert not isinstance(handle, Refused), f"{name!r} is listed, but {handle}"
                value = Counter(handle).get(worker) if module == COUNTER else 0
                found.append((name, module, value))
        return tuple(sorted(found))


def create(worker: Worker, module: str, name: bytes, value: int = 0) -> int | Refused:
    """The handle of a new object."""
    length = set_name(worker, name)
    match module:
        case "atomic_counter":
            return answer(worker, module, "counter_create", length, value)
        case "concurrent_queue":
            return answer(worker, module, "queue_create", length, value or CAPACITY)
    return answer(worker, module, "kafka_rebalance_hook_create", length, 0, value)


def find(worker: Worker, module: str, name: bytes) -> int | Refused:
    """The handle of the object of that name."""
    return answer(worker, SEGMENT, "object_find", ALL_KINDS[module], set_name(worker, name))


def delete(worker: Worker, module: str, handle: int) -> object:
    return answer(worker, SEGMENT, "object_delete", handle, ALL_KINDS[module])


def names(worker: Worker, module: str) -> tuple[bytes, ...]:
    """What the directory lists."""
    found: list[bytes] = []
    cursor = 0
    while True:
        cursor = worker.call(SEGMENT, "object_next", slot_of(worker), ALL_KINDS[module], 0, cursor)
        length = look(worker, "reply_length")
        if length == 0:
            return tuple(found)
        found.append(worker.read(place_of(worker, "scratch"), length))
        if cursor == 0:
            return tuple(found)
