"""The stepper itself: it holds real instances at each atomic step, and finds what is wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import wasmtime

from polyprim.wasmfile import I32, I64, decode, opcodes, parse
from tests.stepper.atomics import Atomic
from tests.stepper.explore import explore, kill_at_each_step
from tests.stepper.memory import SharedMemory
from tests.stepper.rewrite import stepwise
from tests.stepper.run import Choice, Killed, Run, Step, StuckError
from tests.stepper.stepper import Operation, Stepper
from tests.stepper.worker import Worker
from wasm.build import compile_module

SAMPLES = Path(__file__).parent / "samples"
HERE, THERE = 4096, 8192
"""Offsets of two words."""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = tmp_path_factory.mktemp("modules")
    names = ("segment", "counter")
    return {name: compile_module(SAMPLES / f"{name}.c", folder).raw for name in names}


@pytest.fixture
def stepper(modules: Mapping[str, bytes]) -> Iterator[Stepper]:
    with Stepper(modules, workers=3) as made:
        yield made


def calling(export: str, *arguments: int) -> Operation:
    return lambda worker: worker.call("counter", export, *arguments)


def word(stepper: Stepper, offset: int) -> int:
    return int.from_bytes(stepper.memory[offset : offset + 8], "little")


def first(waiting: Mapping[int, Step]) -> Choice:
    return Choice(next(iter(waiting)))


def last(waiting: Mapping[int, Step]) -> Choice:
    return Choice(list(waiting)[-1])


# What instances do


def test_workers_share_one_memory(stepper: Stepper) -> None:
    assert stepper.workers[0].call("counter", "add", HERE, 5) == 0
    assert stepper.workers[1].call("counter", "add", HERE, -2) == 5
    assert stepper.workers[2].call("counter", "add", HERE, 0) == 3
    assert word(stepper, HERE) == 3


def test_the_trace_tells_each_step(stepper: Stepper) -> None:
    run = stepper.run([calling("transfer", HERE, THERE, 3), calling("add", HERE, 9)], last)
    assert [(step.worker, step.number, step.operation, step.address) for step in run.trace] == [
        (0, 0, "i64.atomic.rmw.sub", HERE),
        (1, 0, "i64.atomic.rmw.add", HERE),
        (0, 1, "i64.atomic.rmw.add", THERE),
    ]
    assert run.results == (0, 2**64 - 3 - 2**64)
    assert run.precedes == frozenset()


def test_an_operation_that_was_over_precedes_one_that_had_not_begun(stepper: Stepper) -> None:
    run = stepper.run([calling("add", HERE, 1), calling("add", HERE, 1)], last)
    assert run.precedes == {(0, 1)} or run.precedes == {(1, 0)}
    assert len(list(run.orders())) == 1


def test_atomic_instructions_do_what_wasmtime_does(modules: Mapping[str, bytes]) -> None:
    """Every instruction, on random operands, against the engine's own."""
    chance = random.Random(1)
    names = sorted(
        known.name
        for number, known in opcodes.OPCODES.items()
        if number >> 16 == opcodes.ATOMIC and number & 0xFFFF > 3
    )
    assert len(names) == 63
    functions = "".join(_exported(Atomic.of(name)) for name in names)
    raw = bytes(wasmtime.wat2wasm(f'(module (import "env" "memory" (memory 1)) {functions})'))
    plain_store, plain_memory, plain = _plain(raw)
    with Stepper({"segment": modules["segment"], "all": raw}, workers=1) as stepper:
        for name in names:
            for _ in range(10):
                start = chance.randbytes(16)
                # Small operands too, so that a compare-exchange sometimes finds what it expects.
                seen = int.from_bytes(start[8 : 8 + Atomic.of(name).bytes], "little")
                operands = [chance.choice((seen, chance.getrandbits(64))) for _ in range(2)]
                arguments = [
                    _signed(operand, kind)
                    for operand, kind in zip(operands, Atomic.of(name).operands[1:], strict=False)
                ]
                stepper.memory[HERE : HERE + 16] = start
                plain_memory.write(plain_store, start, HERE)
                function = plain[name]
                assert isinstance(function, wasmtime.Func)
                expected = function(plain_store, HERE, *arguments)
                assert stepper.workers[0].call("all", name, HERE, *arguments) == (expected or 0)
                after = bytes(plain_memory.read(plain_store, HERE, HERE + 16))
                assert bytes(stepper.memory[HERE : HERE + 16]) == after, name


def _exported(atomic: Atomic) -> str:
    names = {I32: "i32", I64: "i64"}
    parameters = " ".join(names[kind] for kind in atomic.operands)
    results = "".join(f"(result {names[kind]})" for kind in atomic.results)
    operands = "".join(f"(local.get {index})" for index in range(len(atomic.operands)))
    body = f"({atomic.name} offset=8 {operands})"
    return f'(func (export "{atomic.name}") (param {parameters}) {results} {body})'


