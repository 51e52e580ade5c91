"""Tasks that are cancelled, closed or forgotten at any moment, from any thread; what is left."""

from __future__ import annotations

import gc
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from polyprim import (
    ClosedError,
    Host,
    PolyprimError,
    StackTooSmallError,
    TaskBusyError,
    TaskCancelledError,
    TaskEndedError,
)
from polyprim.tasks import Limits, State, Task, Tasks
from tests.runtime.support import eventually
from tests.tasks.support import (
    FAR,
    Loader,
    caller,
    descriptors,
    mappings,
    pop_request,
    resident_bytes,
    thread,
)

MIB = 1 << 20


def long_runs(load: Loader, host: Host) -> dict[str, tuple[Task, Callable[[Task], object]]]:
    """What a guest may be inside of when somebody ends it."""
    host.queue("empty", capacity=65_536)
    pop = caller("polyprim.v1.QueueService/Pop", pop_request("empty", 50_000))
    return {
        "a loop": (load("spin").start(), lambda task: task.run(timeout=FAR)),
        "a sleep": (load("sleep").start(), lambda task: task.run(timeout=FAR)),
        "large instructions": (
            load("fill").start(),
            lambda task: task.call("fill_for_ever", timeout=FAR),
        ),
        "a wait for a queue": (
            load.text(pop).start(),
            lambda task: task.call("run", timeout=FAR),
        ),
        "no deadline at all": (load("spin").start(), lambda task: task.run(timeout=None)),
    }


@pytest.mark.parametrize(
    "name",
    ["a loop", "a sleep", "large instructions", "a wait for a queue", "no deadline at all"],
)
@pytest.mark.parametrize("end", ["cancel", "close"])
def test_a_run_is_ended_from_another_thread(load: Loader, host: Host, name: str, end: str) -> None:
    task, run = long_runs(load, host)[name]
    errors: list[PolyprimError] = []

    def work() -> None:
        while not errors:
            try:
                run(task)
            except TaskBusyError:
                pass  # `is_busy` was inside
            except PolyprimError as error:
                errors.append(error)

    with thread(work) as runner:
        eventually(lambda: is_busy(task))
        time.sleep(random.random() * 0.02)  # anywhere inside
        began = time.monotonic()
        getattr(task, end)()
        runner.join(FAR)
        assert time.monotonic() - began < FAR / 10
    expected = TaskCancelledError if end == "cancel" else ClosedError
    assert [type(error) for error in errors] == [expected]
    with pytest.raises(TaskEndedError if end == "cancel" else ClosedError):
        run(task)


def is_busy(task: Task) -> bool:
    try:
        with task.at_rest():
            return False
    except TaskBusyError:
        return True


def test_a_task_that_is_cancelled_at_rest_does_nothing_more_that_takes_time(load: Loader) -> None:
    task = load("spin").start()
    task.cancel()
    task.cancel()
    with pytest.raises(TaskCancelledError):
        task.run(timeout=FAR)
    assert task.state is State.ENDED


def test_one_thread_at_a_time(load: Loader) -> None:
    task = load("spin").start()

    def work() -> None:
        with pytest.raises(TaskCancelledError):
            task.run(timeout=FAR)

    with thread(work):
        eventually(lambda: is_busy(task))
        for call in (task.run, task.resume, task.reset):
            with pytest.raises(TaskBusyError, match="inside this task"):
                call()
        task.cancel()


def test_closing_may_be_repeated(load: Loader) -> None:
    task = load("no_memory").start()
    task.close()
    task.close()
    task.cancel()
    calls: list[Callable[[], object]] = [
        lambda: task.call("count"),
        lambda: task.send(b"x"),
        task.resume,
        task.reset,
    ]
    for call in calls:
        with pytest.raises(ClosedError):
            call()


def test_whatever_comes_while_a_task_is_closed(load: Loader) -> None:
    """Many threads call, cancel and close one task: each gets an answer or a typed error."""
    for _ in range(30):
        task = load("messages").start()
        ready = threading.Barrier(4)
        actions: list[Callable[[Task], object]] = [
            lambda task: task.send(b"x"),
            lambda task: task.call("restored"),
            lambda task: task.reset(),
            end_soon,
        ]
        with ThreadPoolExecutor(4) as pool:
            for each in [pool.submit(act, action, task, ready) for action in actions]:
                each.result(FAR)
        with pytest.raises(ClosedError):
            task.send(b"")


def act(action: Callable[[Task], object], task: Task, ready: threading.Barrier) -> None:
    ready.wait(FAR)
    for _ in range(20):
        with suppress(PolyprimError):
            action(task)


def end_soon(task: Task) -> None:
    time.sleep(0.002)
    task.cancel()
    task.close()


