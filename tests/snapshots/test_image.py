"""Images: sparse, whatever the kernel can copy, and only ever made from an empty file."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from polyprim.errors import InvalidArgumentError, WrongBaseError
from polyprim.snapshots import PAGE, WASM_PAGE, base_digest, changed_pages, write, write_image
from tests.snapshots.samples import file_of, make, parked, patterned, reader_of


def refuse(number: int) -> Callable[..., int]:
    def failing(*_: Any) -> int:
        raise OSError(number, os.strerror(number))

    return failing


REAL: Final = os.copy_file_range
COPIES: dict[str, Callable[..., int]] = {
    "as it can": REAL,
    "bit by bit": lambda source, target, length, *offsets: REAL(
        source, target, min(length, 1000), *offsets
    ),
    "not between these": refuse(errno.EXDEV),
    "not at all": refuse(errno.ENOSYS),
    "nothing": lambda *_: 0,
}


@pytest.mark.parametrize("how", COPIES)
def test_however_the_kernel_copies(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "copy_file_range", COPIES[how])
    task = parked()
    with reader_of(task.snapshot()) as reader, file_of(task.base) as base, file_of(b"") as target:
        write_image(reader, target, base)
        assert os.pread(target, len(task.memory), 0) == task.memory


def test_an_error_of_the_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "copy_file_range", refuse(errno.EIO))
    task = parked()
    with (
        reader_of(task.snapshot()) as reader,
        file_of(task.base) as base,
        file_of(b"") as target,
        pytest.raises(OSError, match="Input/output"),
    ):
        write_image(reader, target, base)


def test_holes_stay_holes(tmp_path: Path) -> None:
    """A memory of 64 MiB with three pages of data, of which one was zeroed."""
    size, pages = 1024 * WASM_PAGE, [0, 4_000, 16_383]
    base = os.open(tmp_path / "base", os.O_RDWR | os.O_CREAT)
    os.ftruncate(base, size)
    for page in pages:
        os.pwrite(base, patterned(1, page), page * PAGE)
    memory = bytearray(os.pread(base, size, 0))
    memory[4_000 * PAGE : 4_001 * PAGE] = bytes(PAGE)
    memory[5_000 * PAGE : 5_001 * PAGE] = patterned(1, 7)
    task = make(b"", memory_pages=1024, base_bytes=size, base_sha256=base_digest(base))
    file = io.BytesIO()
    write(file, task.manifest, changed_pages(memory, base))
    with reader_of(file.getvalue()) as reader, file_of(b"") as target:
        write_image(reader, target, base)
        assert os.fstat(target).st_size == size
        assert os.fstat(target).st_blocks * 512 == 3 * PAGE
        for page in (0, 5_000, 16_383):
            place = page * PAGE
            assert os.pread(target, PAGE, place) == memory[place : place + PAGE]
    os.close(base)


def test_only_an_empty_file_is_filled() -> None:
    task = parked()
    with (
        reader_of(task.snapshot()) as reader,
        file_of(task.base) as base,
        file_of(b"x") as target,
        pytest.raises(InvalidArgumentError, match="empty"),
    ):
        write_image(reader, target, base)


def test_a_base_image_that_is_cut_off_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    task = parked()
    with (
        reader_of(task.snapshot()) as reader,
        file_of(task.base) as base,
        file_of(b"") as target,
    ):

        def cut(*_: Any) -> int:
            os.ftruncate(base, 0)
            return 0

        monkeypatch.setattr(os, "copy_file_range", cut)
        with pytest.raises(WrongBaseError, match="cut off"):
            write_image(reader, target, base)


def test_the_digest_of_a_base_image() -> None:
    content = patterned(600)
    with file_of(content) as base:
        assert base_digest(base) == hashlib.sha256(content).digest()
