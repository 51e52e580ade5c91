"""Snapshots that are damaged or forged: a typed error, or exactly what was written."""

from __future__ import annotations

import hashlib
import io
import os
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from polyprim.errors import (
    InvalidArgumentError,
    PayloadTooLargeError,
    SnapshotDamagedError,
    UnsupportedSnapshotError,
    UntrustedSnapshotError,
    WrongBaseError,
)
from polyprim.snapshots import PAGE, FileSource, Reader, write_image
from tests.snapshots.samples import (
    KEY,
    Forged,
    Task,
    file_of,
    make,
    parked,
    patterned,
    reader_of,
    restored,
    small,
)

SOUND = (SnapshotDamagedError, UnsupportedSnapshotError)
TASKS: dict[str, Callable[[], Task]] = {
    "small": small,
    "parked": parked,
    "without memory": lambda: make(b""),
}


def read(raw: bytes, base: bytes = b"", **options: Any) -> None:
    """Everything, as a restore does."""
    restored(raw, base, **options)


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize("name", TASKS)
def test_every_flipped_byte_is_found(name: str, key: bytes | None) -> None:
    task = TASKS[name]()
    raw = bytearray(task.snapshot(key))
    dice = random.Random(name)
    for place in range(len(raw)):
        kept = raw[place]
        for flipped in {kept ^ 1, kept ^ 0x80, kept ^ 0xFF, dice.randrange(256)} - {kept}:
            raw[place] = flipped
            with pytest.raises(SOUND):
                read(bytes(raw), task.base, key=key)
        raw[place] = kept
    read(bytes(raw), task.base, key=key)


@pytest.mark.parametrize("name", TASKS)
def test_every_truncation_is_found(name: str) -> None:
    task = TASKS[name]()
    raw = task.snapshot()
    for length in range(len(raw)):
        for cut in (raw[:length], raw[length + 1 :] if length else raw + b"\0"):
            with pytest.raises(SOUND):
                read(cut, task.base)


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_anything_else_is_no_snapshot(raw: bytes) -> None:
    with pytest.raises(SOUND):
        read(raw)


def test_bytes_in_between_or_behind_are_found() -> None:
    task = small()
    raw = task.snapshot()
    for place in (16, len(raw) - 96, len(raw)):
        with pytest.raises(SOUND):
            read(raw[:place] + bytes(16) + raw[place:], task.base)
    forged = Forged.of(task)
    forged.between = b"hidden"
    with pytest.raises(SnapshotDamagedError, match="reach"):
        read(forged.build(), task.base)


def test_what_is_forged_well_is_read() -> None:
    """So that what is refused below is refused for what is wrong with it."""
    for name in TASKS:
        task = TASKS[name]()
        assert restored(Forged.of(task).build(), task.base) == (task.manifest, task.memory)


@pytest.mark.parametrize("with_lengths", [False, True])
def test_swapped_clusters_are_found(with_lengths: bool) -> None:
    task = make(patterned(48))
    forged = Forged.of(task)
    frames = list(forged.frames)
    frames[0], frames[1] = frames[1], frames[0]
    forged.frames = frames
    if with_lengths:
        lengths = forged.message.cluster_lengths
        lengths[0], lengths[1] = lengths[1], lengths[0]
    with pytest.raises(SnapshotDamagedError):
        read(forged.build())


def test_another_cluster_is_found_even_if_its_crc32_is_right() -> None:
    task = make(patterned(16))
    forged = Forged.of(task)
    forged.build()
    forged.keep_sha256 = True
    forged.frame(0, patterned(16, 2))
    with pytest.raises(SnapshotDamagedError, match="not those"):
        read(forged.build())


def test_another_base_image_is_found() -> None:
    task = small()
    raw = task.snapshot()
    for base in (b"", patterned(3, 2), task.base + bytes(PAGE), task.base[:-1]):
        with pytest.raises(WrongBaseError):
            read(raw, base)
    with (
        reader_of(raw) as reader,
        file_of(b"") as target,
        pytest.raises(WrongBaseError, match="there is none"),
    ):
        write_image(reader, target, None)


def test_keys() -> None:
    signed, unsigned, base = small().snapshot(KEY), small().snapshot(), small().base
    read(signed, base)
    read(signed, base, key=KEY)
    with pytest.raises(UntrustedSnapshotError, match="not signed"):
        read(unsigned, base, key=KEY)
    with pytest.raises(UntrustedSnapshotError, match="another key"):
        read(signed, base, key=KEY[::-1])
    with pytest.raises(InvalidArgumentError):
        read(signed, base, key=b"short")
    forged = Forged.of(small())
    forged.key = b"the forger's own key"
    with pytest.raises(UntrustedSnapshotError):
        read(forged.build(), base, key=KEY)


