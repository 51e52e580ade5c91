"""The end of a client: closed, with calls under way, or in a forked child."""

from __future__ import annotations

import asyncio
import json
import linecache
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.service import Server
from polyprim_client import Client, ClosedError, Counter, Queue, aio
from tests.client.conftest import Connect, listed, told
from tests.client.recorder import Fault, Recorder
from tests.runtime.support import ROOT, eventually, line_of, output_of, start

GET = "/polyprim.v1.CounterService/Get"


async def test_a_closed_client(connect: Connect, server: Server) -> None:
    client = connect(server.address)
    counter, queue = await told(client.counter("hits")), await told(client.queue("jobs"))
    for _ in range(2):
        await told(client.close())
    for call in (counter.get, queue.pop, client.counter.list):
        with pytest.raises(ClosedError, match="closed"):
            await told(call())
    with pytest.raises(ClosedError):
        await told(client.counter("hits"))
    with pytest.raises(ClosedError):
        await listed(client.counter.names())
    assert await listed(queue.records()) == []


async def test_one_that_was_never_used(connect: Connect) -> None:
    client = connect("127.0.0.1:1")
    await told(client.close())
    with pytest.raises(ClosedError):
        await told(client.counter("hits"))


@pytest.mark.parametrize("safe", [False, True], ids=["plain", "safe"])
def test_another_event_loop_is_told(server: Server, safe: bool) -> None:
    client = aio.Client(server.address, safe_retries=safe)
    hits = aio.Counter(client, "hits")
    with asyncio.Runner() as ours, asyncio.Runner() as another:
        ours.run(client.counter.create("hits"))
        for call in (hits.get, hits.add, client.close):
            with pytest.raises(RuntimeError, match="belongs to another event loop"):
                another.run(asyncio.wait_for(call(), 20))
        ours.run(client.close())
    with pytest.raises(ClosedError):
        asyncio.run(hits.get())


def test_threads_in_calls_are_told(server: Server) -> None:
    client = Client(server.address)
    client.queue("jobs")
    ended: list[object] = []

    def call(method: Callable[[], object]) -> None:
        try:
            ended.append(method())
        except ClosedError as error:
            ended.append(type(error))

    def consume() -> list[bytes]:
        return list(Queue(client, "jobs").records())

    methods: list[Callable[[], object]] = [lambda: Queue(client, "jobs").pop(timeout=60)] * 4
    threads = [threading.Thread(target=call, args=(method,)) for method in [*methods, consume]]
    for thread in threads:
        thread.start()
    eventually(lambda: server.calls == 5)
    client.close()
    for thread in threads:
        thread.join(20)
    assert sorted(map(str, ended)) == sorted(map(str, [ClosedError] * 4 + [[]]))


async def test_tasks_in_calls_are_told(server: Server) -> None:
    client = aio.Client(server.address)
    queue = await client.queue("jobs")
    pops = [asyncio.create_task(queue.pop(timeout=60)) for _ in range(4)]
    consuming = asyncio.create_task(listed(queue.records()))
    await asyncio.to_thread(eventually, lambda: server.calls == 5)
    await client.close()
    ended = await asyncio.gather(*pops, return_exceptions=True)
    assert [type(each) for each in ended] == [ClosedError] * 4
    assert await consuming == []


def test_a_pause_between_attempts_ends_too(recorder: Recorder) -> None:
    recorder.answer(GET, Fault("UNAVAILABLE", "CLOSED", retry_seconds=60))
    client = Client(recorder.address, timeout=120)
    ended: list[object] = []

    def get() -> None:
        try:
            Counter(client, "hits").get()
        except ClosedError as error:
            ended.append(error)

    thread = threading.Thread(target=get)
    thread.start()
    eventually(lambda: len(recorder.sent(GET)) == 1)
    client.close()
    thread.join(20)
    assert len(ended) == 1


# Forks. pytest's process has too many threads to be forked: another one is.

FORKED = """
import asyncio, os, sys
from polyprim_client import Client, Counter, ForkedError, aio

client = Client(sys.argv[1], timeout=20, safe_retries=False)
hits = client.counter("hits")
hits.add(1)
child = os.fork()
if child == 0:
    for call in (hits.get, lambda: client.counter("more"), client.counter.list):
        try:
            call()
        except ForkedError as error:
            assert "fork" in str(error)
        else:
            os._exit(1)
    client.close()
    sys.exit(0)  # as a child does that cleans up
assert os.waitpid(child, 0)[1] == 0
assert hits.add(1) == 2
child = os.fork()
if child == 0:
    with Client(sys.argv[1], timeout=20) as own:
        assert own.counter("hits").add(1) == 3
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
assert hits.add(1) == 4
client.close()
print("told")
"""

