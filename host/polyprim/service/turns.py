"""Work that blocks its thread: so much of it at once, and never the event loop's."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from polyprim.errors import DeadlineError, NoSpaceError, PolyprimError

GRACE_SECONDS: Final = 0.25
"""What work that ends by itself at its deadline is given beyond it."""
SHORT_SECONDS: Final = 60.0
"""How long short work may wait for its turn."""
LOOK_SECONDS: Final = 0.005

Result = TypeVar("Result")


class Turns:
    """Threads for `count` pieces of work at once; `waiting_max` more may wait for their turn."""

    def __init__(self, name: str, *, count: int, waiting_max: int) -> None:
        self._threads: Final = ThreadPoolExecutor(count, thread_name_prefix=f"polyprim-{name}")
        self._turns: Final = asyncio.Semaphore(count)
        self._waiting_max: Final = waiting_max
        self._waiting = 0
        self.under_way = 0

    async def take(
        self, work: Callable[[], Result], *, until: float, give_up: Callable[[], None]
    ) -> Result:
        """Does work in a thread until that reading of time.monotonic.

        When its time is up, or the caller is cancelled, `give_up` is called, and nobody waits for
        what comes of it any more. Raises DeadlineError; NoSpaceError if too many wait already.
        """
        job = await self._begun(work, until)
        try:
            async with asyncio.timeout(max(0.0, until - time.monotonic()) + GRACE_SECONDS):
                return await asyncio.shield(job)
        except asyncio.CancelledError:
            give_up()
            raise
        except TimeoutError as error:
            if isinstance(error, PolyprimError):
                raise
            give_up()
            raise DeadlineError("the deadline passed first") from None

    async def finish(self, work: Callable[[], Result]) -> Result:
        """Does short work that cannot be given up: a caller that is cancelled waits for its end."""
        job = await self._begun(work, time.monotonic() + SHORT_SECONDS)
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            await asyncio.wait([job])
            raise

    async def close(self, seconds: float) -> None:
        """Begins nothing any more, and waits so long for what is under way."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        until = time.monotonic() + seconds
        while self.under_way and time.monotonic() < until:
            await asyncio.sleep(LOOK_SECONDS)

    async def _begun(self, work: Callable[[], Result], until: float) -> asyncio.Future[Result]:
        await self._turn(until)
        self.under_way += 1
        job = asyncio.get_running_loop().run_in_executor(self._threads, work)
        job.add_done_callback(self._ended)
        return job

    async def _turn(self, until: float) -> None:
        if self._turns.locked() and self._waiting >= self._waiting_max:
            raise NoSpaceError("this server does as much at once as it may: try again later")
        self._waiting += 1
        try:
            async with asyncio.timeout(max(0.0, until - time.monotonic())):
                await self._turns.acquire()
        except TimeoutError:
            raise DeadlineError("the deadline passed before it was this call's turn") from None
        finally:
            self._waiting -= 1

    def _ended(self, job: asyncio.Future[Result]) -> None:
        self.under_way -= 1
        self._turns.release()
        if not job.cancelled():
            job.exception()  # nobody may be left to ask
