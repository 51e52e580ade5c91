"""Overwrites a segment's memory at random while everything that can be done with it is done.

    python -m tests.runtime.corruption SEED SECONDS [--round N] [--racing] [--plant WHAT]

A round begins with a sound segment, and depends on the seed and its own number alone. With
--racing another process overwrites the segment at the same time. How the calls ended is printed as
JSON. What must not happen ends the process: an exception that is not ours, a call that takes too
long, a signal. The last line of the file ``progress``, in the current folder, says where it was.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import json
import os
import random
import signal
import struct
import sys
import time
from collections import Counter as Bag
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

from polyprim import Host, PolyprimError
from polyprim.abi import HEADER
from polyprim.runtime import patience, upkeep
from tests.runtime.corruption.calls import Call, everything
from tests.runtime.corruption.damage import Memory, make_image

SEGMENT: Final = Path("segment")
PROGRESS: Final = Path("progress")
STEPS: Final = 40
SECONDS_MAX: Final = 3.0
"""That a call may take: all wait for much less, if they wait."""
HANG: Final = 15.0
"""Seconds after which a round is given up."""
PLANTS: Final[dict[str, Callable[[], object]]] = {
    "exception": lambda: struct.unpack("<Q", b""),
    "slowness": lambda: time.sleep(SECONDS_MAX + 0.1),
    "crash": lambda: os.kill(os.getpid(), signal.SIGSEGV),
}


class Fuzz:
    """The rounds, and how their calls ended."""

    def __init__(self, seed: str, plant: str | None) -> None:
        self.ends: Final[Bag[str]] = Bag()
        self._seed: Final = seed
        self._planted: Final[list[Call]] = [] if plant is None else [("planted", PLANTS[plant])]
        image = make_image(SEGMENT)
        self.memory: Final = Memory(SEGMENT, image)
        self._progress: Final = os.open(PROGRESS, os.O_WRONLY | os.O_CREAT)

    def round(self, number: int) -> None:
        """From a sound segment to one as damaged as it gets, and what upkeep says to that."""
        chance = random.Random(f"{self._seed}/{number}")
        faulthandler.dump_traceback_later(HANG, exit=True)
        self.memory.restore()
        self._attempt(f"round {number}: opening", lambda: self._use(number, chance))
        if chance.random() < 0.7:
            self.memory.restore(HEADER.size)
        looks: list[Call] = [
            ("info", lambda: upkeep.info(SEGMENT)),
            ("verify", lambda: upkeep.verify(SEGMENT)),
            ("recover", lambda: upkeep.recover(SEGMENT)),
        ]
        for name, look in looks:
            self._attempt(f"round {number}: {name}", look)
        faulthandler.cancel_dump_traceback_later()

    def _use(self, number: int, chance: random.Random) -> None:
        with Host(path=SEGMENT) as host, Host(path=SEGMENT) as other:
            calls = self._planted or everything(host, other, chance)
            for step in range(STEPS):
                if chance.random() < 0.5:
                    self.memory.damage(chance)
                name, call = chance.choice(calls)
                self._attempt(f"round {number}, step {step}: {name}", call)

    def _attempt(self, name: str, call: Callable[[], object]) -> None:
        """Makes a call, which has to answer or to raise an error of ours, and soon."""
        os.pwrite(self._progress, name.encode().ljust(120), 0)
        began = time.monotonic()
        try:
            call()
            self.ends["answer"] += 1
        except PolyprimError as error:
            self.ends[type(error).__name__] += 1
        took = time.monotonic() - began
        if took > SECONDS_MAX and not name.endswith("opening"):
            sys.exit(f"{name} took {took:.1f} seconds")


@contextmanager
def racing(memory: Memory, seed: str) -> Iterator[None]:
    """While it lasts, another process damages the segment too."""
    parent, chance = os.getpid(), random.Random(seed)
    child = os.fork()
    if child == 0:
        while os.getppid() == parent:
            chance.choice([memory.damage, memory.toggle])(chance)
            time.sleep(chance.choice([0.0, 0.0001, 0.002]))
        os._exit(0)
    try:
        yield
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("seed")
    parser.add_argument("seconds", type=float)
    parser.add_argument("--round", type=int)
    parser.add_argument("--racing", action="store_true")
    parser.add_argument("--plant", choices=sorted(PLANTS))
    wanted = parser.parse_args()
    patience.DEADLINE_DEFAULT = 0.05  # type: ignore[misc]
    asyncio.set_event_loop(asyncio.new_event_loop())
    fuzz, rounds = Fuzz(wanted.seed, wanted.plant), 0
    until = time.monotonic() + wanted.seconds
    with racing(fuzz.memory, wanted.seed) if wanted.racing else nullcontext():
        if wanted.round is not None:
            fuzz.round(wanted.round)
        else:
            while time.monotonic() < until:
                fuzz.round(rounds)
                rounds += 1
    print(json.dumps({"rounds": rounds, "ends": fuzz.ends}))


if __name__ == "__main__":
    main()
