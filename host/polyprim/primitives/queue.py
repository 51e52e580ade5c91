"""First-in, first-out queues of byte records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from polyprim.abi import FAULT, REQUEST_BYTES, Status
from polyprim.errors import DataLossError, InvalidArgumentError, PayloadTooLargeError
from polyprim.native import CData, bounded, native, records
from polyprim.native.records import address
from polyprim.primitives.base import Primitive
from polyprim.primitives.checks import octets, seconds, whole
from polyprim.primitives.waiting import EMPTY, Attempt, wait_for, wait_for_async
from polyprim.runtime.outcome import reply_of
from polyprim.runtime.segment import Segment

CAPACITY_DEFAULT: Final = 1024 * 1024
POP_MANY_MAX: Final = 8192
CELL_BYTES: Final = 64

_GIL_RECORDS: Final = 256
"""A batch of more records than this gives up the GIL."""
_RECORDS_MAX: Final = REQUEST_BYTES // 4
"""More records than this never fit into one push, however short they are."""
_FULL: Final = FAULT + Status.FULL
_put, _take = records.bounded.put, records.bounded.take


@dataclass(frozen=True, slots=True)
class QueueStatistics:
    """A moment's picture of a queue."""

    items: int
    used_bytes: int
    """Of the cells that records take, 64 bytes each."""
    free_bytes: int
    capacity_bytes: int
    skipped: int
    """Pushes whose process died before they were done, since the queue was made."""


