"""SnapshotService: what each of its methods does, in a thread that it may block."""

from __future__ import annotations

from typing import Any, Final

from polyprim.contract import message_named
from polyprim.service import answers
from polyprim.service.asked import Asked
from polyprim.service.live import Live
from polyprim.service.paging import page
from polyprim.service.tasks import TaskMethods
from polyprim.snapshots.checks import require_labels
from polyprim.tasks import Limits

Reply = Any


class SnapshotMethods:
    """The methods by their names."""

    def __init__(self, tasks: TaskMethods) -> None:
        self._tasks: Final = tasks

    def create(self, asked: Asked) -> Reply:
        with asked.quarters.live.use(asked.request.task_id) as live, live.turn() as task:
            stored = asked.quarters.snapshots.create(
                task, labels=dict(asked.request.labels), progress=asked.progress
            )
        return _reply("Create", snapshot=answers.snapshot_info(stored))

    def restore(self, asked: Asked) -> Reply:
        request, quarters = asked.request, asked.quarters
        folders = self._tasks.folders_of(request.folders)
        manifest = quarters.snapshots.get(request.id).manifest
        assert manifest is not None  # what cannot be read was refused
        had = manifest.limits
        usual = Limits(
            memory_bytes=had.memory_bytes,
            table_elements=had.table_elements,
            output_bytes=had.output_bytes,
            descriptors=had.descriptors,
        )
        limits = answers.limits_of(request.limits, usual)
        require_labels(request.labels)
        with quarters.live.room(limits):
            task = quarters.snapshots.restore(
                request.id,
                folders=folders,
                environment=dict(request.environment) or None,
                limits=limits,
                name=request.name,
                timeout=asked.left,
                progress=asked.progress,
            )
            live = Live(task, dict(request.labels), snapshot=request.id)
            quarters.live.add(live)
        if asked.is_given_up:
            quarters.live.close(live.id)
        return _reply("Restore", task=answers.task_info(live))

    def list(self, asked: Asked) -> Reply:
        request = asked.request
        found = {
            stored.id: stored
            for stored in asked.quarters.snapshots.list(
                labels=dict(request.labels), module_sha256=request.module_sha256 or None
            )
        }
        keys, cursor = page(list(found), request)
        snapshots = [answers.snapshot_info(found[key]) for key in keys]
        return _reply("List", snapshots=snapshots, next_cursor=cursor)

    def get(self, asked: Asked) -> Reply:
        snapshots, id = asked.quarters.snapshots, asked.request.id
        return _reply(
            "Get",
            snapshot=answers.snapshot_info(snapshots.get(id)),
            space=answers.space(snapshots.space(id)),
        )

    def verify(self, asked: Asked) -> Reply:
        snapshots, id = asked.quarters.snapshots, asked.request.id
        snapshots.verify(id, progress=asked.progress)
        return _reply("Verify", snapshot=answers.snapshot_info(snapshots.get(id)))

    def delete(self, asked: Asked) -> Reply:
        return _reply("Delete", deleted=asked.quarters.snapshots.delete(asked.request.id))

    def gc(self, asked: Asked) -> Reply:
        found = asked.quarters.snapshots.gc()
        return _reply(
            "Gc",
            modules=found.modules,
            leftovers=found.leftovers,
            size=found.size,
            unreadable=found.unreadable,
        )

    def find_upload(self, asked: Asked) -> Reply:
        return _reply("FindUpload", received=asked.quarters.uploads.received(asked.request.sha256))


def _reply(method: str, **fields: Any) -> Reply:
    return message_named(f"SnapshotService{method}Response")(**fields)
