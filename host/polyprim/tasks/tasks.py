"""Where tasks come from: modules, loaded once, and what all of a process's tasks share."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Final

from polyprim.native import native
from polyprim.runtime.cache import ModuleCache, cache_folder
from polyprim.snapshots import ImageCache
from polyprim.tasks.engine import TaskEngine
from polyprim.tasks.module import TaskModule
from polyprim.tasks.recent import Recent
from polyprim.tasks.scope import Scope
from polyprim.tasks.shared import Primitives, Shared

IMAGES_BYTES_MAX: Final = 4 << 30
THREADS_MAX: Final = 256
MODULES_KEPT: Final = 64
NAME_BYTES_MAX: Final = 255


@dataclass(frozen=True, slots=True)
class TasksStatistics:
    """What the tasks of a host have now."""

    tasks: int
    memory_bytes: int
    """Of linear memory, used or not."""


class Tasks:
    """Modules and the tasks that are started from them.

    `folder` is where compiled modules are kept, by default the user's cache; `images` what memories
    are mapped from, by default up to 4 GiB in the same folder. There are at most `tasks_max` tasks
    at once, which have at most `memory_bytes_max` of linear memory together: one more is refused,
    and so is a guest that wants to grow. Coroutines' tasks run on at most `threads_max` threads.
    `primitives` are what tasks may call.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        images: ImageCache | None = None,
        tasks_max: int | None = None,
        memory_bytes_max: int | None = None,
        threads_max: int = THREADS_MAX,
        primitives: Primitives | None = None,
    ) -> None:
        self._folder: Final = folder or cache_folder()
        self._cache: Final = ModuleCache(self._folder)
        self._images: Final = images
        self.shared: Final = Shared(
            primitives,
            tasks_max=tasks_max,
            memory_bytes_max=memory_bytes_max,
            threads_max=threads_max,
        )
        self._modules: Final = Recent[tuple[bytes, bool], TaskModule](MODULES_KEPT)

    @cached_property
    def images(self) -> ImageCache:
        """What tasks are mapped from."""
        return self._images or ImageCache(self._folder / "images", size_max=IMAGES_BYTES_MAX)

    def load(
        self,
        module: str | os.PathLike[str] | bytes,
        *,
        name: str | None = None,
        compact: bool = False,
    ) -> TaskModule:
        """A module of WASI preview 1, from its file or its bytes.

        The first time on this machine, it is compiled. One that was loaded of late is at hand, and
        keeps its name. With `compact`, its code checks each access to memory, so that nothing need
        be reserved around memories: a process can have more than some 20,000 such tasks, which run
        a little slower. Raises ModuleError if it is none that tasks can be made of, OSError if it
        cannot be read.
        """
        if isinstance(module, bytes):
            return self._load(module, name or "module", compact)
        path = Path(module)
        return self._load(path.read_bytes(), name or path.stem, compact)

    async def load_async(
        self,
        module: str | os.PathLike[str] | bytes,
        *,
        name: str | None = None,
        compact: bool = False,
    ) -> TaskModule:
        """As `load`."""
        return await self.shared.apart(partial(self.load, module, name=name, compact=compact))

    def scope(self, name: str = "", *, timeout: float | None = None) -> Scope:
        """What tasks are started in that end together, at the latest after `timeout` seconds."""
        return Scope(name, timeout=timeout)

    def statistics(self) -> TasksStatistics:
        """How many tasks there are, and what they have."""
        budget = self.shared.budget
        return TasksStatistics(tasks=budget.tasks, memory_bytes=budget.bytes)

    def module(self, sha256: bytes) -> TaskModule | None:
        """A module that was loaded of late, by the SHA-256 of its bytes."""
        return self._modules.get((sha256, False)) or self._modules.get((sha256, True))

    def _load(self, binary: bytes, name: str, compact: bool) -> TaskModule:
        sha256 = hashlib.sha256(binary).digest()
        return self._modules.get_or_make(
            (sha256, compact),
            lambda: TaskModule(
                binary,
                sha256,
                _shown(name),
                partial(shared_engine, compact),
                self._cache,
                self.images,
                self.shared,
            ),
        )


def _shown(name: str) -> str:
    """A name as a line that does nothing to a terminal, and that a snapshot can hold."""
    text = "".join(each if each.isprintable() else "?" for each in name[:NAME_BYTES_MAX])
    return text.encode()[:NAME_BYTES_MAX].decode(errors="ignore") or "module"


class _Engines:
    """The process's task engines, by whether they are compact; a forked child makes its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._made: dict[bool, TaskEngine] = {}

    def get(self, compact: bool) -> TaskEngine:
        with self._lock:
            if compact not in self._made:
                self._made[compact] = TaskEngine(compact=compact)
            return self._made[compact]

    def after_fork_in_child(self) -> None:
        native.tasks_forget()
        for engine in self._made.values():
            engine.abandon()
        self._lock, self._made = Lock(), {}


_engines: Final = _Engines()
os.register_at_fork(after_in_child=_engines.after_fork_in_child)


def shared_engine(compact: bool) -> TaskEngine:
    """The engine of all tasks of this process."""
    return _engines.get(compact)
