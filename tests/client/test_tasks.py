"""Tasks and snapshots of a remote host, in both forms of the client."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polyprim import Host
from polyprim.service import Server, TaskHosting
from polyprim_client import (
    CancelledError,
    ChecksumError,
    DeadlineError,
    InvalidArgumentError,
    Limits,
    NotFoundError,
    PolyprimError,
    SnapshotError,
    State,
    TaskError,
)
from tests.client.conftest import Connect, listed, told
from tests.client.proxy import Proxy
from tests.guests import guest


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def server(host: Host, store: Path) -> Iterator[Server]:
    with Server(host, tasks=TaskHosting(store=store), drain_seconds=0.1) as running:
        yield running


@pytest.fixture
def client(connect: Connect, server: Server) -> Any:
    return connect(server.address)


async def started(client: Any, name: str, **options: Any) -> Any:
    module = await told(client.tasks.load(guest(name)))
    return await told(client.tasks.start(module, timeout=60, **options))


async def test_a_command_runs(client: Any) -> None:
    task = await started(client, "hello", labels={"who": "me"})
    outcome = await told(task.run())
    name = guest("hello").stem
    assert (outcome.state, outcome.exit_code) == (State.ENDED, 0)
    assert outcome.output == f"argument {name}\n".encode()
    info = await told(task.info())
    assert (info.name, info.exit_code, info.labels) == (name, 0, {"who": "me"})
    assert [found.id for found in await listed(client.tasks.list())] == [task.id]
    assert await listed(client.tasks.list(labels={"who": "you"})) == []
    await told(task.close())
    await told(task.close())
    with pytest.raises(NotFoundError) as caught:
        await told(task.run())
    assert caught.value.reason == "TASK_NOT_FOUND"


async def test_values_and_messages(client: Any) -> None:
    task = await started(client, "messages")
    assert (await told(task.call("restored"))).values == (0,)
    assert (await told(task.send(b"one"))).replies == (b"1", b"one")
    with pytest.raises(NotFoundError):
        await told(task.call("none"))
    for value in (True, "text", None):
        with pytest.raises(TypeError):
            await told(task.call("flood", value))
    for wrong in (1 << 64, 1.5, 1 << 40):
        with pytest.raises(InvalidArgumentError):
            await told(task.call("flood", wrong))
    assert (await told(task.call("flood", (1 << 32) - 1 - 0xFFFFFFFE))).values == ()


async def test_a_run_ends_at_its_deadline(client: Any) -> None:
    task = await started(client, "spin")
    with pytest.raises(DeadlineError) as caught:
        await told(task.run(timeout=0.1))
    assert caught.value.reason == "TASK_DEADLINE"
    with pytest.raises(TaskError) as ended:
        await told(task.run())
    assert ended.value.reason == "TASK_ENDED"


async def test_a_task_is_cancelled_by_another_call(client: Any, server: Server) -> None:
    task = await started(client, "spin")
    running = asyncio.create_task(asyncio.to_thread(_run, server.address, task.id))
    while not (server.statistics().hosting or _no_hosting()).runs:
        await asyncio.sleep(0.01)
    await told(task.cancel())
    with pytest.raises(CancelledError):
        await running


def _run(address: str, id: str) -> None:
    from polyprim_client import Client

    with Client(address) as client:
        client.tasks.get(id).run(timeout=60)


def _no_hosting() -> Any:
    raise AssertionError("this server runs no tasks")


async def test_what_a_failed_run_wrote_comes_with_the_error(client: Any) -> None:
    task = await started(client, "flood", limits=Limits(output_bytes=100_000))
    with pytest.raises(TaskError) as caught:
        await told(task.run())
    assert (caught.value.code, caught.value.reason) == ("RESOURCE_EXHAUSTED", "TASK_LIMIT")
    assert caught.value.output == b"x" * 1024


async def test_a_parked_task_sleeps_in_a_snapshot(client: Any) -> None:
    task = await started(client, "parker")
    assert (await told(task.run())).state is State.PARKED
    await told(task.send(b"7"))
    snapshot = await told(client.snapshots.create(task, labels={"who": "me"}))
    assert snapshot.parked
    assert snapshot == await told(client.snapshots.get(snapshot.id))
    assert await listed(client.snapshots.list(labels={"who": "me"})) == [snapshot]
    for _ in range(2):
        again = await told(client.snapshots.restore(snapshot.id))
        assert (await told(again.info())).snapshot == snapshot.id
        assert (await told(again.send(b""))).exit_code == 7
    space = await told(client.snapshots.space(snapshot.id))
    assert space.base_bytes + space.zero_bytes + space.stored_bytes == snapshot.memory_bytes
    assert await told(client.snapshots.verify(snapshot.id)) == snapshot
    assert await told(client.snapshots.delete(snapshot.id))
    assert not await told(client.snapshots.delete(snapshot.id))
    assert (await told(client.snapshots.gc())).modules == 1
    with pytest.raises(NotFoundError):
        await told(client.snapshots.restore(snapshot.id))


async def test_files_travel(client: Any, connect: Connect, host: Host, tmp_path: Path) -> None:
    task = await started(client, "messages")
    snapshot = await told(client.snapshots.create(task))
    seen: list[tuple[int, int]] = []
    file, module = tmp_path / "snapshot", tmp_path / "module.wasm"
    await told(client.snapshots.download(snapshot.id, file, progress=lambda *one: seen.append(one)))
    await told(client.snapshots.download(snapshot.id, module, module=True))
    assert seen[-1] == (snapshot.size, snapshot.size)
    assert module.read_bytes() == guest("messages").read_bytes()
    assert not list(tmp_path.glob("*.part"))
    with Server(host, tasks=TaskHosting(store=tmp_path / "other")) as server:
        other = connect(server.address)
        with pytest.raises(NotFoundError):
            await told(other.snapshots.upload(file))
        loaded = await told(other.tasks.load(module))
        assert loaded.sha256 == snapshot.module_sha256
        assert await told(other.snapshots.upload(file)) == snapshot
        assert await told(other.snapshots.upload(file.read_bytes())) == snapshot
        again = await told(other.snapshots.restore(snapshot.id))
        assert (await told(again.call("restored"))).values == (1,)


async def test_a_download_goes_on(client: Any, tmp_path: Path) -> None:
    task = await started(client, "messages")
    snapshot = await told(client.snapshots.create(task))
    whole, file = tmp_path / "whole", tmp_path / "file"
    await told(client.snapshots.download(snapshot.id, whole))
    part = tmp_path / "file.part"
    part.write_bytes(whole.read_bytes()[:100])
    await told(client.snapshots.download(snapshot.id, file))
    assert file.read_bytes() == whole.read_bytes()
    part.write_bytes(bytes(100))
    file.unlink()
    with pytest.raises(ChecksumError):
        await told(client.snapshots.download(snapshot.id, file))
    assert not part.exists()
    assert not file.exists()


async def test_an_upload_goes_on_when_the_connection_breaks(
    connect: Connect, server: Server
) -> None:
    content = guest("hello").read_bytes() + b"\0\xff\xff\xbf\1\1x" + bytes(3 * (1 << 20) - 3)
    with Proxy(server.address) as proxy:
        client, cuts = connect(proxy.address, attempts=50), [1 << 20, 2 << 20]

        def cut(done: int, total: int) -> None:
            if cuts and done >= cuts[0]:
                cuts.pop(0)
                proxy.cut()

        module = await told(client.tasks.load(content, progress=cut))
    assert not cuts
    assert module.sha256 == hashlib.sha256(content).digest()
    direct = connect(server.address)
    assert await told(direct.tasks.load(content, name="again"))


async def test_a_damaged_snapshot_is_told_apart(client: Any, store: Path) -> None:
    task = await started(client, "messages")
    snapshot = await told(client.snapshots.create(task))
    file = store / "snapshots" / snapshot.id
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)
    (found,) = await listed(client.snapshots.list())
    assert found.trouble
    with pytest.raises(SnapshotError):
        await told(client.snapshots.verify(snapshot.id))


async def test_calls_of_tasks_are_made_once_even_with_safe_retries(
    connect: Connect, server: Server
) -> None:
    client = connect(server.address, safe_retries=True)
    task = await started(client, "hello")
    assert (await told(task.run())).exit_code == 0


async def test_tasks_are_closed_by_with(client: Any) -> None:
    task = await started(client, "hello")
    if hasattr(task, "__aenter__"):
        async with task:
            await task.run()
    else:
        with task:
            task.run()
    with pytest.raises(NotFoundError):
        await told(client.tasks.get(task.id))


async def test_a_server_without_tasks(connect: Connect, host: Host) -> None:
    with Server(host) as server:
        client = connect(server.address)
        with pytest.raises(PolyprimError) as caught:
            await told(client.tasks.load(b"\0asm"))
        assert caught.value.code == "UNIMPLEMENTED"
