"""Tasks at a server: they run, end, wait, are counted, and disturb nobody."""

from __future__ import annotations

import hashlib
import threading
import time
from pathlib import Path
from typing import Any

import grpc
import pytest

from polyprim import Host
from polyprim.service import Server, TaskHosting
from polyprim.service.tokens import new_token
from polyprim.tasks import Folder
from tests.guests import guest
from tests.observe.shown import samples
from tests.runtime.support import eventually
from tests.service.hosted import METHODS, Hosted, Serve, made, output_of
from tests.service.raw import Refusal

READY, PARKED, ENDED = 1, 2, 3


def test_a_command_runs(hosted: Hosted) -> None:
    id = hosted.started(guest("hello"), arguments=["hello", "one"], labels={"who": "me"})
    found = hosted.ask("task.Run", id=id).outcome
    assert (found.state, found.exit_code) == (ENDED, 0)
    assert found.output == b"argument hello\nargument one\n"
    assert found.errors == b"to the other stream\n"
    info = hosted.ask("task.Get", id=id).task
    assert (info.state, info.exit_code, dict(info.labels)) == (ENDED, 0, {"who": "me"})
    assert hosted.ask("task.Run", id=id).reason == "TASK_ENDED"
    assert hosted.ask("task.Close", id=id).closed
    assert not hosted.ask("task.Close", id=id).closed
    assert hosted.ask("task.Get", id=id).reason == "TASK_NOT_FOUND"


def test_a_task_answers_messages_where_it_parks(hosted: Hosted) -> None:
    id = hosted.started(guest("parker"))
    assert hosted.ask("task.Run", id=id).outcome.state == PARKED
    assert list(hosted.ask("task.Send", id=id, message=b"5").outcome.replies) == [b"1 kept"]
    found = hosted.ask("task.Send", id=id, message=b"").outcome
    assert (found.exit_code, list(found.replies)) == (5, [b"1: 5"])


def test_an_export_is_called_with_values(hosted: Hosted) -> None:
    id = hosted.started(guest("messages"))
    found = hosted.ask("task.Call", id=id, export="restored").outcome
    assert [value.integer for value in found.values] == [0]
    assert hosted.ask("task.Call", id=id, export="none").reason == "TASK_EXPORT_NOT_FOUND"
    wrong = hosted.ask("task.Call", id=id, export="flood", arguments=[{"real": 1.5}])
    assert (wrong.code, wrong.reason) == ("INVALID_ARGUMENT", "INVALID_ARGUMENT")
    assert hosted.ask("task.Call", id=id, export="flood").code == "INVALID_ARGUMENT"
    assert hosted.ask("task.Call", id=id, export="flood", arguments=[{}]).code == "INVALID_ARGUMENT"
    assert hosted.ask("task.Get", id=id).task.state == READY


@pytest.mark.parametrize(("timeout_ms", "timeout"), [(200, 30.0), (60_000, 0.2)])
def test_the_shorter_deadline_counts(hosted: Hosted, timeout_ms: int, timeout: float) -> None:
    id = hosted.started(guest("spin"))
    refusal = hosted.ask("task.Run", id=id, timeout_ms=timeout_ms, timeout=timeout)
    assert refusal.code == "DEADLINE_EXCEEDED"
    eventually(lambda: hosted.ask("task.Get", id=id).task.state == ENDED)


def test_a_client_that_gives_up_ends_the_run(hosted: Hosted) -> None:
    id = hosted.started(guest("spin"))
    run = hosted.begin("task.Run", id=id, timeout_ms=60_000, timeout=60)
    eventually(lambda: hosted.server.statistics().hosting.runs == 1)
    assert hosted.ask("task.Run", id=id).reason == "TASK_BUSY"
    run.cancel()
    eventually(lambda: hosted.ask("task.Get", id=id).task.state == ENDED)
    eventually(lambda: hosted.server.statistics().hosting.runs == 0)


def test_another_call_cancels_and_closes(hosted: Hosted) -> None:
    for method, reason in (("task.Cancel", "TASK_CANCELLED"), ("task.Close", "TASK_ENDED")):
        id = hosted.started(guest("spin"))
        run = hosted.begin("task.Run", id=id, timeout_ms=60_000, timeout=60)
        eventually(lambda: hosted.server.statistics().hosting.runs == 1)
        assert not isinstance(hosted.ask(method, id=id), Refusal)
        with pytest.raises(grpc.RpcError) as caught:
            run.result()
        assert reason in str(caught.value.trailing_metadata())


