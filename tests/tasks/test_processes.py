"""Tasks and whole processes: forks, ends, and others who want the same signals."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.runtime.support import output_of, run
from tests.tasks.support import FAR, Loader

GUESTS = ("messages", "parker", "spin", "sleep", "trap", "memory_edges", "recurse")

PRELUDE = """
import faulthandler, gc, os, signal, sys, threading, time
from polyprim import ForkedError, Host, TrapError
from tests.tasks.support import Loader
host = Host(size=8 << 20)
load = Loader(host.tasks)

def child(work):
    pid = os.fork()
    if pid == 0:
        signal.alarm(50)
        code = 1
        try:
            work()
            code = 0
        finally:
            sys.stdout.flush()
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

def trap():
    try:
        load("trap").start().call("outermost", 1)
    except TrapError as error:
        assert "innermost" in str(error)
        print("trapped", flush=True)

def out_of_bounds():
    try:
        load("memory_edges").start().call("load", -1)
    except TrapError as error:
        assert "out of bounds" in str(error)
        print("refused", flush=True)

def recurse():
    try:
        load("recurse").start().call("on_engine", -1)
    except TrapError as error:
        assert "call stack exhausted" in str(error)
        print("ended", flush=True)

def in_thread(function):
    thread = threading.Thread(target=function)
    thread.start()
    thread.join()
"""


@pytest.fixture(scope="module", autouse=True)
def compiled(load: Loader) -> None:
    """So that the others need not compile them, each for itself."""
    for name in GUESTS:
        load(name)


def test_a_child_runs_modules_that_its_parent_has_loaded() -> None:
    code = """
module = load("messages")
module.start().send(b"x")
trap()
def work():
    trap(); out_of_bounds()
    with module.start() as task:
        print(task.send(b"in the child").replies, host.tasks.statistics().tasks, flush=True)
    child(lambda: print(module.start().send(b"grandchild").replies, flush=True))
child(work)
with module.start() as task:
    print(task.send(b"in the parent").replies)
"""
    assert output_of(PRELUDE + code).splitlines() == [
        "trapped",
        "trapped",
        "refused",
        "[b'1', b'in the child'] 1",
        "[b'1', b'grandchild']",
        "[b'1', b'in the parent']",
    ]


def test_a_task_stays_its_process_s_own() -> None:
    code = """
task = load("messages").start()
task.send(b"x")
def work():
    for call in (lambda: task.send(b"y"), lambda: task.call("restored"), task.reset):
        try:
            call()
        except ForkedError as error:
            print("refused", "restore it in the child" in str(error))
    task.cancel()
    task.close()
child(work)
def forget():
    global task
    del task
    gc.collect()
child(forget)
print(task.send(b"z").replies)
"""
    assert output_of(PRELUDE + code).splitlines() == ["refused True"] * 3 + ["[b'2', b'z']"]


def test_a_child_restores_what_its_parent_has_captured(tmp_path: Path) -> None:
    code = """
from polyprim.snapshots import FolderStore
snapshots = host.snapshots_in(FolderStore(sys.argv[1]))
task = load("parker").start()
task.run()
task.send(b"20")
kept = snapshots.create(task)
snapshots.restore(kept.id).close()
child(lambda: print(snapshots.restore(kept.id).send(b"").exit_code, flush=True))
print(snapshots.restore(kept.id).send(b"").exit_code)
"""
    assert output_of(PRELUDE + code, tmp_path / "store").split() == ["20", "20"]


def test_forks_while_tasks_run() -> None:
    """No lock is left locked, and each child has a clock of its own."""
    code = """
module, spin = load("messages"), load("spin")
stop = threading.Event()
def busy():
    while not stop.is_set():
        with module.start() as task: task.send(b"x")
def spinning():
    while not stop.is_set():
        try: spin.start().run(timeout=0.02)
        except Exception: pass
threads = [threading.Thread(target=work, daemon=True) for work in (busy, busy, spinning)]
for thread in threads: thread.start()
def work():
    with module.start() as task: assert task.send(b"y").replies == [b"1", b"y"]
    try: spin.start().run(timeout=0.02)
    except Exception as error: assert type(error).__name__ == "TaskDeadlineError"
    trap_quietly()
