"""Where a server listens: ``HOST:PORT``, or ``unix:PATH``."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import socket
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from polyprim.errors import InvalidArgumentError
from polyprim.runtime import files

UNIX: Final = "unix:"
SOCKET_BYTES_MAX: Final = 107
_TCP: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):([0-9]{1,5})")


def is_local(address: str) -> bool:
    """Whether only this machine can reach it: loopback or a Unix socket.

    Raises InvalidArgumentError for what is no address.
    """
    if address.startswith(UNIX) and len(address) > len(UNIX):
        return True
    found = _TCP.fullmatch(address)
    if found is None or int(found[2]) >= 1 << 16:
        raise InvalidArgumentError(
            f"{address!r} is no address: give HOST:PORT, [IPV6]:PORT or unix:PATH"
        )
    try:
        return found[1] == "localhost" or ipaddress.ip_address(found[1].strip("[]")).is_loopback
    except ValueError:
        return False


def bind(address: str, socket_mode: int, add_port: Callable[[str], int]) -> str:
    """Has `add_port` listen there, and answers the address with the port that was picked.

    Raises InvalidArgumentError if nothing can.
    """
    try:
        if address.startswith(UNIX):
            _bind_socket(Path(address.removeprefix(UNIX)), socket_mode, add_port)
            return address
        return f"{address.rpartition(':')[0]}:{add_port(address)}"
    except (RuntimeError, OSError) as error:
        reason = _why(address) if isinstance(error, RuntimeError) else error.strerror
        raise InvalidArgumentError(f"nothing can listen on {address}: {reason}") from None


def _why(address: str) -> str:
    """What the kernel says: gRPC only that it failed."""
    host, _, port = address.rpartition(":")
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
        with socket.socket(found[0][0], socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[0][4])
            probe.listen()
    except OSError as error:
        return str(error.strerror)
    return "gRPC does not say why"


def unlink(address: str) -> None:
    """Removes a socket that is listened on no longer; somebody else's stays."""
    if address.startswith(UNIX):
        path = Path(address.removeprefix(UNIX))
        with suppress(OSError):
            if not _is_listened_on(path):
                path.unlink()


def _bind_socket(path: Path, mode: int, add_port: Callable[[str], int]) -> None:
    """The socket is made in a folder that is closed to others, and is shown when its mode is right:
    the process's umask, which other threads use too, is left alone."""
    if len(os.fsencode(path)) > SOCKET_BYTES_MAX:
        raise InvalidArgumentError(
            f"the path of a Unix socket has {SOCKET_BYTES_MAX} bytes at most, and {path} has"
            f" {len(os.fsencode(path))}"
        )
    with files.turn(path.parent):
        if _is_listened_on(path):
            raise InvalidArgumentError(f"another server is listening on {UNIX}{path}")
        if path.exists() and not stat.S_ISSOCK(path.stat().st_mode):
            raise InvalidArgumentError(f"there is something at {path} that is no socket")
        with tempfile.TemporaryDirectory(prefix=".polyprim-", dir=path.parent) as folder:
            descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                # Named by the descriptor, since a socket's path has 107 bytes at most; and at
                # random, since grpc removes that name when it ends, whatever it means then.
                made = Path(f"/proc/self/fd/{descriptor}/{secrets.token_hex(8)}")
                add_port(f"{UNIX}{made}")
                made.chmod(mode)
                made.rename(path)
            finally:
                os.close(descriptor)


def _is_listened_on(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return False
        except (PermissionError, BlockingIOError):
            pass
        return True
