"""What a server that runs tasks is told, and where each namespace's tasks live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from polyprim.host import Host
from polyprim.service.live import LiveTasks
from polyprim.service.modules import Modules
from polyprim.service.uploads import Uploads
from polyprim.snapshots import FolderStore, default_folder
from polyprim.snapshots.refusing import refusing
from polyprim.tasks import Folder, Snapshots

RUNS_MAX: Final = 64
RUNS_WAITING_MAX: Final = 1024
TASKS_MAX: Final = 1000
TASK_MEMORY_BYTES_MAX: Final = 64 << 30
UPLOAD_BYTES_MAX: Final = 1 << 30
IDLE_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskHosting:
    """How a server runs tasks, and that it does. Whoever may write to it can run any program in a
    sandbox, within these bounds; all but `runs` are those of each namespace.

    `store` is a folder of snapshots, by default that of `Host.snapshots`. A task sees no folder of
    this machine but those of `folders` that it asks for by name. Uploaded modules and unfinished
    uploads may have `upload_bytes` each.
    """

    store: Path | None = None
    folders: Mapping[str, Folder] = field(default_factory=dict)
    runs: int = RUNS_MAX
    """At once; 1,024 more may wait for their turn."""
    tasks: int = TASKS_MAX
    memory_bytes: int = TASK_MEMORY_BYTES_MAX
    """What the limits of all tasks allow them together."""
    upload_bytes: int = UPLOAD_BYTES_MAX
    idle_seconds: float = IDLE_SECONDS
    """A task that nobody uses for so long is closed."""


class Quarters:
    """A namespace's tasks, snapshots, modules and uploads. Making them touches the disk, and raises
    SnapshotError if the folder cannot be used."""

    def __init__(self, host: Host, namespace: str, hosting: TaskHosting) -> None:
        root = hosting.store or default_folder()
        folder = root / "namespaces" / namespace if namespace else root
        self.host: Final = host
        self.snapshots: Final[Snapshots] = host.snapshots_in(FolderStore(folder))
        with refusing(f"the store {folder}"):
            self.modules: Final = Modules(
                folder / "uploaded", host.tasks, size_max=hosting.upload_bytes
            )
            self.uploads: Final = Uploads(folder / "uploads", size_max=hosting.upload_bytes)
        self.live: Final = LiveTasks(count_max=hosting.tasks, memory_bytes_max=hosting.memory_bytes)
