"""A module that tasks are started from."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final, TypedDict, Unpack

from polyprim.runtime.cache import ModuleCache
from polyprim.snapshots import ImageCache, base_digest
from polyprim.tasks.engine import Program, TaskEngine
from polyprim.tasks.interface import Interface
from polyprim.tasks.options import TIMEOUT, Folder, Limits, Surroundings, folder_of
from polyprim.tasks.rewriting import Rewritten, rewrite
from polyprim.tasks.scope import Scope
from polyprim.tasks.shared import Shared
from polyprim.tasks.task import Task, begun


class StartOptions(TypedDict, total=False):
    """The options of `TaskModule.start`."""

    arguments: Sequence[str] | None
    environment: Mapping[str, str] | None
    input: bytes
    folders: Mapping[str, Folder | str | os.PathLike[str]] | None
    limits: Limits | None
    name: str
    scope: Scope | None
    initialize: bool
    timeout: float | None


class TaskModule:
    """A module: compiled, with the base image that each of its tasks begins from.

    `binary` is as it was given, `sha256` its digest, `name` what people call it. Made by
    `Tasks.load`.
    """

    def __init__(
        self,
        binary: bytes,
        sha256: bytes,
        name: str,
        engine: Callable[[], TaskEngine],
        cache: ModuleCache,
        images: ImageCache,
        shared: Shared,
    ) -> None:
        self.binary: Final = binary
        self.name: Final = name
        self._shared: Final = shared
        self.sha256: Final = sha256
        self._key: Final = engine().key(sha256)
        facts = _Facts.load(cache, self._key)
        self.base: Final = Image(images.image(self.sha256.hex(), self._write_base))
        if facts is None:
            facts = _Facts(self._rewritten.interface, base_digest(self.base.file))
            facts.store(cache, self._key)
        self.interface: Final = facts.interface
        self.can_park: Final = facts.interface.can_park
        self.base_sha256: Final = facts.base_sha256
        self._engine: Final = engine
        self._program = self._link()

    @property
    def program(self) -> Program:
        """Compiled and linked; in a forked child once more: nothing of wasmtime outlives a fork."""
        if self._program.process != os.getpid():
            self._program = self._link()
        return self._program

    def start(
        self,
        *,
        arguments: Sequence[str] | None = None,
        environment: Mapping[str, str] | None = None,
        input: bytes = b"",
        folders: Mapping[str, Folder | str | os.PathLike[str]] | None = None,
        limits: Limits | None = None,
        name: str = "",
        scope: Scope | None = None,
        initialize: bool = True,
        timeout: float | None = TIMEOUT,
    ) -> Task:
        """A new task; it sees nothing of this machine but what it is given.

        `arguments` begin with the program's name, by default the module's. Its start function and
        ``_initialize`` have run, within `timeout`, unless `initialize` is False: such a task can
        only be captured. In a `scope`, it ends with that. Raises as `Task.call` does, and
        NoSpaceError.
        """
        surroundings = Surroundings(
            arguments=[self.name] if arguments is None else arguments,
            environment=environment or {},
            input=input,
            folders={guest: folder_of(folder) for guest, folder in (folders or {}).items()},
        )
        task = Task(
            self,
            surroundings,
            limits or Limits(),
            self._shared,
            image=self.base,
            memory_bytes=self.interface.memory_bytes or 0,
            name=name,
            scope=scope,
        )
        return begun(task, initialize=initialize, timeout=timeout)

    async def start_async(self, **options: Unpack[StartOptions]) -> Task:
        """As `start`."""
        return await self._shared.apart(partial(self.start, **options), discard=Task.close)

    def _link(self) -> Program:
        return self._engine().link(self._key, lambda: self._rewritten.binary)

    @cached_property
    def _rewritten(self) -> Rewritten:
        return rewrite(self.binary)

    def _write_base(self, file: int) -> None:
        os.ftruncate(file, self._rewritten.base_bytes)
        for offset, content in self._rewritten.data:
            while content:
                done = os.pwrite(file, content, offset)
                offset, content = offset + done, content[done:]


class Image:
    """A file that a memory is mapped from, held open."""

    def __init__(self, file: int) -> None:
        self.file: Final = file
        self.bytes: Final = os.fstat(file).st_size

    def __del__(self) -> None:
        os.close(self.file)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is found out about a module once, and kept beside its compiled code."""

    interface: Interface
    base_sha256: bytes

    @classmethod
    def load(cls, cache: ModuleCache, key: str) -> _Facts | None:
        raw = cache.load(f"{key}.json")
        if raw is None:
            return None
        facts = json.loads(raw)
        return cls(Interface.from_facts(facts["interface"]), bytes.fromhex(facts["base_sha256"]))

    def store(self, cache: ModuleCache, key: str) -> None:
        facts = {"interface": self.interface.facts(), "base_sha256": self.base_sha256.hex()}
        cache.store(f"{key}.json", json.dumps(facts).encode())
