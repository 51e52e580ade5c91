"""Closing: once or often, alone or while others are inside, and what every method says then."""

from __future__ import annotations

import asyncio
import copy
import pickle
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from polyprim import ClosedError, Counter, Host, NotFoundError, Stack
from polyprim.contract import services
from polyprim.runtime import upkeep
from polyprim.runtime.process import process
from tests.primitives.stacks import packed
from tests.runtime.support import eventually

SIZE = 8 << 20


def test_close_may_be_repeated(tmp_path: Path) -> None:
    host = Host(path=tmp_path / "file", size=SIZE, create=True)
    assert not host.is_closed
    for _ in range(3):
        host.close()
        assert host.is_closed
    with pytest.raises(ClosedError), host:
        pass
    assert (host.path, host.size, "closed" in repr(host)) == (tmp_path / "file", SIZE, True)


def test_a_close_that_was_interrupted_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = Host(path=tmp_path / "file", size=SIZE, create=True)
    hits = host.counter("hits")
    hits.add()

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(process().watcher, "forget", interrupted)
        with pytest.raises(KeyboardInterrupt):
            host.close()
    with pytest.raises(ClosedError):
        hits.add()
    assert upkeep.info(tmp_path / "file").is_in_use
    host.close()
    found = upkeep.info(tmp_path / "file")
    assert (found.is_in_use, found.workers, found.header.clean) == (False, 0, True)


def test_a_host_is_neither_copied_nor_sent_to_another_process(tmp_path: Path) -> None:
    with Host(path=tmp_path / "file", size=SIZE, create=True) as host:
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="open it there"):
                attempt(host)


def test_one_of_two_openings_goes_on(tmp_path: Path) -> None:
    first = Host(path=tmp_path / "file", size=SIZE, create=True)
    second = Host(path=tmp_path / "file")
    hits = second.counter("hits")
    first.close()
    assert hits.add() == 1
    assert not upkeep.info(tmp_path / "file").header.clean
    second.close()
    assert upkeep.info(tmp_path / "file").header.clean


def test_of_two_that_close_at_once_one_marks_it_clean(tmp_path: Path) -> None:
    for _ in range(50):
        hosts = [Host(path=tmp_path / "file", size=SIZE, create=True) for _ in range(4)]
        threads = [threading.Thread(target=host.close) for host in hosts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        info = upkeep.info(tmp_path / "file")
        assert (info.header.clean, info.is_in_use) == (True, False)


EMPTY = Stack(memory=b"", start=0, base=0, size=16, stack_pointer=0)
USES: dict[str, Callable[[Host], object]] = {
    "statistics": lambda host: host.statistics(),
    "counter": lambda host: host.counter("hits"),
    "counter create": lambda host: host.counter.create("hits"),
    "counter open": lambda host: host.counter.open("hits"),
    "counter exists": lambda host: host.counter.exists("hits"),
    "counter delete": lambda host: host.counter.delete("hits"),
    "counter list": lambda host: host.counter.list(),
    "counter names": lambda host: list(host.counter.names()),
    "queue": lambda host: host.queue("jobs"),
    "queue list": lambda host: host.queue.list("j"),
    "kafka_rebalance_hook": lambda host: host.kafka_rebalance_hook("group"),
    "stack_snapshot": lambda host: host.stack_snapshot.check(packed(EMPTY)),
}


@pytest.mark.parametrize("use", USES)
def test_no_method_of_a_closed_host_answers(use: str) -> None:
    host = Host(size=SIZE)
    host.close()
    with pytest.raises(ClosedError, match="closed"):
        USES[use](host)


def test_no_method_of_its_objects_answers() -> None:
    host = Host(size=SIZE)
    hits, jobs = host.counter("hits"), host.queue("jobs", capacity=1 << 16)
    group = host.kafka_rebalance_hook("group")
    host.close()
    uses: list[Callable[[], object]] = [
        hits.add,
        hits.get,
        hits.reset,
        lambda: hits.compare_exchange(0, 1),
        hits.delete,
        lambda: Counter.add_many([(hits, 1)]),
        lambda: jobs.push(b"x"),
        lambda: jobs.push(bytes(20_000)),
        lambda: jobs.push_many([b"x"]),
        jobs.pop,
        lambda: jobs.pop(timeout=10),
        lambda: asyncio.run(jobs.pop_async()),
        lambda: asyncio.run(jobs.pop_async(10)),
        lambda: jobs.pop_many(10),
        lambda: jobs.pop_many(1000, timeout=10),
        lambda: asyncio.run(jobs.pop_many_async(10, 10)),
        jobs.peek,
        jobs.statistics,
        jobs.delete,
        group.report,
        group.succeed,
        group.get,
        group.events,
        group.delete,
    ]
    for use in uses:
        with pytest.raises(ClosedError, match="closed"):
            use()


def test_no_rpc_of_a_closed_host_answers() -> None:
    host = Host(size=SIZE)
    calls = [host.rpc(service, method) for service in services() for method in service.methods]
    assert len(calls) > 10
    host.close()
    for call in calls:
        with pytest.raises(ClosedError):
            asyncio.run(call(b""))


def uses_of(host: Host) -> list[Callable[[], object]]:
    """What goes on in several threads: short calls, long ones, and waits."""
    jobs = host.queue("jobs", capacity=1 << 18)
    empty = host.queue("empty", capacity=1 << 16)
    return [
        host.counter("hits").add,
        lambda: (jobs.push(bytes(20_000)), jobs.pop_many(300)),
        lambda: empty.pop(timeout=20),
        lambda: host.counter("made").delete(),
        lambda: asyncio.run(empty.pop_async(20)),
    ]


def close_amid(host: Host, hits: Counter, uses: list[Callable[[], object]]) -> list[BaseException]:
    """Closes a host while threads use it, and answers how each of them ended."""
    errors: list[BaseException] = []
    started = threading.Barrier(len(uses) + 1)

    def forever(use: Callable[[], object]) -> None:
        started.wait(20)
        try:
            while True:
                use()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=forever, args=(use,)) for use in uses]
    for thread in threads:
        thread.start()
    started.wait(20)
    while hits.get() < 20:
        pass
    host.close()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    return errors