def test_hundreds_of_tasks_at_once(load: Loader) -> None:
    """On as many threads, each with its own memory, clock and answers."""
    tasks = [load("messages").start() for _ in range(300)]

    def work(number: int) -> list[bytes]:
        for _ in range(number % 5):
            tasks[number].send(b"before")
        return list(tasks[number].send(b"task %d" % number).replies)

    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(work, range(len(tasks))))
    for number, replies in enumerate(answers):
        assert replies == [b"%d" % (number % 5 + 1), b"task %d" % number]
    sleeper = load("sleep")
    began = time.monotonic()
    with ThreadPoolExecutor(100) as pool:
        runs = [
            pool.submit(sleeper.start(arguments=["sleep", "200"]).run, timeout=FAR)
            for _ in range(200)
        ]
        assert {run.result(FAR).output for run in runs} == {b"awake\n"}
    assert time.monotonic() - began < 200 * 0.2 / 4, "they sleep side by side"


def churn(load: Loader, host: Host, folder: Path, rounds: int) -> None:
    """Tasks that end in every way that there is."""
    host.queue("empty", capacity=65_536)
    pop = caller("polyprim.v1.QueueService/Pop", pop_request("empty", 5))
    for _ in range(rounds):
        load("hello").start(input=bytes(100_000)).run()
        load("messages").start().send(bytes(100_000))
        load.text(pop).start().call("run")
        load("holder").start(folders={"/data": folder}).call("hold", 1)
        parked = load("parker").start()
        parked.run()
        parked.send(b"1")
        for name, export, values in (
            ("trap", "outermost", (1,)),
            ("spin", "_start", ()),
            ("flood", "_start", ()),
            ("recurse", "on_engine", (-1,)),
        ):
            task = load(name).start(limits=Limits(output_bytes=200_000))
            with pytest.raises(PolyprimError):
                task.call(export, *values, timeout=0.01)
        with pytest.raises(PolyprimError):
            load("start_trap").start()
        with pytest.raises(PolyprimError):
            load("fill").start(limits=Limits(memory_bytes=MIB))
        with load("grow").start(limits=Limits(memory_bytes=4 * MIB)) as task:
            task.call("grow", 1)


def test_nothing_is_left(load: Loader, host: Host, tmp_path: Path) -> None:
    churn(load, host, tmp_path, 5)
    gc.collect()
    tasks = host.tasks.statistics()
    before = descriptors(), mappings(), resident_bytes()
    churn(load, host, tmp_path, 25)
    gc.collect()
    assert host.tasks.statistics() == tasks
    assert descriptors() <= before[0]
    assert mappings() <= before[1] + 20
    assert resident_bytes() < before[2] + 8 * MIB


def test_tasks_that_are_forgotten_are_given_up(load: Loader, host: Host) -> None:
    gc.collect()
    before, used = mappings(), host.tasks.statistics()
    tasks = [load("messages").start() for _ in range(50)]
    assert mappings() >= before + 50
    del tasks
    gc.collect()
    assert mappings() <= before + 10
    assert host.tasks.statistics() == used


def test_modules_that_are_forgotten_are_given_up() -> None:
    text = '(module (memory 1) (data (i32.const 0) "{}") (func (export "f")))'
    gc.collect()
    before = descriptors(), mappings()
    loader = Loader(Tasks())
    for number in range(40):
        loader.once(text.format(number)).start().call("f")
    del loader
    gc.collect()
    assert descriptors() <= before[0] + 1
    assert mappings() <= before[1] + 10


@pytest.mark.parametrize("kilobytes", [256, 512, 1024, 1536, 2048, 4096])
def test_threads_with_small_stacks(load: Loader, kilobytes: int) -> None:
    """Either refused, or able to end a recursion without end as a trap."""
    module, seen = load("recurse"), []

    def work() -> None:
        try:
            module.start().call("on_engine", -1)
        except PolyprimError as error:
            seen.append(type(error).__name__)

    size = threading.stack_size(kilobytes << 10)
    try:
        runner = threading.Thread(target=work)
        runner.start()
    finally:
        threading.stack_size(size)
    runner.join(FAR)
    assert seen == ["StackTooSmallError" if kilobytes <= 1024 else "TrapError"]
    assert issubclass(StackTooSmallError, PolyprimError)


def test_a_reset_task_is_as_it_was(load: Loader) -> None:
    with load("messages").start() as task:
        for _ in range(3):
            assert [task.send(b"x").replies[0] for _ in range(3)] == [b"1", b"2", b"3"]
            task.reset()
        task.cancel()
        task.reset()
        assert task.send(b"x").replies == [b"1", b"x"]
