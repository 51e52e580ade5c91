"""Killing a worker at each step of an operation, and what must hold afterwards.

The dead worker is retired by another, who then must see all or nothing of what was begun, must be
able to do everything, and must get all space back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from polyprim.abi import (
    BUFFER_CHUNKS,
    DIRECTORY_OFFSET,
    OBJECTS_MIN,
    SLOT,
    SLOT_BYTES,
    SLOTS_OFFSET,
    Intent,
    Status,
)
from tests.stepper.faces import (
    ALL_KINDS,
    COUNTER,
    HOOK,
    KINDS,
    QUEUE,
    Counter,
    Hook,
    Queue,
    create,
    delete,
    find,
    names,
)
from tests.stepper.history import Call, after
from tests.stepper.models import CELL, CELLS, Model
from tests.stepper.stepper import SEGMENT, Operation
from tests.stepper.worker import Worker
from tests.stepper.world import Refused, World, answer, body_of, scratch

VICTIM, SURVIVOR, THIRD = range(3)
"""Numbers of workers."""

_WHOLE_RING: Final = bytes(range(256)) * (CELLS * CELL // 256 + 1)


@dataclass(frozen=True, slots=True)
class Deaths:
    """`distinct` of them left memory that no earlier one had left."""

    steps: int
    distinct: int


@dataclass(frozen=True, slots=True)
class Start:
    """An object in a state worth dying in: its face, its model, and the slots of those who died
    before and are not retired yet."""

    face: Any
    model: Model
    ghosts: Sequence[int] = ()


def each_death(
    world: World, operation: Operation, check: Callable[[object, bool], object]
) -> Deaths:
    """Kills the victim at step 0, 1, 2 … of `operation` and calls ``check(result, killed)``.

    The last time it is over before. What only repeats an earlier death is left out. Leaves the
    memory as it was.
    """
    stepper = world.stepper
    stepper.keep()
    seen: set[int] = set()
    step = 0
    while True:
        try:
            results: list[object] = []

            def observed(worker: Worker, results: list[object] = results) -> None:
                results.append(operation(worker))

            killed = world.die(world.workers[VICTIM], observed, step)
            state = stepper.memory_state()
            if state not in seen or not killed:
                seen.add(state)
                check(None if killed else results[0], killed)
        except Exception as error:
            last = "\n".join(map(str, stepper.trace[-3:]))
            error.add_note(f"killed at step {step}, after\n{last}")
            raise
        finally:
            stepper.restore()
        if not killed:
            return Deaths(step, len(seen))
        step += 1


def deaths_of(world: World, start: Start, call: Call) -> Deaths:
    """Every death in a call on the object that `start` describes."""

    def check(result: object, killed: bool) -> None:
        survivor = world.workers[SURVIVOR]
        dead = [*([VICTIM + 1] if killed else []), *start.ghosts]
        for slot in dead:
            world.retire(survivor, slot)
        if killed:
            allowed = [model.rest() for model in call.partly(start.model)]
        else:
            model = after(start.model)
            assert result == call.applied(model), result
            allowed = [model.rest()]
        found = start.face.rest(survivor)
        assert found in allowed, f"left {shown(found)}, not one of {shown(allowed)}"
        all_is_well(world, survivor, dead)

    return each_death(world, call.on(start.face), check)


def hide_unused_events(world: World, face: object) -> None:
    """Nobody dies while a hook's retire looks at the events that were never used; until
    `world.stepper.visible` is None again."""
    if isinstance(face, Hook):
        unused = body_of(world, face.handle) + 512
        world.stepper.visible = lambda address: address < unused


def shown(value: object) -> str:
    text = repr(value)
    return text if len(text) < 400 else f"{text[:400]}…"


def all_is_well(world: World, worker: Worker, dead: Sequence[int] = ()) -> None:
    """`worker` can do everything with every object, and deleting them gives all space back."""
    for slot in dead:
        _is_clean(world, slot)
    for module in KINDS:
        for name in names(worker, module):
            handle = find(worker, module, name)
            assert not isinstance(handle, Refused), f"{name!r} is listed, but {handle}"
            use(worker, module, handle)
    for module in KINDS:
        made = create(worker, module, b"fresh")
        assert not isinstance(made, Refused), f"cannot create in {module}: {made}"
        assert create(worker, module, b"fresh") == Refused(Status.EXISTS)
        use(worker, module, made)
        assert b"fresh" in names(worker, module)
        assert delete(worker, module, made) == 0
    nothing_is_left(world, worker)


def use(worker: Worker, module: str, handle: int) -> None:
    """Everything about an object works, whatever is in it."""
    if module == COUNTER:
        counter = Counter(handle)
        before = counter.get(worker)
        assert isinstance(before, int)
        assert counter.add(worker, 1) == before + 1
    elif module == QUEUE:
        queue, record = Queue(handle), _WHOLE_RING[: CELLS * CELL]
        queue.rest(worker)
        assert queue.push_many(worker, [b"a", b"b", b"c"]) == 3
        assert queue.pop(worker) == b"a"
        assert queue.pop_many(worker, 3) == (b"b", b"c")
        assert queue.push(worker, record) == 0, "not all of the ring can be had"
        assert queue.peek(worker) == record
        assert queue.used(worker) == CELLS
        assert queue.rest(worker) == (record,)
        assert queue.used(worker) == 0
    elif module == HOOK:
        hook = Hook(handle)
        retries = hook.get(worker)
        assert hook.succeed(worker) == 0
        assert hook.get(worker) == 0, retries
        assert hook.report(worker, 99) == (100, 0)
        rest = hook.rest(worker)
        assert isinstance(rest, tuple)
        assert rest[0] == 1
        assert (100, 0, 99) in [event[1:] for event in rest[1]]


def nothing_is_left(world: World, worker: Worker) -> None:
    """All objects can be deleted, and then every chunk, object and descriptor is free."""
    for module in ALL_KINDS:
        for name in names(worker, module):
            handle = find(worker, module, name)
            assert isinstance(handle, int)
            assert delete(worker, module, handle) == 0
            assert isinstance(find(worker, module, name), Refused)
    slots = range(1, len(world.workers) + 1)
    holders = [slot for slot in slots if _slot_word(world, slot, "buffer", 4) != 0]
    assert usage(worker) == (0, BUFFER_CHUNKS * len(holders))
    assert not any(world.memory[DIRECTORY_OFFSET : DIRECTORY_OFFSET + 4 * OBJECTS_MIN]), "a tag"
    for slot in holders:
        world.retire(worker, slot)
    assert usage(worker) == (0, 0)


def usage(worker: Worker) -> tuple[int, int]:
    """Objects and chunks in use."""
    assert answer(worker, SEGMENT, "segment_usage") == 0
    return scratch(worker, 0), scratch(worker, 2)


def _is_clean(world: World, slot: int) -> None:
    assert _slot_word(world, slot, "intent", 8) == Intent.NONE, f"the intent of slot {slot}"
    assert _slot_word(world, slot, "buffer", 4) == 0, f"the buffer of slot {slot}"


def _slot_word(world: World, slot: int, name: str, length: int) -> int:
    place = SLOTS_OFFSET + slot * SLOT_BYTES + SLOT.offset(name)
    return int.from_bytes(world.memory[place : place + length], "little")
