"""Stacks of a real C program, parked by asyncify, packed, and gone on with somewhere else."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import wasmtime

from polyprim import Host, Stack

SOURCE: Final = Path(__file__).with_name("samples") / "descent.c"
WASM_OPT: Final = shutil.which("wasm-opt")
ASYNCIFY: Final = (
    *("--asyncify", "--pass-arg=asyncify-imports@polyprim.park", "-O2"),
    *("--enable-bulk-memory", "--enable-mutable-globals", "--enable-sign-ext"),
    "--enable-nontrapping-float-to-int",
)
SIZE: Final = 0x40000
UNWOUND: Final = 0x10000
"""The part of a stack, from its base on, into which asyncify unwinds."""
BASE: Final = 0x1100000
DEPTH: Final = 300
ANSWER: Final = 41

Program = tuple[wasmtime.Engine, wasmtime.Module]

pytestmark = pytest.mark.skipif(
    WASM_OPT is None and os.environ.get("REQUIRE_ALL") != "1",
    reason="wasm-opt is not installed (Debian: binaryen)",
)


class Task:
    """An instance of the program, whose stack is at `base`."""

    def __init__(self, program: Program, base: int = BASE) -> None:
        engine, module = program
        self.base: Final = base
        self._store = wasmtime.Store(engine)
        linker = wasmtime.Linker(engine)
        park = wasmtime.FuncType([], [wasmtime.ValType.i32()])
        linker.define_func("polyprim", "park", park, self._park)
        self._exports = linker.instantiate(self._store, module).exports(self._store)
        self._resuming = False
        self.memory.grow(self._store, -(-(base + SIZE) // 65_536) - self.memory.size(self._store))
        self.call("_initialize")

    def start(self) -> None:
        """Walks down until the task is parked."""
        self.stack_pointer = self.base + SIZE
        self.write(self.base, struct.pack("<II", self.base + 8, self.base + UNWOUND))
        self.call("walk", DEPTH)
        assert self.call("asyncify_get_state") == 1
        self.call("asyncify_stop_unwind")

    def go_on(self) -> int:
        """Goes on from where it was parked, to its end."""
        self._resuming = True
        self.call("asyncify_start_rewind", self.base)
        answer: int = self.call("walk", 0)
        return answer

    def _park(self) -> int:
        if not self._resuming:
            self.call("asyncify_start_unwind", self.base)
            return 0
        self.call("asyncify_stop_rewind")
        return ANSWER

    @property
    def memory(self) -> wasmtime.Memory:
        memory = self._exports["memory"]
        assert isinstance(memory, wasmtime.Memory)
        return memory

    @property
    def stack_pointer(self) -> int:
        return int(self._pointer.value(self._store))

    @stack_pointer.setter
    def stack_pointer(self, value: int) -> None:
        self._pointer.set_value(self._store, wasmtime.Val.i32(value))

    @property
    def _pointer(self) -> wasmtime.Global:
        pointer = self._exports["__stack_pointer"]
        assert isinstance(pointer, wasmtime.Global)
        return pointer

    def read(self, start: int, end: int) -> bytes:
        return bytes(self.memory.read(self._store, start, end))

    def write(self, start: int, data: bytes) -> None:
        self.memory.write(self._store, data, start)

    def call(self, name: str, *arguments: int) -> Any:
        function = self._exports[name]
        assert isinstance(function, wasmtime.Func)
        return function(self._store, *arguments)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("descent")
    compiled, unwinding = folder / "compiled.wasm", folder / "unwinding.wasm"
    options = ["-target", "wasm32-wasi", "-mexec-model=reactor", "-O2", "-s"]
    command = [sys.executable, "-m", "ziglang", "cc", *options, "-Wl,--export=__stack_pointer"]
    subprocess.run([*command, "-o", compiled, SOURCE], check=True)
    assert WASM_OPT is not None, "wasm-opt is missing (apt-get install binaryen)"
    subprocess.run([WASM_OPT, *ASYNCIFY, compiled, "-o", unwinding], check=True)
    engine = wasmtime.Engine()
    return engine, wasmtime.Module.from_file(engine, str(unwinding))


def captured(task: Task) -> Stack:
    """All of a parked task's stack, with what asyncify unwound."""
    return Stack(
        memory=task.read(task.base, task.base + SIZE),
        start=task.base,
        base=task.base,
        size=SIZE,
        stack_pointer=task.stack_pointer,
    )


def put_back(task: Task, stack: Stack) -> None:
    task.write(stack.start, stack.memory)
    task.stack_pointer = stack.stack_pointer


@pytest.mark.parametrize("base", [BASE, BASE + 16, 0x1234560, 0x2000000])
def test_a_stack_goes_on_at_another_base(host: Host, program: Program, base: int) -> None:
    first, second = Task(program), Task(program, base)
    first.start()
    stack = captured(first)
    put_back(second, host.stack_snapshot.unpack(host.stack_snapshot.pack(stack), base=base))
    assert second.go_on() == first.go_on()


def test_what_is_said_to_be_no_pointer_stays_behind(host: Host, program: Program) -> None:
    """Only what asyncify unwound is moved: the frames still point to where nothing is now."""
    first, second = Task(program), Task(program, 0x2000000)
    first.start()
    frames = range(first.stack_pointer, BASE + SIZE)
    packed = host.stack_snapshot.pack(captured(first), not_pointers=[frames])
    put_back(second, host.stack_snapshot.unpack(packed, base=second.base))
    assert second.go_on() != first.go_on()


def test_the_same_stack_at_two_bases_packs_to_the_same_bytes(host: Host, program: Program) -> None:
    tasks = [Task(program), Task(program, 0x1345670)]
    for task in tasks:
        task.start()
    one, other = (host.stack_snapshot.pack(captured(task)) for task in tasks)
    assert one == other
    assert host.stack_snapshot.check(one).pointers > 2 * DEPTH
