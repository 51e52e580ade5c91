"""Counters against a plain Python model."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from polyprim import Counter, Host, InvalidArgumentError, NotFoundError
from polyprim.abi import FAULT_LIMIT
from tests.primitives.objects import Objects

LOWEST, HIGHEST = -1 << 63, (1 << 63) - 1
NUMBERS = (
    st.integers(LOWEST, HIGHEST)
    | st.integers(-3, 3)
    | st.integers(LOWEST, FAULT_LIMIT)  # those that look like faults
    | st.sampled_from([LOWEST, HIGHEST, -1, 0])
)


def wrapped(number: int) -> int:
    """As two's complement of 64 bits has it."""
    return (number - LOWEST) % (1 << 64) + LOWEST


class Counters(Objects):
    kind_name = "counter"
    options = st.fixed_dictionaries({"initial_value": NUMBERS}) | st.just({})

    def model(self, options: dict[str, Any]) -> Any:
        return [options.get("initial_value", 0)]

    def operations(self, handle: Any) -> list[Any]:
        return [
            handle.add,
            handle.get,
            handle.reset,
            lambda: handle.compare_exchange(0, 1),
            lambda: Counter.add_many([(handle, 1)]),
        ]

    def compare(self, handle: Any, model: Any) -> None:
        assert handle.get() == model[0]

    @rule(delta=NUMBERS, data=st.data())
    def add(self, delta: int, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            model[0] = wrapped(model[0] + delta)
            assert handle.add(delta) == model[0]

    @rule(value=NUMBERS, data=st.data())
    def reset(self, value: int, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            assert handle.reset(value) == model[0]
            model[0] = value

    @rule(guess=NUMBERS, desired=NUMBERS, right=st.booleans(), data=st.data())
    def compare_exchange(self, guess: int, desired: int, right: bool, data: st.DataObject) -> None:
        if found := self.some(data):
            handle, model = found
            expected = model[0] if right else guess
            exchanged = expected == model[0]
            if exchanged:
                model[0] = desired
            assert handle.compare_exchange(expected, desired) == (exchanged, model[0])

    @rule(deltas=st.lists(NUMBERS, max_size=9), data=st.data())
    def add_many(self, deltas: list[int], data: st.DataObject) -> None:
        additions, sums = [], []
        for delta in deltas:
            if found := self.some(data):
                handle, model = found
                model[0] = wrapped(model[0] + delta)
                additions.append((handle, delta))
                sums.append(model[0])
        assert Counter.add_many(additions) == sums


def test_model() -> None:
    run_state_machine_as_test(
        Counters, settings=settings(max_examples=60, stateful_step_count=40, deadline=None)
    )


def test_add_many_adds_nothing_if_a_counter_is_gone(host: Host) -> None:
    """The error names it."""
    first, gone, last = (host.counter(name) for name in ("first", "gone", "last"))
    gone.delete()
    with pytest.raises(NotFoundError, match="gone"):
        Counter.add_many([(first, 1), (gone, 1), (last, 1)])
    assert (first.get(), last.get()) == (0, 0)


def test_add_many_has_a_limit(host: Host) -> None:
    counter = host.counter("x")
    assert Counter.add_many([(counter, 1)] * 8192)[-1] == 8192
    with pytest.raises(InvalidArgumentError, match="8,192"):
        Counter.add_many((counter, 1) for _ in iter(int, 1))  # which never ends
    assert counter.get() == 8192


def test_a_new_object_in_an_old_place_is_not_reached_by_old_handles(host: Host) -> None:
    old = host.counter("x")
    for _ in range(100):
        old.delete()
        new = host.counter("x", initial_value=5)
        with pytest.raises(NotFoundError, match="x"):
            old.add(1)
        assert new.get() == 5
        old = new
