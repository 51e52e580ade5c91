"""Real module instances that a test can hold, kill and schedule at every atomic instruction.

    with Stepper({"segment": raw, "atomic_counter": raw}, workers=2) as stepper:
        stepper.workers[0].call("segment", "segment_initialise", ...)     # runs freely
        run = stepper.run([push, pop], choose)                            # step by step

A *worker* is one store with an instance of each module over the one memory, and a thread; only the
worker whose turn it is runs. An *operation* is a Python function of its worker that calls exports.
Before each atomic instruction (with `between`, behind it too) the worker waits, and `choose` says
who takes the next step, or dies at it. Plain instructions belong to the atomic one before them, or
with `between` are a step of their own. A death leaves all that was done, and nothing that follows.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

import wasmtime

from polyprim.wasmfile import PAGE, parse
from tests.stepper.calls import Compiled
from tests.stepper.memory import MemoryCreator, SharedMemory
from tests.stepper.rewrite import stepwise
from tests.stepper.run import Choose, Killed, Progress, Run, Step, StuckError
from tests.stepper.worker import Worker, closed_gate

Operation: TypeAlias = Callable[[Worker], object]
Visible: TypeAlias = Callable[[int], bool]

STEPS_MAX: Final = 20_000
"""No operation takes more: every loop is bounded."""

SEGMENT: Final = "segment"
_STACK_BYTES: Final = 4 << 20


class Stepper:
    """`workers` workers over the instances of `modules`, which must hold ``segment``.

    `modules` maps names to wasm as shipped. `visible` tells of an address whether the order of
    steps there matters; elsewhere workers do not wait, so cannot be killed either. It may be set at
    any time. `memory_bytes` is the size of the memory, at least what ``segment`` declares.
    """

    def __init__(
        self,
        modules: Mapping[str, bytes],
        *,
        workers: int = 2,
        memory_bytes: int = 32 * PAGE,
        visible: Visible | None = None,
        between: bool = False,
    ) -> None:
        self.visible = visible
        self.steps_total = 0
        self._shared = SharedMemory(memory_bytes)
        self._creator = MemoryCreator(self._shared)
        engine = _make_engine(self._creator)
        compiled = [_compile(engine, name, modules[name]) for name in _ordered(modules)]
        self._progress = Progress()
        self._jobs: dict[int, Operation] = {}
        self._results: dict[int, object] = {}
        self._turn = closed_gate()
        self.workers = tuple(
            Worker(number, engine, compiled, self._shared, self._pause, between=between)
            for number in range(workers)
        )
        self._threads = [self._start(worker) for worker in self.workers]
        self.keep()

    @property
    def memory(self) -> memoryview:
        """All of the memory."""
        return self._shared.view

    @property
    def trace(self) -> Sequence[Step]:
        """The steps that were taken in the run that goes on, or went on last."""
        return self._progress.trace

    @property
    def dead(self) -> frozenset[int]:
        """The workers that were killed in the run that goes on, or went on last."""
        return frozenset(self._progress.dead)

    def close(self) -> None:
        """Ends the workers' threads. Idempotent."""
        self._jobs = {}
        for worker, thread in zip(self.workers, self._threads, strict=False):
            worker.gate.release()
            thread.join()
        self._threads = []
        self._shared.close()

    def __enter__(self) -> Stepper:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self) -> None:
        """Makes the present memory the one that `restore` goes back to."""
        self._shared.keep()

    def restore(self) -> None:
        """Puts the memory back to what was kept last."""
        self._shared.restore()

    def memory_state(self) -> int:
        """A hash of the memory alone, the same for the same memory since the last `keep`."""
        return self._shared.state()

    def state(self) -> int:
        """A hash of all that decides how the run goes on, and of what `Run` will tell of it."""
        now = self._progress
        phases = tuple(frozenset(workers) for workers in (now.begun, now.ended, now.dead))
        positions = tuple(worker.position() for worker in self.workers)
        return hash((self._shared.state(), positions, phases, frozenset(now.precedes)))

    def run(self, operations: Sequence[Operation], choose: Choose) -> Run:
        """Runs operation i in worker i, all at once, as `choose` says.

        An exception of an operation or of `choose` kills the other workers and is raised here.
        """
        self._jobs, self._results = dict(enumerate(operations)), {}
        self._progress = now = Progress(choose)
        for worker in self.workers:
            worker.reset()
        for number in self._jobs:
            self._wake(number)
        now.launching = False
        if now.waiting:
            self._wake(self._decide())
        now.choose = None
        for worker in self.workers:
            worker.killed = False
            self.steps_total += worker.steps
        if now.error is not None:
            raise now.error
        results = tuple(self._results[number] for number in self._jobs)
        return Run(results, tuple(now.trace), frozenset(now.precedes))

    def _wake(self, number: int) -> None:
        """Gives the turn to a worker and waits until it comes back to this thread."""
        self.workers[number].gate.release()
        self._turn.acquire()

    # Called from the workers' threads, one at a time

    def _pause(self, worker: Worker, operation: str, address: int, behind: bool) -> bool:
        now = self._progress
        if now.choose is None:
            return True
        step = Step(worker.number, worker.steps, operation, address, behind)
        worker.steps += 1
        if worker.steps > STEPS_MAX:
            now.fail(StuckError(f"more than {STEPS_MAX} steps: {step}"))
        if now.error is None and self._is_visible(address):
            self._wait(worker, step)
        if now.error is not None:
            worker.killed = True
        if not worker.killed:
            now.trace.append(step)
        return not worker.killed

    def _is_visible(self, address: int) -> bool:
        try:
            return self.visible is None or (address >= 0 and self.visible(address))
        except Exception as error:
            self._progress.fail(error)
            return False

    def _wait(self, worker: Worker, step: Step) -> None:
        """Returns when `worker` was chosen, to go on or to die."""
        now = self._progress
        now.waiting = {worker.number: step, **now.waiting}
        if now.launching:
            self._turn.release()
            worker.gate.acquire()
        else:
            chosen = self._decide()
            if chosen != worker.number:
                self.workers[chosen].gate.release()
                worker.gate.acquire()
        del now.waiting[worker.number]
        if now.kill:
            now.kill, worker.killed = False, True
            now.dead.add(worker.number)
        else:
            now.begin(worker.number)

    def _decide(self) -> int:
        """Asks who is next. After an error each who waits is next, to be killed."""
        now = self._progress
        if now.error is None and now.choose is not None:
            try:
                choice = now.choose(now.waiting)
                if choice.worker not in now.waiting:
                    raise ValueError(f"{choice} chosen of {list(now.waiting)}")
            except Exception as error:
                now.fail(error)
            else:
                now.kill = choice.kill
                return choice.worker
        return next(iter(now.waiting))

    def _start(self, worker: Worker) -> threading.Thread:
        previous = threading.stack_size(_STACK_BYTES)
        thread = threading.Thread(target=self._work, args=(worker,), daemon=True)
        thread.start()
        threading.stack_size(previous)
        return thread

    def _work(self, worker: Worker) -> None:
        while True:
            worker.gate.acquire()
            operation = self._jobs.get(worker.number)
            if operation is None:
                return
            try:
                self._results[worker.number] = operation(worker)
            except Killed:
                self._results[worker.number] = Killed
            except BaseException as error:
                self._progress.fail(error)
            self._end(worker)

    def _end(self, worker: Worker) -> None:
        now = self._progress
        if not worker.killed:
            now.ended.add(worker.number)
        if now.launching or not now.waiting:
            self._turn.release()
        else:
            self.workers[self._decide()].gate.release()


def _make_engine(creator: MemoryCreator) -> wasmtime.Engine:
    """Bounds are checked by code: no guard pages, and no signals for pytest to take over."""
    config = wasmtime.Config()
    config.wasm_threads = True
    config.wasm_gc = config.wasm_function_references = config.wasm_exceptions = False
    config.gc_support = False
    config.memory_init_cow = False
    config.memory_reservation = config.memory_guard_size = 0
    config.signals_based_traps = False
    creator.install(config)
    return wasmtime.Engine(config)


def _compile(engine: wasmtime.Engine, name: str, raw: bytes) -> Compiled:
    rewritten = stepwise(raw)
    return Compiled(name, wasmtime.Module(engine, rewritten), parse(rewritten))


def _ordered(modules: Mapping[str, bytes]) -> list[str]:
    """The module that defines the memory first."""
    return [SEGMENT, *sorted(set(modules) - {SEGMENT})]
