"""64-bit counters."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import islice
from typing import Final

from polyprim.abi import FAULT_LIMIT, Status
from polyprim.errors import InvalidArgumentError, NotFoundError, error_of
from polyprim.native import records
from polyprim.native.records import address
from polyprim.primitives.base import Primitive
from polyprim.primitives.checks import whole
from polyprim.runtime.outcome import reply_of
from polyprim.runtime.segment import Segment

ADD_MANY_MAX: Final = 8192
_call = records.bounded.call


class Counter(Primitive):
    """A 64-bit counter that any process or thread may change at once; sums wrap around.

    Every operation is one atomic instruction. A number that does not fit into 64 bits raises
    InvalidArgumentError; a counter that was deleted, NotFoundError.
    """

    def __init__(self, segment: Segment, kind: int, name: str, handle: int) -> None:
        super().__init__(segment, kind, name, handle)
        names = "counter_add", "counter_get", "counter_reset", "counter_compare_exchange"
        self._sites: Final = [segment.site(name, handle) for name in names]
        self._add, self._get, self._reset, self._compare_exchange = map(address, self._sites)
        self._settle: Final = segment.settle

    @staticmethod
    def build(segment: Segment, name: bytes, *, initial_value: int = 0) -> int:
        """Makes a counter: its handle, or FAULT + EXISTS."""
        function = segment.function("counter_create")
        initial_value = whole(initial_value, "initial_value")
        try:
            return segment.call(
                function, len(name), initial_value, name=name, about=name.decode(errors="replace")
            )
        except OverflowError as error:
            raise _too_large(error) from None

    def add(self, delta: int = 1) -> int:
        """Adds, and answers the sum."""
        try:
            value = _call(self._add, delta)
        except TypeError:
            return self.add(whole(delta, "a delta"))
        except OverflowError as error:
            raise _too_large(error) from None
        if value < FAULT_LIMIT:
            return self._settle(value, _call, self._add, delta, about=self.name)
        return value

    def get(self) -> int:
        """The count."""
        value = _call(self._get)
        if value < FAULT_LIMIT:
            return self._settle(value, _call, self._get, about=self.name)
        return value

    def compare_exchange(self, expected: int, desired: int) -> tuple[bool, int]:
        """Sets `desired` if the count is `expected`: whether it was, and the count afterwards."""
        try:
            before = _call(self._compare_exchange, expected, desired)
        except TypeError:
            return self.compare_exchange(whole(expected, "expected"), whole(desired, "desired"))
        except OverflowError as error:
            raise _too_large(error) from None
        if before < FAULT_LIMIT:
            before = self._settle(
                before, _call, self._compare_exchange, expected, desired, about=self.name
            )
        exchanged = before == expected
        return exchanged, desired if exchanged else before

    def reset(self, value: int = 0) -> int:
        """Sets the count, and answers what it was."""
        try:
            before = _call(self._reset, value)
        except TypeError:
            return self.reset(whole(value, "a value"))
        except OverflowError as error:
            raise _too_large(error) from None
        if before < FAULT_LIMIT:
            return self._settle(before, _call, self._reset, value, about=self.name)
        return before

    @staticmethod
    def add_many(additions: Iterable[tuple[Counter, int]]) -> list[int]:
        """Adds to up to 8,192 counters of one host in one call; answers their counts.

        Each addition is atomic, all together are not. If a counter was deleted, nothing is added,
        and NotFoundError names it.
        """
        pairs = list(islice(additions, ADD_MANY_MAX + 1))
        if not pairs:
            return []
        if len(pairs) > ADD_MANY_MAX:
            raise InvalidArgumentError(f"at most {ADD_MANY_MAX:,} additions at once")
        for pair in pairs:
            if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], Counter)):
                raise TypeError(f"an addition is a Counter and an int, not {pair!r:.80}")
        segment = pairs[0][0]._segment
        if any(counter._segment is not segment for counter, _ in pairs):
            raise InvalidArgumentError("the counters must be of one host")
        return _add_all(segment, pairs)


def _add_all(segment: Segment, pairs: list[tuple[Counter, int]]) -> list[int]:
    words = array("Q")
    try:
        for counter, delta in pairs:
            delta = whole(delta, "a delta")
            if not -1 << 63 <= delta < 1 << 63:
                raise OverflowError(f"{delta}")
            words.append(counter._handle)
            words.append(delta & (1 << 64) - 1)
    except OverflowError as error:
        raise _too_large(error) from None
    data, function = words.tobytes(), segment.function("counter_add_many")
    with segment.outcomes.lent() as out:
        try:
            done = segment.call(function, len(data), len(pairs), data=data, out=out)
        except NotFoundError:
            raise error_of(Status.NOT_FOUND, pairs[out.scratch[0]][0].name) from None
        return array("q", reply_of(out, words.itemsize * done)).tolist()


def _too_large(error: OverflowError) -> InvalidArgumentError:
    return InvalidArgumentError(f"a counter's numbers are -2^63 to 2^63 - 1: {error}")
