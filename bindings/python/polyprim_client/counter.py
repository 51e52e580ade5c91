"""64-bit counters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, Self

from polyprim_client.gen import counter_pb2 as pb

Call = Callable[..., Any]


class Counter:
    """A counter of a remote host. Sums wrap around at 64 bits."""

    def __init__(self, call: Call, stub: Any, name: str) -> None:
        self._call: Final = call
        self._stub: Final = stub
        self.name: Final = name

    @classmethod
    def create(cls, call: Call, stub: Any, name: str, initial_value: int) -> Self:
        """Makes the counter, or finds the one that exists."""
        call(stub.Create, pb.CounterServiceCreateRequest(name=name, initial_value=initial_value))
        return cls(call, stub, name)

    def add(self, delta: int = 1) -> int:
        """Adds, and answers the sum."""
        request = pb.CounterServiceAddRequest(name=self.name, delta=delta)
        value: int = self._call(self._stub.Add, request).value
        return value

    def get(self) -> int:
        """The count."""
        value: int = self._call(self._stub.Get, pb.CounterServiceGetRequest(name=self.name)).value
        return value

    def compare_exchange(self, expected: int, desired: int) -> tuple[bool, int]:
        """Sets `desired` if the count is `expected`: whether it was, and the count afterwards."""
        reply = self._call(
            self._stub.CompareExchange,
            pb.CounterServiceCompareExchangeRequest(
                name=self.name, expected=expected, desired=desired
            ),
        )
        return reply.exchanged, reply.value

    def reset(self, value: int = 0) -> int:
        """Sets the count, and answers what it was."""
        request = pb.CounterServiceResetRequest(name=self.name, value=value)
        previous: int = self._call(self._stub.Reset, request).previous
        return previous

    def add_many(self, additions: Iterable[tuple[str, int]]) -> list[int]:
        """Adds to many counters by name in one call; answers their counts. At most 1000."""
        request = pb.CounterServiceAddManyRequest(
            additions=[pb.CounterAddition(name=name, delta=delta) for name, delta in additions]
        )
        return list(self._call(self._stub.AddMany, request).values)

    def delete(self) -> None:
        """Deletes the counter."""
        self._call(self._stub.Delete, pb.CounterServiceDeleteRequest(name=self.name))
