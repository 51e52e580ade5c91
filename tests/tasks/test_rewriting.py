"""Rewriting modules so that they can be restored: of whatever bytes, and of all guests."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
import wasmtime
from hypothesis import given, settings
from hypothesis import strategies as st

from polyprim import ModuleError
from polyprim.native import ffi, native
from polyprim.tasks.interface import Interface
from polyprim.tasks.rewriting import GET_GLOBALS, SET_GLOBALS, START, rewrite
from polyprim.tasks.survey import _shapes, instructions_of
from polyprim.wasmfile import Function, Mode, Module, WasmFormatError, decode, parse
from polyprim.wasmfile.opcodes import OPCODES
from tests.guests import guest, sources
from tests.runtime.support import ROOT
from tests.tasks.support import Loader, resident_bytes

WATS = [
    "globals",
    "memory_edges",
    "passive",
    "references",
    "started",
    "table_changes",
    "table_constant",
    "trap",
]
HEADER = b"\0asm\1\0\0\0"
REFUSED = {"imported_memory", "memory64", "two_memories"}


@pytest.fixture(scope="module")
def engine() -> wasmtime.Engine:
    return wasmtime.Engine()


def outcome_of(binary: bytes, engine: wasmtime.Engine) -> str:
    """Refused by us, or taken or refused by the engine: never anything else."""
    try:
        rewritten = rewrite(binary)
    except ModuleError:
        return "refused"
    try:
        wasmtime.Module.validate(engine, rewritten.binary)
    except wasmtime.WasmtimeError:
        return "invalid"
    assert Interface.from_facts(rewritten.interface.facts()) == rewritten.interface
    return "valid"


@pytest.mark.parametrize("name", WATS)
def test_every_truncation_and_every_flip(name: str, engine: wasmtime.Engine) -> None:
    binary = guest(name).read_bytes()
    seen = {outcome_of(binary[:length], engine) for length in range(len(binary))}
    dice = random.Random(name)
    for place in range(len(binary)):
        raw = bytearray(binary)
        for flipped in (raw[place] ^ 1, raw[place] ^ 0x80, dice.randrange(256)):
            raw[place] = flipped
            seen.add(outcome_of(bytes(raw), engine))
    assert outcome_of(binary, engine) == "valid"
    assert seen == {"refused", "invalid", "valid"}


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_pieces_of_modules_in_any_order(data: st.DataObject) -> None:
    """Sections that are cut, repeated, moved and spliced from one module into another."""
    binaries = [guest(name).read_bytes() for name in WATS]
    pieces = []
    for _ in range(data.draw(st.integers(1, 8))):
        binary = data.draw(st.sampled_from(binaries))
        start = data.draw(st.integers(0, len(binary)))
        pieces.append(binary[start : start + data.draw(st.integers(0, 64))])
    outcome_of(HEADER + b"".join(pieces), wasmtime.Engine())


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_anything_behind_a_header(raw: bytes) -> None:
    outcome_of(HEADER + raw, wasmtime.Engine())


def leb(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def section(number: int, content: bytes) -> bytes:
    return bytes([number]) + leb(len(content)) + content


@pytest.mark.parametrize("number", range(1, 13))
@pytest.mark.parametrize("count", [2**32 - 1, 2**31, 10_000_000])
def test_counts_that_lie_cost_nothing(number: int, count: int) -> None:
    before, began = resident_bytes(), time.monotonic()
    for content in (leb(count), leb(count) + bytes(1000), leb(count) + b"\x60" * 1000):
        with pytest.raises(ModuleError):
            rewrite(HEADER + section(number, content))
    assert resident_bytes() < before + (32 << 20)
    assert time.monotonic() - began < 20


def test_deep_nesting_is_no_recursion_of_ours(engine: wasmtime.Engine) -> None:
    depth = 200_000
    body = b"\0" + b"\x02\x40" * depth + b"\x0b" * (depth + 1)
    code = section(10, b"\1" + leb(len(body)) + body)
    raw = HEADER + section(1, b"\1\x60\0\0") + section(3, b"\1\0") + code
    assert outcome_of(raw, engine) in {"valid", "invalid"}


def test_many_of_everything_takes_time_in_proportion() -> None:
    """Twice as much takes about twice as long, not four times: types, globals, exports, data."""

    def seconds(count: int) -> float:
        types = section(1, leb(count) + b"\x60\0\0" * count)
        memory = section(5, b"\1\0\1")
        numbers = section(6, leb(count) + b"\x7f\0\x41\x05\x0b" * count)
        names = b"".join(leb(len(b"%d" % n)) + b"%d" % n + b"\0" + leb(n) for n in range(count))
        functions = section(3, leb(count) + b"\0" * count)
        code = section(10, leb(count) + b"\2\0\x0b" * count)
        exports = section(7, leb(count) + names)
        last = leb(count - 1)
        data = section(11, leb(count) + (b"\0\x23" + last + b"\x0b\1x") * count)
        raw = b"".join([HEADER, types, functions, memory, numbers, exports, code, data])
        began = time.process_time()
        rewrite(raw)
        return time.process_time() - began

    seconds(1000)
    assert seconds(8_000) < 8 * seconds(2_000) + 0.1


@pytest.mark.parametrize("source", sorted(sources()), ids=lambda source: source.stem)
def test_what_is_changed_in_a_guest_and_what_is_not(source: Path, engine: wasmtime.Engine) -> None:
    binary = guest(source.stem).read_bytes()
    if source.stem in REFUSED:
        with pytest.raises(ModuleError):
            rewrite(binary)
        return
    before, rewritten = parse(binary), rewrite(binary)
    after = parse(rewritten.binary)
    wasmtime.Module.validate(engine, rewritten.binary)
    added = len(after.functions) - len(before.functions)
    assert added == (2 if rewritten.interface.globals else 0)
    kept = [replace(each, offset=0) for each in after.functions[: len(before.functions)]]
    assert kept == [replace(each, offset=0) for each in before.functions]
    assert (after.globals, after.elements) == (before.globals, before.elements)
    assert (after.memories, after.tables) == (before.memories, before.tables)
    assert (after.imports, after.start) == (before.imports, None)
    assert after.exports[: len(before.exports)] == before.exports
    assert {each.name for each in after.exports[len(before.exports) :]} <= {
        START,
        GET_GLOBALS,
        SET_GLOBALS,
    }
    assert len(after.data) == len(before.data)
    for old, new in zip(before.data, after.data, strict=True):
        assert new.mode is Mode.PASSIVE
        assert new.content == (b"" if old.mode is Mode.ACTIVE else old.content)


def test_the_base_image_is_what_the_engine_would_have_written(
    load: Loader, engine: wasmtime.Engine
) -> None:
    """Byte for byte, for segments that overlap, stand at the end, or are empty."""
    for name in ("memory_edges", "started", "passive_kept"):
        binary = guest(name).read_bytes()
        store = wasmtime.Store(engine)
        plain = wasmtime.Module(engine, without_start(binary))
        exported = wasmtime.Instance(store, plain, []).exports(store)["memory"]
        assert isinstance(exported, wasmtime.Memory)
        pieces = rewrite(binary)
        image = bytearray(exported.data_len(store))
        for offset, content in pieces.data:
            image[offset : offset + len(content)] = content
        assert bytes(exported.read(store)) == bytes(image)
        assert not any(image[pieces.base_bytes :])


def without_start(binary: bytes) -> bytes:
    module = parse(binary)
    module.start = None
    return module.encode()


def test_a_start_function_that_is_an_import_or_exported_already(load: Loader) -> None:
    module = load.text("""
        (module
          (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
          (global $runs (mut i32) (i32.const 0))
          (func $start (export "begin")
            (global.set $runs (i32.add (global.get $runs) (i32.const 1))))
          (func (export "runs") (result i32) (global.get $runs))
          (start $start))
    """)
    task = module.start()
    assert task.call("runs").values == (1,)
    task.call("begin")
    assert task.call("runs").values == (2,)


def test_a_passive_segment_stays_and_an_active_one_counts_as_dropped(load: Loader) -> None:
    task = load.text("""
        (module (memory (export "memory") 1)
          (data $active (i32.const 8) "active")
          (data $passive "passive")
          (func (export "active") (param i32)
            (memory.init $active (i32.const 0) (i32.const 0) (local.get 0)))
          (func (export "passive") (param i32)
            (memory.init $passive (i32.const 0) (i32.const 0) (local.get 0))))
    """).start()
    task.call("passive", 7)
    task.call("active", 0)
    with pytest.raises(Exception, match="out of bounds"):
        task.call("active", 1)


# What the survey in C sees


def modules() -> list[Path]:
    built = [*(ROOT / "host/polyprim/modules").glob("*.wasm")]
    return sorted(built) + [guest(source.stem) for source in sorted(sources())]


def test_the_survey_sees_what_the_decoder_sees() -> None:
    """In all guests and all primitives."""
    for path in modules():
        if path.stem.rsplit("-")[0] in REFUSED:
            continue
        module = parse(path.read_bytes())
        seen = {each.name for function in module.functions for each in decode(function.code)}
        assert instructions_of(module) == frozenset(seen), path.name


@given(st.lists(st.sampled_from(sorted(OPCODES)), max_size=30), st.randoms())
@settings(max_examples=300, deadline=None)
def test_the_survey_and_the_decoder_agree_on_any_code(
    numbers: list[int], dice: random.Random
) -> None:
    """On whether it is code at all, and then on what is in it."""
    code = bytearray()
    for number in numbers:
        prefix, rest = number >> 16, number & 0xFFFF
        code += bytes([prefix]) + leb(rest) if prefix else bytes([number])
        code += bytes(dice.randrange(128) for _ in range(dice.randrange(3)))
    raw = bytes(code)
    seen = ffi.new("uint8_t[]", 4 * 512)
    reached = native.code_scan(raw, len(raw), _shapes(), seen)
    assert 0 <= reached <= len(raw)
    try:
        told = {each.name for each in decode(raw + b"\x0b")}
    except WasmFormatError:
        return
    module = Module(functions=[Function(0, (), raw + b"\x0b")])
    assert instructions_of(module) == frozenset(told)


@pytest.mark.parametrize("code", [b"\x27", b"\xfd\xff\x07", b"\xfc\xff\xff\xff\x0f", b"\x41"])
def test_code_that_is_not_known_is_an_obstacle(code: bytes) -> None:
    """The engine may know more and run it: but nobody here can say what it does."""
    body = b"\0" + code + b"\x0b" if code != b"\x41" else b"\0\x41"
    raw = HEADER + section(1, b"\1\x60\0\0") + section(3, b"\1\0")
    raw += section(10, b"\1" + leb(len(body)) + body)
    obstacles = rewrite(raw).interface.obstacles
    assert obstacles == ("it has an instruction that is not known here",)