def test_while_others_are_inside_calls_and_waits(tmp_path: Path) -> None:
    """A hundred rounds: everybody gets ClosedError, and nobody crashes."""
    for _ in range(100):
        host = Host(path=tmp_path / "file", size=SIZE, create=True)
        hits = host.counter("hits")
        uses = uses_of(host)
        errors = close_amid(host, hits, uses)
        assert [type(error) for error in errors] == [ClosedError] * len(uses)
    info = upkeep.info(tmp_path / "file")
    assert (info.workers, info.is_in_use, info.header.clean) == (0, False, True)


def test_closing_ends_waiters_in_time() -> None:
    host = Host(size=SIZE)
    jobs = host.queue("jobs", capacity=1 << 16)
    ended: list[float] = []

    def wait() -> None:
        with pytest.raises(ClosedError):
            jobs.pop(timeout=60)
        ended.append(time.monotonic())

    threads = [threading.Thread(target=wait) for _ in range(5)]
    for thread in threads:
        thread.start()
    eventually(lambda: host.statistics().heap_used_bytes >= 5 << 18)
    host.close()
    for thread in threads:
        thread.join(20)
    assert len(ended) == 5


async def test_closing_ends_waiting_coroutines() -> None:
    host = Host(size=SIZE)
    jobs = host.queue("jobs", capacity=1 << 16)
    waiting = [asyncio.create_task(jobs.pop_async(60)) for _ in range(50)]
    await asyncio.sleep(0.02)
    await asyncio.to_thread(host.close)
    found = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(error) for error in found} == {ClosedError}


def test_deleting_a_queue_ends_its_waiters() -> None:
    with Host(size=SIZE) as host:
        jobs = host.queue("jobs", capacity=1 << 16)
        errors: list[BaseException] = []

        def wait() -> None:
            try:
                jobs.pop(timeout=60)
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=wait) for _ in range(4)]
        for thread in threads:
            thread.start()
        eventually(lambda: host.statistics().heap_used_bytes >= 4 << 18)
        host.queue.delete("jobs")
        for thread in threads:
            thread.join(20)
        assert [type(error) for error in errors] == [NotFoundError] * 4
        eventually(lambda: host.statistics().objects == 0)


async def test_deleting_a_queue_ends_its_waiting_coroutines() -> None:
    with Host(size=SIZE) as host:
        jobs = host.queue("jobs", capacity=1 << 16)
        waiting = [asyncio.create_task(jobs.pop_async(60)) for _ in range(50)]
        await asyncio.sleep(0.02)
        jobs.delete()
        found = await asyncio.gather(*waiting, return_exceptions=True)
        assert {type(error) for error in found} == {NotFoundError}
        assert host.statistics().objects == 0