def test_what_a_failed_run_wrote_is_told(hosted: Hosted) -> None:
    id = hosted.started(guest("flood"), limits={"output_bytes": 100_000})
    with pytest.raises(grpc.RpcError) as caught:
        hosted.begin("task.Run", id=id).result()
    assert caught.value.code().name == "RESOURCE_EXHAUSTED"
    assert len(output_of(caught.value).output) == 1024


def test_runs_wait_for_their_turn(serve: Serve) -> None:
    hosted = serve(runs=1)
    first, second = hosted.started(guest("spin")), hosted.started(guest("hello"))
    run = hosted.begin("task.Run", id=first, timeout_ms=60_000, timeout=60)
    eventually(lambda: hosted.server.statistics().hosting.runs == 1)
    refusal = hosted.ask("task.Run", id=second, timeout_ms=100)
    assert (refusal.code, refusal.reason) == ("DEADLINE_EXCEEDED", "DEADLINE")
    assert hosted.ask("task.Get", id=second).task.state == READY
    waiting = hosted.begin("task.Run", id=second, timeout_ms=20_000)
    run.cancel()
    assert b"argument" in waiting.result()


def test_tasks_have_bounds(serve: Serve) -> None:
    hosted = serve(tasks=1, memory_bytes=64 << 20)
    content = guest("hello").read_bytes()
    sha256 = hashlib.sha256(content).digest()
    hosted.upload("task.UploadModule", content)
    start: Any = {"module_sha256": sha256, "timeout_ms": 60_000, "timeout": 60}
    assert hosted.ask("task.Start", **start).reason == "NO_SPACE"
    small = {"memory_bytes": 32 << 20}
    first = hosted.ask("task.Start", **start, limits=small).task
    assert hosted.ask("task.Start", **start, limits=small).reason == "NO_SPACE"
    hosted.ask("task.Close", id=first.id)
    assert hosted.ask("task.Start", **start, limits=small).task.id


def test_a_task_that_nobody_uses_is_closed(serve: Serve) -> None:
    hosted = serve(idle_seconds=0.2)
    id = hosted.started(guest("parker"))
    eventually(lambda: hosted.ask("task.List").tasks == [])
    assert hosted.ask("task.Run", id=id).reason == "TASK_NOT_FOUND"


def test_tasks_see_only_folders_that_the_server_allows(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    hosted = serve(folders={"shared": Folder(path=tmp_path / "shared", read_only=True)})
    sha256 = hashlib.sha256(guest("hello").read_bytes()).digest()
    hosted.started(guest("hello"), folders={"/data": "shared"})
    refusal = hosted.ask("task.Start", module_sha256=sha256, folders={"/data": str(tmp_path)})
    assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "PERMISSION_DENIED")


def test_lists_have_pages_and_labels(hosted: Hosted) -> None:
    ids = sorted(hosted.started(guest("hello"), labels={"n": str(n % 2)}) for n in range(5))
    page = hosted.ask("task.List", limit=3)
    rest = hosted.ask("task.List", cursor=page.next_cursor)
    assert [task.id for task in (*page.tasks, *rest.tasks)] == ids
    assert rest.next_cursor == ""
    assert len(hosted.ask("task.List", labels={"n": "0"}).tasks) == 3


@pytest.mark.parametrize(
    ("method", "fields", "field"),
    [
        ("task.Run", {}, "id"),
        ("task.Run", {"id": "/"}, "id"),
        ("task.Run", {"id": "x", "timeout_ms": -1}, "timeout_ms"),
        ("task.Call", {"id": "x"}, "export"),
        ("task.Start", {"module_sha256": b"short"}, "module_sha256"),
        ("task.Start", {"module_sha256": bytes(32), "limits": {"descriptors": 1}}, "limits"),
        ("task.List", {"limit": 257}, "limit"),
        ("snapshot.Get", {"id": "x" * 63}, "id"),
        ("snapshot.List", {"module_sha256": b"short"}, "module_sha256"),
    ],
)
def test_a_broken_rule_names_the_field(
    hosted: Hosted, method: str, fields: dict[str, Any], field: str
) -> None:
    refusal = hosted.ask(method, **fields)
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "INVALID_PROTO")
    assert refusal.field == field


