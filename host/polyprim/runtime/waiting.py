"""Waiting without a thread each: one thread watches the words that coroutines wait for.

A word of a segment (see wasm/README.md) changes when what its waiters wait for may have come. Who
waits sleeps on it in the kernel, and looks again at the latest after 50 ms, since a wake can be
lost with the process that should have sent it.

Coroutines that wait for the same word stand in a line. When it changes, or 50 ms have passed, the
first of them is let go to look; whoever has found what he looked for, or gives up, calls `pass_on`,
and the next one looks. So a push costs the same whether one coroutine waits or a thousand do.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Coroutine, Sequence
from typing import Final

from polyprim.native import CData, ffi, native

LOOK_AGAIN: Final = 0.05
"""Seconds after which every waiter, or one of each word's line, looks again."""

_AT_ONCE: Final = 127
"""Words that the kernel watches in one call; one more is ours."""

_FORGET_PATIENCE: Final = 2.0
_NAME: Final = "polyprim-watch"


class _Watch:
    """A word and the line of those who wait for it."""

    def __init__(self, segment_id: int, word: CData, value: int) -> None:
        self.segment_id: Final = segment_id
        self.word: Final = word
        self.value = value
        self.looked = time.monotonic()
        self.line: Final[deque[asyncio.Future[None]]] = deque()

    def let_go(self) -> None:
        """Lets the first in line look. The others stay, and the word is armed for them."""
        self.value = native.arm_word(self.word)
        self.looked = time.monotonic()
        while self.line:
            future = self.line.popleft()
            try:
                future.get_loop().call_soon_threadsafe(_resolve, future)
            except RuntimeError:
                continue  # its loop is closed
            return


class Watcher:
    """The thread, started with the first waiter."""

    def __init__(self) -> None:
        self._changed: Final = threading.Condition()
        self._watches: Final[dict[int, _Watch]] = {}
        self._control: Final = ffi.new("uint32_t *")
        self._asleep: Sequence[_Watch] = ()
        self._thread: threading.Thread | None = None

    def wait(
        self, segment_id: int, word: CData, value: int, deadline: float
    ) -> Coroutine[None, None, None]:
        """Stands in line at once; the coroutine lasts until it is worth looking again, or until the
        deadline (a reading of time.monotonic)."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        return self._waiting(self._join(segment_id, word, value, future), future, deadline)

    async def _waiting(self, watch: _Watch, future: asyncio.Future[None], deadline: float) -> None:
        try:
            async with asyncio.timeout(max(0.0, deadline - time.monotonic())):
                await future
        except TimeoutError:
            pass
        finally:
            self._leave(watch, future)

    def pass_on(self, word: CData) -> None:
        """Lets the next who waits for that word look: there may be more for him."""
        with self._changed:
            watch = self._watches.get(_address(word))
            if watch is not None:
                watch.let_go()

    def waiting(self, segment_id: int) -> int:
        """How many wait for words of that segment."""
        with self._changed:
            watches = self._watches.values()
            return sum(len(watch.line) for watch in watches if watch.segment_id == segment_id)

    def forget(self, segment_id: int) -> None:
        """Lets all go who wait for words of that segment, which is being closed."""
        with self._changed:
            for address, watch in list(self._watches.items()):
                if watch.segment_id == segment_id:
                    while watch.line:
                        watch.let_go()
                    del self._watches[address]
            native.wake_word(self._control)
            self._changed.wait_for(
                lambda: all(watch.segment_id != segment_id for watch in self._asleep),
                _FORGET_PATIENCE,
            )

    def _join(
        self, segment_id: int, word: CData, value: int, future: asyncio.Future[None]
    ) -> _Watch:
        with self._changed:
            watch = self._watches.setdefault(_address(word), _Watch(segment_id, word, value))
            watch.line.append(future)
            if self._thread is None:
                thread = threading.Thread(target=self._run, name=_NAME, daemon=True)
                thread.start()
                self._thread = thread
            elif len(watch.line) == 1:
                native.wake_word(self._control)
                self._changed.notify_all()
            return watch

    def _leave(self, watch: _Watch, future: asyncio.Future[None]) -> None:
        with self._changed:
            if future in watch.line:
                watch.line.remove(future)
            address = _address(watch.word)
            if not watch.line and self._watches.get(address) is watch:
                del self._watches[address]

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._watches)
                watches = list(self._watches.values())
                control = self._control[0]
            parts = [watches[i : i + _AT_ONCE] for i in range(0, len(watches), _AT_ONCE)]
            for part in parts:
                self._sleep(part, control, LOOK_AGAIN / len(parts))

    def _sleep(self, part: list[_Watch], control: int, seconds: float) -> None:
        entries = ffi.new("struct watch[]", len(part) + 1)
        entries[0].word, entries[0].value = self._control, control
        with self._changed:
            part = [watch for watch in part if watch.line]
            self._asleep = part
        for entry, watch in zip(entries[1 : len(part) + 1], part, strict=True):
            entry.word, entry.value = watch.word, watch.value
        native.wait_any(entries, len(part) + 1, max(1, int(seconds * 1000)))
        now = time.monotonic()
        with self._changed:
            self._asleep = ()
            self._changed.notify_all()
            for entry, watch in zip(entries[1 : len(part) + 1], part, strict=True):
                if entry.changed or now - watch.looked >= LOOK_AGAIN:
                    watch.let_go()


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _address(word: CData) -> int:
    return int(ffi.cast("uintptr_t", word))
