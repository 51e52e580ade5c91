"""The cache of images: each made once, whole or not at all, and closed to others."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from polyprim.errors import BlockedError, InvalidArgumentError, SnapshotDamagedError, SnapshotError
from polyprim.snapshots import ImageCache, cache, write_image
from tests.runtime.support import eventually
from tests.snapshots.samples import file_of, parked, reader_of
from tests.snapshots.test_folder import TROUBLES

SIZE = 1 << 20


def filling(content: bytes) -> Callable[[int], None]:
    """What fills an image with that."""

    def fill(file: int) -> None:
        os.write(file, content)

    return fill


def never(_: int) -> None:
    raise AssertionError("it is there already")


@pytest.fixture
def images(tmp_path: Path) -> ImageCache:
    """Room for four, and a sixteenth that is left free."""
    return ImageCache(tmp_path / "a" / "cache", size_max=4 * SIZE * 16 // 15 + 16)


def names(images: ImageCache) -> set[str]:
    """The keys of the images that are there, and what else lies about."""
    return {path.name.partition(".")[0] or path.name for path in images.path.iterdir()}


def content(image: int) -> bytes:
    try:
        return os.pread(image, os.fstat(image).st_size, 0)
    finally:
        os.close(image)


def test_an_image_is_made_once(images: ImageCache) -> None:
    assert content(images.image("aa", filling(b"one"))) == b"one"
    assert content(images.image("aa", never)) == b"one"
    assert content(ImageCache(images.path, size_max=SIZE).image("aa", never)) == b"one"
    assert images.statistics().images == 1


def test_nobody_can_write_it(images: ImageCache) -> None:
    for fill in (filling(b"one"), never):
        image = images.image("aa", fill)
        assert stat.S_IMODE(os.fstat(image).st_mode) == 0o400
        assert fcntl.fcntl(image, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
        assert fcntl.fcntl(image, fcntl.F_GETFD) & fcntl.FD_CLOEXEC
        with pytest.raises(OSError, match="descriptor"):
            os.write(image, b"two")
        os.close(image)
    assert stat.S_IMODE(images.path.stat().st_mode) == 0o700


def test_an_image_of_a_snapshot(images: ImageCache) -> None:
    task = parked()
    raw = bytearray(task.snapshot())
    with reader_of(bytes(raw)) as reader, file_of(task.base) as base:
        image = images.image(reader.digest.hex(), lambda file: write_image(reader, file, base))
        assert content(image) == task.memory
    assert images.statistics().size < len(task.memory)
    raw[20] ^= 1
    with (
        reader_of(bytes(raw)) as reader,
        file_of(task.base) as base,
        pytest.raises(SnapshotDamagedError),
    ):
        images.image("bb", lambda file: write_image(reader, file, base))
    assert names(images) == {reader.digest.hex()}


@pytest.mark.parametrize("error", [KeyboardInterrupt, SnapshotDamagedError, MemoryError])
def test_what_cannot_be_filled_leaves_nothing(
    error: type[BaseException], images: ImageCache
) -> None:
    def fill(file: int) -> None:
        os.write(file, b"half")
        raise error

    before = len(os.listdir("/proc/self/fd"))
    with pytest.raises(error):
        images.image("aa", fill)
    assert names(images) == set()
    assert len(os.listdir("/proc/self/fd")) == before
    assert content(images.image("aa", filling(b"whole"))) == b"whole"


def test_those_used_last_stay(images: ImageCache) -> None:
    kept = {key: images.image(key, filling(os.urandom(SIZE))) for key in ("aa", "bb", "cc", "dd")}
    os.close(images.image("aa", never))
    os.close(images.image("ee", filling(os.urandom(SIZE))))
    assert names(images) == {"aa", "cc", "dd", "ee"}
    assert images.statistics().size <= 4 * SIZE
    assert len({content(image) for image in kept.values()}) == 4


def test_one_that_is_over_the_bound_can_be_used_but_is_not_kept(images: ImageCache) -> None:
    assert content(images.image("aa", filling(bytes(5 * SIZE)))) == bytes(5 * SIZE)
    assert images.statistics().size == 0


def test_holes_take_no_room(images: ImageCache) -> None:
    os.close(images.image("aa", lambda file: os.ftruncate(file, 1 << 40)))
    assert images.statistics().size == 0
    assert names(images) == {"aa"}


def test_images_from_before_the_machine_went_down_are_not_used(
    images: ImageCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.close(images.image("aa", filling(b"old")))
    monkeypatch.setattr(cache, "boot_id", lambda: bytes(16))
    later = ImageCache(images.path, size_max=SIZE)
    assert content(later.image("aa", filling(b"new"))) == b"new"
    assert len(list(images.path.iterdir())) == 1


@pytest.mark.parametrize("key", ["", "../aa", "AA", "a" * 129, "aa\n", "aa.image", "\0"])
def test_hostile_keys(key: str, images: ImageCache) -> None:
    with pytest.raises(InvalidArgumentError):
        images.image(key, never)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_others_can_write_is_refused(trouble: str, images: ImageCache) -> None:
    if "another" in trouble and os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.close(images.image("aa", filling(b"one")))
    (path,) = images.path.iterdir()
    TROUBLES[trouble](path)
    with pytest.raises(SnapshotError):
        images.image("aa", never)
    for left in images.path.iterdir():
        left.unlink()
    TROUBLES[trouble](images.path)
    with pytest.raises(SnapshotError):
        images.image("aa", never)


def test_many_processes_fill_it_once(images: ImageCache, tmp_path: Path) -> None:
    journal = os.open(tmp_path / "journal", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def fill(file: int) -> None:
        os.write(journal, b"x")
        time.sleep(0.05)
        os.write(file, b"one")

    children = []
    for _ in range(8):
        child = os.fork()
        if child == 0:
            try:
                same = [content(images.image(f"{key:02x}", fill)) == b"one" for key in range(4)]
                os._exit(0 if all(same) else 2)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 8
    assert (tmp_path / "journal").read_bytes() == b"xxxx"
    os.close(journal)


def test_one_who_stopped_while_filling_is_waited_for_until_the_deadline(
    images: ImageCache,
) -> None:
    def stop(file: int) -> None:
        os.write(file, b"half")
        signal.pause()

    child = os.fork()
    if child == 0:
        images.image("aa", stop)
        os._exit(1)
    eventually(lambda: any(path.stat().st_size for path in images.path.iterdir()))
    with pytest.raises(BlockedError, match="aa"):
        images.image("aa", never, timeout=0.05)
    os.close(images.image("bb", filling(b"another")))
    assert names(images) == {".aa.filling", "bb"}
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert content(images.image("aa", filling(b"whole"))) == b"whole"
    assert names(images) == {"aa", "bb"}


def test_what_the_dead_left_goes(images: ImageCache) -> None:
    (images.path / ".aa.filling").write_bytes(bytes(100))
    os.close(images.image("bb", filling(b"one")))
    assert names(images) == {"bb"}
    (images.path / ".cc.filling").write_bytes(bytes(100))
    assert content(images.image("cc", filling(b"one"))) == b"one"


def test_kills(images: ImageCache) -> None:
    """Whoever dies while he fills: the next finds nothing, or all of it."""
    dice, whole = random.Random(5), bytes(range(256)) * 256

    def fill(file: int) -> None:
        for place in range(0, len(whole), 4096):
            os.write(file, whole[place : place + 4096])

    small = ImageCache(images.path, size_max=3 * len(whole))
    for _ in range(200):
        child = os.fork()
        if child == 0:
            try:
                while True:
                    os.close(small.image(f"{dice.randrange(6):x}", fill))
            finally:
                os._exit(1)
        time.sleep(dice.random() * 0.005)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert content(small.image("0", fill)) == whole
        for path in images.path.glob("*.image"):
            assert path.read_bytes() == whole
    os.close(small.image("ff", fill))
    assert not [*images.path.glob(".*")]
    assert small.statistics().size <= 3 * len(whole)
