"""Where tasks of a remote host come from: modules, and those that live there already."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from polyprim_client.gen import task_pb2 as messages
from polyprim_client.remote import Reached
from polyprim_client.steps import Item, Items, Method, Steps, Stream
from polyprim_client.task import TIMEOUT_SECONDS, Limits, TaskInfo, TaskMethods, info_of
from polyprim_client.transfers import Content, File, Progress, upload
from polyprim_client.values import octets


@dataclass(frozen=True, slots=True)
class TaskModule:
    """A module that the server has; `name` is what people call it."""

    sha256: bytes
    name: str


Task = TypeVar("Task", bound=TaskMethods)


class TasksMethods(Reached, Generic[Task]):
    """``client.tasks``: modules and the tasks that are started from them at the server."""

    def __init__(self, client: Reached, made_of: Callable[[Reached, str], Task]) -> None:
        super().__init__(client._connection)
        self._client: Final = client
        self._made_of: Final = made_of

    @Method
    def load(
        self, module: Content, *, name: str | None = None, progress: Progress | None = None
    ) -> Steps[TaskModule]:
        """A module of WASI preview 1, from its file or its bytes, which is sent if the server does
        not have it; an upload that broke off goes on. Raises OSError if it cannot be read."""
        with File(module) as file:
            sha256 = file.sha256()
            found = yield from self._find(sha256)
            if not found.complete:
                yield from upload(
                    self._connection,
                    file,
                    sha256=sha256,
                    request=messages.TaskServiceUploadModuleRequest,
                    received=partial(self._received, sha256),
                    progress=progress,
                )
        own = "module" if isinstance(module, bytes) else Path(os.fspath(module)).stem
        return TaskModule(sha256, name or own)

    @Method
    def start(
        self,
        module: TaskModule,
        *,
        arguments: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
        input: bytes = b"",
        folders: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        name: str = "",
        labels: Mapping[str, str] | None = None,
        timeout: float = TIMEOUT_SECONDS,
    ) -> Steps[Task]:
        """A new task; it sees nothing of the server's machine but those of the `folders` that the
        server allows, which are by the names that it sees, and called as the server does.

        `arguments` begin with the program's name, by default the module's. Its start function and
        ``_initialize`` have run, within `timeout`; the first time, the module is compiled in that
        time too. Raises NotFoundError if the server has forgotten the module.
        """
        reply: Any = yield from self._timed(
            messages.TaskServiceStartRequest,
            timeout,
            module_sha256=module.sha256,
            arguments=[module.name] if arguments is None else arguments,
            environment=environment,
            input=octets(input),
            folders=folders,
            limits=None if limits is None else limits.message(),
            name=name or module.name,
            labels=labels,
            module_name=module.name,
        )
        return self._made_of(self._client, reply.task.id)

    @Method
    def get(self, id: str) -> Steps[Task]:
        """The task of that id. Raises NotFoundError if there is none."""
        yield from self._call(
            messages.TaskServiceGetResponse, messages.TaskServiceGetRequest, id=id
        )
        return self._made_of(self._client, id)

    @Stream
    def list(self, *, labels: Mapping[str, str] | None = None) -> Items[TaskInfo]:
        """All tasks, or those that have all these labels."""
        cursor, is_first = "", True
        while cursor or is_first:
            reply = yield from self._call(
                messages.TaskServiceListResponse,
                messages.TaskServiceListRequest,
                cursor=cursor,
                labels=labels,
            )
            for found in reply.tasks:
                yield Item(info_of(found))
            cursor, is_first = reply.next_cursor, False

    def _find(self, sha256: bytes) -> Steps[messages.TaskServiceFindModuleResponse]:
        return self._call(
            messages.TaskServiceFindModuleResponse,
            messages.TaskServiceFindModuleRequest,
            sha256=sha256,
        )

    def _received(self, sha256: bytes) -> Steps[int]:
        found = yield from self._find(sha256)
        return found.received
