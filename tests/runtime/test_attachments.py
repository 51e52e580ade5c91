"""One attachment for each thread: made by itself, given back when the thread ends."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.abi import SLOT_COUNT
from polyprim.errors import NoSpaceError, StackTooSmallError
from polyprim.runtime import locks, upkeep
from tests.runtime.support import eventually, output_of, run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


def workers(path: Path) -> int:
    return upkeep.info(path).workers


def in_threads(count: int, work: Callable[[], object], gate: threading.Barrier) -> list[object]:
    """What that many threads answered, all of them alive until the gate."""
    answers: list[object] = []

    def run() -> None:
        try:
            answers.append(work())
        except Exception as error:
            answers.append(error)
        gate.wait(60)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    gate.wait(60)
    for thread in threads:
        thread.join()
    return answers


def test_a_thread_has_its_slot_from_its_first_call_to_its_end(path: Path) -> None:
    with Host(path=path, size=2 << 20, create=True) as host:
        assert workers(path) == 0
        hits = host.counter("hits")
        assert workers(path) == 1
        gate = threading.Barrier(2)
        thread = threading.Thread(target=lambda: (hits.add(), gate.wait(20), gate.wait(20)))
        thread.start()
        gate.wait(20)
        assert workers(path) == 2
        gate.wait(20)
        thread.join()
        eventually(lambda: workers(path) == 1)
    assert workers(path) == 0


def test_many_short_threads_one_after_another(path: Path) -> None:
    with Host(path=path, size=2 << 20, create=True) as host:
        hits = host.counter("hits")
        queue = host.queue("jobs", capacity=1 << 16)
        for _ in range(3000):
            thread = threading.Thread(target=lambda: (hits.add(), queue.push(b"x"), queue.pop()))
            thread.start()
            thread.join()
        assert hits.get() == 3000
        eventually(lambda: workers(path) == 1)
        assert upkeep.info(path).header.slots_used <= 4
        buffers = host.statistics().heap_used_bytes - (1 << 16)
        assert buffers <= 2 * (1 << 18)


def test_two_hundred_at_once(path: Path) -> None:
    with Host(path=path, create=True) as host:
        hits = host.counter("hits")
        queue = host.queue("jobs")
        gate = threading.Barrier(201, action=lambda: held.append(workers(path)))
        held: list[int] = []

        def work() -> bool:
            for _ in range(50):
                hits.add()
            return queue.push(b"x")

        assert in_threads(200, work, gate) == [True] * 200
        assert held == [201]
        assert hits.get() == 10_000
        assert queue.statistics().items == 200
        eventually(lambda: workers(path) == 1)


def test_no_slot_is_left(path: Path) -> None:
    with Host(path=path, size=2 << 20, create=True) as host:
        hits = host.counter("hits")
        with path.open("r+b") as file:
            for slot in range(2, SLOT_COUNT):
                assert locks.lock(file.fileno(), slot)
            answer = in_threads(1, hits.add, threading.Barrier(2))[0]
            assert isinstance(answer, NoSpaceError)
            assert "all 1023 slots are taken: use fewer threads" in str(answer)
            assert hits.add() == 1
        assert in_threads(1, hits.add, threading.Barrier(2)) == [2]


def test_more_threads_than_slots() -> None:
    code = """
import threading
from polyprim import Host, NoSpaceError
threading.stack_size(2 << 20)
host = Host()
hits = host.counter("hits")
gate, outcomes = threading.Event(), []
def work():
    try:
        outcomes.append(hits.add())
    except NoSpaceError:
        outcomes.append(None)
    gate.wait()
