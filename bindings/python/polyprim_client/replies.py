"""The replies of a call that answers a stream."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

import grpc


class Replies(Protocol):
    """The replies of a call."""

    def next(self) -> Any:
        """The next one, or a coroutine that answers it; None at the end."""

    def close(self) -> None:
        """Nobody wants any more."""


class _Replies:
    """What both kinds of replies have in common."""

    def __init__(
        self,
        call: Any,
        parse: Callable[[bytes], Any],
        telling: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._call: Final = call
        self._parse: Final = parse
        self._telling: Final = telling

    def close(self) -> None:
        self._call.cancel()


class BlockingReplies(_Replies):
    """For threads."""

    def next(self) -> Any:
        with self._telling():
            data = next(self._call, None)
        return None if data is None else self._parse(data)


class AwaitedReplies(_Replies):
    """For coroutines."""

    async def next(self) -> Any:
        with self._telling():
            data = await self._call.read()
        return None if data is grpc.aio.EOF else self._parse(data)
