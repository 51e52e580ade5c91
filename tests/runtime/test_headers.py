"""Whether a header may be believed: each field, changed alone, is refused and not touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from polyprim import Host
from polyprim.abi import ABI_VERSION, HEADER, LAYOUT_VERSION
from polyprim.errors import UncleanSegmentError, UnsupportedSegmentError
from polyprim.runtime import header, upkeep
from polyprim.runtime.header import Header
from tests.runtime.test_paths import SIZE, refuse, untouched


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A clean segment with a counter in it."""
    with Host(path=tmp_path / "file", size=SIZE, create=True) as host:
        host.counter("hits").add(42)
    return tmp_path / "file"


def set_field(path: Path, field: str, value: bytes, place: int = 0) -> None:
    with path.open("r+b") as file:
        file.seek(HEADER.offset(field) + place)
        file.write(value)


def number_of(path: Path, field: str, size: int) -> int:
    return int.from_bytes(path.read_bytes()[HEADER.offset(field) :][:size], "little")


OTHER = LAYOUT_VERSION + 1
VERSIONS = [
    *(("abi_version", version) for version in (0, ABI_VERSION + 1)),
    *(("layout_version", version) for version in (0, LAYOUT_VERSION - 1, OTHER)),
]


@pytest.mark.parametrize(("field", "value"), VERSIONS)
def test_another_version_is_refused(field: str, value: int, path: Path) -> None:
    set_field(path, field, value.to_bytes(4, "little"))
    name = field.replace("abi", "ABI").replace("_", " ")
    with untouched(path):
        refuse(path, UnsupportedSegmentError, f"{name} {value}")


@pytest.mark.parametrize("kind", range(16))
def test_a_kind_of_another_version_is_refused(kind: int, path: Path) -> None:
    set_field(path, "kind_layout", OTHER.to_bytes(4, "little"), 4 * kind)
    with untouched(path):
        refuse(path, UnsupportedSegmentError, "objects of another version")


@pytest.mark.parametrize("place", range(8))
def test_another_magic_is_refused(place: int, path: Path) -> None:
    set_field(path, "magic", b"x", place)
    with untouched(path):
        refuse(path, UnsupportedSegmentError, "not a segment")


NUMBERS = ["clean", "reserved", "objects", "chunks", "objects_offset", "chunks_offset"]
NUMBERS += ["heap_offset", "slots_used"]


@pytest.mark.parametrize("value", [0xFFFFFFFF, 0x80000000, 0x10000, 0x7FFFFFC0])
@pytest.mark.parametrize("field", NUMBERS)
def test_a_number_out_of_its_range_is_refused(field: str, value: int, path: Path) -> None:
    set_field(path, field, value.to_bytes(4, "little"))
    with untouched(path):
        refuse(path, UnsupportedSegmentError, "contradicts|outside their range|a segment has|fit")


@pytest.mark.parametrize("field", ["objects", "chunks", "objects_offset", "heap_offset"])
@pytest.mark.parametrize("factor", [0, 0.5, 2])
def test_a_number_that_contradicts_the_others_is_refused(
    field: str, factor: float, path: Path
) -> None:
    value = int(factor * number_of(path, field, 4))
    set_field(path, field, value.to_bytes(4, "little"))
    with untouched(path):
        refuse(path, UnsupportedSegmentError, "contradicts|a segment has|fit")


@pytest.mark.parametrize("value", [0, SIZE - 65_536, SIZE + 65_536, 1 << 40, (1 << 64) - 1])
def test_another_size_than_the_file_s_is_refused(value: int, path: Path) -> None:
    set_field(path, "bytes", value.to_bytes(8, "little"))
    with untouched(path):
        refuse(path, UnsupportedSegmentError, "truncated or extended")


def test_a_time_that_is_none_is_refused(path: Path) -> None:
    set_field(path, "created_ms", b"\xff" * 8)
    with untouched(path):
        refuse(path, UnsupportedSegmentError, "outside their range")


def test_modules_are_recorded_and_not_compared(path: Path) -> None:
    set_field(path, "module_digest", b"\xff" * 512)
    with Host(path=path) as host:
        assert host.counter.open("hits").get() == 42


def test_the_header_says_who_made_it(path: Path) -> None:
    with path.open("rb") as file:
        found = Header.read(file.fileno(), "it")
    assert found.clean
    assert found.boot_id == header.boot_id()
    assert found.slots_used >= 2
    assert found.kind_layouts[1:6] == (LAYOUT_VERSION,) * 5
    assert all(any(digest) for digest in found.module_digests[1:6])
    assert not any(any(digest) for digest in found.module_digests[6:])


def test_after_a_clean_shutdown_it_opens_in_the_next_boot(path: Path) -> None:
    set_field(path, "boot_id", b"another boot....")
    with Host(path=path) as host:
        assert host.counter.open("hits").get() == 42
        assert upkeep.info(path).is_of_this_boot
        assert not upkeep.info(path).header.clean
    assert upkeep.info(path).header.clean


def test_after_a_crash_of_all_who_had_it_open_it_opens_in_the_same_boot(path: Path) -> None:
    set_field(path, "clean", bytes(4))
    with Host(path=path) as host:
        assert host.counter.open("hits").get() == 42
    assert upkeep.info(path).header.clean


def test_after_a_crash_of_the_machine_it_names_the_command_that_helps(path: Path) -> None:
    set_field(path, "clean", bytes(4))
    set_field(path, "boot_id", b"another boot....")
    with untouched(path):
        for create in (False, True):
            with pytest.raises(UncleanSegmentError, match=f"polyprim segment recover {path}"):
                Host(path=path, create=create)
        assert upkeep.verify(path) == []
        assert not upkeep.info(path).is_of_this_boot
    upkeep.recover(path)
    with Host(path=path) as host:
        assert host.counter.open("hits").get() == 42
