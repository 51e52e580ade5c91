"""polyprim.wasmfile: what goes in comes out, and nothing malformed does harm."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
import wasmtime
from hypothesis import given, settings
from hypothesis import strategies as st

from polyprim.wasmfile import (
    I32,
    Data,
    Export,
    FunctionType,
    Import,
    Instruction,
    Kind,
    Mode,
    Module,
    WasmFormatError,
    add_function_imports,
    binary,
    decode,
    encode,
    function_names,
    opcodes,
    parse,
)

WATS = {
    "empty": "(module)",
    "everything": """
        (module
          (type (func (param i32 i64) (result f32 f64)))
          (import "env" "memory" (memory 1 65535))
          (import "env" "now" (func $now (result i64)))
          (import "env" "step" (global $step i32))
          (table $t 3 10 funcref) (table 1 externref)
          (global $g (mut i32) (i32.const -5)) (global i64 (i64.const 0x8000000000000000))
          (global f32 (f32.const nan:0x200001)) (global funcref (ref.func $f))
          (global $v v128 (v128.const i64x2 1 2))
          (export "f" (func $f)) (export "m" (memory 0)) (export "t" (table 0))
          (export "g" (global 1))
          (start $s)
          (elem (i32.const 0) $f $now) (elem func $s) (elem declare func $f)
          (elem (table 1) (i32.const 0) externref (ref.null extern)) (elem funcref (ref.func $f))
          (data (i32.const 8) "hello") (data "passive")
          (func $s (drop (call $now)))
          (func $f (param i32) (result i32) (local i64 i64 f32)
            (block (result i32)
              (loop (br_if 0 (i32.eqz (local.get 0))) (br 1 (i32.const 3)))
              (if (result i32) (local.get 0) (then (i32.const 1)) (else (unreachable))))
            (br_table 0 0 0 (i32.const 1))))
    """,
    "bulk_and_references": """
        (module (memory 1) (table 2 funcref) (data "x") (elem func $f)
          (func $f (param i32)
            (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1)) (data.drop 0)
            (memory.copy (i32.const 0) (i32.const 9) (i32.const 4))
            (memory.fill (i32.const 0) (i32.const 9) (i32.const 4))
            (table.init 0 (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop 0)
            (table.set 0 (i32.const 0) (table.get 0 (i32.const 1)))
            (drop (table.grow 0 (ref.null func) (i32.const 1))) (drop (table.size 0))
            (drop (ref.is_null (ref.func $f)))
            (drop (select (result funcref) (ref.null func) (ref.null func) (local.get 0)))
            (call_indirect (param i32) (i32.const 7) (i32.const 0))
            (drop (memory.grow (memory.size)))))
    """,
    "atomics": """
        (module (memory 1)
          (func (param i32 i64)
            (drop (i32.atomic.load offset=4 (local.get 0)))
            (i64.atomic.store32 (local.get 0) (local.get 1))
            (drop (i64.atomic.rmw16.cmpxchg_u (local.get 0) (local.get 1) (local.get 1)))
            (drop (memory.atomic.notify (local.get 0) (i32.const 1)))
            (atomic.fence)))
    """,
    "simd_saturating_and_tails": """
        (module (memory 1) (type $u (func)) (table 1 funcref)
          (func $f (param v128 f64) (result i64)
            (v128.store offset=16 (i32.const 0) (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31
              (local.get 0) (v128.const f32x4 1 2 3 nan)))
            (drop (v128.load8_lane 3 (i32.const 1) (local.get 0)))
            (drop (i32x4.extract_lane 2 (i32x4.add (local.get 0) (local.get 0))))
            (drop (i32.extend8_s (i32.trunc_sat_f64_u (local.get 1))))
            (i64.trunc_sat_f64_s (local.get 1)))
          (func $t (return_call $u)) (func $u (return_call_indirect (type $u) (i32.const 0))))
    """,
}


def assemble(wat: str) -> bytes:
    return bytes(wasmtime.wat2wasm(wat))


BINARIES = {name: assemble(wat) for name, wat in WATS.items()}


def accepted(raw: bytes) -> Module:
    """Parses and decodes everything."""
    module = parse(raw)
    for function in module.functions:
        list(decode(function.code, function.offset))
    return module


@pytest.mark.parametrize("name", WATS)
def test_what_is_parsed_encodes_to_the_same_bytes(name: str) -> None:
    module = parse(BINARIES[name])
    assert module.encode() == BINARIES[name]
    for function in module.functions:
        assert encode(decode(function.code)) == function.code


def test_integers_become_shortest() -> None:
    module = Module(types=[FunctionType((), ())])
    long = b"\x01\x84\x80\x80\x00" + b"\x01\x60\x00\x00"
    assert parse(b"\0asm\1\0\0\0" + long).encode() == module.encode()
    assert encode(decode(b"\x41\x80\x80\x00\x0b")) == b"\x41\x00\x0b"


def test_instructions_tell_where_they_stand() -> None:
    raw = BINARIES["atomics"]
    (function,) = parse(raw).functions
    for instruction in decode(function.code, function.offset):
        first = instruction.prefix or instruction.opcode
        assert raw[instruction.offset] == first
    atomic = [i for i in decode(function.code) if i.prefix == opcodes.ATOMIC]
    assert [i.name for i in atomic] == [
        "i32.atomic.load",
        "i64.atomic.store32",
        "i64.atomic.rmw16.cmpxchg_u",
        "memory.atomic.notify",
        "atomic.fence",
    ]
    assert atomic[0].immediates == ((2, 4),)


@pytest.mark.parametrize(
    ("value", "bits"),
    [(value, bits) for bits in (32, 33, 64) for value in (0, 63, 64, -64, -65, 2**31 - 1, -(2**31))]
    + [(-(2**32), 33), (-(2**63), 64), (2**63 - 1, 64)],
)
def test_signed_integers(value: int, bits: int) -> None:
    assert binary.Reader(binary.signed(value)).signed(bits) == value


TOO_MANY_LOCALS = b"\x01\x08\x01\xff\xff\xff\xff\x0f\x7f\x0b"
MALFORMED = {
    b"": "not a core wasm module",
    b"\0asm\2\0\0\0": "not a core wasm module",
    b"\0asm\x0d\0\1\0": "not a core wasm module",
    b"\0asm\1\0\0\0\x01": "unexpected end",
    b"\0asm\1\0\0\0\x01\x05\x00": "5 bytes announced, 1 left",
    b"\0asm\1\0\0\0\x01\x02\x00\x00": "1 bytes too many in section 1",
    b"\0asm\1\0\0\0\x0e\x01\x00": "unknown section 14",
    b"\0asm\1\0\0\0\x03\x01\x00\x01\x01\x00": "section 1 behind section 3",
    b"\0asm\1\0\0\0\x01\x01\x00\x01\x01\x00": "section 1 behind section 1",
    b"\0asm\1\0\0\0\x01\x05\xff\xff\xff\xff\x0f": "4294967295 items announced in 0 bytes",
    b"\0asm\1\0\0\0\x01\x05\xff\xff\xff\xff\x1f": "integer wider than 32 bits",
    b"\0asm\1\0\0\0\x01\x06\x80\x80\x80\x80\x80\x00": "integer longer than 32 bits allow",
    b"\0asm\1\0\0\0\x01\x02\x01\x5f": "unknown form of type 0x5f",
    b"\0asm\1\0\0\0\x05\x03\x01\x04\x00": "unknown form of limits 0x04",
    b"\0asm\1\0\0\0\x05\x04\x01\x01\x02\x01": "maximum below minimum",
    b"\0asm\1\0\0\0\x05\x05\x01\x00\x81\x80\x04": "memory larger than 4 GiB",
    b"\0asm\1\0\0\0\x03\x02\x01\x00": "1 functions declared, 0 bodies",
    b"\0asm\1\0\0\0\x0a\x04\x01\x02\x00\x0b": "0 functions declared, 1 bodies",
    b"\0asm\1\0\0\0\x0c\x01\x03": "3 data segments declared, 0 found",
    b"\0asm\1\0\0\0\x07\x05\x01\x01a\x00\x00": "export 'a' of unknown FUNCTION 0",
    b"\0asm\1\0\0\0\x07\x05\x01\x01\xff\x00\x00": "name is not UTF-8",
    b"\0asm\1\0\0\0\x08\x01\x00": "start function 0 unknown",
    b"\0asm\1\0\0\0\x06\x05\x01\x7f\x00\x20\x00": "local.get in a constant expression",
    b"\0asm\1\0\0\0\x06\x05\x01\x7f\x02\x0b\x00": "unknown mutability 0x02",
    b"\0asm\1\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a\x0a" + TOO_MANY_LOCALS: (
        "more than 50000 locals"
    ),
}


@pytest.mark.parametrize(("raw", "message"), MALFORMED.items())
def test_malformed_modules_are_refused_with_the_reason(raw: bytes, message: str) -> None:
    with pytest.raises(WasmFormatError, match=message):
        parse(raw)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (b"", "unexpected end"),
        (b"\x01", "unexpected end"),
        (b"\x0b\x0b", "1 bytes too many in a body"),
        (b"\x02\x40" * 100_000, "unexpected end"),
        (b"\x06\x0b", "unknown opcode 0x6 at offset 0x0"),
        (b"\xfe\x04\x0b", "unknown opcode 0xfe0004"),
        (b"\xfd\x9a\x01\x0b", "unknown opcode 0xfd009a"),
        (b"\xfc\x80\x80\x08\x0b", "unknown opcode 0xfe0000"),
        (b"\x02\x41\x0b\x0b", "unknown block type"),
        (b"\x28\x42\x00\x00\x0b", "a second memory"),
        (b"\x3f\x01\x0b", "a second memory"),
        (b"\x0e\xff\xff\xff\xff\x0f", "4294967295 items announced"),
        (b"\x41\xff\xff\xff\xff\x4f\x0b", "integer wider than 32 bits"),
        (b"\xd0\x6e\x0b", "unknown reference type"),
        (b"\x44\x00\x0b", "8 bytes announced, 2 left"),
    ],
)
def test_malformed_bodies_are_refused_with_the_reason(code: bytes, message: str) -> None:
    with pytest.raises(WasmFormatError, match=message):
        list(decode(code))


def _engine() -> wasmtime.Engine:
    """An engine for the language that the package knows, and no more."""
    config = wasmtime.Config()
    config.wasm_threads = True
    config.wasm_gc = config.wasm_function_references = config.wasm_exceptions = False
    config.wasm_memory64 = config.wasm_multi_memory = config.wasm_custom_page_sizes = False
    config.wasm_wide_arithmetic = config.wasm_stack_switching = False
    return wasmtime.Engine(config)


ENGINE = _engine()


def _engine_accepts(raw: bytes) -> bool:
    try:
        wasmtime.Module.validate(ENGINE, raw)
    except wasmtime.WasmtimeError:
        return False
    return True


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(sorted(BINARIES)), st.integers(0, 2**32))
def test_mutated_modules(name: str, seed: int) -> None:
    """Refused with our error, or read and written faithfully; wasmtime takes no more than we do."""
    raw = _mutated(BINARIES[name], random.Random(seed))
    try:
        module = accepted(raw)
    except WasmFormatError:
        assert not _engine_accepts(raw)
        return
    again = module.encode()
    assert parse(again).encode() == again
    assert _engine_accepts(again) == _engine_accepts(raw)


def _mutated(raw: bytes, chance: random.Random) -> bytes:
    out = bytearray(raw)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(out))
        match chance.randrange(4):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                out[at] ^= 1 << chance.randrange(8)
            case 2:
                del out[at : at + chance.randint(1, 4)]
            case _:
                out[at:at] = chance.randbytes(chance.randint(1, 4))
        if len(out) < 9:
            break
    return bytes(out)


def _run(raw: bytes, imports: list[object]) -> int:
    store = wasmtime.Store(ENGINE)
    linked = [wasmtime.Func(store, wasmtime.FuncType([], [wasmtime.ValType.i32()]), lambda v=v: v)
              for v in imports]  # fmt: skip
    instance = wasmtime.Instance(store, wasmtime.Module(ENGINE, raw), linked)
    run = instance.exports(store)["run"]
    assert isinstance(run, wasmtime.Func)
    result = run(store)
    assert isinstance(result, int)
    return result


def test_added_imports_shift_every_use_of_a_function() -> None:
    module = parse(
        assemble("""
        (module
          (type $i (func (result i32)))
          (import "env" "ten" (func $ten (type $i)))
          (global $counted (mut i32) (i32.const 0))
          (global $kept funcref (ref.func $one))
          (table 2 funcref) (table $u 1 funcref)
          (elem (i32.const 0) $one $ten) (elem $e funcref (ref.func $one)) (elem declare func $tail)
          (start $begin)
          (export "run" (func $run))
          (func $begin (global.set $counted (i32.const 100)))
          (func $one (type $i) (i32.const 1))
          (func $tail (type $i) (return_call $one))
          (func $run (type $i)
            (table.set $u (i32.const 0) (ref.func $tail))
            (i32.add (global.get $counted)
              (i32.add (call $ten)
                (i32.add (call_indirect (type $i) (i32.const 0))
                  (i32.add (call_indirect (type $i) (i32.const 1))
                    (call_indirect $u (type $i) (i32.const 0))))))))
        """)
    )
    assert _run(module.encode(), [10]) == 122
    assert function_names(module)[2] == "one"
    type_index = module.type_index(FunctionType((), (I32,)))
    first = add_function_imports(module, [Import("step", name, type_index) for name in ("a", "b")])
    assert first == 1
    assert _run(module.encode(), [10, 5, 6]) == 122
    run = next(export for export in module.exports if export.name == "run")
    call = Instruction(0, opcodes.CALL, (first + 1,))
    body = module.functions[run.index - 3]
    module.functions[run.index - 3] = replace(
        body, code=encode([call, Instruction(0, opcodes.END)])
    )
    assert _run(module.encode(), [10, 5, 6]) == 6


def test_a_module_can_be_changed_piece_by_piece() -> None:
    module = parse(BINARIES["everything"])
    module.data = [Data(Mode.PASSIVE, b"") for _ in module.data]
    assert module.start is not None
    module.exports.append(Export("begin", Kind.FUNCTION, module.start))
    module.start = None
    again = parse(module.encode())
    assert _engine_accepts(module.encode())
    assert again.start is None
    assert again.exports[-1].name == "begin"
    assert [data.content for data in again.data] == [b"", b""]


def test_a_broken_name_section_is_only_a_missing_name() -> None:
    module = parse(BINARIES["everything"])
    module.customs = [replace(custom, content=b"\x01\xff") for custom in module.customs]
    assert function_names(module) == {2: "f"}
