"""The user's cache of compiled modules.

A compiled module is machine code that wasmtime trusts entirely. So it is only ever read from a
folder and a file that nobody else can write, and only if its digest is right; whatever is not so is
as good as absent.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from polyprim.runtime.own import make_folder, open_own, own_folder

_DIGEST_BYTES: Final = hashlib.sha256().digest_size


def cache_folder() -> Path:
    """Where compiled modules go: ``$XDG_CACHE_HOME/polyprim``, else ``~/.cache/polyprim``."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return Path(base if os.path.isabs(base) else Path.home() / ".cache") / "polyprim"


class ModuleCache:
    """Compiled modules by key, in one folder. Any number of processes may fill it at once.

    A file is the artifact and, behind it, its SHA-256.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder: Final = folder

    def load(self, key: str) -> bytes | None:
        """The artifact of that key, or None if there is none that can be trusted."""
        with self.opened(key) as file:
            if file is None:
                return None
            return os.pread(file, os.fstat(file).st_size - _DIGEST_BYTES, 0)

    @contextmanager
    def opened(self, key: str) -> Iterator[int | None]:
        """The same as the descriptor of its file, which has the digest at its end."""
        file = self._open(key)
        try:
            yield file if file is not None and _is_whole(file) else None
        finally:
            if file is not None:
                os.close(file)

    def store(self, key: str, artifact: bytes) -> None:
        """Keeps an artifact. That it could not be kept costs time at the next start, no more."""
        try:
            make_folder(self._path())
            with own_folder(self._path()) as folder:
                _write_own(key, artifact + hashlib.sha256(artifact).digest(), folder)
        except (OSError, RuntimeError) as error:
            warnings.warn(f"compiled modules are not cached: {error}", RuntimeWarning, stacklevel=2)

    def _open(self, key: str) -> int | None:
        try:
            with own_folder(self._path()) as folder:
                return open_own(key, folder)
        except (OSError, RuntimeError):
            return None

    def _path(self) -> Path:
        return self._folder if self._folder is not None else cache_folder()


def _is_whole(file: int) -> bool:
    size = os.fstat(file).st_size
    if size < _DIGEST_BYTES:
        return False
    with mmap(file, size, access=ACCESS_READ) as mapped, memoryview(mapped) as content:
        artifact, digest = content[:-_DIGEST_BYTES], content[-_DIGEST_BYTES:]
        whole = hashlib.sha256(artifact).digest() == digest
        artifact.release()
        digest.release()
        return whole


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
