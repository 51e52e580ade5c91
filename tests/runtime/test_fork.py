"""os.fork: a child has its own slot or a clear error, and never disturbs its parent."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from polyprim.runtime import upkeep
from tests.runtime.support import eventually, line_of, output_of, run, say, start

PRELUDE = """
import asyncio, os, signal, sys, threading, time
from polyprim import ForkedError, Host, SegmentNotFoundError
from polyprim.runtime import upkeep

path = sys.argv[1]

def forked(work):
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    return pid

def reaped(pid):
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

def child(work):
    reaped(forked(work))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


def prints(path: Path, code: str) -> list[str]:
    return output_of(PRELUDE + code, path).split()


def test_a_child_has_a_slot_of_its_own(path: Path) -> None:
    code = """
host = Host(path=path, size=8 << 20, create=True)
hits, jobs = host.counter("hits"), host.queue("jobs")
hits.add()
def work():
    assert hits.add() == 2
    assert jobs.push(b"from the child")
    assert host.counter("new").add() == 1
    print(upkeep.info(path).workers)
child(work)
print(upkeep.info(path).workers, hits.get(), jobs.pop().decode().split()[-1])
"""
    assert prints(path, code) == ["2", "1", "2", "child"]


def test_a_named_host_too() -> None:
    code = """
host = Host("shared", size=8 << 20)
child(host.counter("hits").add)
print(host.counter("hits").get())
"""
    assert output_of(PRELUDE + code, "") == "1"


def test_a_private_host_says_what_to_do(path: Path) -> None:
    code = """
host = Host()
hits, jobs = host.counter("hits"), host.queue("jobs")
calls = [hits.add, hits.get, jobs.pop, host.statistics, lambda: host.counter("new"),
         lambda: jobs.pop(timeout=5), lambda: asyncio.run(jobs.pop_async(5))]
def work():
    for call in calls:
        try:
            call()
        except ForkedError as error:
            assert "give it a name, Host('name')" in str(error)
            print("refused")
    host.close()
    host.close()
    assert Host().counter("own").add() == 1
child(work)
print(hits.add())
"""
    assert prints(path, code) == ["refused"] * 7 + ["1"]


def test_a_closed_host_stays_closed(path: Path) -> None:
    code = """
from polyprim import ClosedError
host = Host(path=path, size=8 << 20, create=True)
hits = host.counter("hits")
host.close()
def work():
    try:
        hits.add()
    except ClosedError:
        print("closed")
child(work)
"""
    assert prints(path, code) == ["closed"]


def test_a_child_that_ends_leaves_its_parent_s_locks_alone(path: Path) -> None:
    """In every way that a child can end; another process sees the parent alive all the while."""
    code = """
host = Host(path=path, size=8 << 20, create=True)
hits = host.counter("hits")
def closes(): hits.add(); host.close()
def forgets():
    global host, hits
    del host, hits
def exits(): hits.add(); sys.exit(0)
def executes(): os.execv("/bin/true", ["true"])
for work in (closes, forgets, lambda: None, lambda: hits.add(), executes):
    child(work)
    print("did", flush=True)
    input()
"""
    parent = start(PRELUDE + code, path)
    for _ in range(5):
        assert line_of(parent) == "did"
        info = upkeep.info(path)
        assert (info.is_in_use, info.workers, info.header.clean) == (True, 1, False)
        say(parent)
    assert parent.communicate(timeout=20)[1] == ""
    assert upkeep.info(path).header.clean


@pytest.mark.parametrize("has_used", [False, True])
def test_a_parent_s_slot_can_be_retired_though_a_child_lives(has_used: bool, path: Path) -> None:
    code = f"""
host = Host(path=path, size=8 << 20, create=True)
hits = host.counter("hits")
def work():
    if {has_used}: hits.add()
    print(os.getpid(), flush=True)
    signal.pause()
forked(work)
signal.pause()
"""
    parent = start(PRELUDE + code, path)
    child = int(line_of(parent))
    try:
        assert upkeep.info(path).workers == 1 + has_used
        parent.kill()
        parent.wait(20)
        eventually(lambda: upkeep.info(path).workers == has_used)
        assert upkeep.info(path).is_in_use == has_used
    finally:
        os.kill(child, signal.SIGKILL)
    parent.communicate()