threads = [threading.Thread(target=work) for _ in range(1100)]
for thread in threads: thread.start()
while len(outcomes) < len(threads): pass
gate.set()
for thread in threads: thread.join()
print(outcomes.count(None), hits.get())
again = threading.Thread(target=hits.add)
again.start()
again.join()
print(hits.get())
"""
    assert output_of(code).split() == ["78", "1022", "1023"]


def test_a_small_stack_is_refused(path: Path) -> None:
    with Host(path=path, size=2 << 20, create=True) as host:
        hits = host.counter("hits")
        before = threading.stack_size(256 * 1024)
        try:
            answer = in_threads(1, hits.add, threading.Barrier(2))[0]
        finally:
            threading.stack_size(before)
        assert isinstance(answer, StackTooSmallError)
        assert "needs 2 MiB" in str(answer)
        assert "threading.stack_size(2 << 20)" in str(answer)
        assert workers(path) == 1
        assert hits.add() == 1


def test_a_host_that_is_forgotten_is_closed(path: Path) -> None:
    host = Host(path=path, size=2 << 20, create=True)
    hits = host.counter("hits")
    thread = threading.Thread(target=hits.add)
    thread.start()
    thread.join()
    del host
    gc.collect()
    assert hits.add() == 2
    del hits
    gc.collect()
    info = upkeep.info(path)
    assert (info.is_in_use, info.workers, info.header.clean) == (False, 0, True)


def test_hosts_that_are_forgotten_by_many_threads(tmp_path: Path) -> None:
    """Finalizers run in the middle of what others do under the process's lock."""
    gc.collect()

    def work(number: int) -> None:
        for turn in range(20):
            host = Host(path=tmp_path / f"{number}", size=2 << 20, create=True)
            assert host.counter("hits").add() == turn + 1
            cycle = [host]
            cycle.append(cycle)  # type: ignore[arg-type]

    before = gc.get_threshold()
    gc.set_threshold(20)
    try:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()
    finally:
        gc.set_threshold(*before)
    gc.collect()
    infos = [upkeep.info(tmp_path / f"{number}") for number in range(4)]
    assert [(info.is_in_use, info.header.clean) for info in infos] == [(False, True)] * 4


def test_in_a_signal_handler_during_a_call() -> None:
    code = """
import signal
from polyprim import Host
host = Host()
hits, seen, jobs = host.counter("hits"), host.counter("seen"), host.queue("jobs")
def handler(*_):
    number = seen.add(1)  # another signal may come in between
    host.counter(f"made-by-{number}").add(1)
    assert jobs.push(b"signal " * 100)
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
pushed = 0
while seen.get() < 200:
    assert jobs.push(b"main " * 4000)
    pushed += 1
    for record in jobs.pop_many(100):
        assert record in (b"main " * 4000, b"signal " * 100)
    record = jobs.pop(timeout=0.0001)
    assert record in (None, b"signal " * 100), record
signal.setitimer(signal.ITIMER_REAL, 0)
while jobs.pop() is not None: pass
print("fine", len(list(host.counter.names("made-by"))) == seen.get())
"""
    assert output_of(code) == "fine True"


def test_in_finalizers_and_at_the_end_of_the_process() -> None:
    code = """
import atexit, threading
from polyprim import Host, ClosedError
class Late:
    def __init__(self, host, name):
        self.hits, self.name = host.counter("hits"), name
    def __del__(self):
        try:
            self.hits.add()
            print(self.name, "added")
        except ClosedError:
            print(self.name, "closed")
host = Host()
Late(host, "at once")
local = threading.local()
def work():
    host.counter("hits").add()
    local.late = Late(host, "thread's end")
thread = threading.Thread(target=work)
thread.start()
thread.join()
keeper = Late(host, "process's end")
atexit.register(lambda: print("atexit", host.counter("hits").get()))
"""
    done = run(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "at once added",
        "thread's end added",
        "atexit 3",
        "process's end closed",
    ]
    assert done.stderr == ""


def test_daemon_threads_at_the_end_of_the_process() -> None:
    code = """
import threading, time
from polyprim import Host, ClosedError
host = Host()
hits, jobs = host.counter("hits"), host.queue("jobs")
def quietly(work):
    def run():
        try:
            while True: work()
        except ClosedError:
            pass
    threading.Thread(target=run, daemon=True).start()
for _ in range(3):
    quietly(hits.add)
    quietly(lambda: jobs.pop(timeout=10))
    quietly(lambda: jobs.push(bytes(20_000)))
while hits.get() < 1000: pass
"""
    for _ in range(5):
        done = run(code)
        assert (done.returncode, done.stderr) == (0, "")
