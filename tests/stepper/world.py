"""A segment with the shipped modules and a few workers in it, as the host would set it up.

Worker n owns slot n + 1 and has its buffer. `answer` calls an export for the worker's own slot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import polyprim
from polyprim.abi import (
    FAULT,
    FAULT_LIMIT,
    OBJECT,
    OBJECTS_MIN,
    PAGE_BYTES,
    REQUEST_BYTES,
    SLOT,
    SLOT_BYTES,
    SLOTS_OFFSET,
    Status,
)
from tests.stepper.run import Choice, Killed
from tests.stepper.stepper import SEGMENT, Operation, Stepper
from tests.stepper.worker import Worker

MODULES: Final = Path(polyprim.__file__).parent / "modules"
SESSION: Final = "call_session"
PAGES: Final = 39
"""17 before the heap, 12 for three workers' buffers, 10 for objects."""

NOW_MS: Final = 1_700_000_000_000
_INITIAL: Final = (("now_ms", NOW_MS, 8), ("random", 12_345, 8), ("may_wait", 1, 4))


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that is no value. `by` is slot.blocked_by, where the status has one."""

    status: Status
    by: int = field(default=0, compare=False)


class World:
    """A `Stepper` over one fresh segment; `modules` are the shipped ones unless given."""

    def __init__(
        self,
        modules: Mapping[str, bytes] | None = None,
        *,
        workers: int = 3,
        between: bool = False,
    ) -> None:
        self.modules = shipped() if modules is None else modules
        self.steps_of_an_instruction = 2 if between else 1
        size = PAGES * PAGE_BYTES
        self.stepper = Stepper(self.modules, workers=workers, memory_bytes=size, between=between)
        self.workers = self.stepper.workers
        self.memory = self.stepper.memory
        self.renew()

    def renew(self) -> World:
        """Begins again with a fresh segment."""
        size = len(self.memory)
        self.memory[:] = bytes(size)
        if self.workers[0].call(SEGMENT, "segment_initialise", 0, size, OBJECTS_MIN) != 0:
            raise AssertionError("the segment cannot be initialised")
        for worker in self.workers:
            open_slot(worker)
        self.stepper.keep()
        return self

    def retire(self, worker: Worker, dead: int) -> None:
        """What the host does for a slot whose owner has died: the call of a session, each kind, and
        then the segment."""
        if SESSION in self.modules:
            assert worker.call(SESSION, "settle", slot_of(worker), dead) == 0
        for module in (*sorted(set(self.modules) - {SEGMENT}), SEGMENT):
            if (result := worker.call(module, "retire", slot_of(worker), dead)) != 0:
                raise AssertionError(f"{module} cannot retire slot {dead}: {result}")

    def die(self, worker: Worker, operation: Operation, step: int) -> bool:
        """Kills `worker` at a step of `operation`, alone; False if it was over before."""
        return self.stop({worker.number: operation}, worker.number, step)

    def stop(self, operations: Mapping[int, Operation], worker: int, step: int) -> bool:
        """Runs worker by worker, in this order, and kills one of them at a step."""
        jobs = [operations.get(n, _nothing) for n in range(len(self.workers))]
        order = list(operations)
        taken = 0

        def choose(waiting: Mapping[int, object]) -> Choice:
            nonlocal taken
            chosen = next(n for n in order if n in waiting)
            if chosen != worker:
                return Choice(chosen)
            taken += 1
            return Choice(chosen, kill=taken == step + 1)

        return self.stepper.run(jobs, choose).results[worker] is Killed

    def close(self) -> None:
        self.stepper.close()

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@cache
def shipped() -> Mapping[str, bytes]:
    """The modules as `wasm/build.py` has put them in place."""
    return {path.stem: path.read_bytes() for path in sorted(MODULES.glob("*.wasm"))}


def open_slot(worker: Worker) -> None:
    """Takes worker n's slot, as an attachment does."""
    slot = slot_of(worker)
    worker.call(SEGMENT, "slot_open", slot)
    for name, value, length in _INITIAL:
        _write(worker, name, value.to_bytes(length, "little"))
    if isinstance(answer(worker, SEGMENT, "slot_buffer"), Refused):
        raise AssertionError("no room for a buffer")


def slot_of(worker: Worker) -> int:
    return worker.number + 1


def place_of(worker: Worker, name: str) -> int:
    """The offset of a field of the worker's slot."""
    return SLOTS_OFFSET + slot_of(worker) * SLOT_BYTES + SLOT.offset(name)


def body_of(world: World, handle: int) -> int:
    """Where an object's memory begins."""
    place = handle % (1 << 32) + OBJECT.offset("body")
    return int.from_bytes(world.memory[place : place + 4], "little")


def look(worker: Worker, name: str) -> int:
    """A 32-bit field of the worker's slot."""
    return int.from_bytes(worker.read(place_of(worker, name), 4), "little")


def scratch(worker: Worker, index: int) -> int:
    """A 64-bit word of the worker's scratch fields."""
    return int.from_bytes(worker.read(place_of(worker, "scratch") + 8 * index, 8), "little")


def set_name(worker: Worker, name: bytes) -> int:
    """Puts a name where exports take it from; answers its length."""
    _write(worker, "scratch", name)
    return len(name)


def set_number(worker: Worker, name: str, value: int) -> None:
    """Writes a 64-bit argument of the worker's slot."""
    _write(worker, name, value.to_bytes(8, "little"))


def set_request(worker: Worker, content: bytes) -> int:
    """Fills the request area; answers the length."""
    start = look(worker, "buffer")
    worker.memory[start : start + len(content)] = content
    return len(content)


def reply(worker: Worker, length: int | None = None) -> bytes:
    """What lies in the reply area: `length` bytes, or as many as the slot says."""
    size = look(worker, "reply_length") if length is None else length
    return worker.read(look(worker, "buffer") + REQUEST_BYTES, size)


def answer(worker: Worker, module: str, export: str, *arguments: int) -> int | Refused:
    """What an export that answers with a number answers."""
    result = worker.call(module, export, slot_of(worker), *arguments)
    return result if result >= FAULT_LIMIT else refused(worker, result - FAULT)


def refused(worker: Worker, status: int) -> Refused:
    """A status, and whom it blames."""
    blames = status in (Status.BLOCKED, Status.FULL)
    return Refused(Status(status), look(worker, "blocked_by") if blames else 0)


def each_of(worker: Worker, operations: Iterable[Operation]) -> list[object]:
    return [operation(worker) for operation in operations]


def _write(worker: Worker, name: str, content: bytes) -> None:
    place = place_of(worker, name)
    worker.memory[place : place + len(content)] = content


def _nothing(_: Worker) -> None: ...
