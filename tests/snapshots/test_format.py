"""The format: what comes out is what went in, for us and for a stranger with docs/ alone."""

from __future__ import annotations

import io
import re
from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyprim.errors import InvalidArgumentError, UnsupportedSnapshotError
from polyprim.snapshots import (
    PAGE,
    WASM_PAGE,
    Global,
    Origin,
    Park,
    Preopen,
    Table,
    TaskLimits,
    ValueType,
    Wait,
    changed_pages,
    write,
)
from tests.runtime.support import ROOT
from tests.snapshots import stranger
from tests.snapshots.samples import (
    KEY,
    Task,
    file_of,
    make,
    parked,
    patterned,
    reader_of,
    restored,
    small,
)

TASKS: dict[str, Callable[[], Task]] = {
    "small": small,
    "parked": parked,
    "without memory": lambda: make(b""),
    "without a base": lambda: make(patterned(16)),
    "untouched": lambda: make(patterned(16), patterned(16)),
    "all zeros": lambda: make(bytes(WASM_PAGE)),
    "zeroed": lambda: make(bytes(WASM_PAGE), patterned(16)),
}


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize("name", TASKS)
def test_what_comes_out_is_what_went_in(name: str, key: bytes | None) -> None:
    task = TASKS[name]()
    raw = task.snapshot(key)
    assert restored(raw, task.base, key=key) == (task.manifest, task.memory)
    strange = stranger.read(raw, task.base, key)
    assert strange.memory == task.memory
    with reader_of(raw) as reader:
        assert (reader.digest.hex(), reader.is_signed) == (strange.id, strange.signed)
        assert reader.size == len(raw)


def test_the_documented_example() -> None:
    text = (ROOT / "docs" / "snapshot-format.md").read_text()
    lines = re.findall(r"^[0-9a-f]{4}  ((?:[0-9a-f]{2} ?)+)$", text, re.M)
    raw, key = bytes.fromhex(" ".join(lines)), b"a key of the docs"
    memory = bytearray(WASM_PAGE)
    memory[:PAGE] = b"base" * 1024
    memory[3 * PAGE : 4 * PAGE] = b"polyprim" * 512
    strange = stranger.read(raw, b"base" * 2048, key)
    assert strange.memory == memory
    assert strange.signed
    manifest, ours = restored(raw, b"base" * 2048, key=key)
    assert ours == memory
    assert manifest.module_name == "example.wasm"
    assert manifest.labels == {"for": "docs"}


def test_a_stranger_finds_the_words_of_the_manifest() -> None:
    task = parked()
    fields = stranger.read(task.snapshot(), task.base).fields
    assert fields[4] == [b"sample.wasm"]
    assert fields[16] == [b"HOME=/", b"EMPTY="]
    assert [stranger.protobuf(label)[1] for label in fields[20]] == [[b"a"], [b"b"], [b"for"]]
    (park,) = fields[14]
    assert stranger.protobuf(park)[4] == [b"polyprim.v1.QueueService/Pop"]


def test_the_same_task_makes_the_same_bytes() -> None:
    assert parked().snapshot(KEY) == parked().snapshot(KEY)
    one, other = parked(), parked()
    turned = dict(reversed([*one.manifest.labels.items()]))
    other.manifest = replace(other.manifest, labels=turned)
    assert one.snapshot() == other.snapshot()


