"""Deadlines, which hold for whatever a guest does, and which nothing inside can put off.

A test of a time compares it with the much longer one that something inside would have taken.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from polyprim import DeadlineError, Host, TaskDeadlineError, TaskEndedError
from polyprim.errors import fault_of
from polyprim.tasks import Task
from tests.tasks.support import FAR, Loader, caller, pop_request, thread

SOON: float = 0.1
LATER: float = 5.0
"""What some of these guests would take, or wait for, if nobody ended them."""

SLEEPY = """
    (module
      (import "wasi_snapshot_preview1" "poll_oneoff"
        (func $poll (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      ;; A subscription of the monotonic clock, relative; its time in nanoseconds is at 24.
      (data (i32.const 16) "\\01")
      (func (export "sleep") (param i64)
        (i64.store (i32.const 24) (local.get 0))
        (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128))))
      (func (export "sleep_again_and_again")
        (i64.store (i32.const 24) (i64.const 1000000))
        (loop $again
          (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))
          (br $again))))
"""


def ends_in_time(run: Callable[[float], object]) -> TaskDeadlineError:
    """Runs with a short timeout; it must end well before what is inside would."""
    began = time.monotonic()
    with pytest.raises(TaskDeadlineError, match="not done in time") as caught:
        run(SOON)
    assert SOON <= time.monotonic() - began < LATER / 2
    assert isinstance(caught.value, DeadlineError)
    assert isinstance(caught.value, TimeoutError)
    assert fault_of(caught.value)[1].code == "DEADLINE_EXCEEDED"
    return caught.value


def command(load: Loader, *arguments: str) -> Callable[[float], object]:
    task = load(arguments[0]).start(arguments=arguments)
    return lambda timeout: task.run(timeout=timeout)


def export(task: Task, name: str, *values: int) -> Callable[[float], object]:
    return lambda timeout: task.call(name, *values, timeout=timeout)


def test_a_loop(load: Loader) -> None:
    ends_in_time(command(load, "spin"))


def test_a_sleep_of_an_hour(load: Loader) -> None:
    ends_in_time(command(load, "sleep"))


def test_two_seconds_of_work_with_a_longer_timeout_inside(load: Loader) -> None:
    """100 ms are 100 ms, though the guest itself would be content with 5 s."""
    ends_in_time(command(load, "sleep", "2000"))
    ends_in_time(export(load.text(SLEEPY).start(), "sleep", int(LATER * 1e9)))


def test_many_short_sleeps(load: Loader) -> None:
    ends_in_time(export(load.text(SLEEPY).start(), "sleep_again_and_again"))


def test_one_instruction_after_another_that_each_take_long(load: Loader) -> None:
    ends_in_time(export(load("fill").start(), "fill_for_ever"))


def test_a_call_of_a_queue_with_a_longer_timeout_inside(load: Loader, host: Host) -> None:
    """A pop that would wait for 5 s, by a module that cannot be suspended."""
    host.queue("never-filled", capacity=65_536)
    request = pop_request("never-filled", int(LATER * 1000))
    module = load.text(caller("polyprim.v1.QueueService/Pop", request))
    ends_in_time(export(module.start(), "run"))


def test_a_start_function(load: Loader) -> None:
    ends_in_time(lambda timeout: load("start_spin").start(timeout=timeout))


def test_initialize(load: Loader) -> None:
    module = load.text('(module (func (export "_initialize") (loop $again (br $again))))')
    ends_in_time(lambda timeout: module.start(timeout=timeout))


def test_a_message(load: Loader) -> None:
    module = load.text('(module (func (export "polyprim_message") (loop $again (br $again))))')
    task = module.start()
    ends_in_time(lambda timeout: task.send(b"x", timeout=timeout))


def test_a_deadline_ends_the_task_and_not_its_thread(load: Loader) -> None:
    task = load("spin").start()
    ends_in_time(lambda timeout: task.run(timeout=timeout))
    with pytest.raises(TaskEndedError, match="not done in time"):
        task.run()
    assert load("hello").start().run().exit_code == 0


def test_no_time_at_all(load: Loader) -> None:
    with pytest.raises(TaskDeadlineError):
        load("spin").start().run(timeout=0)


def test_what_is_done_in_time_is_not_ended(load: Loader) -> None:
    for timeout in (FAR, None, 1e9, float("inf")):
        assert load("sleep").start(arguments=["sleep", "20"]).run(timeout=timeout).exit_code == 0


def test_deadlines_hold_while_python_is_busy(load: Loader) -> None:
    """The clock is C's: it does not wait for a thread that never gives the GIL away."""
    done = threading.Event()

    def busy() -> None:
        while not done.is_set():
            sum(range(10_000))

    with thread(busy):
        try:
            ends_in_time(command(load, "spin"))
        finally:
            done.set()


def test_each_task_has_its_own_deadline(load: Loader) -> None:
    module = load("spin")
    ended: list[float] = []

    def run(timeout: float) -> None:
        with module.start() as task, pytest.raises(TaskDeadlineError):
            task.run(timeout=timeout)
        ended.append(timeout)

    timeouts = [4.0, 0.05, 2.0]
    threads = [threading.Thread(target=run, args=(timeout,)) for timeout in timeouts]
    for each in threads:
        each.start()
    for each in threads:
        each.join(FAR)
    assert ended == sorted(timeouts)


def test_what_was_written_before_the_deadline_is_not_lost(load: Loader) -> None:
    module = load.text("""
        (module
          (import "wasi_snapshot_preview1" "fd_write"
            (func $write (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "\\10\\00\\00\\00\\05\\00\\00\\00")
          (data (i32.const 16) "words")
          (func (export "_start")
            (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
            (loop $again (br $again))))
    """)
    error = ends_in_time(lambda timeout: module.start().run(timeout=timeout))
    assert error.output == b"words"
