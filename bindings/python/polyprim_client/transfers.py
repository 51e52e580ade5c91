"""Files that travel in pieces, and go on where they broke off."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from google.protobuf.message import Message

from polyprim_client.connection import Connection
from polyprim_client.errors import ChecksumError, PolyprimError
from polyprim_client.steps import Steps

PIECE_BYTES: Final = 256 << 10
Progress: TypeAlias = Callable[[int, int], None]
"""Is told of long work, from whatever thread: the bytes that are done, and those that there are."""
Content: TypeAlias = "str | os.PathLike[str] | bytes"
"""A file's path, or its bytes."""


class File:
    """What is to be sent, read in pieces. Raises OSError."""

    def __init__(self, content: Content) -> None:
        self._bytes: Final = content if isinstance(content, bytes) else None
        self._file: Final = -1 if isinstance(content, bytes) else os.open(content, os.O_RDONLY)
        self.size: Final = (
            len(content) if isinstance(content, bytes) else os.fstat(self._file).st_size
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file >= 0:
            os.close(self._file)

    def pieces(self, offset: int = 0) -> Iterator[tuple[int, bytes]]:
        """Where each piece begins, and its bytes; at least one, which may be empty."""
        while True:
            piece = self._read(offset)
            yield offset, piece
            offset += len(piece)
            if not piece or offset >= self.size:
                return

    def sha256(self) -> bytes:
        """Of all of it."""
        digest = hashlib.sha256()
        for _, piece in self.pieces():
            digest.update(piece)
        return digest.digest()

    def _read(self, offset: int) -> bytes:
        if self._bytes is not None:
            return self._bytes[offset : offset + PIECE_BYTES]
        return os.pread(self._file, PIECE_BYTES, offset)


def upload(
    connection: Connection,
    file: File,
    *,
    sha256: bytes,
    request: Callable[..., Message],
    received: Callable[[], Steps[int]],
    progress: Progress | None,
) -> Steps[bytes]:
    """Sends a file from where `received` says, again and again if the server is not there for a
    while: the reply's bytes. Each piece is a `request`."""
    attempt = 0
    while True:
        attempt += 1
        try:
            offset = yield from received()
            pieces = _requests(file, offset, request, sha256, progress)
            return (yield from connection.send_stream(request, pieces))
        except PolyprimError as error:
            yield from connection.pause(error, attempt)


def download(
    connection: Connection,
    path: Path,
    *,
    request: Callable[[int], Message],
    progress: Progress | None,
) -> Steps[None]:
    """Receives a file, which lies beside its name with `.part` until it is whole and verified. One
    that is there goes on; `request` is made of how much there is.

    Raises ChecksumError, and forgets what came, if it is not what was sent; OSError.
    """
    part, attempt = path.with_name(f"{path.name}.part"), 0
    with part.open("a+b") as file:
        digest = _digest(file)
        while True:
            attempt += 1
            try:
                sent = yield from _received(connection, file, digest, request, progress)
                break
            except PolyprimError as error:
                yield from connection.pause(error, attempt)
        if sent != digest.digest():
            part.unlink()
            raise ChecksumError(
                "what arrived is not what was sent", code="DATA_LOSS", reason="CHECKSUM"
            )
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _received(
    connection: Connection,
    file: Any,
    digest: Any,
    request: Callable[[int], Message],
    progress: Progress | None,
) -> Steps[bytes]:
    """The SHA-256 that comes with the last piece."""
    call = yield from connection.open_stream(request(file.tell()))
    sha256 = b""
    try:
        while (piece := (yield call.next)) is not None:
            file.write(piece.chunk)
            digest.update(piece.chunk)
            sha256 = piece.sha256
            if progress is not None:
                progress(file.tell(), piece.size)
    finally:
        call.close()
    return sha256


def _requests(
    file: File,
    offset: int,
    request: Callable[..., Message],
    sha256: bytes,
    progress: Progress | None,
) -> Iterator[bytes]:
    for place, piece in file.pieces(offset):
        made = request(sha256=sha256, size=file.size, offset=place, chunk=piece)
        yield made.SerializeToString()
        if progress is not None:
            progress(place + len(piece), file.size)


def _digest(file: Any) -> Any:
    """Of what is there; the file is at its end afterwards."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(PIECE_BYTES):
        digest.update(piece)
    return digest
