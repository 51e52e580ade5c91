"""What the kernel and the processor offer, and what they limit."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from polyprim.cli.doctor.finding import Finding, broken, note, ok
from polyprim.runtime import files, locks

FILES_FEW: Final = 1024
FILES_LEAST: Final = 64
MAPS_FEW: Final = 65_530
"""The kernel's own default. A segment takes three maps, and a thread one."""
RESERVED: Final = 5 << 30
"""Address space, rounded up, that a segment takes."""
FUTEX_WAITV: Final = 449
FEATURES: Final = ("ssse3", "sse4_1", "sse4_2", "popcnt", "bmi1", "bmi2", "lzcnt", "avx", "avx2")
_NAMES: Final = {"lzcnt": "abm"}
"""What /proc/cpuinfo calls it."""


def findings() -> Iterator[Finding]:
    """What there is to say."""
    yield _files()
    yield _address_space()
    yield _locked_memory()
    yield _maps()
    yield _lifetime_locks()
    yield _futex_waitv()
    yield _processor()
    yield _processors()


def _files() -> Finding:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    about, says = "open files", f"{_limit(soft)}, at most {_limit(hard)}"
    if _below(soft, FILES_LEAST):
        return broken(about, says, f"ulimit -n {FILES_FEW}")
    if _below(soft, FILES_FEW):
        return note(about, f"{says}: a connection takes one", f"ulimit -n {FILES_FEW} or more")
    return ok(about, says)


def _address_space() -> Finding:
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    if _below(soft, 2 * RESERVED):
        says = f"{_limit(soft)} bytes, and each segment reserves 4 GiB"
        return broken("address space", says, "ulimit -v unlimited")
    return ok("address space", _limit(soft))


def _locked_memory() -> Finding:
    soft, _ = resource.getrlimit(resource.RLIMIT_MEMLOCK)
    return ok("locked memory", f"{_limit(soft)} bytes; none is needed")


def _maps() -> Finding:
    about = "vm.max_map_count"
    count = int(Path("/proc/sys/vm/max_map_count").read_text())
    if count < MAPS_FEW:
        return note(about, f"{count}", f"sysctl vm.max_map_count={MAPS_FEW}")
    return ok(about, str(count))


def _lifetime_locks() -> Finding:
    """Locks of an open file description, by which a worker's death is seen."""
    file = files.private_file(4096)
    try:
        held = locks.lock(file, locks.USERS)
    except OSError as error:
        return broken("OFD locks", f"refused: {error.strerror}", "use Linux 3.15 or newer")
    finally:
        os.close(file)
    return ok("OFD locks", "there are" if held else "there are, and somebody holds one")


def _futex_waitv() -> Finding:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(FUTEX_WAITV, None, 0, 0, None, 0)
    if ctypes.get_errno() == errno.ENOSYS:
        return note(
            "futex_waitv",
            "missing: coroutines that wait look every millisecond",
            "use Linux 5.16 or newer, and a container that allows it",
        )
    return ok("futex_waitv", "there is")


def _processor() -> Finding:
    flags: set[str] = set()
    for line in Path("/proc/cpuinfo").read_text(errors="replace").splitlines():
        if line.startswith("flags"):
            flags = set(line.partition(":")[2].split())
            break
    missing = [name for name in FEATURES if _NAMES.get(name, name) not in flags]
    if missing:
        says = f"without {', '.join(missing)}: copies are slower"
        return note("processor", says, "let the virtual machine show the processor's own features")
    return ok("processor", ", ".join(FEATURES))


def _processors() -> Finding:
    count = len(os.sched_getaffinity(0))
    if count == 1:
        return note("processors", "1: whoever waits and who wakes it share it", "allow two or more")
    return ok("processors", str(count))


def _below(limit: int, least: int) -> bool:
    return limit != resource.RLIM_INFINITY and limit < least


def _limit(limit: int) -> str:
    return "unlimited" if limit == resource.RLIM_INFINITY else f"{limit:,}"
