"""The files that segments are: where they lie, how they come to be, how they are opened.

    private   a memfd: nobody else can ever open it, and its pages come as they are touched
    named     <runtime folder>/polyprim/<name>.segment, 0600 in a 0700 folder, in memory
    path      wherever the user says

A file appears under its name only when it is whole: it is made without a name, sized, given all its
space, initialised and then linked.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from polyprim.errors import (
    InvalidArgumentError,
    InvalidNameError,
    NoSpaceError,
    SegmentError,
    SegmentExistsError,
    SegmentNotFoundError,
    UnsafePathError,
    UnsupportedSegmentError,
)
from polyprim.runtime.patience import Patience

SUFFIX: Final = ".segment"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_FLAGS: Final = os.O_RDWR | os.O_CLOEXEC
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENOMEM)


def named_path(name: str) -> Path:
    """The file of a named segment, in the user's runtime folder, which is made if need be.

    Raises InvalidNameError unless the name is 1 to 64 of ``A-Z a-z 0-9 . _ -`` with a letter or
    digit first, and UnsafePathError if the folder is not ours alone.
    """
    if not isinstance(name, str) or not _NAME.match(name):
        raise InvalidNameError(
            f"a host's name is 1 to 64 of A-Z a-z 0-9 . _ - with a letter or digit first: {name!r}"
        )
    return runtime_folder() / f"{name}{SUFFIX}"


def absolute(path: str | os.PathLike[str]) -> Path:
    """The path as it is now, whatever the current folder is later.

    Raises InvalidArgumentError if it can be no path.
    """
    try:
        text = os.fspath(path)
        if not isinstance(text, str) or "\0" in text or not text:
            raise TypeError("not a string without NUL")
        os.fsencode(text)
        return Path(os.path.abspath(text))
    except (TypeError, UnicodeEncodeError) as error:
        raise InvalidArgumentError(f"not a path: {path!r}") from error


def runtime_folder() -> Path:
    """``$XDG_RUNTIME_DIR/polyprim``, else ``/dev/shm/polyprim-<uid>``; made if it is missing."""
    base = os.environ.get("XDG_RUNTIME_DIR", "")
    private = Path("/dev/shm", f"polyprim-{os.geteuid()}")
    folder = Path(base, "polyprim") if os.path.isabs(base) else private
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = os.lstat(folder)
    except OSError as error:
        raise UnsafePathError(f"{folder} cannot be used as runtime folder: {error}") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise UnsafePathError(f"{folder} must be a folder of ours that is closed to others (0700)")
    return folder


def open_existing(path: Path) -> int:
    """The descriptor of a file that may be a segment. Nothing is changed, not even a time.

    Raises SegmentNotFoundError, UnsupportedSegmentError, SegmentError.
    """
    try:
        file = os.open(path, _FLAGS | os.O_NONBLOCK | os.O_NOCTTY)
    except FileNotFoundError as error:
        if path.is_symlink():
            raise SegmentError(f"{path} is a link that leads nowhere") from error
        raise SegmentNotFoundError(f"there is no segment at {path}") from error
    except OSError as error:
        raise SegmentError(
            f"{path} cannot be opened for reading and writing: {error.strerror}"
        ) from error
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise UnsupportedSegmentError(f"{path} is not a regular file")
    return file


def private_file(size: int) -> int:
    """A memfd of that size, which nobody can make larger or smaller any more."""
    file = os.memfd_create("polyprim", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        os.ftruncate(file, size)
        seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
        fcntl.fcntl(file, fcntl.F_ADD_SEALS, seals)
    except OSError as error:
        os.close(file)
        raise _refusal(error, "a private segment", size) from error
    return file


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """While it lasts, who else makes a file in that folder waits, so that not all fill it at once.

    A courtesy that ends after some seconds: nothing relies on it.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield  # making the file there will say what is wrong
        return
    try:
        patience = Patience()
        while not _locked(descriptor) and patience.pause():
            pass
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno != errno.EWOULDBLOCK
    return True


@contextmanager
def unborn_file(path: Path, size: int) -> Iterator[int]:
    """A file with all its space and no name, which gets the name `path` where the block ends well.

    Raises NoSpaceError if there is no room, SegmentExistsError if the name was taken meanwhile.
    Nothing is left behind then.
    """
    try:
        file, temporary = _without_name(path.parent)
    except FileNotFoundError as error:
        raise SegmentNotFoundError(f"there is no folder {path.parent}") from error
    except OSError as error:
        raise _refusal(error, str(path), size) from error
    try:
        try:
            os.ftruncate(file, size)
            os.posix_fallocate(file, 0, size)
        except OSError as error:
            raise _refusal(error, str(path), size) from error
        yield file
        _give_name(file, path)
    finally:
        if temporary is not None:
            os.unlink(temporary)
        os.close(file)


def _without_name(folder: Path) -> tuple[int, Path | None]:
    """A new file; on file systems that must have a name, a temporary one."""
    with suppress(OSError):
        return os.open(folder, _FLAGS | os.O_TMPFILE, 0o600), None
    temporary = folder / f".{secrets.token_hex(8)}.new"
    return os.open(temporary, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600), temporary


def _give_name(file: int, path: Path) -> None:
    # By a folder's descriptor: only then does Python ask the kernel to follow the link in /proc.
    descriptors = os.open("/proc/self/fd", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.link(str(file), path, src_dir_fd=descriptors, follow_symlinks=True)
    except FileExistsError as error:
        raise SegmentExistsError(f"there is already something at {path}") from error
    except OSError as error:
        raise _refusal(error, str(path), os.fstat(file).st_size) from error
    finally:
        os.close(descriptors)


def _refusal(error: OSError, what: str, size: int) -> Exception:
    if error.errno in _FULL:
        return NoSpaceError(f"no room for {what} of {size} bytes: {error.strerror}")
    return SegmentError(f"{what} cannot be made: {error.strerror}")
