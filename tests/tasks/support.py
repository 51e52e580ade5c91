"""What the tests of tasks share."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import wasmtime

from polyprim.contract import message_named
from polyprim.tasks import Task, TaskModule, Tasks, contents
from tests.guests import guest
from tests.runtime.support import ROOT, leave_out

EXAMPLES: Final = ROOT / "build" / "examples"
FAR: Final = 50.0
"""Seconds: a timeout that no test reaches unless something hangs."""


class Loader:
    """Modules by the name of a guest, or from their text."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks: Final = tasks
        self._kept: Final[dict[str, TaskModule]] = {}

    def __call__(self, name: str) -> TaskModule:
        """The guest of that name."""
        if name not in self._kept:
            self._kept[name] = self._tasks.load(guest(name), name=name)
        return self._kept[name]

    def text(self, text: str) -> TaskModule:
        """What wat2wasm makes of a text."""
        if text not in self._kept:
            self._kept[text] = self._tasks.load(wasm(text), name="text")
        return self._kept[text]

    def once(self, text: str) -> TaskModule:
        """The same, and not kept."""
        return self._tasks.load(wasm(text), name="text")

    def binary(self, binary: bytes, name: str = "binary") -> TaskModule:
        """What those bytes are."""
        return self._tasks.load(binary, name=name)

    def example(self, name: str) -> TaskModule:
        """A program of examples/, which ./build.sh examples compiles."""
        path = EXAMPLES / f"{name}.wasm"
        if not path.exists():
            leave_out(f"{path.relative_to(ROOT)} is missing: ./build.sh examples")
        return self._tasks.load(path)


@cache
def wasm(text: str) -> bytes:
    return bytes(wasmtime.wat2wasm(text))


def memory_of(task: Task) -> bytes:
    """All of its memory, as it is now."""
    with task.at_rest() as raw:
        return bytes(contents.memory(raw))


def globals_of(task: Task) -> bytes:
    """All of its mutable globals."""
    with task.at_rest() as raw:
        return task.globals(raw)


def descriptors() -> int:
    """How many this process has open."""
    return len(os.listdir("/proc/self/fd"))


def mappings() -> int:
    """How many this process has."""
    return len(Path("/proc/self/maps").read_text().splitlines())


def resident_bytes() -> int:
    """What this process has of the machine's memory."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


@contextmanager
def thread(work: Callable[[], object]) -> Iterator[threading.Thread]:
    """Another thread, which has to end."""
    runner = threading.Thread(target=work, daemon=True)
    runner.start()
    try:
        yield runner
    finally:
        runner.join(FAR)
        assert not runner.is_alive()


def raw_of(values: bytes) -> list[int]:
    """16 bytes each, as numbers."""
    return [int.from_bytes(values[at : at + 16], "little") for at in range(0, len(values), 16)]


def pop_request(queue: str, wait_ms: int) -> bytes:
    """A pop that waits so long."""
    request = message_named("QueueServicePopRequest")
    return request(name=queue, wait_ms=wait_ms, timeout_ms=wait_ms).SerializeToString()


def caller(method: str, request: bytes) -> str:
    """A module whose `run` makes one call of a primitive, and answers what that did."""
    escaped = "".join(f"\\{byte:02x}" for byte in request)
    return f"""
        (module
          (import "polyprim" "call"
            (func $call (param i32 i32 i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "{method}")
          (data (i32.const 256) "{escaped}")
          (func (export "run") (result i32)
            (call $call (i32.const 0) (i32.const {len(method)})
              (i32.const 256) (i32.const {len(request)})
              (i32.const 4096) (i32.const 4096))))
    """
