"""Just enough HTTP/2 to be a client that misbehaves."""

from __future__ import annotations

import socket
from typing import Final

PREFACE: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, SETTINGS = 0, 1, 4
END_STREAM, END_HEADERS = 1, 4
INITIAL_WINDOW_SIZE: Final = 4


def frame(kind: int, flags: int = 0, stream: int = 0, data: bytes = b"") -> bytes:
    """RFC 9113, 4.1."""
    return len(data).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + data


def opening(*, window: int | None = None) -> bytes:
    """What a client says first; with a window of 0, it will read nothing of any reply."""
    settings = b"" if window is None else INITIAL_WINDOW_SIZE.to_bytes(2, "big")
    return PREFACE + frame(
        SETTINGS, data=settings + (b"" if window is None else window.to_bytes(4, "big"))
    )


def headers(path: str) -> bytes:
    """The beginning of a call, as literals without indexing (RFC 7541, 6.2.2)."""
    fields = {
        ":method": "POST",
        ":scheme": "http",
        ":path": path,
        ":authority": "localhost",
        "te": "trailers",
        "content-type": "application/grpc",
    }
    block = b"".join(
        b"\0" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()
        for name, value in fields.items()
    )
    return frame(HEADERS, END_HEADERS, 1, block)


def message(data: bytes, *, length: int | None = None, ends: bool = True) -> bytes:
    """A message of a call, or, with a greater length, its beginning."""
    size = len(data) if length is None else length
    return frame(DATA, END_STREAM if ends else 0, 1, b"\0" + size.to_bytes(4, "big") + data)


def connect(address: str) -> socket.socket:
    """A connection to a server's address, without a word."""
    name, _, port = address.rpartition(":")
    return socket.create_connection((name, int(port)), timeout=20)