def _plain(raw: bytes) -> tuple[wasmtime.Store, wasmtime.Memory, Mapping[str, object]]:
    config = wasmtime.Config()
    config.wasm_threads = True
    store = wasmtime.Store(wasmtime.Engine(config))
    memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, None)))
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, raw), [memory])
    return store, memory, dict(instance.exports(store).items())


def _signed(value: int, kind: int) -> int:
    bits = 32 if kind == I32 else 64
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> bits - 1 else value


def test_no_atomic_instruction_is_left(modules: Mapping[str, bytes]) -> None:
    module = parse(stepwise(modules["counter"]))
    opcodes_left = {i.opcode >> 16 for f in module.functions for i in decode(f.code)}
    assert opcodes.ATOMIC not in opcodes_left


def test_faults_of_wasm_are_raised(stepper: Stepper) -> None:
    with pytest.raises((wasmtime.Trap, wasmtime.WasmtimeError), match="unreachable"):
        stepper.workers[0].call("counter", "trap", HERE)
    for offset in (HERE + 1, stepper.memory.nbytes, 2**32 - 8):
        with pytest.raises(wasmtime.WasmtimeError, match="out of bounds or unaligned"):
            stepper.run([calling("add", offset, 1)], first)
    with pytest.raises((wasmtime.Trap, wasmtime.WasmtimeError), match="out of bounds"):
        stepper.workers[0].call("counter", "peek", stepper.memory.nbytes, HERE)
    assert stepper.run([calling("add", THERE, 1)], first).results == (0,)


def test_an_endless_loop_is_found(stepper: Stepper) -> None:
    with pytest.raises(StuckError, match="more than"):
        stepper.run([calling("forever", HERE), calling("add", THERE, 1)], first)


def test_an_error_of_one_operation_ends_the_run(stepper: Stepper) -> None:
    def failing(worker: Worker) -> None:
        worker.call("counter", "add", HERE, 1)
        raise LookupError("planted")

    for choose in (first, last):
        with pytest.raises(LookupError, match="planted"):
            stepper.run([calling("busy", THERE, 50), failing], choose)
    with pytest.raises(ValueError, match="chosen of"):
        stepper.run([calling("busy", THERE, 50)] * 2, lambda _: Choice(7))
    assert stepper.run([calling("busy", THERE, 3)] * 2, first).results[0] is not Killed


# Memory


