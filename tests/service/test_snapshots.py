"""Snapshots at a server: made of its tasks, kept, brought back, and carried elsewhere."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import grpc
import pytest

from polyprim import Host
from polyprim.snapshots import FolderStore
from tests.guests import guest
from tests.service.hosted import METHODS, Hosted, Serve, made, refused

PARKED = 2


@pytest.fixture
def kept(hosted: Hosted) -> str:
    """The id of a snapshot of a task that is parked and has kept a 5."""
    id = hosted.started(guest("parker"))
    hosted.ask("task.Run", id=id)
    hosted.ask("task.Send", id=id, message=b"5")
    reply = hosted.ask("snapshot.Create", task_id=id, labels={"who": "me"})
    hosted.ask("task.Close", id=id)
    return str(reply.snapshot.id)


def test_a_parked_task_goes_on_as_often_as_asked(hosted: Hosted, kept: str) -> None:
    for _ in range(2):
        task = hosted.ask("snapshot.Restore", id=kept, name="again", labels={"n": "2"}).task
        assert (task.state, task.snapshot, task.name) == (PARKED, kept, "again")
        assert hosted.ask("task.Send", id=task.id, message=b"").outcome.exit_code == 5


def test_what_there_is_to_know(hosted: Hosted, kept: str) -> None:
    (listed,) = hosted.ask("snapshot.List").snapshots
    found = hosted.ask("snapshot.Get", id=kept)
    assert listed == found.snapshot
    assert (listed.parked, listed.waits_for, dict(listed.labels)) == (True, "", {"who": "me"})
    space = found.space
    memory = space.base_bytes + space.zero_bytes + space.stored_bytes
    assert memory == listed.memory_bytes
    assert sum(space.cluster_lengths) + space.manifest_bytes < listed.size
    assert hosted.ask("snapshot.List", labels={"who": "you"}).snapshots == []
    module = hashlib.sha256(guest("parker").read_bytes()).digest()
    assert len(hosted.ask("snapshot.List", module_sha256=module).snapshots) == 1
    assert hosted.ask("snapshot.List", module_sha256=bytes(32)).snapshots == []


def test_what_is_deleted_is_gone(hosted: Hosted, kept: str) -> None:
    assert hosted.ask("snapshot.Verify", id=kept).snapshot.id == kept
    assert hosted.ask("snapshot.Delete", id=kept).deleted
    assert not hosted.ask("snapshot.Delete", id=kept).deleted
    assert hosted.ask("snapshot.Gc").modules == 1
    for method in ("Get", "Verify", "Restore"):
        assert hosted.ask(f"snapshot.{method}", id=kept).reason == "SNAPSHOT_NOT_FOUND"
    with pytest.raises(grpc.RpcError) as caught:
        hosted.download(id=kept)
    assert refused(caught.value).reason == "SNAPSHOT_NOT_FOUND"


def test_a_task_that_is_not_at_rest_is_not_captured(hosted: Hosted) -> None:
    id = hosted.started(guest("spin"))
    hosted.ask("task.Run", id=id, timeout_ms=1)
    assert hosted.ask("snapshot.Create", task_id=id).reason == "TASK_ENDED"
    assert hosted.ask("snapshot.Create", task_id="none").reason == "TASK_NOT_FOUND"


def test_a_snapshot_travels_to_another_server(
    hosted: Hosted, kept: str, serve: Serve, tmp_path: Path
) -> None:
    pieces = hosted.download(id=kept)
    content = b"".join(piece.chunk for piece in pieces)
    assert pieces[-1].sha256 == hashlib.sha256(content).digest()
    assert {piece.size for piece in pieces} == {len(content)}
    module = b"".join(piece.chunk for piece in hosted.download(id=kept, module=True))
    assert module == guest("parker").read_bytes()
    other = serve(store=tmp_path / "other")
    refusal = other.upload("snapshot.Upload", content)
    assert refusal.reason == "SNAPSHOT_NOT_FOUND"
    assert other.upload("task.UploadModule", module).module.size == len(module)
    received = other.ask("snapshot.FindUpload", sha256=hashlib.sha256(content).digest()).received
    reply = other.upload("snapshot.Upload", content, offset=received)
    assert reply.snapshot.id == kept
    task = other.ask("snapshot.Restore", id=kept).task
    assert other.ask("task.Send", id=task.id, message=b"").outcome.exit_code == 5


@pytest.mark.parametrize("offset", [0, 1, 700, "size"])
def test_a_download_goes_on_where_it_broke_off(
    hosted: Hosted, kept: str, offset: int | str
) -> None:
    content = b"".join(piece.chunk for piece in hosted.download(id=kept))
    first = len(content) if offset == "size" else int(offset)
    pieces = hosted.download(id=kept, offset=first)
    assert b"".join(piece.chunk for piece in pieces) == content[first:]
    assert pieces[-1].sha256 == hashlib.sha256(content).digest()


def test_a_download_has_its_bounds(hosted: Hosted, kept: str) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        hosted.download(id=kept, offset=1 << 40)
    assert refused(caught.value).code == "INVALID_ARGUMENT"


def test_large_files_come_in_pieces_of_256_kib(hosted: Hosted, tmp_path: Path) -> None:
    id = hosted.started(guest("messages"))
    snapshot = hosted.ask("snapshot.Create", task_id=id).snapshot.id
    module = guest("messages").read_bytes()
    padded = module + b"\0\xff\xff\x1f\1x" + bytes((1 << 19) - 3)
    stored = FolderStore(tmp_path / "xdg_data_home" / "polyprim" / "snapshots")
    folder = stored.path / "modules"
    (only,) = folder.iterdir()
    only.write_bytes(padded)
    with pytest.raises(grpc.RpcError) as caught:
        hosted.download(id=snapshot, module=True)
    assert refused(caught.value).reason == "SNAPSHOT_DAMAGED"
    (file,) = (stored.path / "snapshots").iterdir()
    file.write_bytes(bytes(600_000))
    assert [len(piece.chunk) for piece in hosted.download(id=file.name)] == [
        262_144, 262_144, 75_712,
    ]  # fmt: skip


def test_what_is_damaged_is_refused(hosted: Hosted, kept: str) -> None:
    content = bytearray(b"".join(piece.chunk for piece in hosted.download(id=kept)))
    content[100] ^= 1
    refusal = hosted.upload("snapshot.Upload", bytes(content))
    assert (refusal.code, refusal.reason) == ("DATA_LOSS", "SNAPSHOT_DAMAGED")
    assert hosted.upload("snapshot.Upload", bytes(content)).reason == "SNAPSHOT_DAMAGED"
    refusal = hosted.upload("snapshot.Upload", b"no snapshot at all")
    assert refusal.code in ("INVALID_ARGUMENT", "DATA_LOSS")
    refusal = hosted.upload("snapshot.Upload", bytes(content), sha256=bytes(32))
    assert (refusal.code, refusal.reason) == ("DATA_LOSS", "CHECKSUM")


def test_a_piece_of_another_place_is_refused(hosted: Hosted) -> None:
    method = METHODS["snapshot.Upload"]
    call: Any = hosted.channel.stream_unary(method.path)
    pieces = [
        {"sha256": bytes(32), "size": 8, "chunk": b"one"},
        {"offset": 4, "chunk": b"two"},
    ]
    with pytest.raises(grpc.RpcError) as caught:
        call(iter([made(method, piece) for piece in pieces]), timeout=20)
    assert refused(caught.value).code == "INVALID_ARGUMENT"
    assert hosted.ask("snapshot.FindUpload", sha256=bytes(32)).received == 3


def test_pieces_have_a_bound(hosted: Hosted) -> None:
    method = METHODS["snapshot.Upload"]
    call: Any = hosted.channel.stream_unary(method.path)
    piece = {"sha256": bytes(32), "size": 1 << 20, "chunk": bytes(262_145)}
    with pytest.raises(grpc.RpcError) as caught:
        call(iter([made(method, piece)]), timeout=20)
    assert refused(caught.value).field == "chunk"


def test_snapshots_of_a_namespace_are_its_own(hosted: Hosted, kept: str) -> None:
    with Host("orders", size=4 << 20):
        named = Hosted(hosted.channel, ("polyprim-namespace", "orders"))
        assert named.ask("snapshot.List").snapshots == []
        assert named.ask("snapshot.Restore", id=kept).reason == "SNAPSHOT_NOT_FOUND"
