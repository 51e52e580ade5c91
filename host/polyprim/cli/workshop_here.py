"""Tasks and snapshots of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from polyprim.cli.connection import opened
from polyprim.cli.folders import folder
from polyprim.cli.workshop import Facts, Program, Watch
from polyprim.errors import InvalidArgumentError
from polyprim.host import Host
from polyprim.settings import CallSettings
from polyprim.snapshots import (
    FolderStore,
    Manifest,
    ObjectStore,
    Space,
    Store,
    Stored,
    Wait,
    default_folder,
)
from polyprim.tasks import Limits, Outcome, Snapshots, State, Task, Value


@contextmanager
def here(settings: CallSettings, store: str | None, watch: Watch) -> Iterator[Here]:
    """Tasks that may call the primitives of the settings' segment, or of a private one."""
    with Host(size=2 << 20) if settings.segment is None else opened(settings.segment) as host:
        yield Here(host, host.snapshots_in(_store(store)), settings.timeout, watch)


class Here:
    """A workshop of this process."""

    def __init__(self, host: Host, snapshots: Snapshots, timeout: float, watch: Watch) -> None:
        self._host: Final = host
        self._snapshots: Final = snapshots
        self._timeout: Final = timeout
        self._watch: Final = watch

    @contextmanager
    def start(self, program: Program) -> Iterator[_Work]:
        """A new task. Raises InvalidArgumentError if its file cannot be read."""
        try:
            module = self._host.tasks.load(program.file)
        except OSError as error:
            raise InvalidArgumentError(
                f"{program.file} cannot be read: {error.strerror}"
            ) from error
        limits = (
            Limits() if program.memory_bytes is None else Limits(memory_bytes=program.memory_bytes)
        )
        task = module.start(
            arguments=[module.name, *program.arguments],
            environment=program.environment,
            input=program.input,
            folders={guest: folder(path) for guest, path in program.folders.items()},
            limits=limits,
            timeout=self._timeout,
        )
        with task:
            yield _Work(task, self)

    @contextmanager
    def restore(self, snapshot: str, folders: Mapping[str, str]) -> Iterator[_Work]:
        """A task that goes on where the captured one was."""
        with self._watch("restoring") as progress:
            task = self._snapshots.restore(
                snapshot,
                folders={guest: folder(path) for guest, path in folders.items()},
                timeout=self._timeout,
                progress=progress,
            )
        with task:
            yield _Work(task, self)

    def list(self, labels: Mapping[str, str]) -> Iterator[Facts]:
        """All snapshots, or those that have all these labels."""
        return map(_facts, self._snapshots.list(labels=labels))

    def get(self, snapshot: str) -> tuple[Facts, Space]:
        """One of them, and where its bytes went."""
        return _facts(self._snapshots.get(snapshot)), self._snapshots.space(snapshot)

    def verify(self, snapshot: str) -> None:
        """Reads and checks all of it."""
        with self._watch("verifying") as progress:
            self._snapshots.verify(snapshot, progress=progress)

    def delete(self, snapshot: str) -> bool:
        """Removes it. False if there is none."""
        return self._snapshots.delete(snapshot)

    def gc(self) -> Facts:
        """Removes what no snapshot needs."""
        found = self._snapshots.gc()
        return {
            "modules": found.modules,
            "leftovers": found.leftovers,
            "bytes": found.size,
            "unreadable": list(found.unreadable),
        }

    def keep(self, task: Task, labels: Mapping[str, str]) -> Facts:
        """Stores a task."""
        with self._watch("storing") as progress:
            return _facts(self._snapshots.create(task, labels=labels, progress=progress))

    def attend(self, task: Task, run: Callable[[float], Outcome]) -> Outcome:
        """Runs a task in another thread, so that Ctrl-C reaches this one and ends it."""
        with ThreadPoolExecutor(1, thread_name_prefix="polyprim-task") as threads:
            job = threads.submit(run, self._timeout)
            try:
                return job.result()
            except KeyboardInterrupt:
                task.cancel()
                raise


class _Work:
    def __init__(self, task: Task, workshop: Here) -> None:
        self._task: Final = task
        self._workshop: Final = workshop

    @property
    def state(self) -> State:
        return self._task.state

    @property
    def waits_for(self) -> str:
        return "" if self._task.parked is None else self._task.parked.method

    def run(self) -> Outcome:
        return self._attend(lambda timeout: self._task.run(timeout=timeout))

    def call(self, export: str, values: Sequence[Value]) -> Outcome:
        return self._attend(lambda timeout: self._task.call(export, *values, timeout=timeout))

    def send(self, message: bytes) -> Outcome:
        return self._attend(lambda timeout: self._task.send(message, timeout=timeout))

    def resume(self) -> Outcome:
        return self._attend(lambda timeout: self._task.resume(timeout=timeout))

    def keep(self, labels: Mapping[str, str]) -> Facts:
        return self._workshop.keep(self._task, labels)

    def _attend(self, run: Callable[[float], Outcome]) -> Outcome:
        try:
            return self._workshop.attend(self._task, run)
        except TypeError as error:  # of an argument that is not what the export takes
            raise InvalidArgumentError(str(error)) from error


def _store(store: str | None) -> Store:
    if store is not None and "://" in store:
        return ObjectStore(store)
    return FolderStore(default_folder() if store is None else Path(store))


def _facts(stored: Stored) -> Facts:
    facts: Facts = {"id": stored.id, "bytes": stored.size}
    if stored.manifest is None:
        return {**facts, "trouble": stored.trouble}
    return {**facts, **_manifest_facts(stored.manifest)}


def _manifest_facts(manifest: Manifest) -> Facts:
    park = manifest.park
    created = datetime.fromtimestamp(manifest.created_unix_ns / 1e9, UTC)
    return {
        "module": manifest.module_name,
        "module_sha256": manifest.module_sha256.hex(),
        "created": created.isoformat(timespec="milliseconds"),
        "memory_bytes": manifest.memory_bytes,
        "parked": park is not None,
        "waits_for": park.method if park is not None and park.wait is Wait.CALL else "",
        "labels": dict(manifest.labels),
    }
