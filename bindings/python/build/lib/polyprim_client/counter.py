"""64-bit counters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from polyprim_client.errors import InvalidArgumentError
from polyprim_client.gen import counter_pb2 as messages
from polyprim_client.kind import Remote, request_of, whole

_request: Final = partial(request_of, messages)


def creation(name: str, *, initial_value: int = 0) -> Any:
    """The request that makes a counter."""
    return _request("Create", name=name, initial_value=whole(initial_value, "initial_value"))


class Counter(Remote):
    """A counter of a remote host. Sums wrap around at 64 bits."""

    def add(self, delta: int = 1) -> int:
        """Adds, and answers the sum."""
        value: int = self._call(
            "Add", _request("Add", name=self.name, delta=whole(delta, "a delta"))
        ).value
        return value

    def get(self) -> int:
        """The count."""
        value: int = self._call("Get", _request("Get", name=self.name)).value
        return value

    def compare_exchange(self, expected: int, desired: int) -> tuple[bool, int]:
        """Sets `desired` if the count is `expected`: whether it was, and the count afterwards."""
        fields = {"expected": whole(expected, "expected"), "desired": whole(desired, "desired")}
        reply = self._call("CompareExchange", _request("CompareExchange", name=self.name, **fields))
        return reply.exchanged, reply.value

    def reset(self, value: int = 0) -> int:
        """Sets the count, and answers what it was."""
        request = _request("Reset", name=self.name, value=whole(value, "a value"))
        previous: int = self._call("Reset", request).previous
        return previous

    @staticmethod
    def add_many(additions: Iterable[tuple[Counter, int]]) -> list[int]:
        """Adds to up to 1,000 counters of one client in one call; answers their counts.

        If a counter is missing, nothing is added. Each addition is atomic, all together are not.
        """
        pairs = list(additions)
        if not pairs:
            return []
        for pair in pairs:
            if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], Counter)):
                raise TypeError(f"an addition is a Counter and an int, not {pair!r:.80}")
        call = pairs[0][0]._call
        if any(counter._call is not call for counter, _ in pairs):
            raise InvalidArgumentError("the counters must be of one client")
        items = [
            {"name": counter.name, "delta": whole(delta, "a delta")} for counter, delta in pairs
        ]
        return list(call("AddMany", _request("AddMany", additions=items)).values)

    def delete(self) -> None:
        """Deletes the counter. Raises NotFoundError if it was gone."""
        self._call("Delete", _request("Delete", name=self.name))
