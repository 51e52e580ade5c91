"""Tasks that call the primitives of their host, and sleep where those have nothing for them."""

from __future__ import annotations

import pytest

from polyprim import CaptureError, Host, TaskError
from polyprim.contract import message_named
from polyprim.snapshots import FolderStore
from polyprim.tasks import Snapshots, State, Tasks
from tests.runtime.support import line_of, say, start
from tests.tasks.support import FAR, Loader, caller, pop_request, thread

ELSEWHERE = """
import os, sys
from polyprim import Host
from polyprim.snapshots import FolderStore
from tests.tasks.support import FAR
name, store, snapshot = sys.argv[1:]
with Host(name) as host:
    task = host.snapshots_in(FolderStore(store)).restore(snapshot)
    print("restored", task.state.value, flush=True)
    print(task.resume(timeout=FAR).state.value, flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def queues(host: Host) -> None:
    for name in ("tokens", "answers"):
        queue = host.queue(name, capacity=65_536)
        while queue.pop() is not None:
            pass


def test_a_call_answers_as_the_service_does(load: Loader, host: Host) -> None:
    hits = host.counter("hits")
    hits.add(41)
    request = message_named("CounterServiceAddRequest")(name="hits", delta=1)
    module = load.text(caller("polyprim.v1.CounterService/Add", request.SerializeToString()))
    (length,) = module.start().call("run").values
    assert isinstance(length, int)
    assert length > 0
    assert hits.get() == 42


@pytest.mark.parametrize(
    ("method", "request_", "code"),
    [
        ("QueueService/Pop", pop_request("nowhere", 0), 5),
        ("QueueService/Pop", b"", 3),
        ("QueueService/Pop", b"\xff\xff", 3),
        ("QueueService/Nope", b"", 12),
        ("Nope/Pop", b"", 12),
        ("CounterService/Get", pop_request("tokens", 0), 9),
    ],
)
def test_what_goes_wrong_is_the_code_of_grpc(
    load: Loader, method: str, request_: bytes, code: int
) -> None:
    module = load.text(caller(f"polyprim.v1.{method}", request_))
    assert module.start().call("run").values == (-code,)


def test_a_reply_that_has_no_room_is_not_lost(
    load: Loader, host: Host, snapshots: Snapshots
) -> None:
    """The same call, made again with more room, gets it; until then nobody else does."""
    request = pop_request("tokens", 0)
    escaped = "".join(f"\\{byte:02x}" for byte in request)
    module = load.text(f"""
        (module
          (import "polyprim" "call"
            (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "polyprim.v1.QueueService/Pop")
          (data (i32.const 256) "{escaped}")
          (func (export "pop") (param i32) (result i32)
            (call $call (i32.const 0) (i32.const 28) (i32.const 256)
              (i32.const {len(request)}) (i32.const 4096) (local.get 0))))
    """)
    task = module.start()
    host.queue("tokens").push_many([b"first record", b"second"])
    no_room = -8
    assert task.call("pop", 3).values == (no_room,)
    with pytest.raises(CaptureError, match="QueueService/Pop"):
        snapshots.create(task)
    (length,) = task.call("pop", 100).values
    assert isinstance(length, int)
    assert length > len(b"first record")
    assert host.queue("tokens").pop() == b"second"


def test_tasks_without_a_host_have_no_primitives() -> None:
    module = Loader(Tasks()).text(caller("polyprim.v1.QueueService/Pop", b""))
    failed_precondition = -9
    assert module.start().call("run").values == (failed_precondition,)


def test_a_task_that_cannot_be_suspended_keeps_its_thread(load: Loader, host: Host) -> None:
    module = load.text(caller("polyprim.v1.QueueService/Pop", pop_request("tokens", 40_000)))
    lengths: list[object] = []
    with thread(lambda: lengths.extend(module.start().call("run", timeout=FAR).values)):
        host.queue("tokens").push(b"0123456789")
    (length,) = lengths
    assert isinstance(length, int)
    assert length > 10


def test_a_calculator_sleeps_in_the_midst_of_its_brackets(
    load: Loader, host: Host, snapshots: Snapshots
) -> None:
    tokens, answers = host.queue("tokens"), host.queue("answers")
    task = load.example("calculator").start()
    tokens.push_many([b"2", b"*", b"(", b"3", b"+"])
    assert task.run().state is State.PARKED
    with pytest.raises(TaskError, match="QueueService/Pop"):
        task.send(b"4")
    with pytest.raises(TaskError, match="QueueService/Pop"):
        task.run()
    kept = snapshots.create(task)
    assert task.resume(timeout=0).state is State.PARKED
    for copy in (task, snapshots.restore(kept.id)):
        tokens.push_many([b"4", b")", b"="])
        assert copy.resume().state is State.PARKED
        assert answers.pop() == b"14"
        copy.close()


def test_a_resume_waits_for_what_comes(load: Loader, host: Host) -> None:
    tokens, answers = host.queue("tokens"), host.queue("answers")
    task = load.example("calculator").start()
    task.run()
    with thread(lambda: task.resume(timeout=FAR)):
        tokens.push_many([b"6", b"*", b"7", b"="])
        assert answers.pop(timeout=FAR) == b"42"


def test_a_push_wakes_a_task_in_another_process(load: Loader, store: FolderStore) -> None:
    with Host("shared", size=8 << 20) as host:
        tokens, answers = host.queue("tokens"), host.queue("answers")
        task = Loader(host.tasks).example("calculator").start()
        tokens.push_many([b"1", b"+", b"(", b"2", b"*"])
        task.run()
        kept = host.snapshots_in(store).create(task)
        task.close()
        with start(ELSEWHERE, "shared", store.path, kept.id) as other:
            assert line_of(other) == "restored parked"
            tokens.push_many([b"20", b")", b"="])
            assert answers.pop(timeout=FAR) == b"41"
            assert line_of(other) == "parked"
            say(other)
