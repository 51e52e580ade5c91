"""Claim: a snapshot is smaller than its memory is under plain zstd.

Peer: all of the memory, compressed at the same level. Each task has initialised, and then written
to one in twenty of its pages: Go by orders, Ruby by making objects. Rust's table, which it made
when it initialised, is nearly all of its memory, and does not change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import zstandard

from polyprim.snapshots import PAGE
from polyprim.tasks import Task, contents
from tests.bench.figures import Figure
from tests.bench.programs import Program, Workshop, programs, workshop

DIRTY: Final = 0.05


def run() -> Iterator[Figure]:
    for program in programs():
        with workshop() as shop:
            yield from compare(shop, program)


def compare(shop: Workshop, program: Program) -> Iterator[Figure]:
    module = program.load(shop.tasks)
    with program.begin(module) as task:
        before = memory(task)
        for round_ in range(1000):
            if dirty(before, memory(task)) >= DIRTY:
                break
            work(program, task, round_)
        after = memory(task)
        snapshot = shop.snapshots.create(task)
    plain = len(zstandard.ZstdCompressor(level=3).compress(after))
    reach = "<= 0.6" if program.name != "rust" else ""
    yield Figure(f"{program.name}_memory_mb", len(after) / 1e6, "MB")
    yield Figure(f"{program.name}_dirty", 100 * dirty(before, after), "%")
    yield Figure(f"{program.name}_stored_bytes", snapshot.size, "bytes")
    yield Figure(f"{program.name}_stored_over_plain_zstd", snapshot.size / plain, "x", reach)


def memory(task: Task) -> bytes:
    with task.at_rest() as raw:
        return bytes(contents.memory(raw))


def dirty(before: bytes, after: bytes) -> float:
    """Which part of the pages differs."""
    changed = sum(
        before[at : at + PAGE] != after[at : at + PAGE] for at in range(0, len(after), PAGE)
    )
    return changed * PAGE / len(after)


def work(program: Program, task: Task, round_: int) -> None:
    """Something that the program does, and that changes its memory."""
    if program.name == "go":
        for customer in range(20):
            task.send(f"order c{round_}-{customer} {customer}".encode())
    elif program.name == "ruby":
        task.send(b'($kept ||= []) << (1..4000).map { |i| "item #{i} of #{$kept.size}" }; 1')
    else:
        task.send(str(1000 + round_).encode())
