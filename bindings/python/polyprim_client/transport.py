"""The two ways to grpc: for threads and for coroutines. Nothing else here knows the difference."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final, Protocol

import grpc

from polyprim_client import tls
from polyprim_client.errors import (
    ClosedError,
    DeadlineError,
    ForkedError,
    PolyprimError,
    UnavailableError,
    error_of,
)
from polyprim_client.options import ClientOptions, Metadata
from polyprim_client.replies import AwaitedReplies, BlockingReplies
from polyprim_client.steps import Steps, run, run_async


class Transport(Protocol):
    """What a call is made of. Each method answers, or is a coroutine that does."""

    def send(self, path: str, data: bytes, timeout: float, metadata: Metadata) -> Any:
        """Makes a call once: the reply's bytes."""

    def tell(self, path: str, data: bytes, timeout: float, metadata: Metadata) -> Any:
        """Makes a call whose end nobody waits for."""

    def send_stream(self, path: str, pieces: Iterator[bytes], metadata: Metadata) -> Any:
        """Makes a call of many requests, which has no deadline: the reply's bytes."""

    def open_stream(
        self, path: str, data: bytes, metadata: Metadata, parse: Callable[[bytes], Any]
    ) -> Any:
        """Makes a call of many replies, which has no deadline: Replies."""

    def pause(self, seconds: float) -> Any:
        """Waits, or until the transport is closed."""

    def alone(self, steps: Steps[Any], timeout: float) -> Any:
        """Takes these steps while nobody else takes others in this way."""

    def close(self) -> Any:
        """Ends all calls that are under way with ClosedError."""


class _Base:
    """What both have in common: whose they are, and what their errors mean."""

    def __init__(self, options: ClientOptions) -> None:
        self._options: Final = options
        self._credentials: Final = options.tls.credentials() if options.tls else None
        self._process: Final = os.getpid()
        self._is_closed = False
        self._channel: Any = None
        self._methods: Final[dict[str, Any]] = {}
        self._told: Final[set[Any]] = set()

    def _require_open(self) -> None:
        """Raises ClosedError, ForkedError."""
        if self._process != os.getpid():
            raise ForkedError(
                "this client was made before a fork: make one in the child", reason="FORKED"
            )
        if self._is_closed:
            raise ClosedError("this client is closed", reason="CLOSED")

    def _method(self, path: str) -> Any:
        method = self._methods.get(path)
        if method is None:
            method = self._methods[path] = self._channel.unary_unary(path)
        return method

    def _hold(self, call: Any) -> None:
        """Keeps a call until it ends, since grpc cancels one that nobody has."""
        self._told.add(call)
        call.add_done_callback(self._told.discard)

    def _error(self, error: Any, path: str) -> PolyprimError:
        if self._is_closed:
            return ClosedError("this client was closed", reason="CLOSED")
        told = tls.explanation(error.details() or "", is_encrypted=self._credentials is not None)
        about = f"{path.removeprefix('/')} at {self._options.target}"
        return error_of(error, f"{about}: {told}" if told else about)

    def _open(self, grpc_: Any) -> Any:
        target, arguments = self._options.target, self._options.channel
        if self._credentials is None:
            return grpc_.insecure_channel(target, arguments)
        return grpc_.secure_channel(target, self._credentials, arguments)


