"""No snapshot, whatever it says, takes more memory than its limit and 16 MiB."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from polyprim.snapshots import PAGE
from tests.runtime.support import output_of
from tests.snapshots.samples import Forged, make, patterned
from tests.snapshots.test_damage import FRAMES

LIMIT = 4 << 20
SPARE = 16 << 20

READ = """
import os, sys
from polyprim.errors import PolyprimError
from polyprim.snapshots import FileSource, Reader, write_image

def read(path, limit):
    image = os.memfd_create("image")
    try:
        with Reader(FileSource(os.open(path, os.O_RDONLY)), memory_limit=limit) as reader:
            write_image(reader, image, None)
        return "read"
    except PolyprimError as error:
        return type(error).__name__
    finally:
        os.close(image)

def peak():
    status = open("/proc/self/status").read()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024

sound, path, limit = sys.argv[1:]
read(sound, int(limit))
open("/proc/self/clear_refs", "w").write("5")
before = peak()
outcome = read(path, int(limit))
print(outcome, peak() - before)
"""


def taken(tmp_path: Path, raw: bytes, limit: int) -> tuple[str, int]:
    """How another process ends that reads it, and by how much it grows meanwhile."""
    (tmp_path / "sound").write_bytes(make(patterned(16)).snapshot())
    (tmp_path / "hostile").write_bytes(raw)
    outcome, size = output_of(READ, tmp_path / "sound", tmp_path / "hostile", limit).split()
    return outcome, int(size)


def test_a_large_memory(tmp_path: Path) -> None:
    raw = make(os.urandom(48 << 20)).snapshot()
    outcome, size = taken(tmp_path, raw, 48 << 20)
    assert outcome == "read"
    assert size < SPARE


@pytest.mark.parametrize("where", ["cluster", "manifest"])
@pytest.mark.parametrize("what", ["declared bomb", "undeclared bomb", "huge window"])
def test_bombs(what: str, where: str, tmp_path: Path) -> None:
    forged = Forged.of(make(patterned(16)))
    if where == "cluster":
        forged.frames = [FRAMES[what]]
        forged.message.cluster_lengths[0] = len(FRAMES[what])
    else:
        forged.stored, forged.manifest_length = FRAMES[what], 1 << 20
    outcome, size = taken(tmp_path, forged.build(), LIMIT)
    assert outcome == "SnapshotDamagedError"
    assert size < LIMIT + SPARE


def repeated(raw: bytes, size: int) -> bytes:
    """As many of that field as fit."""
    return raw * (size // len(raw))


FIELDS = {
    "globals": b"\x62\x00",
    "tables": b"\x6a\x00",
    "arguments": b"\x7a\x00",
    "environment": b"\x82\x01\x02A=",
    "preopens": b"\x8a\x01\x00",
    "labels": b"\xa2\x01\x00",
    "runs one by one": b"\xad\x01\x04\x00\x00\x00",
    "park": b"\x72\x00",
    "unknown": b"\xf8\x07\x00",
    "groups": b"\xfb\x07\xfc\x07",
}


@pytest.mark.parametrize("what", FIELDS)
def test_manifests_of_many_fields(what: str, tmp_path: Path) -> None:
    forged = Forged.of(make(b""))
    forged.stored = repeated(FIELDS[what], (1 << 20) + LIMIT // 256)
    forged.manifest_length = len(forged.stored)
    outcome, size = taken(tmp_path, forged.build(), LIMIT)
    assert outcome == "SnapshotDamagedError"
    assert size < LIMIT + SPARE


def test_a_manifest_of_a_million_pages(tmp_path: Path) -> None:
    """Each page a run of its own: as long as it may be beside as much memory, and else refused."""
    forged = Forged.of(make(b""))
    count = (4 << 30) // PAGE
    forged.message.memory_pages = 65_536
    forged.message.page_runs.extend([1 << 2, 1 << 2 | 1] * (count // 2))
    raw = forged.build()
    assert taken(tmp_path, raw, LIMIT)[0] == "PayloadTooLargeError"
    outcome, size = taken(tmp_path, raw, 4 << 30)
    assert outcome == "read"
    assert size < 4 * SPARE


def test_a_table_of_many_elements(tmp_path: Path) -> None:
    forged = Forged.of(make(b""))
    count = 120_000
    forged.message.tables.add(length=count, elements=range(count), functions=[1] * count)
    outcome, size = taken(tmp_path, forged.build(), LIMIT)
    assert outcome == "read"
    assert size < LIMIT + SPARE
