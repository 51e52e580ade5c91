"""The proxy of the cases: bytes pass, and each fault happens as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.conform.proxy import Frames, Proxy

MARKER = b"MARKER"


def frame(kind: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "big") + bytes([kind, 0, 0, 0, 0, 1]) + body


ANSWER = frame(1, b"headers") + frame(0, b"an answer with a MARKER")


class Echo:
    """A server that answers whatever it is sent with one answer, and remembers what it was sent."""

    def __init__(self) -> None:
        self.asked = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            self.asked += data
            writer.write(ANSWER)
        writer.close()


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
async def proxy(echo: Echo) -> AsyncIterator[Proxy]:
    server = await asyncio.start_server(echo.serve, "127.0.0.1", 0)
    address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server, Proxy(address) as running:
        yield running


async def asked(proxy: Proxy, request: bytes = b"a request with a MARKER") -> bytes:
    """What comes back on a new connection, to the length of an answer or to its end."""
    host, _, port = proxy.address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(request)
        return await reader.readexactly(len(ANSWER))
    except asyncio.IncompleteReadError as error:
        return error.partial
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_bytes_pass(proxy: Proxy, echo: Echo) -> None:
    assert await asked(proxy) == ANSWER
    assert echo.asked == b"a request with a MARKER"


async def test_an_answer_is_damaged_once(proxy: Proxy) -> None:
    proxy.arm("flip", MARKER, on="answer", then="pass")
    assert await asked(proxy) == ANSWER.replace(b"MARKER", b"MARKES")
    await proxy.happened()
    assert await asked(proxy) == ANSWER


async def test_a_request_is_damaged(proxy: Proxy, echo: Echo) -> None:
    proxy.arm("flip", MARKER, on="request", then="pass")
    assert await asked(proxy) == ANSWER
    assert echo.asked == b"a request with a MARKES"


async def test_a_marker_in_two_pieces_is_seen(proxy: Proxy, echo: Echo) -> None:
    proxy.arm("flip", MARKER, on="request", then="pass")
    host, _, port = proxy.address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for number, piece in enumerate((b"a MAR", b"KER"), 1):
        writer.write(piece)
        assert await reader.readexactly(len(ANSWER)) == ANSWER, number
    writer.close()
    assert echo.asked == b"a MARKES"


@pytest.mark.parametrize("on", ["request", "answer"])
async def test_a_cut(proxy: Proxy, echo: Echo, on: str) -> None:
    proxy.arm("cut", MARKER, on=on, then="pass")
    assert await asked(proxy, b"something else") == ANSWER
    assert await asked(proxy) == b""
    await proxy.happened()
    if on == "answer":
        assert echo.asked.endswith(MARKER)
    assert await asked(proxy) == ANSWER


async def test_what_comes_after_a_fault(proxy: Proxy) -> None:
    proxy.arm("cut", MARKER, on="answer", then="refuse")
    assert [await asked(proxy) for _ in range(3)] == [b"", b"", b""]
    proxy.set_mode("pass")
    assert await asked(proxy) == ANSWER


async def test_a_mute_connection(proxy: Proxy, echo: Echo) -> None:
    proxy.arm("mute", MARKER, on="answer", then="pass")
    waiting = asyncio.create_task(asked(proxy))
    await proxy.happened()
    assert await asked(proxy) == ANSWER
    assert not waiting.done()
    proxy.set_mode("pass")  # ends the connection
    assert await waiting == b""
    assert MARKER in echo.asked


async def test_refused_hanging_and_garbage(proxy: Proxy, echo: Echo) -> None:
    proxy.set_mode("refuse")
    assert await asked(proxy) == b""
    proxy.set_mode("garbage")
    assert (await asked(proxy)).startswith(b"HTTP/1.1 418")
    proxy.set_mode("hang")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await asked(proxy)
    assert echo.asked == b""
    proxy.set_mode("pass")
    assert await asked(proxy) == ANSWER


@pytest.mark.parametrize("size", [1, 2, 9, 10, 1000])
def test_frames_in_any_pieces(size: int) -> None:
    stream = frame(4, b"") + frame(1, bytes(300)) + frame(0, b"MARKER") + frame(1, b"end")
    frames = Frames()
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert [kind for piece in pieces for kind in frames.types(piece)] == [4, 1, 0, 1]
