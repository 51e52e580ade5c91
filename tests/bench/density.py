"""Claim: a further restored interpreter costs a fraction of its memory; 50,000 tasks fit into 2 GB.

No peer: prints the private memory of each further instance, and keeps minimal tasks of the compact
engine alive until there are enough, all of which have answered a message.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from polyprim.tasks import Task
from tests.bench.figures import Figure
from tests.bench.programs import Workshop, interpreter, private_bytes, workshop
from tests.guests import guest

INTERPRETERS: Final = 200
TASKS: Final = 50_000
ENOUGH_BYTES: Final = 2 << 30


def run() -> Iterator[Figure]:
    with workshop() as shop:
        yield from of_interpreters(shop)
        yield from of_minimal_tasks(shop)


def of_interpreters(shop: Workshop) -> Iterator[Figure]:
    program = interpreter()
    with program.begin(program.load(shop.tasks)) as task:
        snapshot = shop.snapshots.create(task)
        size = snapshot.manifest.memory_bytes if snapshot.manifest is not None else 0
    tasks = [shop.snapshots.restore(snapshot.id)]
    program.ask(tasks[0])
    before = private_bytes()
    for _ in range(INTERPRETERS):
        tasks.append(shop.snapshots.restore(snapshot.id))
        program.ask(tasks[-1])
    each = (private_bytes() - before) / INTERPRETERS
    close(tasks)
    yield Figure("interpreter_memory_mb", size / 1e6, "MB")
    yield Figure("private_kb_per_further_interpreter", each / 1e3, "kB")


def of_minimal_tasks(shop: Workshop) -> Iterator[Figure]:
    module = shop.tasks.load(guest("messages"), compact=True)
    gc.collect()
    before, tasks = private_bytes(), list[Task]()
    for number in range(TASKS):
        tasks.append(module.start())
        assert tasks[-1].send(b"on").replies == [b"1", b"on"], number
    used = private_bytes() - before
    assert all(task.send(b"still").replies == [b"2", b"still"] for task in tasks[::1000])
    mappings = Path("/proc/self/maps").read_text().count("\n")
    close(tasks)
    yield Figure("minimal_tasks_alive", len(tasks), "tasks", f">= {TASKS}")
    yield Figure("their_private_mb", used / 1e6, "MB", f"<= {ENOUGH_BYTES / 1e6:.0f}")
    yield Figure("private_kb_per_minimal_task", used / len(tasks) / 1e3, "kB")
    yield Figure("mappings", mappings, "mappings")


def close(tasks: list[Task]) -> None:
    for task in tasks:
        task.close()