def test_what_the_base_image_or_nobody_wrote_is_not_stored() -> None:
    task = parked()
    with reader_of(task.snapshot()) as reader:
        stored, zero = (reader.page_map.count(origin) for origin in (Origin.STORED, Origin.ZERO))
        assert (stored, zero) == (19, 1)
        pages = [
            page + index
            for page, content in reader.pages()
            for index in range(len(content) // PAGE)
        ]
        assert pages == [*range(2, 20), 44]
        assert [(run.first, run.count, run.origin) for run in reader.page_map] == [
            (0, 2, Origin.BASE),
            (2, 18, Origin.STORED),
            (20, 10, Origin.BASE),
            (30, 1, Origin.ZERO),
            (31, 13, Origin.BASE),
            (44, 1, Origin.STORED),
            (45, 3, Origin.BASE),
        ]


def test_long_work_tells_how_far_it_is() -> None:
    task, told = make(patterned(160)), list[tuple[int, int]]()
    file = io.BytesIO()
    pages = changed_pages(task.memory, None)
    write(file, task.manifest, pages, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (160 * PAGE, 160 * PAGE)
    told.clear()
    with reader_of(file.getvalue()) as reader:
        reader.verify(lambda done, of: told.append((done, of)))
    assert len(told) == 10
    assert told == sorted(told)
    assert len({of for _, of in told}) == 1
    assert told[-1][0] == told[-1][1]


def pages_of(memory: bytes, base: bytes, candidates: Any = None) -> list[int]:
    """The numbers of those that differ; their contents must be the memory's."""
    found: list[int] = []
    with file_of(base) as file:
        for page, content in changed_pages(memory, file, candidates):
            assert content == memory[page * PAGE : page * PAGE + len(content)]
            found += range(page, page + len(content) // PAGE)
    return found


@given(
    st.integers(0, 3),
    st.integers(0, 48),
    st.sets(st.integers(0, 47)),
    st.sets(st.integers(0, 47)),
)
@settings(deadline=None)
def test_round_trips(wasm_pages: int, base_pages: int, written: set[int], zeroed: set[int]) -> None:
    count = wasm_pages * 16
    base = patterned(min(base_pages, count))
    memory = bytearray(base + bytes(count * PAGE - len(base)))
    for page in written:
        memory[page * PAGE : (page + 1) * PAGE] = patterned(1, page + 5)
    for page in zeroed:
        memory[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    del memory[count * PAGE :]
    task = make(bytes(memory), base)
    expected = base + bytes(len(memory) - len(base))
    differ = [
        page
        for page in range(count)
        if memory[page * PAGE : (page + 1) * PAGE] != expected[page * PAGE : (page + 1) * PAGE]
    ]
    assert pages_of(task.memory, base) == differ
    raw = task.snapshot()
    assert restored(raw, base) == (task.manifest, task.memory)
    assert stranger.read(raw, base).memory == task.memory


def test_only_candidates_are_looked_at() -> None:
    memory = patterned(48)
    assert pages_of(memory, b"", [(3, 2), (20, 0), (30, 18)]) == [3, 4, *range(30, 48)]
    for wrong in [(0, 49), (48, 1), (-1, 1)]:
        with pytest.raises(InvalidArgumentError):
            pages_of(memory, b"", [wrong])


WRONG_PAGES = {
    "behind the memory": [(16, b"x" * PAGE)],
    "no whole page": [(0, bytes(100))],
    "twice": [(3, b"x" * PAGE), (3, b"x" * PAGE)],
    "backwards": [(3, b"x" * PAGE), (2, b"x" * PAGE)],
    "before the memory": [(-1, b"x" * PAGE)],
}


@pytest.mark.parametrize("what", WRONG_PAGES)
def test_pages_that_cannot_be(what: str) -> None:
    task = make(bytes(WASM_PAGE), patterned(16))
    with pytest.raises(InvalidArgumentError):
        write(io.BytesIO(), task.manifest, WRONG_PAGES[what])


WRONG_WORDS: dict[str, dict[str, Any]] = {
    "short digest": {"module_sha256": bytes(31)},
    "no name": {"module_name": ""},
    "long name": {"module_name": "x" * 256},
    "name with a line feed": {"module_name": "a\nb"},
    "name with an escape": {"module_name": "\x1b[2J"},
    "name that turns its direction": {"module_name": "a\u202eb"},
    "half a surrogate": {"module_name": "a\ud800"},
    "too much memory": {"memory_pages": 65_537},
    "less than it has": {"memory_pages_max": 0},
    "base behind the memory": {"base_bytes": 2 * WASM_PAGE},
    "base of half a page": {"base_bytes": 100},
    "before 1970": {"created_unix_ns": -1},
    "after 2262": {"created_unix_ns": 2**63},
    "globals twice": {"globals": (Global(1, ValueType.I32, bytes(16)),) * 2},
    "short value": {"globals": (Global(1, ValueType.I32, bytes(4)),)},
    "table behind its end": {"tables": (Table(0, 3, array("I", [3]), array("I", [1])),)},
    "half a table": {"tables": (Table(0, 3, array("I", [1]), array("I")),)},
    "parked nowhere": {"park": Park(wait=Wait.MESSAGE, export="")},
    "parked in no method": {"park": Park(wait=Wait.CALL, export="run", method="../Pop")},
    "method for a message": {"park": Park(wait=Wait.MESSAGE, export="run", method="a")},
    "zero in an argument": {"arguments": ("a\0b",)},
    "argument that is no text": {"arguments": ("a\udc80",)},
    "name with =": {"environment": {"a=b": "c"}},
    "folder without a name": {"preopens": (Preopen(guest_path="", host_path="", read_only=True),)},
    "negative limit": {"limits": TaskLimits(memory_bytes=-1)},
    "label without a name": {"labels": {"": "x"}},
    "label of two lines": {"labels": {"a": "b\nc"}},
    "long label": {"labels": {"a": "x" * 257}},
    "many labels": {"labels": {f"l{number}": "" for number in range(65)}},
    "many arguments": {"arguments": ("",) * 16_385},
    "long input": {"unread_input": bytes(2 << 20)},
}


@pytest.mark.parametrize("what", WRONG_WORDS)
def test_words_that_cannot_be(what: str) -> None:
    task = make(bytes(WASM_PAGE), **WRONG_WORDS[what])
    with pytest.raises(InvalidArgumentError):
        write(io.BytesIO(), task.manifest, [])


def test_another_abi_is_not_written() -> None:
    with pytest.raises(UnsupportedSnapshotError):
        make(b"", abi_version=2).snapshot()


@pytest.mark.parametrize("task", [small, parked])
def test_a_short_key_is_refused(task: Callable[[], Task]) -> None:
    with pytest.raises(InvalidArgumentError):
        task().snapshot(b"fifteen bytes..")