def test_bytes_that_are_no_protobuf(hosted: Hosted) -> None:
    for method in METHODS.values():
        if not method.takes_stream and not method.gives_stream:
            call: Any = hosted.channel.unary_unary(method.path)
            with pytest.raises(grpc.RpcError) as caught:
                call(b"\xff", timeout=20)
            assert caught.value.code().name == "INVALID_ARGUMENT", method.path


def test_a_session_is_refused(hosted: Hosted) -> None:
    named = Hosted(hosted.channel, ("polyprim-session", "s"), ("polyprim-sequence", "1"))
    assert named.ask("task.List").code == "INVALID_ARGUMENT"


def test_only_tokens_that_may_write_run_anything(host: Host, tmp_path: Path) -> None:
    (read, may_read), (write, may_write) = new_token("r"), new_token("w", access="write")
    file = tmp_path / "tokens.toml"
    file.write_text(may_read.toml() + may_write.toml())
    with (
        Server(host, tokens=file, tasks=TaskHosting()) as server,
        grpc.insecure_channel(server.address) as channel,
    ):
        reader = Hosted(channel, ("authorization", f"Bearer {read}"))
        writer = Hosted(channel, ("authorization", f"Bearer {write}"))
        id = writer.started(guest("hello"))
        assert reader.ask("task.Get", id=id).task.id == id
        assert reader.ask("task.Run", id=id).reason == "PERMISSION_DENIED"
        assert reader.upload("task.UploadModule", b"x").reason == "PERMISSION_DENIED"
        assert writer.ask("task.Run", id=id).outcome.exit_code == 0


def test_a_server_that_was_not_told_so_runs_no_tasks(host: Host) -> None:
    with Server(host) as server, grpc.insecure_channel(server.address) as channel:
        assert Hosted(channel).ask("task.List").code == "UNIMPLEMENTED"


def test_tasks_call_the_primitives_of_their_namespace(serve: Serve) -> None:
    with Host("orders", size=4 << 20) as orders:
        hosted = serve()
        named = Hosted(hosted.channel, ("polyprim-namespace", "orders"))
        id = named.started(guest("hello"))
        assert hosted.ask("task.Get", id=id).reason == "TASK_NOT_FOUND"
        assert named.ask("task.Get", id=id).task.id == id
        assert orders.path is not None
    nowhere = Hosted(hosted.channel, ("polyprim-namespace", "nowhere"))
    assert nowhere.ask("task.List").reason == "SEGMENT_NOT_FOUND"


def test_many_run_at_once_and_others_are_answered_meanwhile(hosted: Hosted) -> None:
    ids = [hosted.started(guest("sleep"), arguments=["sleep", "1500"]) for _ in range(16)]
    runs = [hosted.begin("task.Run", id=id, timeout_ms=20_000) for id in ids]
    began = time.monotonic()
    assert len(hosted.ask("task.List").tasks) == len(ids)
    assert not all(run.done() for run in runs), time.monotonic() - began
    assert all(run.result() for run in runs)


def test_a_server_that_closes_ends_its_tasks(serve: Serve) -> None:
    hosted = serve()
    id = hosted.started(guest("spin"))
    run = hosted.begin("task.Run", id=id, timeout_ms=600_000, timeout=600)
    eventually(lambda: hosted.server.statistics().hosting.runs == 1)
    threading.Thread(target=hosted.server.close).start()
    with pytest.raises(grpc.RpcError):
        run.result(timeout=20)
    eventually(lambda: not hosted.server.statistics().hosting.runs)


def test_calls_are_counted_as_all_others(hosted: Hosted, host: Host) -> None:
    hosted.started(guest("hello"))
    server = hosted.server
    counted = samples(host, "wasm_metric_counter_total", server=server)
    assert counted["other", "Start", "task"] == 1
    assert samples(host, "polyprim_server_tasks", server=server)[()] == 1


# Modules


