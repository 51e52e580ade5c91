"""64-bit counters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from polyprim_client.errors import invalid
from polyprim_client.gen import counter_pb2 as messages
from polyprim_client.remote import Remote
from polyprim_client.steps import Method, Steps
from polyprim_client.values import whole


def creation(name: str, *, initial_value: int = 0) -> messages.CounterServiceCreateRequest:
    """The request that makes a counter."""
    return messages.CounterServiceCreateRequest(
        name=name, initial_value=whole(initial_value, "initial_value")
    )


class CounterMethods(Remote):
    """A counter of a remote host. Sums wrap around at 64 bits."""

    @Method
    def add(self, delta: int = 1) -> Steps[int]:
        """Adds, and answers the sum."""
        reply = yield from self._call(
            messages.CounterServiceAddResponse,
            messages.CounterServiceAddRequest,
            name=self.name,
            delta=whole(delta, "a delta"),
        )
        return reply.value

    @Method
    def get(self) -> Steps[int]:
        """The count."""
        reply = yield from self._call(
            messages.CounterServiceGetResponse, messages.CounterServiceGetRequest, name=self.name
        )
        return reply.value

    @Method
    def compare_exchange(self, expected: int, desired: int) -> Steps[tuple[bool, int]]:
        """Sets `desired` if the count is `expected`: whether it was, and the count afterwards."""
        reply = yield from self._call(
            messages.CounterServiceCompareExchangeResponse,
            messages.CounterServiceCompareExchangeRequest,
            name=self.name,
            expected=whole(expected, "expected"),
            desired=whole(desired, "desired"),
        )
        return reply.exchanged, reply.value

    @Method
    def reset(self, value: int = 0) -> Steps[int]:
        """Sets the count, and answers what it was."""
        reply = yield from self._call(
            messages.CounterServiceResetResponse,
            messages.CounterServiceResetRequest,
            name=self.name,
            value=whole(value, "a value"),
        )
        return reply.previous

    @Method
    def delete(self) -> Steps[None]:
        """Deletes the counter. Raises NotFoundError if it was gone."""
        yield from self._call(
            messages.CounterServiceDeleteResponse,
            messages.CounterServiceDeleteRequest,
            name=self.name,
        )


def adding(additions: Iterable[tuple[CounterMethods, int]], kind: type[Any]) -> Steps[list[int]]:
    """The steps of add_many, of counters of one class."""
    pairs = list(additions)
    if not pairs:
        return []
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], kind)):
            raise TypeError(f"an addition is a Counter and an int, not {pair!r:.80}")
    first = pairs[0][0]
    if any(counter._connection is not first._connection for counter, _ in pairs):
        raise invalid("the counters must be of one client")
    reply = yield from first._call(
        messages.CounterServiceAddManyResponse,
        messages.CounterServiceAddManyRequest,
        additions=[
            messages.CounterAddition(name=counter.name, delta=whole(delta, "a delta"))
            for counter, delta in pairs
        ],
    )
    return list(reply.values)
