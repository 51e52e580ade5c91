"""Calls through the bridge: answers, faults, traps, and a slot that lies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyprim.abi import FAULT, FAULT_LIMIT, REPLY_BYTES, REQUEST_BYTES, SLOT, SLOTS_OFFSET, Status
from polyprim.errors import (
    DataLossError,
    InvalidArgumentError,
    NativeError,
    NotFoundError,
    PayloadTooLargeError,
)
from polyprim.native import bounded, bounded_ffi, ffi, native, records
from polyprim.runtime.segment import Segment
from tests.runtime.support import add, find_counter, make_counter
from tests.runtime.troubles import engine_of, make_modules


@pytest.fixture
def trouble(tmp_path: Path) -> Iterator[Segment]:
    """A segment whose module does what it is told."""
    with engine_of(make_modules(tmp_path / "modules")):
        segment = Segment.private(2 << 20)
        yield segment
        segment.close()


def call(segment: Segment, name: str, *numbers: int) -> int:
    return segment.call(segment.function(name), *numbers)


def test_a_counter_counts(segment: Segment) -> None:
    counter = make_counter(segment, value=40)
    assert add(segment, counter) == 41
    assert add(segment, counter, -2) == 39
    assert find_counter(segment) == counter


def test_a_fault_is_raised(segment: Segment) -> None:
    with pytest.raises(NotFoundError):
        find_counter(segment, b"nobody")


@pytest.mark.parametrize("value", [FAULT, FAULT + 1, FAULT + 16, FAULT + 240, FAULT_LIMIT - 1])
def test_a_number_that_looks_like_a_fault_is_a_number(segment: Segment, value: int) -> None:
    counter = make_counter(segment)
    assert add(segment, counter, value) == value


@pytest.mark.parametrize("value", [FAULT_LIMIT, -1, 0, (1 << 63) - 1])
def test_other_numbers_are_numbers(trouble: Segment, value: int) -> None:
    assert call(trouble, "echo", 0, value) == value


@pytest.mark.parametrize("status", [Status.EMPTY, Status.FULL, Status.EXISTS, Status.WAIT])
def test_expected_outcomes_are_answers(trouble: Segment, status: Status) -> None:
    assert call(trouble, "answer_with_status", status, FAULT + status) == FAULT + status


def test_a_status_that_nobody_knows_is_damage(trouble: Segment) -> None:
    with pytest.raises(DataLossError):
        call(trouble, "answer_with_status", 99, FAULT + 99)


@pytest.mark.parametrize(
    ("name", "numbers", "why"),
    [
        ("give_up", (), "unreachable"),
        ("peek", (0xFFFFFFF0,), "out of bounds"),
        ("peek", (2 << 20,), "out of bounds"),
        ("poke", (0xFFFFFFFF, 1), "out of bounds"),
        ("divide", (1, 0), "divide by zero"),
        ("dive", (1,), "stack exhausted"),
    ],
)
def test_a_trap_is_an_error_and_the_thread_goes_on(
    trouble: Segment, name: str, numbers: tuple[int, ...], why: str
) -> None:
    slot = call(trouble, "own_slot")
    with pytest.raises(NativeError, match=why):
        call(trouble, name, *numbers)
    after = call(trouble, "own_slot")
    assert after != slot
    with pytest.raises(NativeError):
        call(trouble, "give_up")
    assert call(trouble, "own_slot") == slot


def test_the_last_byte_of_a_segment_can_be_read(trouble: Segment) -> None:
    assert call(trouble, "peek", (2 << 20) - 8) == 0


def test_a_segment_does_not_grow(trouble: Segment) -> None:
    assert call(trouble, "grow") == -1


def test_a_function_that_does_not_exist_is_refused(segment: Segment) -> None:
    with pytest.raises(InvalidArgumentError):
        segment.call(100_000)


@pytest.mark.parametrize("delta", [1 << 63, -(1 << 63) - 1])
def test_numbers_that_do_not_fit_are_refused(segment: Segment, delta: int) -> None:
    site = segment.site("counter_add", make_counter(segment))
    with pytest.raises(OverflowError):
        bounded.call1(site, delta)
    assert add(segment, site.handle, 0) == 0


def test_data_that_do_not_fit_are_refused(trouble: Segment) -> None:
    echo = trouble.function("echo")
    assert trouble.call(echo, data=bytes(REQUEST_BYTES)) == 0
    with pytest.raises(PayloadTooLargeError):
        trouble.call(echo, data=bytes(REQUEST_BYTES + 1))


def _request_place(segment: Segment) -> int:
    """Where the calling thread's request area lies."""
    slot = SLOTS_OFFSET + SLOT.size * call(segment, "own_slot")
    return call(segment, "peek", slot + SLOT.offset("buffer")) & 0xFFFFFFFF


