"""Files that travel in pieces: modules and snapshots that come, and both that go.

No more than one piece of each is in memory, and the event loop reads and writes no file.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, closing
from functools import partial
from typing import Any, Final, TypeVar

from polyprim.contract import Method, message_class, message_named
from polyprim.errors import (
    DeadlineError,
    InvalidArgumentError,
    InvalidProtoError,
    SnapshotError,
    SnapshotNotFoundError,
)
from polyprim.service import answers
from polyprim.service.hosting import Quarters
from polyprim.service.outcome import Context
from polyprim.service.requests import parsed
from polyprim.service.turns import Turns
from polyprim.service.uploads import Arrival
from polyprim.snapshots import Reader, Source
from polyprim.snapshots.refusing import refusing

PIECE_BYTES: Final = 256 << 10
PIECE_SECONDS: Final = 60.0
"""How long the other side may take for each."""

Result = TypeVar("Result")
Finish = Callable[[Quarters, Arrival, Any], Any]
"""Keeps what has arrived, whole and verified, for the request of its first piece: the reply."""


class Transfers:
    """Files on their way. `turns` are those in which the disk is used."""

    def __init__(self, turns: Turns) -> None:
        self._turns: Final = turns

    async def receive(
        self, method: Method, pieces: AsyncIterator[bytes], quarters: Quarters, finish: Finish
    ) -> Any:
        """Takes all pieces of a file, and answers what `finish` does."""
        first = parsed(method, await _next(pieces, "the first piece") or b"")
        if not first.sha256 or not first.size:
            number = 2 if first.sha256 else 1
            raise InvalidProtoError("the first piece says what comes", number)
        with ExitStack() as stack:
            arriving = quarters.uploads.arriving(first.sha256, size=first.size, offset=first.offset)
            arrival = await self._do(lambda: stack.enter_context(arriving))
            piece = first
            while piece is not None:
                await self._do(partial(arrival.write, piece.chunk, offset=piece.offset))
                data = await _next(pieces, "another piece")
                piece = None if data is None else parsed(method, data)
            return await self._do(lambda: finish(quarters, arrival, first))

    async def send(
        self, method: Method, context: Context, opened: Callable[[], Source], offset: int
    ) -> None:
        """Sends the file that is opened, from an offset on, and closes it."""
        with ExitStack() as stack:
            source = await self._do(lambda: stack.enter_context(closing(opened())))
            if offset > source.size:
                raise InvalidArgumentError(f"there are {source.size} bytes, not {offset}")
            digest = hashlib.sha256()
            await self._do(lambda: _hash(source, offset, digest))
            reply = message_class(method.response)
            while True:
                length = min(PIECE_BYTES, source.size - offset)
                chunk = await self._do(partial(_read, source, offset, length, digest))
                offset += length
                is_last = offset == source.size
                sha256 = digest.digest() if is_last else b""
                piece = reply(size=source.size, chunk=chunk, sha256=sha256)
                await _written(context, piece.SerializeToString())
                if is_last:
                    return

    async def _do(self, work: Callable[[], Result]) -> Result:
        def refusing_work() -> Result:
            with refusing("the server's store"):
                return work()

        return await self._turns.finish(refusing_work)


def keep_module(quarters: Quarters, arrival: Arrival, first: Any) -> Any:
    """What becomes of a module."""
    arrival.require_whole()
    quarters.modules.add(arrival, first.sha256, size=first.size)
    module = message_named("ModuleInfo")(sha256=first.sha256, size=first.size)
    return message_named("TaskServiceUploadModuleResponse")(module=module)


def keep_snapshot(quarters: Quarters, arrival: Arrival, first: Any) -> Any:
    """What becomes of a snapshot."""
    arrival.require_whole()
    try:
        with Reader(arrival.source()) as reader:
            needed = reader.manifest.module_sha256
        module = None if quarters.modules.size(needed) is None else quarters.modules.read(needed)
        stored = quarters.snapshots.store.add(arrival.chunks(), module=module)
    except SnapshotNotFoundError:
        raise  # when its module is there, nothing has to be sent again
    except SnapshotError:
        arrival.remove()
        raise
    arrival.remove()
    info = answers.snapshot_info(stored)
    return message_named("SnapshotServiceUploadResponse")(snapshot=info)


async def _next(pieces: AsyncIterator[bytes], what: str) -> bytes | None:
    """The bytes of the next piece; None at the end."""
    try:
        async with asyncio.timeout(PIECE_SECONDS):
            return await anext(pieces, None)
    except TimeoutError:
        raise DeadlineError(f"{what} did not come within {PIECE_SECONDS:g} seconds") from None


async def _written(context: Context, data: bytes) -> None:
    try:
        async with asyncio.timeout(PIECE_SECONDS):
            await context.write(data)
    except TimeoutError:
        raise DeadlineError(f"nobody took a piece for {PIECE_SECONDS:g} seconds") from None


def _hash(source: Source, length: int, digest: Any) -> None:
    for offset in range(0, length, PIECE_BYTES):
        digest.update(source.read(offset, min(PIECE_BYTES, length - offset)))


def _read(source: Source, offset: int, length: int, digest: Any) -> bytes:
    chunk = source.read(offset, length)
    digest.update(chunk)
    return chunk