def test_forks_while_other_threads_are_inside(path: Path) -> None:
    """Inside calls, waits, openings and closings: no lock is left locked in any child."""
    code = """
host = Host(path=path, size=32 << 20, create=True)
hits, jobs, empty = host.counter("hits"), host.queue("jobs"), host.queue("empty")
stop = threading.Event()
def forever(work):
    while not stop.is_set(): work()
def reopen():
    with Host(path=path) as other: other.counter("hits").add(0)
def short():
    thread = threading.Thread(target=lambda: hits.add(0))
    thread.start(); thread.join()
works = [lambda: hits.add(0), lambda: (jobs.push(bytes(20000)), jobs.pop_many(300)), reopen, short,
         lambda: empty.pop(timeout=0.01), lambda: asyncio.run(empty.pop_async(0.01)),
         lambda: Host(size=2 << 20).close()]
threads = [threading.Thread(target=forever, args=(work,)) for work in works]
for thread in threads: thread.start()
def work():
    hits.add()
    assert jobs.push(b"x")
    assert asyncio.run(empty.pop_async(0.001)) is None
    with Host(size=2 << 20) as own: own.counter("a").add()
    host.close()
for _ in range(60): child(work)
stop.set()
for thread in threads: thread.join()
print(hits.get())
"""
    assert prints(path, code) == ["60"]


def test_a_child_of_a_child(path: Path) -> None:
    code = """
host = Host(path=path, size=8 << 20, create=True)
hits = host.counter("hits")
def nest(depth):
    hits.add()
    if depth: child(lambda: nest(depth - 1))
nest(6)
print(hits.get(), upkeep.info(path).workers)
"""
    assert prints(path, code) == ["7", "1"]


def test_a_child_that_never_used_it_may_fork_again(path: Path) -> None:
    code = """
host = Host(path=path, size=8 << 20, create=True)
hits = host.counter("hits")
child(lambda: child(lambda: child(hits.add)))
print(hits.get())
"""
    assert prints(path, code) == ["1"]


def test_inside_asyncio(path: Path) -> None:
    code = """
host = Host(path=path, size=16 << 20, create=True)
jobs, back = host.queue("jobs"), host.queue("back")
def work():
    asyncio.set_event_loop(None)
    async def serve():
        while (record := await jobs.pop_async(20)) != b"stop":
            back.push(record)
    asyncio._set_running_loop(None)
    asyncio.run(serve())
async def main():
    waiting = [asyncio.create_task(back.pop_async(20)) for _ in range(20)]
    await asyncio.sleep(0.01)
    pids = [forked(work) for _ in range(2)]
    for number in range(20): jobs.push(b"%d" % number)
    found = await asyncio.gather(*waiting)
    jobs.push_many([b"stop"] * 2)
    for pid in pids: await asyncio.to_thread(reaped, pid)
    print(sorted(map(int, found)) == list(range(20)))
asyncio.run(main())
"""
    assert prints(path, code) == ["True"]


def test_a_file_that_was_replaced_is_not_mistaken(path: Path) -> None:
    code = """
host = Host(path=path, size=8 << 20, create=True)
hits = host.counter("hits")
os.rename(path, path + ".old")
Host(path=path, size=8 << 20, create=True).close()
def work():
    try:
        hits.add()
    except SegmentNotFoundError as error:
        print("replaced" in str(error))
child(work)
print(hits.add(), upkeep.info(path).header.clean)
"""
    assert prints(path, code) == ["True", "1", "True"]


def test_a_child_may_end_the_usual_way(path: Path) -> None:
    """Through sys.exit, with atexit and finalizers."""
    code = """
host = Host(path=path, size=8 << 20, create=True)
hits, private = host.counter("hits"), Host(size=2 << 20)
pid = os.fork()
hits.add()
if pid:
    reaped(pid)
    print(hits.get(), private.counter("a").add())
"""
    done = run(PRELUDE + code, path)
    assert (done.stdout.split(), done.stderr) == (["2", "1"], "")
    assert upkeep.info(path).header.clean
