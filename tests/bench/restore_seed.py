"""Claim: a parked stack compresses well, and a new process answers from it long before one without.

The task is a walker in C that parks 820 folders deep, with what it knows of each on its stack. Its
stack is packed by stack_snapshot.wasm and compressed by zstd level 3; the peer is the raw stack. A
new process restores the snapshot of the task and gets its answer; the peer starts the task and lets
it come to the same place.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Final

import zstandard

from polyprim import Stack
from polyprim.tasks import Task, contents
from tests.bench.figures import Figure, medians
from tests.bench.programs import LIMITS, ROOT, Workshop, workshop
from tests.guests import guest

SCRIPT: Final = """
import sys
from polyprim import Host
from polyprim.snapshots import FolderStore
with Host() as host:
    if len(sys.argv) > 2:
        task = host.snapshots_in(FolderStore(sys.argv[1])).restore(sys.argv[2])
    else:
        task = host.tasks.load(sys.argv[1]).start()
        task.run(timeout=None)
    print(task.send(b"").replies[0].decode())
"""


def run() -> Iterator[Figure]:
    with workshop() as shop, shop.tasks.load(guest("walker")).start(limits=LIMITS) as task:
        task.run(timeout=None)
        yield from sizes(shop, task)
        snapshot = shop.snapshots.create(task)
        yield Figure("snapshot_bytes", snapshot.size, "bytes")
        yield from times(shop, snapshot.id)


def sizes(shop: Workshop, task: Task) -> Iterator[Figure]:
    with task.at_rest() as raw:
        pointer = int.from_bytes(task.globals(raw)[:4], "little")
        stack = bytes(contents.memory(raw)[pointer : 1 << 20])
    packed = shop.host.stack_snapshot.pack(
        Stack(
            memory=stack,
            start=pointer,
            base=pointer // 16 * 16,
            size=(1 << 20) - pointer // 16 * 16,
            stack_pointer=pointer,
            resume_point=0,
        )
    )
    compressed = zstandard.ZstdCompressor(level=3).compress(packed)
    yield Figure("stack_bytes", len(stack), "bytes")
    yield Figure("packed_and_compressed_over_raw", len(compressed) / len(stack), "x", "<= 0.37")


def times(shop: Workshop, snapshot: str) -> Iterator[Figure]:
    store = str(shop.folder / "snapshots")
    commands = {"cold": [str(guest("walker"))], "restored": [store, snapshot]}
    answers = {name: answer(arguments) for name, arguments in commands.items()}
    assert answers["cold"] == answers["restored"], answers
    found = medians({name: process(arguments) for name, arguments in commands.items()}, rounds=5)
    yield Figure("new_process_cold_ms", found["cold"] * 1e3, "ms")
    yield Figure("new_process_restored_ms", found["restored"] * 1e3, "ms")
    yield Figure("new_process_cold_over_restored", found["cold"] / found["restored"], "x", ">= 5")


def answer(arguments: list[str]) -> str:
    """What a new process prints."""
    command = [sys.executable, "-c", SCRIPT, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def process(arguments: list[str]) -> Callable[[], float]:
    def timed() -> float:
        began = time.perf_counter()
        answer(arguments)
        return time.perf_counter() - began

    return timed
