"""How the benchmarks measure, and what they answer."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from statistics import median
from typing import Any, Final

ROUNDS: Final = 7


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured ratio or number, and what it should reach: ``>= 120``, ``<= 1.4`` or nothing."""

    name: str
    value: float
    unit: str = "x"
    reach: str = ""

    @property
    def is_reached(self) -> bool | None:
        """None where there is nothing to reach."""
        if not self.reach:
            return None
        sign, limit = self.reach.split()
        return self.value >= float(limit) if sign == ">=" else self.value <= float(limit)


Timer = Callable[[], float]
"""Runs something once, and answers the seconds that one operation took."""


def calls(function: Callable[..., Any], *arguments: Any, count: int = 20_000) -> Timer:
    """Times that many calls, less what the empty loop takes."""

    def timed() -> float:
        began = time.perf_counter()
        for _ in repeat(None, count):
            function(*arguments)
        between = time.perf_counter()
        for _ in repeat(None, count):
            pass
        return (between - began - (time.perf_counter() - between)) / count

    def timed_bare() -> float:
        began = time.perf_counter()
        for _ in repeat(None, count):
            function()
        between = time.perf_counter()
        for _ in repeat(None, count):
            pass
        return (between - began - (time.perf_counter() - between)) / count

    return timed if arguments else timed_bare


def in_c(loop: Callable[..., int], *arguments: Any, rounds: int = 200_000) -> Timer:
    """Times a loop of peers.c, which answers nanoseconds for so many rounds."""

    def timed() -> float:
        took = loop(*arguments, rounds)
        assert took >= 0, "an operation of the loop failed"
        return took / rounds / 1e9

    return timed


def medians(timers: Mapping[str, Timer], rounds: int = ROUNDS) -> dict[str, float]:
    """Each one's median seconds, of rounds in which all take turns."""
    found: dict[str, list[float]] = {name: [] for name in timers}
    for timer in timers.values():
        timer()
    gc.collect()
    for _ in range(rounds):
        for name, timer in timers.items():
            found[name].append(timer())
    return {name: median(values) for name, values in found.items()}


@contextmanager
def busy_thread() -> Iterator[None]:
    """One thread that never stops running Python."""
    stop = threading.Event()

    def spin() -> None:
        while not stop.is_set():
            sum(range(100))

    thread = threading.Thread(target=spin, name="busy")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
