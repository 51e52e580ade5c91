"""What `verify` finds in a segment's tables, and that `recover` does not pass over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from polyprim import DataLossError, Host
from polyprim.abi import CHUNK_BYTES, CHUNK_OF_SLOT
from polyprim.runtime import upkeep
from tests.runtime.tables import Tables
from tests.runtime.test_headers import set_field
from tests.runtime.test_paths import untouched

SIZE = 4 << 20
HITS, JOBS = b"hits", b"jobs"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A segment with a counter, and a queue in chunk 0."""
    with Host(path=tmp_path / "file", size=SIZE, create=True) as host:
        host.counter("hits").add(42)
        host.queue("jobs", capacity=65_536).push(b"one")
    assert upkeep.verify(tmp_path / "file") == []
    return tmp_path / "file"


def share_a_name(tables: Tables) -> None:
    tables.set(HITS, "name", int.from_bytes(JOBS, "little"))


PLANTED: dict[str, tuple[Callable[[Tables], object], str]] = {
    "no name": (lambda t: t.set(JOBS, "name_length", 0), "its name has 0 bytes"),
    "a long name": (lambda t: t.set(JOBS, "name_length", 65), "its name has 65 bytes"),
    "no kind": (lambda t: t.set(JOBS, "state", t.get(JOBS, "state") | 0x7F8), "no such kind"),
    "no tag": (lambda t: t.set_tag(t.number(JOBS), 0), "does not know it"),
    "another's tag": (lambda t: t.set_tag(t.number(JOBS), 9), "does not know it"),
    "a body between chunks": (lambda t: t.set(JOBS, "body", SIZE - 64), "outside the heap"),
    "a body in the tables": (lambda t: t.set(JOBS, "body", CHUNK_BYTES), "outside the heap"),
    "a body too long": (lambda t: t.set(JOBS, "body_chunks", 1 << 31), "outside the heap"),
    "a body of no chunks": (lambda t: t.set(JOBS, "body_chunks", 0), "by others too"),
    "a body that is free": (lambda t: t.set_chunk(0, 0), "by others too"),
    "a body of two": (lambda t: t.set(HITS, "body", t.get(JOBS, "body")), "by others too"),
    "one name for two": (share_a_name, "has the same name"),
    "a chunk of no slot": (lambda t: t.set_chunk(9, CHUNK_OF_SLOT | 1024), "no slot 1024"),
    "a chunk of nobody": (lambda t: t.set_chunk(9, CHUNK_OF_SLOT), "no slot 0"),
    "a chunk of no object": (lambda t: t.set_chunk(9, 1 << 30), "no object"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_contradiction_is_found(what: str, path: Path) -> None:
    plant, finding = PLANTED[what]
    plant(Tables(path))
    with untouched(path):
        assert any(finding in found for found in upkeep.verify(path))
    set_field(path, "clean", bytes(4))
    set_field(path, "boot_id", b"another boot....")
    with pytest.raises(DataLossError, match=finding):
        upkeep.recover(path)
    found = upkeep.info(path)
    assert (found.header.clean, found.is_of_this_boot, found.is_in_use) == (False, False, False)