def test_a_limit_on_memory() -> None:
    raw = make(bytes(3 * 65536)).snapshot()
    read(raw, memory_limit=3 * 65536)
    with pytest.raises(PayloadTooLargeError):
        read(raw, memory_limit=3 * 65536 - 1)


# What a manifest can lie about


def lies() -> Iterator[tuple[str, Callable[[Any], object]]]:
    """Changes of a sound manifest of three clusters that no reader may believe."""

    def changing(name: str, value: Any) -> tuple[str, Callable[[Any], object]]:
        return f"{name} = {value!r:.40}", lambda message: setattr(message, name, value)

    def filling(name: str, values: list[Any]) -> tuple[str, Callable[[Any], object]]:
        def change(message: Any) -> None:
            message.ClearField(name)
            getattr(message, name).extend(values)

        return f"{name} = {values!r:.40}", change

    yield changing("format_version", 2)
    yield changing("abi_version", 0)
    yield changing("abi_version", 2)
    yield changing("memory_pages", 2)
    yield changing("memory_pages", 4)
    yield changing("memory_pages", 65_537)
    yield changing("memory_pages", 2**32 - 1)
    yield changing("memory_pages_max", 1)
    yield changing("base_bytes", 2**63)
    yield changing("module_sha256", b"")
    yield changing("base_sha256", bytes(33))
    yield changing("clusters_sha256", bytes(32))
    for name in ("", "\n", "\x1b]0;x\x07", "x" * 256, "\u202e", "a\0b"):
        yield changing("module_name", name)
    for runs in (
        [],
        [0],
        [48 << 2],
        [48 << 2 | 3],
        [47 << 2 | 2],
        [49 << 2 | 2],
        [24 << 2 | 2, 24 << 2 | 2],
        [48 << 2 | 2, 2],
        [2**32 - 1],
        [2**32 - 2] * 8,
        [16 << 2 | 2, 32 << 2 | 1],
    ):
        yield filling("page_runs", runs)
    for lengths in ([], [1], [0, 0, 0], [2**32 - 1] * 3, [66_561] * 3, [1] * 100):
        yield filling("cluster_lengths", lengths)
    for crc32s in ([], [0, 0, 0], [0] * 4):
        yield filling("cluster_crc32s", crc32s)
    yield (
        "globals twice",
        lambda message: [message.globals.add(type=1, value=bytes(16)) for _ in range(2)],
    )
    yield "global of no type", lambda message: message.globals.add(value=bytes(16))
    yield "global of type 9", lambda message: message.globals.add(type=9, value=bytes(16))
    yield "global too long", lambda message: message.globals.add(type=1, value=bytes(17))
    yield "half a table", lambda message: message.tables.add(length=9, elements=[1])
    yield "parked for nothing", lambda message: message.park.SetInParent()
    yield "environment without =", lambda message: message.environment.append("HOME")
    yield "environment twice", lambda message: message.environment.extend(["A=1", "A=2"])
    yield "label with a bell", lambda message: message.labels.update({"a": "\a"})
    yield "label with a path", lambda message: message.labels.update({"../a": "b"})
    yield "many fields", lambda message: message.arguments.extend([""] * 20_000)


LIES = dict(lies())


@pytest.mark.parametrize("lie", LIES)
def test_a_manifest_is_not_believed(lie: str) -> None:
    forged = Forged.of(make(patterned(48)))
    LIES[lie](forged.message)
    if lie.startswith("clusters_sha256"):
        forged.keep_sha256 = True
    with pytest.raises((*SOUND, PayloadTooLargeError)):
        read(forged.build())


@given(st.binary(max_size=300), st.booleans())
@settings(deadline=None)
def test_any_manifest_is_read_or_refused(raw: bytes, appended: bool) -> None:
    forged = Forged.of(small())
    forged.build()
    sound = forged.message.SerializeToString(deterministic=True)
    forged.stored = sound + raw if appended else raw
    forged.manifest_length = len(forged.stored)
    with suppress(*SOUND, PayloadTooLargeError, WrongBaseError):
        read(forged.build(), small().base)


@given(st.data())
@settings(deadline=None, max_examples=300)
def test_any_change_of_a_manifest_is_read_or_refused(data: st.DataObject) -> None:
    task = parked()
    forged = Forged.of(task)
    forged.build()
    raw = bytearray(forged.message.SerializeToString(deterministic=True))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    forged.stored, forged.manifest_length = bytes(raw), len(raw)
    with suppress(*SOUND, PayloadTooLargeError, WrongBaseError):
        read(forged.build(), task.base, memory_limit=1 << 20)


# What frames and footers can lie about

COMPRESSOR = zstandard.ZstdCompressor(level=3)


