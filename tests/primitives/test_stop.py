"""A producer that is stopped, and then continued or killed, half-way through a push."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from typing import Final

import pytest

from polyprim import BlockedError, Host, Queue
from tests.runtime.support import line_of, start

ATTEMPTS: Final = 3000
SIZE: Final = 65_536
FIRST: Final = b"stopped!"

PUSHES: Final = f"""
import itertools, time
from polyprim import Host
with Host("shared") as host:
    queue, pushed = host.queue("queue"), host.counter("pushed")
    print("ready", flush=True)
    for number in itertools.count():
        while not queue.push({FIRST!r} + bytes([number % 256]) * {SIZE - len(FIRST)}):
            time.sleep(0)
        pushed.add(1)
"""


@pytest.fixture
def queue(shared: Host) -> Queue:
    return shared.queue("queue")


@pytest.fixture
def producer(queue: Queue) -> Iterator[subprocess.Popen[str]]:
    """A process that pushes large records for ever."""
    process = start(PUSHES)
    assert line_of(process) == "ready"
    yield process
    process.kill()
    process.communicate()


def drain(queue: Queue) -> list[int]:
    """The numbers of all records that can be had now, which must be whole."""
    numbers = []
    while (record := queue.pop()) is not None:
        assert len(record) == SIZE
        assert record[: len(FIRST)] == FIRST
        assert len(set(record[len(FIRST) :])) == 1
        numbers.append(record[-1])
    return numbers


def stop_half_way(producer: subprocess.Popen[str], queue: Queue) -> int:
    """Stops the producer between its reservation and its publication: the next record's number."""
    following = 0
    for attempt in range(ATTEMPTS):
        os.kill(producer.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, producer.pid, os.WSTOPPED)
        for number in drain(queue):
            assert number == following % 256
            following += 1
        found = queue.statistics()
        if found.items == 0 and found.used_bytes > 0:
            assert found.used_bytes == SIZE
            return following
        os.kill(producer.pid, signal.SIGCONT)
        time.sleep(0.0001 * (attempt % 17))
    pytest.fail("the producer was never met half-way through a push")


def others_go_on(queue: Queue) -> list[bytes]:
    """Pushes behind the stopped producer as long as there is room; nobody waits past his time."""
    pushed = [b"%d" % number for number in range(10)]
    assert all(queue.push(record) for record in pushed[:5])
    assert queue.push_many(pushed[5:])
    large = bytes(30_000)
    while queue.push(large):
        pushed.append(large)
    assert queue.statistics().free_bytes < len(large) + 64
    assert queue.statistics().items == len(pushed)
    for timeout in (0.05, 0.2):
        began = time.monotonic()
        with pytest.raises(BlockedError):
            queue.pop(timeout=timeout)
        with pytest.raises(BlockedError):
            queue.pop_many(3, timeout=timeout)
        with pytest.raises(BlockedError):
            asyncio.run(queue.pop_async(timeout))
        assert time.monotonic() - began >= 3 * timeout
    return pushed


def pop_all(queue: Queue, count: int) -> list[bytes]:
    popped: list[bytes] = []
    while len(popped) < count:
        record = queue.pop(timeout=10)
        assert record is not None
        popped.append(record)
    return popped


def test_continued(producer: subprocess.Popen[str], queue: Queue, shared: Host) -> None:
    following = stop_half_way(producer, queue)
    waiting = queue.pop(timeout=0.05)  # nothing behind it: this is just an empty queue
    assert waiting is None
    pushed = others_go_on(queue)
    os.kill(producer.pid, signal.SIGCONT)
    late, *others = pop_all(queue, 1 + len(pushed))
    assert late == FIRST + bytes([following % 256]) * (SIZE - len(FIRST))
    assert others == pushed  # not lost, not doubled, nobody's record written over
    os.kill(producer.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, producer.pid, os.WSTOPPED)
    rest = drain(queue)
    assert rest == [(following + 1 + i) % 256 for i in range(len(rest))]
    assert queue.statistics().skipped == 0


def test_killed_with_nothing_behind(
    producer: subprocess.Popen[str], queue: Queue, shared: Host
) -> None:
    stop_half_way(producer, queue)
    producer.kill()
    producer.wait()
    while queue.pop() is not None:
        pass
    assert queue.statistics().used_bytes > 0  # in nobody's way, and so nobody has looked
    shared._segment.retire_all_dead()
    assert queue.pop() is None
    found = queue.statistics()
    assert (found.items, found.used_bytes, found.skipped) == (0, 0, 1)


def test_killed(producer: subprocess.Popen[str], queue: Queue, shared: Host) -> None:
    following = stop_half_way(producer, queue)
    pushed = others_go_on(queue)
    producer.kill()
    producer.wait()
    assert pop_all(queue, len(pushed)) == pushed
    found = queue.statistics()
    assert (found.items, found.used_bytes, found.skipped) == (0, 0, 1)
    assert shared.counter("pushed").get() <= following


def test_a_full_queue_gets_the_room_of_a_dead_producer_back(
    producer: subprocess.Popen[str], queue: Queue
) -> None:
    stop_half_way(producer, queue)
    while queue.push(bytes(60_000)):
        pass
    producer.kill()
    producer.wait()
    while not queue.push(bytes(60_000)):
        assert queue.pop() is not None  # only until the head has passed the skipped record
    assert queue.statistics().skipped == 1
