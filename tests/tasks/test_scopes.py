"""Tasks in scopes: they end with it, and no call outlasts it."""

from __future__ import annotations

import time

import pytest

from polyprim import ClosedError, Host, TaskDeadlineError
from polyprim.tasks import Snapshots, State
from tests.runtime.support import eventually
from tests.tasks.support import FAR, Loader, thread


def test_what_is_in_a_scope_ends_with_it(load: Loader, host: Host, snapshots: Snapshots) -> None:
    with host.tasks.scope("request") as scope:
        task = load("messages").start(scope=scope)
        inner = scope.scope("retry")
        assert inner.name == "request/retry"
        other = snapshots.restore(snapshots.create(task).id, scope=inner)
        assert set(scope.tasks) == {task, other}
        assert other.send(b"x").replies == [b"1", b"x"]
    for ended in (task, other):
        with pytest.raises(ClosedError):
            ended.send(b"x")


def test_a_timeout_ends_the_whole_tree(load: Loader, host: Host) -> None:
    with host.tasks.scope(timeout=0.2) as scope:
        idle = load("messages").start(scope=scope)
        running = load("spin").start(scope=scope.scope(timeout=FAR))
        began = time.monotonic()
        with pytest.raises(TaskDeadlineError):
            running.run(timeout=FAR)
        assert time.monotonic() - began < FAR / 10
        eventually(lambda: not is_open(idle))


def is_open(task: object) -> bool:
    try:
        return task.state is State.READY and bool(task.send(b"x"))  # type: ignore[attr-defined]
    except (ClosedError, TaskDeadlineError):
        return False


def test_a_call_s_own_timeout_counts_if_it_is_shorter(load: Loader, host: Host) -> None:
    with host.tasks.scope(timeout=FAR) as scope, pytest.raises(TaskDeadlineError):
        load("spin").start(scope=scope).run(timeout=0.05)


def test_a_scope_that_has_ended_takes_nothing(load: Loader, host: Host) -> None:
    used, scope = host.tasks.statistics(), host.tasks.scope("over")
    scope.close()
    scope.close()
    with pytest.raises(ClosedError, match="over"):
        load("messages").start(scope=scope)
    with pytest.raises(ClosedError, match="over"):
        scope.scope("inner")
    assert host.tasks.statistics() == used


def test_an_end_from_another_thread_ends_what_runs(load: Loader, host: Host) -> None:
    scope = host.tasks.scope()
    task = load("spin").start(scope=scope)

    def run() -> None:
        with pytest.raises(ClosedError):
            task.run(timeout=FAR)

    with thread(run) as runner:
        time.sleep(0.02)
        scope.close()
        runner.join(FAR)


def test_tasks_that_are_forgotten_are_not_kept(load: Loader, host: Host) -> None:
    with host.tasks.scope() as scope:
        load("messages").start(scope=scope)
        assert scope.tasks == []


@pytest.mark.parametrize(("timeout", "error"), [(-1, ValueError), ("1", TypeError)])
def test_what_is_no_timeout(host: Host, timeout: float, error: type[Exception]) -> None:
    with pytest.raises(error):
        host.tasks.scope(timeout=timeout)
