"""The user's cache of compiled modules.

A compiled module is machine code that wasmtime trusts entirely. So it is only ever read from a
folder and a file that nobody else can write, and only if its digest is right; whatever is not so is
as good as absent.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_DIGEST_BYTES: Final = hashlib.sha256().digest_size
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def cache_folder() -> Path:
    """Where compiled modules go: ``$XDG_CACHE_HOME/polyprim``, else ``~/.cache/polyprim``."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return Path(base if os.path.isabs(base) else Path.home() / ".cache") / "polyprim"


class ModuleCache:
    """Compiled modules by key, in one folder. Any number of processes may fill it at once."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder: Final = folder

    def load(self, key: str) -> bytes | None:
        """The artifact of that key, or None if there is none that can be trusted."""
        try:
            with self._opened() as folder:
                content = _read_own(key, folder)
        except (OSError, RuntimeError):
            return None
        digest, artifact = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
        return artifact if hashlib.sha256(artifact).digest() == digest else None

    def store(self, key: str, artifact: bytes) -> None:
        """Keeps an artifact. That it could not be kept costs time at the next start, no more."""
        try:
            self._create()
            with self._opened() as folder:
                _write_own(key, hashlib.sha256(artifact).digest() + artifact, folder)
        except (OSError, RuntimeError) as error:
            warnings.warn(f"compiled modules are not cached: {error}", RuntimeWarning, stacklevel=2)

    def _path(self) -> Path:
        return self._folder if self._folder is not None else cache_folder()

    def _create(self) -> None:
        path = self._path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The folder's descriptor; files are opened by it, so that nobody can swap the folder."""
        path = self._path()
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            _require_own(folder, str(path))
            yield folder
        finally:
            os.close(folder)


def _require_own(file: int, name: str) -> None:
    status = os.fstat(file)
    if status.st_uid != os.geteuid() or status.st_mode & _OTHERS_WRITE:
        raise PermissionError(f"{name} belongs to others or can be written by them")


def _read_own(name: str, folder: int) -> bytes:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    file = os.open(name, flags, dir_fd=folder)
    with os.fdopen(file, "rb") as stream:
        _require_own(file, name)
        return stream.read()


def _write_own(name: str, content: bytes, folder: int) -> None:
    temporary = f".{name}.{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    file = os.open(temporary, flags, 0o600, dir_fd=folder)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(content)
        os.replace(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        os.unlink(temporary, dir_fd=folder)
        raise