def trap_quietly():
    try: load("trap").start().call("outermost", 1)
    except TrapError: return
    raise AssertionError
load("trap")
for _ in range(25): child(work)
stop.set()
for thread in threads: thread.join()
print("done")
"""
    assert output_of(PRELUDE + code) == "done"


@pytest.mark.parametrize("what", ["spin", "sleep"])
def test_a_process_may_end_while_its_tasks_run(what: str) -> None:
    """With a thread inside a guest that would go on for an hour."""
    code = f"""
task = load({what!r}).start()
threading.Thread(target=task.run, kwargs={{"timeout": 3600}}, daemon=True).start()
while True:
    try:
        with task.at_rest(): time.sleep(0.001)
    except Exception: break
print("inside", flush=True)
"""
    began = time.monotonic()
    done = run(PRELUDE + code)
    assert (done.stdout, done.returncode) == ("inside\n", 0), done.stderr
    assert time.monotonic() - began < FAR


@pytest.mark.parametrize("when", ["before", "after", "between"])
def test_traps_are_errors_whoever_else_handles_signals(when: str) -> None:
    """faulthandler takes the signals over by which a trap shows itself."""
    steps = {
        "before": "faulthandler.enable(); use()",
        "after": "load('trap').start(); faulthandler.enable(); use()",
        "between": "use(); faulthandler.enable(); use(); faulthandler.disable(); use()",
    }
    code = """
def use():
    for function in (trap, out_of_bounds, recurse):
        function()
        in_thread(function)
"""
    done = run(PRELUDE + code + steps[when])
    times = 3 if when == "between" else 1
    expected = ["trapped", "trapped", "refused", "refused", "ended", "ended"] * times
    assert (done.stdout.split(), done.returncode) == (expected, 0), done.stderr


def test_a_crash_of_another_kind_stays_one() -> None:
    done = run(PRELUDE + "trap()\nimport ctypes\nctypes.string_at(8)")
    assert (done.stdout, done.returncode) == ("trapped\n", -11)


def test_more_modules_than_can_be_guarded_at_once() -> None:
    """One after the other, as a service gets them that lives long."""
    code = """
from polyprim.tasks import engine
from polyprim.tasks.tasks import shared_engine
engine.compile_apart = lambda binary, *, compact: shared_engine(compact).compile(binary)
text = '(module (memory 1) (func (export "f") (result i32) (i32.load (i32.const {}))))'
for number in range(1100):
    load.once(text.format(65536 + number % 99)).start()
    if number % 100 == 0: out_of_bounds()
trap()
"""
    assert output_of(PRELUDE + code).split() == ["refused"] * 11 + ["trapped"]


def test_a_process_may_end_at_once_after_a_task() -> None:
    """While the clock of C still ticks: its engine must not go before it."""
    code = """
from polyprim.tasks.engine import TaskEngine
load("no_memory").start().call("count")
for _ in range(2):
    engine = TaskEngine()
    del engine
    gc.collect()
    load("no_memory").start().call("count")
    time.sleep(0.02)
host.close()
"""
    for _ in range(3):
        assert output_of(PRELUDE + code) == ""


def test_many_threads_load_and_restore_at_once(tmp_path: Path) -> None:
    """All that a process makes once, wanted by all threads of it at the same moment."""
    code = """
from concurrent.futures import ThreadPoolExecutor
from polyprim.snapshots import FolderStore
snapshots = host.snapshots_in(FolderStore(sys.argv[1]))
ready = threading.Barrier(16)
def work(_):
    ready.wait()
    with load("messages").start() as task:
        return task.send(b"x").replies[0]
def restore(kept):
    ready.wait()
    with snapshots.restore(kept.id) as copy:
        return copy.send(b"y").replies[0]
with ThreadPoolExecutor(16) as pool:
    print(*set(pool.map(work, range(16))))
    with load("messages").start() as task:
        task.send(b"x")
        kept = snapshots.create(task)
    print(*set(pool.map(restore, [kept] * 16)))
print(host.tasks.statistics().tasks)
"""
    assert output_of(PRELUDE + code, tmp_path / "store").split() == ["b'1'", "b'2'", "0"]
