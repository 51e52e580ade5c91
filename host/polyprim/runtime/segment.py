"""A segment that is open, and how its modules' functions are called."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Final, Self

from polyprim.abi import FAULT, FAULT_LIMIT, Status
from polyprim.errors import DataLossError, error_of
from polyprim.native import CData, bounded, bounded_ffi, ffi, native
from polyprim.runtime import files
from polyprim.runtime.header import BYTES_DEFAULT, Geometry
from polyprim.runtime.opening import OpenFile, open_path, open_private
from polyprim.runtime.outcome import OutcomePool
from polyprim.runtime.patience import Patience
from polyprim.runtime.presence import Presence
from polyprim.runtime.waiting import LOOK_AGAIN

GIL_BYTES: Final = 16_384
"""A call that moves more than this gives up the GIL."""

_ANSWERS: Final = frozenset({Status.EMPTY, Status.FULL, Status.EXISTS, Status.WAIT})


class Segment(Presence):
    """One opening of a segment. Threads attach to it by themselves when they first call.

    What is called often is called through the bridge: ``records.bounded.call(site, delta)``. An
    answer below FAULT_LIMIT then goes to `settle`. What is not called often has methods here.
    """

    def __init__(self, opened: OpenFile) -> None:
        super().__init__(opened)
        self.outcomes: Final[OutcomePool] = self._process.outcomes
        self.waits_ended = 0
        """By coroutines of this process, since the segment was opened."""

    @classmethod
    def private(cls, size: int | None = None, objects: int | None = None) -> Self:
        """A new segment of this process alone."""
        return cls(open_private(Geometry.of(BYTES_DEFAULT if size is None else size, objects)))

    @classmethod
    def named(
        cls,
        name: str,
        *,
        create: bool = True,
        size: int | None = None,
        objects: int | None = None,
    ) -> Self:
        """The user's segment of that name on this machine; with `create`, made if there is none."""
        return cls(open_path(files.named_path(name), create=create, size=size, objects=objects))

    @classmethod
    def at(
        cls,
        path: str | os.PathLike[str],
        *,
        create: bool = False,
        size: int | None = None,
        objects: int | None = None,
    ) -> Self:
        """The segment in that file; with `create`, made if there is none."""
        return cls(open_path(files.absolute(path), create=create, size=size, objects=objects))

    def function(self, name: str) -> int:
        """The number of a function: ``counter_add``, or ``atomic_counter.rpc_create``."""
        return self._process.engine.functions[name]

    def site(self, function: str, handle: int) -> CData:
        """A function bound to an object, for the bridge's calls of fewest arguments."""
        return bounded_ffi.new("struct site *", (self.id, handle, self.function(function)))

    def call(
        self,
        function: int,
        handle: int = 0,
        a: int = 0,
        b: int = 0,
        *,
        data: bytes | None = None,
        name: bytes | None = None,
        out: CData = ffi.NULL,
        deadline: float | None = None,
        about: str = "",
    ) -> int:
        """Calls a function, with data in the request area or with a name in the scratch.

        The answer is as of `settle`; the outcome goes to `out`, if there is one.
        """
        arguments: tuple[object, ...] = (self.id, function, handle, a, b)
        bridged: Callable[..., int] = bounded.call
        if data is not None:
            bridged = (native if len(data) > GIL_BYTES else bounded).call_with
            arguments += (data, len(data))
        elif name is not None:
            bridged = bounded.call_named
            arguments += (name, len(name))
        return self.settled(bridged, *arguments, out, deadline=deadline, about=about)

    def settled(
        self,
        function: Callable[..., int],
        *arguments: object,
        deadline: float | None = None,
        about: str = "",
    ) -> int:
        """Calls a function of the bridge, and settles its answer."""
        answer = function(*arguments)
        if answer >= FAULT_LIMIT:
            return answer
        return self.settle(answer, function, *arguments, deadline=deadline, about=about)

    def settle(
        self,
        answer: int,
        function: Callable[..., int],
        *arguments: object,
        deadline: float | None = None,
        about: str = "",
    ) -> int:
        """What becomes of an answer below FAULT_LIMIT of ``function(*arguments)``.

        Attaches the thread, or clears away what dead workers left, and calls again. An expected
        outcome (EMPTY, FULL, EXISTS, WAIT) is returned as FAULT + status, a number as itself; a
        fault is raised, and says what it is `about`. `deadline` is a reading of time.monotonic, by
        default 5 seconds from now.
        """
        patience = Patience(deadline)
        reaped = False
        while answer < FAULT_LIMIT:
            status = answer - FAULT
            if status == Status.OK:
                return bounded.kept(self.id)
            if status in _ANSWERS:
                if status != Status.FULL or not self._makes_room(patience):
                    return answer
            elif status == Status.DETACHED:
                self.attach()
            elif status == Status.BLOCKED:
                self.make_way(bounded.blocked_by(self.id), patience)
            elif status == Status.NO_SPACE and not reaped:
                reaped = True
                self.retire_all_dead()
            else:
                raise error_of(status, self._bury() if status == Status.TRAP else about)
            answer = function(*arguments)
        return answer

    def make_way(self, slot: int, patience: Patience) -> None:
        """Retires a dead worker that is in our way; waits a moment for a living one.

        Raises BlockedError when there is no patience left.
        """
        if not (patience.again() if self.retire_dead(slot) else patience.pause()):
            raise error_of(Status.BLOCKED, f"slot {slot}")

    async def make_way_async(self, slot: int, patience: Patience) -> None:
        """The same for a coroutine."""
        if not (patience.again() if self.retire_dead(slot) else await patience.pause_async()):
            raise error_of(Status.BLOCKED, f"slot {slot}")

    def _makes_room(self, patience: Patience) -> bool:
        """Whether what the thread's last call found full was so because of a dead worker."""
        slot = bounded.blocked_by(self.id)
        return slot != 0 and self.retire_dead(slot) and patience.again()

    def usage(self) -> tuple[int, int, int, int]:
        """Objects in use and all, chunks in use and all. Gives up the GIL: it is a long look."""
        with self.outcomes.lent() as out:
            self.settled(native.call, self.id, self.function("segment_usage"), 0, 0, 0, out)
            objects, objects_max, chunks, chunks_max = list(out.scratch)[:4]
        return objects, objects_max, chunks, chunks_max

    def sessions(self) -> tuple[int, int]:
        """How many sessions there are, and how many there can be."""
        with self.outcomes.lent() as out:
            self.settled(native.call, self.id, self.function("session_usage"), 0, 0, 0, out)
            held, most = list(out.scratch)[:2]
        return held, most

    def peek(self, place: int, length: int) -> bytes:
        """A copy of so many bytes of the segment's memory, of which `place` is the first."""
        with self._process.lock:
            self._place(place + length - 4)
            return ffi.buffer(self._place(place), length)[:]

    def wait(self, word: int, value: int, deadline: float) -> bool:
        """Sleeps until that word has another value than `value`, at most 50 ms.

        False, without sleeping, if the deadline (a reading of time.monotonic) has passed; else the
        caller looks again.
        """
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        ms = max(1, int(1000 * min(left, LOOK_AGAIN)))
        self.settled(native.wait_word, self.id, word, value, ms, deadline=deadline)
        return True

    async def wait_async(self, word: int, value: int, deadline: float) -> bool:
        """The same for a coroutine. It calls `pass_on` in the end, whatever has come of it."""
        if deadline <= time.monotonic():
            return False
        with self._process.lock:
            place = self._place(word)
            watching = self._process.watcher.wait(self.id, place, value, deadline)
        await watching
        return True

    def pass_on(self, word: int) -> None:
        """Lets the next coroutine that waits for that word look too."""
        with self._process.lock:
            self.waits_ended += 1
            if not self._closed:
                self._process.watcher.pass_on(self._place(word))

    def waiting(self) -> int:
        """How many coroutines of this process wait for something in the segment."""
        return self._process.watcher.waiting(self.id)

    def _place(self, word: int) -> CData:
        self._require_open()
        place = native.mapping_word(self._mapping, word)
        if place == ffi.NULL:
            raise DataLossError(f"the segment names a word outside itself: {word:#x}")
        return place

    def _bury(self) -> str:
        with self._process.lock:
            return self._require_open().bury()