def test_data_go_to_the_request_area_and_the_reply_comes_back(trouble: Segment) -> None:
    trouble.call(trouble.function("echo"), data=b"8 bytes!")
    place = _request_place(trouble)
    assert call(trouble, "peek", place).to_bytes(8, "little") == b"8 bytes!"
    call(trouble, "poke", place + REQUEST_BYTES, int.from_bytes(b"an echo.", "little"))
    site = trouble.site("echo", 0)
    assert records.bounded.take(records.address(site), 8) == b"an echo."


def test_a_reply_is_never_longer_than_its_area(trouble: Segment) -> None:
    out, site = trouble.outcomes.take(), trouble.site("echo", 0)
    assert records.bounded.take(records.address(site), 1 << 40) == FAULT + Status.DETACHED
    trouble.attach()
    assert records.bounded.take(records.address(site), 1 << 40) == FAULT + Status.DATA_LOSS
    call(trouble, "set_slot_word", SLOT.offset("reply_length"), 0xFFFFFFFF)
    trouble.call(trouble.function("echo"), out=out)
    assert out.reply_length == REPLY_BYTES
    trouble.outcomes.give_back(out)


@pytest.mark.parametrize("word", [1, 2, 3, 2 << 20, (2 << 20) - 3, 0xFFFFFFFC, 0xFFFFFFFF])
def test_a_word_to_wake_that_is_none_is_let_alone(trouble: Segment, word: int) -> None:
    call(trouble, "set_slot_word", SLOT.offset("wake_count"), 0xFFFFFFFF)
    call(trouble, "set_slot_word", SLOT.offset("wake_word"), word)
    assert call(trouble, "echo", 0, 5) == 5


def test_a_word_without_waiters_is_disarmed(trouble: Segment) -> None:
    place = (2 << 20) - 64
    call(trouble, "poke", place, 7)
    call(trouble, "set_slot_word", SLOT.offset("wake_count"), 1)
    call(trouble, "set_slot_word", SLOT.offset("wake_word"), place)
    assert call(trouble, "peek", place) == 6


@pytest.mark.parametrize("word", [1, 2 << 20, 0xFFFFFFFF])
def test_waiting_for_a_word_that_is_none_is_damage(trouble: Segment, word: int) -> None:
    trouble.attach()
    assert native.wait_word(trouble.id, word, 0, 1) == FAULT + Status.DATA_LOSS


def test_a_buffer_that_lies_elsewhere_is_not_believed(trouble: Segment) -> None:
    call(trouble, "set_slot_word", SLOT.offset("buffer"), 0x10)
    with pytest.raises(DataLossError):
        trouble.call(trouble.function("echo"), data=b"data")


def test_a_slot_that_says_it_is_blocked_by_nobody_is_an_error_in_time(trouble: Segment) -> None:
    import time

    from polyprim.errors import BlockedError

    with pytest.raises(BlockedError):
        trouble.call(
            trouble.function("answer_with_status"),
            Status.BLOCKED,
            FAULT + Status.BLOCKED,
            deadline=time.monotonic() + 0.05,
        )


def test_many_segments_in_one_thread() -> None:
    segments = [Segment.private(2 << 20) for _ in range(20)]
    counters = [make_counter(segment, value=i) for i, segment in enumerate(segments)]
    for _ in range(3):
        for segment, counter in zip(segments, counters, strict=True):
            add(segment, counter)
    found = [add(segment, c, 0) for segment, c in zip(segments, counters, strict=True)]
    assert found == [i + 3 for i in range(20)]
    for segment in segments:
        segment.close()


def test_the_calls_that_give_up_the_gil_do_the_same(segment: Segment) -> None:
    counter = make_counter(segment)
    site = ffi.new("struct site *", (segment.id, counter, segment.function("counter_add")))
    assert native.call1(site, 5) == 5
    assert native.call(segment.id, segment.function("counter_get"), counter, 0, 0, ffi.NULL) == 5


def test_a_thread_of_its_own_has_a_slot_of_its_own(trouble: Segment) -> None:
    slots = [call(trouble, "own_slot")]
    thread = threading.Thread(target=lambda: slots.append(call(trouble, "own_slot")))
    thread.start()
    thread.join()
    assert len(set(slots)) == 2


def test_an_outcome_is_not_overwritten_by_a_call_in_between(trouble: Segment) -> None:
    first, second = trouble.outcomes.take(), trouble.outcomes.take()
    assert bounded_ffi.cast("uintptr_t", first) != bounded_ffi.cast("uintptr_t", second)
    call(trouble, "set_slot_word", SLOT.offset("field"), 3)
    trouble.call(trouble.function("echo"), out=first)
    call(trouble, "set_slot_word", SLOT.offset("field"), 4)
    trouble.call(trouble.function("echo"), out=second)
    assert (first.field, second.field) == (3, 4)
