"""TaskService: what each of its methods does, in a thread that it may block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from polyprim.contract import message_named
from polyprim.errors import PermissionDeniedError
from polyprim.service import answers
from polyprim.service.asked import Asked
from polyprim.service.live import Live
from polyprim.service.paging import page
from polyprim.snapshots.checks import require_labels
from polyprim.tasks import Folder, Outcome, Task

Reply = Any


class TaskMethods:
    """The methods by their names; `folders` are those that tasks may ask for."""

    def __init__(self, folders: Mapping[str, Folder]) -> None:
        self._folders: Final = folders

    def find_module(self, asked: Asked) -> Reply:
        quarters, sha256 = asked.quarters, asked.request.sha256
        size = quarters.modules.size(sha256)
        received = quarters.uploads.received(sha256) if size is None else size
        return _reply("FindModule", received=received, complete=size is not None)

    def list_modules(self, asked: Asked) -> Reply:
        found = {sha256.hex(): size for sha256, size in asked.quarters.modules.list()}
        keys, cursor = page(sorted(found), asked.request)
        modules = [
            message_named("ModuleInfo")(sha256=bytes.fromhex(key), size=found[key]) for key in keys
        ]
        return _reply("ListModules", modules=modules, next_cursor=cursor)

    def start(self, asked: Asked) -> Reply:
        request, quarters = asked.request, asked.quarters
        limits, folders = answers.limits_of(request.limits), self.folders_of(request.folders)
        require_labels(request.labels)
        with quarters.live.room(limits):
            module = quarters.modules.load(request.module_sha256, name=request.module_name)
            task = module.start(
                arguments=list(request.arguments) or None,
                environment=dict(request.environment),
                input=request.input,
                folders=folders,
                limits=limits,
                name=request.name,
                timeout=asked.left,
            )
            live = Live(task, dict(request.labels))
            quarters.live.add(live)
        if asked.is_given_up:
            quarters.live.close(live.id)
        return _reply("Start", task=answers.task_info(live))

    def run(self, asked: Asked) -> Reply:
        return _outcome("Run", asked, lambda task: task.run(timeout=asked.left))

    def call(self, asked: Asked) -> Reply:
        request = asked.request
        values = answers.values_of(request.arguments)
        return _outcome(
            "Call", asked, lambda task: task.call(request.export, *values, timeout=asked.left)
        )

    def send(self, asked: Asked) -> Reply:
        message = asked.request.message
        return _outcome("Send", asked, lambda task: task.send(message, timeout=asked.left))

    def resume(self, asked: Asked) -> Reply:
        return _outcome("Resume", asked, lambda task: task.resume(timeout=asked.left))

    def cancel(self, asked: Asked) -> Reply:
        with asked.quarters.live.use(asked.request.id) as live:
            live.task.cancel()
        return _reply("Cancel")

    def close(self, asked: Asked) -> Reply:
        return _reply("Close", closed=asked.quarters.live.close(asked.request.id))

    def get(self, asked: Asked) -> Reply:
        live = asked.quarters.live.find(asked.request.id)
        return _reply("Get", task=answers.task_info(live))

    def list(self, asked: Asked) -> Reply:
        wanted = asked.request.labels
        found = {
            live.id: live
            for live in asked.quarters.live.list()
            if answers.has_labels(live.labels, wanted)
        }
        keys, cursor = page(list(found), asked.request)
        tasks = [answers.task_info(found[key]) for key in keys]
        return _reply("List", tasks=tasks, next_cursor=cursor)

    def folders_of(self, asked: Mapping[str, str]) -> dict[str, Folder]:
        """The folders that a task asks for. Raises PermissionDeniedError for one that there is
        not."""
        for name in asked.values():
            if name not in self._folders:
                raise PermissionDeniedError(f"this server allows no folder {name!r:.80}")
        return {guest: self._folders[name] for guest, name in asked.items()}


def _outcome(method: str, asked: Asked, run: Callable[[Task], Outcome]) -> Reply:
    with (
        asked.quarters.live.use(asked.request.id) as live,
        live.turn() as task,
        asked.stopping(task.cancel),
    ):
        return _reply(method, outcome=answers.outcome(run(task)))


def _reply(method: str, **fields: Any) -> Reply:
    return message_named(f"TaskService{method}Response")(**fields)