class BlockingTransport(_Base):
    """For any number of threads."""

    def __init__(self, options: ClientOptions) -> None:
        super().__init__(options)
        self._closing: Final = threading.Event()
        self._lock: Final = threading.Lock()
        self._channel = self._open(grpc)

    def send(self, path: str, data: bytes, timeout: float, metadata: Metadata) -> bytes:
        self._require_open()
        with self._telling(path):
            reply: bytes = self._method(path)(data, timeout=timeout, metadata=metadata)
        return reply

    def tell(self, path: str, data: bytes, timeout: float, metadata: Metadata) -> None:
        with suppress(ValueError):  # it was closed in between
            self._hold(self._method(path).future(data, timeout=timeout, metadata=metadata))

    def send_stream(self, path: str, pieces: Iterator[bytes], metadata: Metadata) -> bytes:
        self._require_open()
        with self._telling(path):
            reply: bytes = self._channel.stream_unary(path)(pieces, metadata=metadata)
        return reply

    def open_stream(
        self, path: str, data: bytes, metadata: Metadata, parse: Callable[[bytes], Any]
    ) -> BlockingReplies:
        self._require_open()
        with self._telling(path):
            call = self._channel.unary_stream(path)(data, metadata=metadata)
        return BlockingReplies(call, parse, partial(self._telling, path))

    def pause(self, seconds: float) -> None:
        self._closing.wait(seconds)

    def alone(self, steps: Steps[Any], timeout: float) -> Any:
        if not self._lock.acquire(timeout=max(0.0, timeout)):
            raise DeadlineError("the deadline passed first", code="DEADLINE_EXCEEDED")
        try:
            return run(steps)
        finally:
            self._lock.release()

    def close(self) -> None:
        self._is_closed = True
        if self._process == os.getpid():
            self._closing.set()
            self._channel.close()

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        """Around what grpc does for a call: raises our errors in place of its own."""
        try:
            yield
        except grpc.RpcError as error:
            raise self._error(error, path) from None
        except ValueError:
            self._require_open()  # it was closed in between
            raise


class AwaitedTransport(_Base):
    """For the coroutines of one event loop, that of the first call."""

    def __init__(self, options: ClientOptions) -> None:
        super().__init__(options)
        self._closing: Final = asyncio.Event()
        self._lock: Final = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def send(self, path: str, data: bytes, timeout: float, metadata: Metadata) -> bytes:
        self._require_channel()
        with self._telling(path):
            reply: bytes = await self._method(path)(data, timeout=timeout, metadata=metadata)
        return reply

    async def tell(self, path: str, data: bytes, timeout: float, metadata: Metadata) -> None:
        with suppress(grpc.aio.UsageError):
            self._hold(self._method(path)(data, timeout=timeout, metadata=metadata))

    async def send_stream(self, path: str, pieces: Iterator[bytes], metadata: Metadata) -> bytes:
        self._require_channel()
        try:
            with self._telling(path):
                reply: bytes = await self._channel.stream_unary(path)(pieces, metadata=metadata)
        except PolyprimError as error:
            if error.code == "INTERNAL" and not error.reason:
                # grpc.aio's words for a connection that broke while it wrote.
                raise UnavailableError(str(error), code="UNAVAILABLE") from None
            raise
        return reply

    async def open_stream(
        self, path: str, data: bytes, metadata: Metadata, parse: Callable[[bytes], Any]
    ) -> AwaitedReplies:
        self._require_channel()
        with self._telling(path):
            call = self._channel.unary_stream(path)(data, metadata=metadata)
        return AwaitedReplies(call, parse, partial(self._telling, path))

    async def pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            pass

    async def alone(self, steps: Steps[Any], timeout: float) -> Any:
        self._require_open()
        self._require_loop()
        try:
            async with asyncio.timeout(timeout):
                await self._lock.acquire()
        except TimeoutError:
            raise DeadlineError("the deadline passed first", code="DEADLINE_EXCEEDED") from None
        try:
            return await run_async(steps)
        finally:
            self._lock.release()

    async def close(self) -> None:
        self._is_closed = True
        if self._process == os.getpid():
            self._require_loop()
            self._closing.set()
            if self._channel is not None:
                await self._channel.close()

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        """Around what grpc does for a call: raises our errors in place of its own."""
        try:
            yield
        except grpc.RpcError as error:
            raise self._error(error, path) from None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._is_closed and task is not None and not task.cancelling():
                raise ClosedError("this client was closed", reason="CLOSED") from None
            raise
        except grpc.aio.UsageError:
            self._require_open()
            raise

    def _require_channel(self) -> None:
        self._require_open()
        self._require_loop()
        if self._channel is None:  # not before, since it belongs to the running loop
            self._channel = self._open(grpc.aio)

    def _require_loop(self) -> None:
        """Raises RuntimeError, as asyncio's own objects do."""
        running = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = running
        if self._loop is not running:
            raise RuntimeError(
                "this client belongs to another event loop, that of its first call: make one in "
                "each loop"
            )