def undeclared(content: bytes) -> bytes:
    """A frame that does not say how long its content is."""
    made = io.BytesIO()
    with zstandard.ZstdCompressor(level=3).stream_writer(made, closefd=False) as writer:
        writer.write(content)
    return made.getvalue()


def with_window(log: int, content: bytes) -> bytes:
    """A frame that asks for that window, and does not say its content's length."""
    return b"\x28\xb5\x2f\xfd\x00" + bytes([(log - 10) << 3]) + undeclared(content)[6:]


FRAMES = {
    "longer than it should be": COMPRESSOR.compress(patterned(17)),
    "shorter than it should be": COMPRESSOR.compress(patterned(15)),
    "declared bomb": COMPRESSOR.compress(bytes(1 << 28)),
    "undeclared bomb": undeclared(bytes(1 << 28)),
    "undeclared": undeclared(patterned(16)),
    "huge window": with_window(31, patterned(16)),
    "skippable": b"\x50\x2a\x4d\x18\x04\0\0\0abcd",
    "skippable before it": b"\x50\x2a\x4d\x18\0\0\0\0" + COMPRESSOR.compress(patterned(16)),
    "two in one": COMPRESSOR.compress(patterned(8)) * 2,
    "something behind it": COMPRESSOR.compress(patterned(16)) + b"x",
    "cut off": COMPRESSOR.compress(patterned(16))[:-1],
    "no frame": b"x" * 100,
    "too short": b"\x28\xb5\x2f\xfd",
    "a lie": COMPRESSOR.compress(patterned(16))[:5]
    + b"\0\1"
    + COMPRESSOR.compress(patterned(1))[7:],
}


@pytest.mark.parametrize("what", FRAMES)
def test_a_frame_is_not_believed(what: str) -> None:
    forged = Forged.of(make(patterned(16)))
    forged.frames = [FRAMES[what]]
    forged.message.cluster_lengths[0] = len(FRAMES[what])
    with pytest.raises(SnapshotDamagedError):
        read(forged.build())


@pytest.mark.parametrize("what", FRAMES)
def test_a_manifest_s_frame_is_not_believed(what: str) -> None:
    forged = Forged.of(make(patterned(16)))
    forged.stored = FRAMES[what]
    for length in (len(FRAMES[what]) + 1, 65_536, 1 << 20, 1 << 28, 2**32 - 1):
        forged.manifest_length = length
        with pytest.raises((*SOUND, PayloadTooLargeError)):
            read(forged.build())


@pytest.mark.parametrize(
    "fields",
    [
        {"offset": 0},
        {"offset": 15},
        {"offset": 17},
        {"offset": 2**63},
        {"offset": 2**64 - 1},
        {"manifest_length": 1},
        {"manifest_length": 2**32 - 1, "flags": 1},
        {"flags": 0xFFFF_FFFF},
        {"flags": 1},
        {"stored": b"", "manifest_length": 0},
        {"header": b"\x89PPSNAP\n\x02\0\0\0\0\0\0\0"},
        {"header": b"\x89PPSNAP\n\x01\0\0\0\0\0\0\1"},
        {"header": b"\x7fELF" + bytes(12)},
    ],
)
def test_a_footer_or_header_is_not_believed(fields: dict[str, Any]) -> None:
    forged = Forged.of(make(b""))
    for name, value in fields.items():
        setattr(forged, name, value)
    with pytest.raises((*SOUND, PayloadTooLargeError)):
        read(forged.build(), key=None)


def test_a_snapshot_that_is_cut_off_while_it_is_read_is_an_error() -> None:
    raw = make(patterned(64)).snapshot()
    with file_of(raw) as file, Reader(FileSource(os.dup(file))) as reader:
        os.ftruncate(file, 100)
        with pytest.raises(SnapshotDamagedError, match="cut off"):
            reader.verify()


def test_a_reader_that_cannot_be_leaves_nothing_open() -> None:
    before = len(os.listdir("/proc/self/fd"))
    for raw in (b"", b"x" * 200, small().snapshot()[:-1]):
        with pytest.raises(SOUND):
            read(raw)
    assert len(os.listdir("/proc/self/fd")) == before


def test_pages_are_those_of_the_digest() -> None:
    """A caller who takes pages as they come learns at the end that they were others."""
    forged = Forged.of(make(patterned(32)))
    forged.build()
    forged.keep_sha256 = True
    forged.frame(1, patterned(16, 9))
    with reader_of(forged.build()) as reader:
        pages = reader.pages()
        assert hashlib.sha256(next(pages)[1]).digest() == hashlib.sha256(patterned(16)).digest()
        with pytest.raises(SnapshotDamagedError):
            list(pages)