class Queue(Primitive):
    """A queue of records of up to 65,536 bytes in a region of fixed size, for any number of
    producers and consumers in any number of processes.

    Full and empty are answers. A record that was pushed survives the death of any process; one
    whose pop was answered is never given out again. A queue that was deleted raises NotFoundError.

    A worker that was stopped half-way through a push can hold up the records behind its own: a pop
    that finds this raises BlockedError at its timeout, or after 5 seconds if it has none.
    """

    def __init__(self, segment: Segment, kind: int, name: str, handle: int) -> None:
        super().__init__(segment, kind, name, handle)
        names = "queue_push", "queue_pop", "queue_push_many", "queue_pop_many"
        self._sites: Final = [segment.site(name, handle) for name in names]
        self._push, self._pop, self._push_many, self._pop_many = map(address, self._sites)

    @staticmethod
    def build(segment: Segment, name: bytes, *, capacity: int = CAPACITY_DEFAULT) -> int:
        """Makes a queue in a region of `capacity` bytes, a power of two from 64 KiB to 64 MiB: its
        handle, or FAULT + EXISTS."""
        capacity = whole(capacity, "a queue's capacity")
        if not 1 << 16 <= capacity <= 1 << 26 or capacity & (capacity - 1):
            raise InvalidArgumentError(
                f"a queue's capacity is a power of two from 65,536 to 67,108,864 bytes: {capacity}"
            )
        function, about = segment.function("queue_create"), name.decode(errors="replace")
        return segment.call(function, len(name), capacity, name=name, about=about)

    def push(self, record: bytes) -> bool:
        """Adds a record; False if there is no room now. Raises PayloadTooLargeError."""
        try:
            answer = _put(self._push, record)
        except TypeError:
            return self.push(octets(record, "a record"))
        return answer == 0 or self._pushed(answer, _put, self._push, record)

    def push_many(self, batch: Iterable[bytes]) -> bool:
        """Adds all of them with nothing between, or none: False if there is no room now.

        Raises PayloadTooLargeError if a record is too large, if all take more than 128 KiB (4 bytes
        each beside the payload), or more than the queue can ever hold.
        """
        parts = batch if type(batch) is list else list(islice(batch, _RECORDS_MAX + 1))
        put_many = _by_count(len(parts)).put_many
        try:
            answer = put_many(self._push_many, parts)
        except TypeError:
            return self.push_many([octets(part, "a record") for part in parts])
        except OverflowError:
            raise PayloadTooLargeError(
                f"a batch takes at most {REQUEST_BYTES} bytes, 4 of them a record: {self.name}"
            ) from None
        return answer > 0 or self._pushed(answer, put_many, self._push_many, parts)

    def pop(self, timeout: float = 0.0) -> bytes | None:
        """The oldest record; None if there was none for `timeout` seconds."""
        if timeout != 0.0:
            timeout = seconds(timeout)
        answer = _take(self._pop, 0)
        if type(answer) is bytes:
            return answer
        if answer == EMPTY and not timeout:
            return None
        with self._segment.outcomes.lent() as out:
            size = wait_for(self._segment, self._popping(out), timeout, out)
            return reply_of(out) if size >= 0 else None

    async def pop_async(self, timeout: float = 0.0) -> bytes | None:
        """`pop` for a coroutine: thousands may wait, and take no thread each."""
        with self._segment.outcomes.lent() as out:
            size = await wait_for_async(self._segment, self._popping(out), timeout, out)
            return reply_of(out) if size >= 0 else None

    def pop_many(self, count: int = 100, timeout: float = 0.0) -> list[bytes]:
        """The oldest records, at most `count` (1 to 8,192) and as many as 128 KiB hold; none if
        there was none for `timeout` seconds."""
        if timeout != 0.0:
            timeout = seconds(timeout)
        count = _count(count)
        try:
            answer = _by_count(count).take_many(self._pop_many, count)
        except TypeError as error:
            raise _contradiction(error) from None
        if type(answer) is list:
            return answer
        if answer == EMPTY and not timeout:
            return []
        with self._segment.outcomes.lent() as out:
            taken = wait_for(self._segment, self._popping_many(count, out), timeout, out)
            return _split(out, count, taken)

    async def pop_many_async(self, count: int = 100, timeout: float = 0.0) -> list[bytes]:
        """`pop_many` for a coroutine."""
        with self._segment.outcomes.lent() as out:
            attempt = self._popping_many(_count(count), out)
            return _split(out, count, await wait_for_async(self._segment, attempt, timeout, out))

    def peek(self) -> bytes | None:
        """The oldest record, which stays in the queue; None if there is none."""
        with self._segment.outcomes.lent() as out:
            function = self._segment.function("queue_peek")
            size = self._segment.call(function, self._handle, data=b"", out=out, about=self.name)
            return reply_of(out) if size >= 0 else None

    def statistics(self) -> QueueStatistics:
        """How full the queue is. Counts the records one by one."""
        with self._segment.outcomes.lent() as out:
            function = self._segment.function("queue_statistics")
            self._segment.call(function, self._handle, out=out, about=self.name)
            items, used, cells, capacity, skipped = list(out.scratch)[:5]
        return QueueStatistics(
            items=items,
            used_bytes=used * CELL_BYTES,
            free_bytes=(cells - used) * CELL_BYTES,
            capacity_bytes=capacity,
            skipped=skipped,
        )

    def _pushed(self, answer: int, function: Callable[..., int], *arguments: Any) -> bool:
        """What became of a push. The queue may be full because of a dead worker's reservation."""
        while answer < 0:
            answer = self._segment.settle(answer, function, *arguments, about=self.name)
            if answer == _FULL:
                slot = bounded.blocked_by(self._segment.id)
                if slot == 0 or not self._segment.retire_dead(slot):
                    return False
                answer = function(*arguments)
        return True

    def _popping(self, out: CData) -> Attempt:
        function = self._segment.function("queue_pop")

        def attempt(wait: bool, deadline: float | None) -> int:
            # With no data, but so that the slot has a reply area.
            return self._segment.call(
                function, self._handle, wait, data=b"", out=out, deadline=deadline, about=self.name
            )

        return attempt

    def _popping_many(self, count: int, out: CData) -> Attempt:
        call_with = (native if count > _GIL_RECORDS else bounded).call_with
        numbers = self._segment.id, self._segment.function("queue_pop_many"), self._handle, count

        def attempt(wait: bool, deadline: float | None) -> int:
            return self._segment.settled(
                call_with, *numbers, wait, b"", 0, out, deadline=deadline, about=self.name
            )

        return attempt


def _by_count(count: int) -> records.Records:
    return records.bounded if count <= _GIL_RECORDS else records.native


def _count(count: int) -> int:
    count = whole(count, "count")
    if not 1 <= count <= POP_MANY_MAX:
        raise InvalidArgumentError(f"count is 1 to {POP_MANY_MAX}: {count}")
    return count


def _split(out: CData, count: int, taken: int) -> list[bytes]:
    if taken <= 0:
        return []
    try:
        return records.bounded.split(address(out.reply), out.reply_length, count, taken)
    except TypeError as error:
        raise _contradiction(error) from None


def _contradiction(error: TypeError) -> DataLossError:
    return DataLossError(f"a batch in the queue contradicts itself: {error}")
