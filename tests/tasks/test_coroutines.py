"""Tasks and snapshots for coroutines: as for threads, and what is cancelled leaves nothing."""

from __future__ import annotations

import asyncio

import pytest

from polyprim import Host
from polyprim.tasks import Snapshots, State
from tests.guests import guest
from tests.tasks.support import FAR, Loader


async def test_all_of_a_task_s_life(host: Host, snapshots: Snapshots) -> None:
    module = await host.tasks.load_async(guest("parker"), name="parker")
    with await module.start_async(limits=None) as task:
        assert (await task.run_async()).state is State.PARKED
        assert (await task.send_async(b"5")).replies == [b"1 kept"]
        stored = await snapshots.create_async(task, labels={"of": "a coroutine"})
    with await snapshots.restore_async(stored.id, name="again") as task:
        assert task.name == "again"
        assert (await task.send_async(b"")).replies == [b"1: 5"]


async def test_the_loop_goes_on_meanwhile(load: Loader) -> None:
    running = asyncio.create_task(load("sleep").start().run_async(timeout=FAR))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_start_that_is_cancelled_leaves_no_task(load: Loader, host: Host) -> None:
    used = host.tasks.statistics()
    starting = asyncio.create_task(load("messages").start_async())
    await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert host.tasks.statistics() == used
