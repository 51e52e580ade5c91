"""A segment's file that is cut off under a live host: DATA_LOSS, never death."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path

import pytest

from polyprim import ClosedError, DataLossError, Host
from polyprim.runtime import upkeep
from tests.runtime.support import eventually, output_of

SIZE = 4 << 20
ALL = pytest.mark.parametrize("length", [0, 4096, 1 << 20, SIZE // 2])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


def fill(host: Host) -> None:
    """A counter, and a queue that reaches to the end of the file."""
    host.counter("hits").add(1)
    host.queue("jobs", capacity=1 << 20)


def use(host: Host) -> None:
    """Touches every part of a segment."""
    for number in range(200):
        host.counter(f"hits-{number}").add(1)
    while host.queue("jobs", capacity=1 << 20).push(bytes(65_536)):
        pass
    host.statistics()


@ALL
def test_calls_raise_and_the_process_goes_on(length: int, path: Path) -> None:
    with Host(path=path, size=SIZE, create=True) as host, Host() as other:
        fill(host)
        os.truncate(path, length)
        for _ in range(3):
            with pytest.raises(DataLossError):
                use(host)
        with pytest.raises(DataLossError):
            host.counter("hits").add(1)
        fill(other)
        use(other)
    with pytest.raises(ClosedError):
        host.counter("hits")
    assert path.stat().st_size == length


@ALL
def test_it_is_not_marked_clean(length: int, path: Path) -> None:
    """Not even if nobody noticed: and it opens again only if somebody repairs it."""
    host = Host(path=path, size=SIZE, create=True)
    fill(host)
    os.truncate(path, length)
    host.close()
    assert path.stat().st_size == length
    os.truncate(path, SIZE)
    if length >= 4096:
        assert not upkeep.info(path).header.clean


def test_calls_that_gave_up_the_gil_raise(path: Path) -> None:
    with Host(path=path, size=SIZE, create=True) as host:
        queue = host.queue("jobs", capacity=1 << 20)
        queue.push(bytes(65_536))
        os.truncate(path, 1 << 20)
        with pytest.raises(DataLossError):
            queue.push(bytes(65_536))
        with pytest.raises(DataLossError):
            queue.pop_many(8192)


def test_many_threads_meet_it_at_once(path: Path) -> None:
    errors: list[BaseException] = []
    with Host(path=path, size=SIZE, create=True) as host:
        queue = host.queue("jobs", capacity=1 << 20)

        def work() -> None:
            try:
                while True:
                    queue.push(bytes(20_000))
                    queue.pop()
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        eventually(lambda: queue.statistics().items >= 0)
        os.truncate(path, 0)
        for thread in threads:
            thread.join(20)
        assert [type(error) for error in errors] == [DataLossError] * 4


def test_a_waiting_thread_is_told(path: Path) -> None:
    with Host(path=path, size=SIZE, create=True) as host:
        queue = host.queue("jobs")
        timer = threading.Timer(0.1, os.truncate, (path, 0))
        timer.start()
        with pytest.raises(DataLossError):
            queue.pop(timeout=20)
        timer.join()


async def test_waiting_coroutines_are_told(path: Path) -> None:
    with Host(path=path, size=SIZE, create=True) as host, Host() as other:
        queue = host.queue("jobs")
        waiting = [asyncio.create_task(queue.pop_async(20)) for _ in range(10)]
        await asyncio.sleep(0.1)
        os.truncate(path, 0)
        found = await asyncio.gather(*waiting, return_exceptions=True)
        assert {type(error) for error in found} == {DataLossError}
        jobs = other.queue("jobs")
        waiting_there = asyncio.create_task(jobs.pop_async(20))
        await asyncio.sleep(0)
        jobs.push(b"still works")
        assert await waiting_there == b"still works"


def test_a_file_that_grows_again_is_as_lost(path: Path) -> None:
    with Host(path=path, size=SIZE, create=True) as host:
        fill(host)
        os.truncate(path, 0)
        with pytest.raises(DataLossError):
            use(host)
        os.truncate(path, SIZE)
        with pytest.raises(DataLossError):
            host.counter("hits").add(1)


def test_a_process_of_its_own_ends_well(path: Path) -> None:
    """At its end too, where it closes what it had forgotten."""
    code = """
import os, sys, polyprim
host = polyprim.Host(path=sys.argv[1], size=4 << 20, create=True)
hits = host.counter("hits")
hits.add(1)
os.truncate(sys.argv[1], 0)
try:
    hits.add(1)
except polyprim.DataLossError:
    print("lost")
"""
    assert output_of(code, path) == "lost"
    assert path.stat().st_size == 0
