"""Blocking pops: woken by whoever pushes, back at their deadline, many of them at little cost."""

from __future__ import annotations

import asyncio
import mmap
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from polyprim import Host, InvalidArgumentError, NoSpaceError, Queue
from polyprim.abi import OBJECT, REPLY_BYTES, REQUEST_BYTES
from polyprim.runtime.inspection import Tables
from polyprim.runtime.waiting import LOOK_AGAIN
from tests.runtime.support import eventually, line_of, start

SIZE = 16 << 20
BUFFER = REQUEST_BYTES + REPLY_BYTES
QUEUE_HEAD = 64
"""Where a queue's body has its head word; see concurrent_queue.c."""


@pytest.fixture
def host() -> Iterator[Host]:
    with Host("waiting", size=SIZE) as opened:
        yield opened


@pytest.fixture
def jobs(host: Host) -> Queue:
    return host.queue("jobs", capacity=1 << 18)


def test_it_returns_at_its_deadline(jobs: Queue) -> None:
    for timeout in (0.001, 0.02, 0.2):
        began = time.monotonic()
        assert jobs.pop(timeout) is None
        assert jobs.pop_many(10, timeout) == []
        assert time.monotonic() - began >= 2 * timeout


@pytest.mark.parametrize("timeout", [-1, -0.001, float("nan"), float("inf"), 86_401])
def test_a_timeout_that_is_none_is_refused(timeout: float, jobs: Queue) -> None:
    for pop in (jobs.pop, lambda timeout: jobs.pop_many(1, timeout)):
        with pytest.raises(InvalidArgumentError, match="0 to 86400 seconds"):
            pop(timeout)
    with pytest.raises(InvalidArgumentError):
        asyncio.run(jobs.pop_async(timeout))


def test_what_is_there_is_not_waited_for(jobs: Queue) -> None:
    jobs.push(b"one")
    assert jobs.pop(timeout=86_400) == b"one"
    assert jobs.pop() is None


def test_a_thread_wakes_another(jobs: Queue) -> None:
    with ThreadPoolExecutor(1) as pool:
        for number in range(50):
            popped = pool.submit(jobs.pop, 20)
            jobs.push(b"%d" % number)
            assert popped.result() == b"%d" % number


ECHO = """
from polyprim import Host
with Host("waiting") as host:
    there, back = host.queue("there"), host.queue("back")
    print("ready", flush=True)
    while (record := there.pop(timeout=20)) != b"stop":
        back.push(record)
"""


def test_a_process_wakes_another(host: Host) -> None:
    """Far sooner than it would look again by itself: a hundred round trips, two waits each."""
    there, back = host.queue("there"), host.queue("back")
    echo = start(ECHO)
    line_of(echo)
    spent = []
    for number in range(100):
        began = time.monotonic()
        there.push(b"%d" % number)
        assert back.pop(timeout=20) == b"%d" % number
        spent.append(time.monotonic() - began)
    there.push(b"stop")
    assert echo.communicate(timeout=20)[1] == ""
    assert sorted(spent)[50] < LOOK_AGAIN


def test_each_waiter_gets_one_record(jobs: Queue) -> None:
    with ThreadPoolExecutor(8) as pool:
        for turn in range(20):
            waiting = [pool.submit(jobs.pop, 20) for _ in range(8)]
            wanted = [b"%d-%d" % (turn, number) for number in range(8)]
            for record in wanted[:4]:
                jobs.push(record)
            jobs.push_many(wanted[4:])
            assert sorted(str(one.result()) for one in waiting) == sorted(map(str, wanted))


def test_a_wake_that_is_lost_costs_little(host: Host, jobs: Queue) -> None:
    """As if whoever pushed was killed before the wake: a popped record is put back in silence."""
    assert host.path is not None
    with host.path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
        (queue,) = Tables(file.fileno(), host._segment.geometry).objects()
        head = slice(queue.body + QUEUE_HEAD, queue.body + QUEUE_HEAD + 8)
        with ThreadPoolExecutor(1) as pool:
            for _ in range(5):
                before = memory[head]
                jobs.push(b"late")
                assert jobs.pop() == b"late"
                popped = pool.submit(jobs.pop, 20)
                eventually(lambda: is_armed(memory, queue.number, host))
                memory[head] = before
                assert popped.result() == b"late"


def is_armed(memory: mmap.mmap, number: int, host: Host) -> bool:
    """Whether somebody waits for the object."""
    place = host._segment.geometry.objects_offset + OBJECT.size * number
    return bool(memory[place + OBJECT.offset("signal")] & 1)


def test_an_interrupt_breaks_a_wait_off(host: Host, jobs: Queue) -> None:
    code = """
from polyprim import Host
with Host("waiting") as host:
    jobs = host.queue("jobs")
    try:
        print("ready", flush=True)
        jobs.pop(timeout=60)
    except KeyboardInterrupt:
        print(jobs.push(b"still works"), flush=True)
"""
    waiter = start(code)
    line_of(waiter)
    assert host.path is not None
    with host.path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
        (queue,) = Tables(file.fileno(), host._segment.geometry).objects()
        eventually(lambda: is_armed(memory, queue.number, host))
    waiter.send_signal(signal.SIGINT)
    assert line_of(waiter) == "True"
    assert waiter.communicate(timeout=20)[1] == ""
    assert jobs.pop() == b"still works"


def fill(host: Host) -> Iterator[Queue]:
    for number in count():
        try:
            yield host.queue(f"filler{number}", capacity=1 << 18)
        except NoSpaceError:
            return


def test_a_waiting_process_that_is_killed_leaves_no_trace(host: Host, jobs: Queue) -> None:
    code = """
from polyprim import Host
jobs = Host("waiting").queue("jobs")
print("ready", flush=True)
jobs.pop(timeout=60)
"""
    assert jobs.pop() is None  # so that we have our buffer
    before = host.statistics().heap_used_bytes
    waiters = [start(code) for _ in range(2)]
    for waiter in waiters:
        line_of(waiter)
    eventually(lambda: host.statistics().heap_used_bytes == before + 2 * BUFFER)
    for waiter in waiters:
        waiter.kill()
        waiter.wait(20)
        waiter.communicate()
    jobs.push(b"one")
    assert jobs.pop(timeout=20) == b"one"
    for filler in [*fill(host)]:  # there is no room before the dead ones' is taken back
        filler.delete()
    assert host.statistics().heap_used_bytes == before


def test_a_module_never_waits_by_itself(jobs: Queue) -> None:
    """While a thread waits, the GIL is free, and others go on."""
    with ThreadPoolExecutor(1) as pool:
        popped = pool.submit(jobs.pop, 20)
        for _ in range(1000):
            assert jobs.peek() is None
        assert not popped.done()
        jobs.push(b"x")
        assert popped.result() == b"x"
