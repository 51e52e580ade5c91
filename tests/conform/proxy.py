"""A TCP proxy between a client and a server, with faults by command.

    pass       bytes pass, both ways
    refuse     every new connection is closed at once
    hang       every new connection is taken, and nothing passes
    garbage    every new connection is answered with what is no HTTP/2

These four hold for new connections from now on, and end those that are open. Three more happen
once, to the connection on which a marker is seen, which gRPC without compression leaves as it is in
a DATA frame:

    flip       one bit of the marker is changed on its way, in the request or in the answer
    cut        the connection ends: when the request was forwarded, or when its answer is there,
               of which nothing passes
    mute       the request is forwarded, and nothing comes back
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Self

HEADERS: Final = 1
_PREFACE: Final = len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
_FRAME: Final = 9
_READ: Final = 1 << 16
_GARBAGE: Final = b"HTTP/1.1 418 I am a teapot\r\nContent-Length: 0\r\n\r\n"


@dataclass(slots=True)
class Fault:
    """One that is to happen, once."""

    kind: str
    marker: bytes
    on: str
    then: str
    is_begun: bool = False
    """The marker of its request was seen; it happens with the answer."""


class Frames:
    """Tells the types of the HTTP/2 frames that begin in a stream, of which it is given pieces."""

    def __init__(self) -> None:
        self._left = 0
        self._head = b""

    def types(self, data: bytes) -> Iterator[int]:
        """Those in the next piece."""
        at = 0
        while at < len(data):
            if self._left:
                step = min(self._left, len(data) - at)
                self._left -= step
            else:
                step = min(_FRAME - len(self._head), len(data) - at)
                self._head += data[at : at + step]
                if len(self._head) == _FRAME:
                    yield self._head[3]
                    self._left = int.from_bytes(self._head[:3], "big")
                    self._head = b""
            at += step


@dataclass(slots=True, eq=False)
class Link:
    """A connection of a client, and its own to the server."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter | None = None
    awaits: Fault | None = None
    is_mute: bool = False
    tails: dict[str, bytes] = field(default_factory=lambda: {"request": b"", "answer": b""})

    def close(self) -> None:
        for writer in (self.client, self.server):
            if writer is not None:
                writer.transport.abort()


class Proxy:
    """Listens on a port of 127.0.0.1 in front of a server's address, which may be down."""

    def __init__(self, server: str) -> None:
        host, _, port = server.rpartition(":")
        self._server: Final = (host, int(port))
        self._links: Final[set[Link]] = set()
        self._tasks: Final[set[asyncio.Task[None]]] = set()
        self._happened: Final = asyncio.Event()
        self._mode = "pass"
        self._fault: Fault | None = None
        self.address = ""

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.address = f"127.0.0.1:{self._listener.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._listener.close()
        self._end_links()
        await asyncio.gather(*self._tasks)

    def set_mode(self, mode: str) -> None:
        """``pass``, ``refuse``, ``hang`` or ``garbage``, from now on."""
        self._mode = mode
        self._end_links()

    def arm(self, kind: str, marker: bytes, *, on: str, then: str) -> None:
        """Lets ``flip``, ``cut`` or ``mute`` happen once; then the mode is `then`."""
        self._happened.clear()
        self._fault = Fault(kind, marker, on, then)

    async def happened(self) -> None:
        """Returns when it has happened."""
        await self._happened.wait()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        link = Link(writer)
        self._links.add(link)
        try:
            await self._serve(link, reader)
        except OSError:
            pass  # one side went away: so does the other
        finally:
            link.close()
            self._links.discard(link)
            self._tasks.discard(task)

    async def _serve(self, link: Link, reader: asyncio.StreamReader) -> None:
        match self._mode:
            case "refuse":
                return
            case "garbage":
                link.client.write(_GARBAGE)
                await link.client.drain()
            case "pass":
                answers, link.server = await asyncio.open_connection(*self._server)
                back = asyncio.create_task(self._answers(link, answers))
                try:
                    await self._requests(link, reader, link.server)
                finally:
                    back.cancel()
                    await asyncio.gather(back, return_exceptions=True)
                return
        while await reader.read(_READ):  # until the client gives up, or the mode changes
            pass

    async def _requests(
        self, link: Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(_READ):
            data, fault = self._passing(link, "request", data)
            writer.write(data)
            await writer.drain()
            if fault is not None and fault.kind == "mute":
                link.is_mute = True
                self._done(fault)
            elif fault is not None and fault.kind == "cut" and fault.on == "request":
                self._done(fault)
                return
            elif fault is not None and fault.kind == "cut":
                link.awaits = fault

    async def _answers(self, link: Link, reader: asyncio.StreamReader) -> None:
        frames = Frames()
        with suppress(OSError):
            while data := await reader.read(_READ):
                types = list(frames.types(data))
                if link.awaits is not None and HEADERS in types:
                    self._done(link.awaits)
                    break
                data, _ = self._passing(link, "answer", data)
                if not link.is_mute:
                    link.client.write(data)
                    await link.client.drain()
        link.close()

    def _passing(self, link: Link, way: str, data: bytes) -> tuple[bytes, Fault | None]:
        """The bytes that go on, and the fault whose marker ends among them, if that is its way."""
        fault = self._fault
        if fault is None or fault.is_begun:
            return data, None
        if way != (fault.on if fault.kind == "flip" else "request"):
            return data, None
        before = link.tails[way]
        at = (before + data).find(fault.marker)
        link.tails[way] = (before + data)[-len(fault.marker) + 1 :]
        if at < 0:
            return data, None
        fault.is_begun = True
        if fault.kind == "flip":
            last = at + len(fault.marker) - 1 - len(before)
            data = data[:last] + bytes([data[last] ^ 1]) + data[last + 1 :]
            self._done(fault)
        return data, fault

    def _done(self, fault: Fault) -> None:
        self._fault = None
        if fault.then != "pass":
            self._mode = fault.then
        self._happened.set()

    def _end_links(self) -> None:
        for link in list(self._links):
            link.close()
