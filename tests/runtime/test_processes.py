"""Several processes on one segment: multiprocessing's three ways, and a server that forks first."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.runtime import upkeep
from tests.runtime.support import line_of, say, start

EACH = 10_000


def work(path: str, times: int) -> None:
    """What a worker does, on a host of its own."""
    with Host(path=path) as host:
        hits, jobs = host.counter("hits"), host.queue("jobs")
        for number in range(times):
            hits.add()
            if number % 100 == 0:
                assert jobs.push(b"%d" % number)


def work_inherited(host: Host, times: int) -> None:
    """The same on a host that it was forked with."""
    hits = host.counter("hits")
    for _ in range(times):
        hits.add()


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_multiprocessing(method: str, tmp_path: Path) -> None:
    context = multiprocessing.get_context(method)
    path = str(tmp_path / "file")
    with Host(path=path, size=8 << 20, create=True) as host:
        host.counter("hits"), host.queue("jobs")
        workers = [context.Process(target=work, args=(path, 1000)) for _ in range(4)]  # type: ignore[attr-defined]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        assert [worker.exitcode for worker in workers] == [0] * 4
        assert host.counter("hits").get() == 4000
        assert host.queue("jobs").statistics().items == 40
        assert upkeep.info(path).workers == 1


def test_multiprocessing_fork_with_the_parent_s_host(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    with Host(path=tmp_path / "file", size=8 << 20, create=True) as host:
        host.counter("hits").add()
        workers = [context.Process(target=work_inherited, args=(host, 1000)) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(60)
        assert [worker.exitcode for worker in workers] == [0] * 4
        assert host.counter("hits").get() == 4001


SERVER = """
import os, signal, sys
from polyprim import Host
host = Host(path=sys.argv[1], size=8 << 20, create=True)
hits, jobs, done = host.counter("hits"), host.queue("jobs"), host.queue("done")

def serve():
    while (record := jobs.pop(timeout=60)) != b"stop":
        for _ in range(int(record)): hits.add()
        assert done.push(record)

def worker():
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            serve()
            code = 0
        finally:
            os._exit(code)
    return pid

pids = [worker() for _ in range(4)]
print(*pids, flush=True)
for line in sys.stdin:
    victim = int(line)
    if victim == 0: break
    os.waitpid(victim, 0)
    pids.remove(victim)
    pids.append(worker())
    print(*pids, flush=True)
jobs.push_many([b"stop"] * 4)
print(*(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids), flush=True)
"""


def test_a_server_that_forks_its_workers(tmp_path: Path) -> None:
    """Four workers, exact sums; one is killed, and another takes its place."""
    path = tmp_path / "file"
    server = start(SERVER, path)
    pids = [int(pid) for pid in line_of(server).split()]
    with Host(path=path) as host:
        hits, jobs, done = host.counter("hits"), host.queue("jobs"), host.queue("done")

        def work_off(count: int) -> None:
            assert jobs.push_many([b"%d" % EACH] * count)
            for _ in range(count):
                assert done.pop(timeout=60) == b"%d" % EACH

        work_off(4)
        assert hits.get() == 4 * EACH
        for turn in range(3):
            os.kill(pids[turn], signal.SIGKILL)
            say(server, pids[turn])
            assert len(line_of(server).split()) == 4
            before = hits.get()
            work_off(4)
            assert hits.get() == before + 4 * EACH
        say(server, 0)
        assert line_of(server) == "0 0 0 0"
    assert server.communicate(timeout=20)[1] == ""
    assert upkeep.info(path).header.clean