FORKED_AIO = """
import asyncio, os, sys
from polyprim_client import ForkedError, aio

async def main(client):
    await client.counter("hits")

async def after(client):
    try:
        await aio.Counter(client, "hits").get()
    except ForkedError:
        await client.close()
        return
    os._exit(1)

client = aio.Client(sys.argv[1], timeout=20)
loop = asyncio.new_event_loop()
loop.run_until_complete(main(client))
child = os.fork()
if child == 0:
    asyncio.new_event_loop().run_until_complete(after(client))
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
loop.run_until_complete(client.close())
print("told")
"""


@pytest.mark.parametrize("code", [FORKED, FORKED_AIO], ids=["blocking", "awaited"])
def test_a_forked_child_is_told(server: Server, code: str) -> None:
    path = os.pathsep.join([str(ROOT / "bindings" / "python"), str(ROOT)])
    assert output_of(code, server.address, PYTHONPATH=path) == "told"


def test_an_interrupt_ends_a_call(server: Server, host: Host) -> None:
    """Ctrl-C in a call that waits: it ends at once, and has taken nothing."""
    queue, main = host.queue("jobs"), threading.get_ident()

    def is_waiting() -> bool:
        """Whether grpc waits for the answer: what it does right before cannot be interrupted."""
        frame = sys._current_frames()[main]
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        return server.calls == 1 and "next_event" in line

    def interrupt() -> None:
        eventually(is_waiting)
        os.kill(os.getpid(), signal.SIGINT)

    with Client(server.address) as client:
        threading.Thread(target=interrupt).start()
        with pytest.raises(KeyboardInterrupt):
            Queue(client, "jobs").pop(timeout=60)
        eventually(lambda: server.calls == 0)
        queue.push(b"still there")
        assert Queue(client, "jobs").pop() == b"still there"


# The end of a process that never closed its client.

LEFT = """
import asyncio, os, sys
from polyprim_client import Client, aio

client = Client(sys.argv[1], timeout=20, safe_retries=True)
client.counter("hits").add(1)
child = os.fork()
if child == 0:
    sys.exit(0)  # which leaves the parent its session
assert os.waitpid(child, 0)[1] == 0
assert client.counter("hits").add(1) == 2
print("left")
"""

LEFT_AIO = """
import asyncio, sys
from polyprim_client import aio

client = aio.Client(sys.argv[1], timeout=20, safe_retries=True)

async def main():
    await (await client.counter("hits")).add(1)

asyncio.run(main())
print("left")
"""


@pytest.mark.parametrize("code", [LEFT, LEFT_AIO], ids=["blocking", "awaited"])
def test_the_end_of_the_process_gives_sessions_up(host: Host, server: Server, code: str) -> None:
    path = os.pathsep.join([str(ROOT / "bindings" / "python"), str(ROOT)])
    assert output_of(code, server.address, PYTHONPATH=path) == "left"
    assert host.statistics().sessions == 0


UNANSWERED = """
import sys
from polyprim_client import Client

clients = [Client(sys.argv[1], timeout=20, safe_retries=True) for _ in range(20)]
for client in clients:
    client.counter("hits").add(1)
print("ready", flush=True)
input()
"""


def test_the_end_does_not_wait_for_a_server_that_hangs(tmp_path: Path) -> None:
    """Nor for each client in turn."""
    serve = ["-m", "polyprim", "serve", str(tmp_path / "file"), "--address", "127.0.0.1:0"]
    path = os.pathsep.join([str(ROOT / "bindings" / "python"), str(ROOT)])
    server = subprocess.Popen([sys.executable, *serve, "--json"], stdout=subprocess.PIPE, text=True)
    try:
        client = start(UNANSWERED, json.loads(line_of(server))["address"], PYTHONPATH=path)
        assert line_of(client) == "ready"
        server.send_signal(signal.SIGSTOP)
        assert client.communicate("\n", timeout=15) == ("", "")
        assert client.returncode == 0
    finally:
        server.kill()
        server.communicate()
