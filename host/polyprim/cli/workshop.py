"""Where the commands of tasks and snapshots work: on this machine, or at a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from polyprim.errors import InvalidArgumentError
from polyprim.settings import CallSettings
from polyprim.snapshots import Progress, Space
from polyprim.tasks import Outcome, State, Value

Facts = dict[str, Any]
"""What there is to say of a snapshot, or of what was done."""
Watch = Callable[[str], AbstractContextManager[Progress]]
"""Shows how far long work is, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What a task is made of."""

    file: Path
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    input: bytes = b""
    folders: Mapping[str, str] = field(default_factory=dict)
    """By the names that the task sees: paths here, the server's names there."""
    memory_bytes: int | None = None


class Work(Protocol):
    """A task, which is given up at the end."""

    @property
    def state(self) -> State:
        """What it does now."""

    @property
    def waits_for(self) -> str:
        """The primitive's method that a parked task waits for; empty for a message."""

    def run(self) -> Outcome:
        """As `Task.run`."""

    def call(self, export: str, values: Sequence[Value]) -> Outcome:
        """As `Task.call`."""

    def send(self, message: bytes) -> Outcome:
        """As `Task.send`."""

    def resume(self) -> Outcome:
        """As `Task.resume`."""

    def keep(self, labels: Mapping[str, str]) -> Facts:
        """Stores it: the facts of its snapshot."""


class Workshop(Protocol):
    """Makes tasks, and has snapshots."""

    def start(self, program: Program) -> AbstractContextManager[Work]:
        """A new task, whose start function has run."""

    def restore(self, snapshot: str, folders: Mapping[str, str]) -> AbstractContextManager[Work]:
        """A task that goes on where the captured one was."""

    def list(self, labels: Mapping[str, str]) -> Iterator[Facts]:
        """All snapshots, or those that have all these labels."""

    def get(self, snapshot: str) -> tuple[Facts, Space]:
        """One of them, and where its bytes went."""

    def verify(self, snapshot: str) -> None:
        """Reads and checks all of it."""

    def delete(self, snapshot: str) -> bool:
        """Removes it. False if there is none."""

    def gc(self) -> Facts:
        """Removes what no snapshot needs."""


@contextmanager
def workshop(settings: CallSettings, store: str | None, watch: Watch) -> Iterator[Workshop]:
    """Where the settings say: at a server, else here, with the store that is a folder or a URL.

    Raises InvalidArgumentError for a store of this machine and a server at once.
    """
    if settings.at is not None:
        if store is not None:
            raise InvalidArgumentError("a server has a store of its own: leave --store or --at out")
        from polyprim.cli.workshop_there import there  # with grpc, which not everybody has

        with there(settings, watch) as found:
            yield found
    else:
        from polyprim.cli.workshop_here import here

        with here(settings, store, watch) as found:
            yield found
