"""Folders, space, and the segments that lie there."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from polyprim.cli.doctor.finding import Finding, broken, note, ok
from polyprim.cli.output import plain
from polyprim.errors import PolyprimError
from polyprim.runtime import files, upkeep
from polyprim.runtime.cache import cache_folder

SEGMENT_BYTES: Final = 64 << 20
"""A segment's size, if none is given."""
SHARED: Final = Path("/dev/shm")


def findings() -> Iterator[Finding]:
    """What there is to say."""
    yield _shared_memory()
    yield _cache()
    try:
        folder = files.runtime_folder()
    except PolyprimError as error:
        yield broken("runtime folder", plain(str(error)), "chmod 700 it, or set XDG_RUNTIME_DIR")
        return
    yield _runtime_folder(folder)
    yield from _segments(folder)


def _shared_memory() -> Finding:
    about = str(SHARED)
    if not SHARED.is_dir():
        return note(about, "missing", "mount a tmpfs there, or use segments with a path")
    usage = shutil.disk_usage(SHARED)
    says = f"{_mib(usage.free)} of {_mib(usage.total)} MiB are free"
    if usage.free < SEGMENT_BYTES:
        mend = "mount it larger (mount -o remount,size=1g; docker run --shm-size=1g)"
        return note(about, f"{says}, less than a segment", mend)
    return ok(about, says)


def _cache() -> Finding:
    about, folder = "module cache", cache_folder()
    try:
        status = os.lstat(folder)
    except FileNotFoundError:
        return ok(about, plain(f"{folder} is made at the first start"))
    except OSError as error:
        return note(about, plain(f"{folder}: {error.strerror}"), "set XDG_CACHE_HOME")
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        return note(
            about, plain(f"{folder} is no folder of ours: each start compiles"), "remove it"
        )
    if status.st_mode & 0o022:
        mend = plain(f"chmod go-w {folder}")
        return note(about, plain(f"others can write {folder}: each start compiles"), mend)
    if not os.access(folder, os.W_OK):
        return note(
            about, plain(f"{folder} cannot be written: each start compiles"), "chmod u+w it"
        )
    return ok(about, plain(str(folder)))


def _runtime_folder(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    says = plain(f"{folder}, {_mib(free)} MiB are free")
    if free < SEGMENT_BYTES:
        return note("runtime folder", f"{says}, less than a segment", "remove what is not used")
    return ok("runtime folder", says)


def _segments(folder: Path) -> Iterator[Finding]:
    """The named segments: those that cannot be opened, and those that nobody has open."""
    idle, total = [], 0
    paths = sorted(folder.glob(f"*{files.SUFFIX}"))
    for path in paths:
        try:
            found = upkeep.info(path)
        except PolyprimError as error:
            yield broken("segment", plain(str(error)), plain(f"remove {path}, or mend it"))
            continue
        if not found.header.clean and not found.is_of_this_boot:
            says = plain(f"{path} was open when the machine went down")
            yield broken("segment", says, plain(f"polyprim segment recover {path.stem}"))
        elif not found.is_in_use:
            idle.append(path.stem)
            total += found.header.geometry.bytes
    if idle:
        says = f"{', '.join(idle)}: {_mib(total)} MiB that nobody has open"
        mend = plain(f"remove those that are not needed from {folder}")
        yield note("segments", plain(says), mend)
    elif paths:
        yield ok("segments", f"{len(paths)}")


def _mib(count: int) -> str:
    return f"{count / 2**20:,.0f}"
