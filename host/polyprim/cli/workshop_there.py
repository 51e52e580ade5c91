"""Tasks and snapshots of a server."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from polyprim.cli.remote import connected
from polyprim.cli.workshop import Facts, Program, Watch
from polyprim.contract import HostService, Method, host_services, message_class
from polyprim.errors import InvalidArgumentError
from polyprim.settings import MS_MAX, CallSettings
from polyprim.snapshots import Progress, Space
from polyprim.tasks import Outcome, State, Value

if TYPE_CHECKING:
    from polyprim.service.remote import Remote

PIECE_BYTES: Final = 256 << 10
LOAD_SECONDS: Final = 300.0
"""How long a start may take where the server has to compile the module first."""
GRACE_SECONDS: Final = 1.0
"""Beyond the time that the server is given, for its answer to arrive."""
_STATES: Final = {1: State.READY, 2: State.PARKED, 3: State.ENDED}


@contextmanager
def there(settings: CallSettings, watch: Watch) -> Iterator[There]:
    """A server, as the settings say."""
    with connected(settings) as remote:
        yield There(remote, settings.timeout, watch)


class There:
    """A workshop of a server."""

    def __init__(self, remote: Remote, timeout: float, watch: Watch) -> None:
        self._remote: Final = remote
        self._timeout: Final = timeout
        self._watch: Final = watch

    @contextmanager
    def start(self, program: Program) -> Iterator[_Work]:
        """A new task; its module is sent if the server does not have it."""
        sha256 = self._load(program)
        limits = {} if program.memory_bytes is None else {"memory_bytes": program.memory_bytes}
        reply = self.ask(
            "task",
            "Start",
            seconds=max(self._timeout, LOAD_SECONDS),
            module_sha256=sha256,
            arguments=[program.file.stem, *program.arguments],
            environment=program.environment,
            input=program.input,
            folders=program.folders,
            limits=limits,
            name=program.file.stem,
            module_name=program.file.stem,
        )
        with self._given_up(reply.task.id):
            yield _Work(reply.task, self)

    @contextmanager
    def restore(self, snapshot: str, folders: Mapping[str, str]) -> Iterator[_Work]:
        """A task that goes on where the captured one was."""
        seconds = max(self._timeout, LOAD_SECONDS)
        reply = self.ask("snapshot", "Restore", seconds=seconds, id=snapshot, folders=folders)
        with self._given_up(reply.task.id):
            yield _Work(reply.task, self)

    def list(self, labels: Mapping[str, str]) -> Iterator[Facts]:
        """All snapshots, or those that have all these labels."""
        cursor, is_first = "", True
        while cursor or is_first:
            reply = self.ask("snapshot", "List", cursor=cursor, labels=labels)
            yield from map(facts_of, reply.snapshots)
            cursor, is_first = reply.next_cursor, False

    def get(self, snapshot: str) -> tuple[Facts, Space]:
        """One of them, and where its bytes went."""
        reply = self.ask("snapshot", "Get", id=snapshot)
        space = Space(
            base_bytes=reply.space.base_bytes,
            zero_bytes=reply.space.zero_bytes,
            stored_bytes=reply.space.stored_bytes,
            cluster_lengths=tuple(reply.space.cluster_lengths),
            manifest_bytes=reply.space.manifest_bytes,
        )
        return facts_of(reply.snapshot), space

    def verify(self, snapshot: str) -> None:
        """Has all of it read and checked."""
        self.ask("snapshot", "Verify", id=snapshot)

    def delete(self, snapshot: str) -> bool:
        """Removes it. False if there is none."""
        return bool(self.ask("snapshot", "Delete", id=snapshot).deleted)

    def gc(self) -> Facts:
        """Removes what no snapshot needs."""
        found = self.ask("snapshot", "Gc")
        return {
            "modules": found.modules,
            "leftovers": found.leftovers,
            "bytes": found.size,
            "unreadable": list(found.unreadable),
        }

    def ask(
        self, service: str, name: str, /, *, seconds: float | None = None, **fields: Any
    ) -> Any:
        """The reply of a method. Raises InvalidArgumentError for what its request cannot hold, and
        what the call ends with."""
        method = _method(service, name)
        seconds = self._timeout if seconds is None else seconds
        timeout_ms = min(math.ceil(1000 * seconds), MS_MAX)
        try:
            request = message_class(method.request)(timeout_ms=timeout_ms, **fields)
        except (ValueError, TypeError) as error:
            raise InvalidArgumentError(str(error)) from error
        data = request.SerializeToString()
        answer = self._remote.call(method, data, seconds + GRACE_SECONDS)
        return message_class(method.response).FromString(answer)

    @contextmanager
    def _given_up(self, id: str) -> Iterator[None]:
        try:
            yield
        finally:
            self.ask("task", "Close", id=id)

    def _load(self, program: Program) -> bytes:
        try:
            content = program.file.read_bytes()
        except OSError as error:
            raise InvalidArgumentError(
                f"{program.file} cannot be read: {error.strerror}"
            ) from error
        sha256 = hashlib.sha256(content).digest()
        found = self.ask("task", "FindModule", sha256=sha256)
        if not found.complete:
            method = _method("task", "UploadModule")
            with self._watch("uploading") as progress:
                pieces = _pieces(method, content, sha256, found.received, progress)
                self._remote.upload(method, pieces)
        return sha256


class _Work:
    def __init__(self, info: Any, workshop: There) -> None:
        self._id: Final[str] = info.id
        self._workshop: Final = workshop
        self.state = _STATES[info.state]
        self.waits_for: str = info.waits_for

    def run(self) -> Outcome:
        return self._outcome("Run")

    def call(self, export: str, values: Sequence[Value]) -> Outcome:
        return self._outcome("Call", export=export, arguments=[_value(value) for value in values])

    def send(self, message: bytes) -> Outcome:
        return self._outcome("Send", message=message)

    def resume(self) -> Outcome:
        return self._outcome("Resume")

    def keep(self, labels: Mapping[str, str]) -> Facts:
        reply = self._workshop.ask("snapshot", "Create", task_id=self._id, labels=labels)
        return facts_of(reply.snapshot)

    def _outcome(self, method: str, **fields: Any) -> Outcome:
        found = self._workshop.ask("task", method, id=self._id, **fields).outcome
        self.state = _STATES[found.state]
        return Outcome(
            self.state,
            tuple(getattr(value, value.WhichOneof("value")) for value in found.values),
            found.exit_code if found.HasField("exit_code") else None,
            found.output,
            found.errors,
            list(found.replies),
        )


def facts_of(info: Any) -> Facts:
    """What there is to say of a snapshot, by its SnapshotInfo."""
    facts: Facts = {"id": info.id, "bytes": info.size}
    if info.trouble:
        return {**facts, "trouble": info.trouble}
    created = datetime.fromtimestamp(info.created_unix_ms / 1000, UTC)
    return {
        **facts,
        "module": info.module_name,
        "module_sha256": info.module_sha256.hex(),
        "created": created.isoformat(timespec="milliseconds"),
        "memory_bytes": info.memory_bytes,
        "parked": info.parked,
        "waits_for": info.waits_for,
        "labels": dict(info.labels),
    }


def _pieces(
    method: Method, content: bytes, sha256: bytes, offset: int, progress: Progress
) -> Iterator[bytes]:
    for place in range(offset, max(len(content), offset + 1), PIECE_BYTES):
        chunk = content[place : place + PIECE_BYTES]
        request = message_class(method.request)(
            sha256=sha256, size=len(content), offset=place, chunk=chunk
        )
        yield request.SerializeToString()
        progress(place + len(chunk), len(content))


def _value(value: Value) -> dict[str, Value]:
    return {{int: "integer", float: "real", bytes: "vector"}[type(value)]: value}


def _method(service: str, name: str) -> Method:
    found: HostService = next(one for one in host_services() if one.name == service)
    return next(method for method in found.methods if method.name == name)