@pytest.mark.parametrize("with_pagemap", [True, False])
def test_memory_is_put_back(with_pagemap: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not with_pagemap:
        monkeypatch.setattr("tests.stepper.memory._open_pagemap", lambda: None)
    memory = SharedMemory(1 << 20)
    memory.view[5000:5003] = b"abc"
    memory.keep()
    before = memory.state()
    memory.view[5001] = 0
    memory.view[900_000:900_004] = b"more"
    changed = memory.state()
    assert changed != before
    memory.restore()
    assert bytes(memory.view[5000:5003]) == b"abc"
    assert bytes(memory.view[900_000:900_004]) == bytes(4)
    assert memory.state() == before
    memory.view[5001] = 0
    memory.view[900_000:900_004] = b"more"
    assert memory.state() == changed
    memory.close()
    memory.close()


# All interleavings


def adds_up(stepper: Stepper, total: int) -> None:
    assert word(stepper, HERE) == total


@pytest.mark.parametrize("export", ["add", "cas_add"])
def test_a_right_counter_is_found_right(stepper: Stepper, export: str) -> None:
    """Each run's results and sum are explained by some order."""

    def check(run: Run) -> None:
        adds_up(stepper, 7)
        deltas = (1, 2, 4)
        explained = []
        for order in run.orders():
            before = [sum(deltas[other] for other in order[: order.index(i)]) for i in range(3)]
            explained.append(tuple(before) == run.results)
        assert any(explained)

    explored = explore(stepper, [calling(export, HERE, delta) for delta in (1, 2, 4)], check)
    assert explored.complete
    assert explored.runs >= 6
    assert word(stepper, HERE) == 0


def test_a_counter_that_loses_updates_is_found_broken(stepper: Stepper) -> None:
    with pytest.raises(AssertionError) as caught:
        explore(stepper, [calling("lossy_add", HERE, 1)] * 2, lambda _: adds_up(stepper, 2))
    (schedule,) = caught.value.__notes__
    assert schedule.count("i64.atomic.load") == schedule.count("i64.atomic.store") == 2
    assert word(stepper, HERE) == 0


def test_all_interleavings_are_tried_once(stepper: Stepper) -> None:
    """Steps at one word, none of which commute: C(8, 4) ends."""
    explored = explore(stepper, [calling("busy", HERE, 4)] * 2, lambda _: None)
    assert (explored.runs, explored.pruned, explored.complete) == (70, 0, True)
    stopped = explore(stepper, [calling("busy", HERE, 4)] * 2, lambda _: None, runs_max=9)
    assert (stopped.runs, stopped.complete) == (9, False)


def test_what_commutes_is_pruned(stepper: Stepper) -> None:
    """20 steps each at words of their own: 21 x 21 states instead of C(40, 20) runs."""
    operations = [calling("busy", HERE, 20), calling("busy", THERE, 20)]
    ends: list[tuple[object, ...]] = []
    explored = explore(stepper, operations, lambda run: ends.append(run.results))
    assert explored.complete
    assert explored.runs < 21 * 21
    assert set(ends) == {(190, 190)}


def test_a_plain_read_counts_as_a_difference(stepper: Stepper) -> None:
    """Two runs that come to the same memory and step, but have read plainly what differs."""
    operations = [calling("peek", HERE, THERE), calling("add", HERE, 1)]
    seen = set()
    explore(stepper, operations, lambda run: seen.add(run.results[0]))
    assert seen == {0, 1}


def test_what_an_operation_reads_itself_counts_as_a_difference(stepper: Stepper) -> None:
    def look(worker: Worker) -> bytes:
        worker.call("counter", "add", THERE, 1)
        found = worker.read(HERE, 1)
        worker.call("counter", "add", THERE, -1)
        return found

    seen = set()
    explore(stepper, [look, calling("add", HERE, 1)], lambda run: seen.add(run.results[0]))
    assert seen == {b"\0", b"\1"}


def test_invisible_steps_are_no_choices(stepper: Stepper) -> None:
    stepper.visible = lambda address: address == HERE
    operations = [calling("transfer", HERE, THERE, 1)] * 2
    explored = explore(stepper, operations, lambda _: None)
    assert explored.runs == 2
    assert explored.steps == 8


@pytest.mark.parametrize(
    ("between", "early", "found"), [(True, 1, True), (True, 0, False), (False, 1, False)]
)
def test_plain_code_behind_a_step_is_a_step_if_asked(
    modules: Mapping[str, bytes], between: bool, early: int, found: bool
) -> None:
    """A payload that is written behind its publication."""
    operations = [calling("publish", HERE, early), calling("consume", HERE)]
    results = set()
    with Stepper(modules, between=between) as stepper:
        explore(stepper, operations, lambda run: results.add(run.results[1]))
    assert (results != {14}) == found


def test_deaths_are_choices_too(stepper: Stepper) -> None:
    ends = set()

    def check(run: Run) -> None:
        ends.add((run.results[0] is Killed, run.results[1] is Killed, word(stepper, HERE)))
        assert stepper.dead == {i for i, result in enumerate(run.results) if result is Killed}

    explore(stepper, [calling("add", HERE, 1), calling("add", HERE, 2)], check, deaths=1)
    assert ends == {(False, False, 3), (True, False, 2), (False, True, 1)}


# Death at each step


def test_death_leaves_what_was_done_and_nothing_more(stepper: Stepper) -> None:
    stepper.workers[0].call("counter", "add", HERE, 10)
    states = []

    def check(run: Run, killed: bool) -> None:
        assert (run.results[0] is Killed) == killed
        states.append((killed, word(stepper, HERE), word(stepper, THERE)))
        stepper.workers[1].call("counter", "add", HERE, 100)  # the others live on

    assert kill_at_each_step(stepper, calling("transfer", HERE, THERE, 3), check) == 2
    assert states == [(True, 10, 0), (True, 7, 0), (False, 7, 3)]
    assert word(stepper, HERE) == 10


def test_death_between_an_atomic_step_and_the_plain_code_behind_it(
    modules: Mapping[str, bytes],
) -> None:
    states = []
    with Stepper(modules, between=True) as stepper:
        publish = calling("publish", HERE, 1)
        deaths = kill_at_each_step(
            stepper,
            publish,
            lambda _, __: states.append((word(stepper, HERE), word(stepper, HERE + 64))),
        )
    assert deaths == 2
    assert states == [(0, 0), (1, 0), (1, 7)]


def test_the_failing_death_is_named(stepper: Stepper) -> None:
    def check(_: Run, killed: bool) -> None:
        assert not killed or word(stepper, HERE) == 0

    with pytest.raises(AssertionError) as caught:
        kill_at_each_step(stepper, calling("transfer", HERE, THERE, 1), check)
    assert caught.value.__notes__[0].startswith("killed at step 1 of\nschedule:\nworker 0 step 0")


def test_random_schedules_end_nowhere_else(stepper: Stepper) -> None:
    """What pruning leaves out must end as something that was tried."""

    def end(run: Run) -> tuple[object, ...]:
        return *run.results, *run.precedes, word(stepper, HERE), word(stepper, THERE)

    mixed: list[Operation] = [
        calling("lossy_add", HERE, 1),
        calling("peek", HERE, THERE),
        calling("transfer", HERE, THERE, 2),
    ]
    tried = set()
    assert explore(stepper, mixed, lambda run: tried.add(end(run))).pruned
    chance = random.Random(3)
    found = set()
    for _ in range(2000):
        found.add(end(stepper.run(mixed, lambda waiting: Choice(chance.choice(list(waiting))))))
        stepper.restore()
    assert found == tried
