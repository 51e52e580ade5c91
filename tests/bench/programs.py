"""What the benchmarks of tasks run: the examples, Ruby, and a store to keep snapshots in."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from polyprim import Host
from polyprim.snapshots import FolderStore, ImageCache
from polyprim.tasks import Limits, Snapshots, Task, TaskModule, Tasks
from tests.bench.figures import Figure
from tests.bench.interpreter import ruby

ROOT: Final = Path(__file__).resolve().parents[2]
EXAMPLES: Final = ROOT / "build" / "examples"
LIMITS: Final = Limits(memory_bytes=512 << 20)


@dataclass(frozen=True, slots=True)
class Workshop:
    """A host, tasks with images of their own, and a store."""

    host: Host
    tasks: Tasks
    snapshots: Snapshots
    folder: Path


@contextmanager
def workshop() -> Iterator[Workshop]:
    with tempfile.TemporaryDirectory() as folder, Host() as host:
        path = Path(folder)
        tasks = Tasks(images=ImageCache(path / "images", size_max=4 << 30))
        store = FolderStore(path / "snapshots")
        yield Workshop(host, tasks, Snapshots(tasks, store), path)


def example(name: str) -> Path:
    """An example's module, compiled if it is not yet."""
    module = EXAMPLES / f"{name}.wasm"
    if not module.exists():
        subprocess.run([str(ROOT / "build.sh"), "examples"], check=True, capture_output=True)
    return module


@dataclass(frozen=True, slots=True)
class Program:
    """A module, what initialises a task of it, and a message with its answer."""

    name: str
    path: Path
    message: bytes
    answer: bytes
    prepare: str = ""

    def load(self, tasks: Tasks) -> TaskModule:
        return tasks.load(self.path)

    def begin(self, module: TaskModule) -> Task:
        """A task that has initialised."""
        task = module.start(limits=LIMITS, timeout=60)
        if self.prepare:
            task.call(self.prepare, timeout=60)
        return task

    def ask(self, task: Task) -> None:
        """The first call, which must be right."""
        replies = task.send(self.message, timeout=60).replies
        assert replies == [self.answer], replies


def programs() -> list[Program]:
    """A Go service, a Rust program, and an interpreter."""
    return [
        Program("go", example("ledger"), b"order ada 5", b"ada: 5 in 1 orders"),
        Program("rust", example("factors"), b"360", b"360 = 2 2 2 3 3 5", prepare="prepare"),
        interpreter(),
    ]


def interpreter() -> Program:
    """Ruby."""
    return Program("ruby", ruby(), b"6 * 7", b"42")


def private_bytes() -> int:
    """What this process has of its own: pages that no other process shares."""
    total = 0
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("Private_Clean", "Private_Dirty"):
            total += int(rest.split()[0]) << 10
    return total


__all__ = [
    "LIMITS",
    "Figure",
    "Program",
    "Workshop",
    "example",
    "interpreter",
    "private_bytes",
    "programs",
    "workshop",
]