def test_an_upload_goes_on_where_it_broke_off(hosted: Hosted) -> None:
    content = guest("hello").read_bytes()
    sha256, half = hashlib.sha256(content).digest(), len(content) // 2
    method = METHODS["task.UploadModule"]
    call: Any = hosted.channel.stream_unary(method.path)
    fields = {"sha256": sha256, "size": len(content), "chunk": content[:half]}
    with pytest.raises(grpc.RpcError) as caught:
        call(iter([made(method, fields)]), timeout=20)
    assert caught.value.code().name == "INVALID_ARGUMENT"
    found = hosted.ask("task.FindModule", sha256=sha256)
    assert (found.received, found.complete) == (half, False)
    assert hosted.upload("task.UploadModule", content).code == "INVALID_ARGUMENT"
    reply = hosted.upload("task.UploadModule", content, offset=half)
    assert (reply.module.sha256, reply.module.size) == (sha256, len(content))
    assert hosted.ask("task.FindModule", sha256=sha256).complete
    assert [one.sha256 for one in hosted.ask("task.ListModules").modules] == [sha256]


def test_an_upload_that_is_not_what_it_says_is_forgotten(hosted: Hosted) -> None:
    sha256 = bytes(32)
    refusal = hosted.upload("task.UploadModule", b"\0asm....", sha256=sha256)
    assert (refusal.code, refusal.reason) == ("DATA_LOSS", "CHECKSUM")
    assert hosted.ask("task.FindModule", sha256=sha256).received == 0


@pytest.mark.parametrize(
    "other", [{"size": 4}, {"sha256": b""}, {"size": 0}, {"size": 1 << 40}], ids=str
)
def test_lying_uploads_are_refused(hosted: Hosted, other: dict[str, Any]) -> None:
    refusal = hosted.upload("task.UploadModule", b"\0asm....", **other)
    assert refusal.code in ("INVALID_ARGUMENT", "RESOURCE_EXHAUSTED")
    assert hosted.ask("task.ListModules").modules == []


def test_refused_uploads_leave_nothing(hosted: Hosted, tmp_path: Path) -> None:
    for size in (1 << 40, 4):
        hosted.upload("task.UploadModule", b"\0asm....", size=size)
    hosted.upload("task.UploadModule", b"\0asm....", sha256=bytes(32))
    assert list((tmp_path / "xdg_data_home").rglob("*.part")) == []


def test_a_stored_module_that_was_damaged_is_sent_again(hosted: Hosted, tmp_path: Path) -> None:
    content = guest("hello").read_bytes()
    sha256 = hashlib.sha256(content).digest()
    hosted.upload("task.UploadModule", content)
    (file,) = (tmp_path / "xdg_data_home").rglob(f"{sha256.hex()}.wasm")
    file.write_bytes(content + b"\0\2\1x")
    start: Any = {"module_sha256": sha256, "timeout_ms": 60_000}
    assert hosted.ask("task.Start", **start).reason == "SNAPSHOT_DAMAGED"
    assert not hosted.ask("task.FindModule", sha256=sha256).complete
    assert hosted.started(guest("hello"))


def test_a_store_that_cannot_be_used_is_told(serve: Serve, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    refusal = serve(store=tmp_path / "file").ask("task.List")
    assert (refusal.code, refusal.reason) == ("FAILED_PRECONDITION", "SNAPSHOT")


def test_labels_have_bounds(hosted: Hosted) -> None:
    for labels in ({"/": "x"}, {"x": "y" * 257}, {str(n): "" for n in range(65)}):
        refusal = hosted.ask("task.Start", module_sha256=bytes(32), labels=labels)
        assert refusal.code == "INVALID_ARGUMENT"


def test_what_is_no_module_is_refused_when_it_is_started(hosted: Hosted) -> None:
    content = b"\0asm\1\0\0\0\xff"
    hosted.upload("task.UploadModule", content)
    start: Any = {"module_sha256": hashlib.sha256(content).digest(), "timeout_ms": 60_000}
    assert hosted.ask("task.Start", **start).reason == "TASK_MODULE"
    assert hosted.ask("task.Start", module_sha256=bytes(32)).reason == "SNAPSHOT_NOT_FOUND"


def test_modules_that_were_not_used_for_the_longest_time_make_room(serve: Serve) -> None:
    contents = [b"\0asm\1\0\0\0" + bytes([number]) * 1000 for number in range(3)]
    hosted = serve(upload_bytes=2500)
    for content in contents:
        hosted.upload("task.UploadModule", content)
        time.sleep(0.01)
    left = {one.sha256 for one in hosted.ask("task.ListModules").modules}
    assert left == {hashlib.sha256(content).digest() for content in contents[1:]}
    assert hosted.upload("task.UploadModule", bytes(3000)).reason == "NO_SPACE"
