"""wasm.check and wasm.build: a lawful module passes, each planted breach is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import wasmtime

from polyprim.wasmfile import parse
from wasm import build, check
from wasm.atomics import atomics_in_ir
from wasm.build import COMPILE, BuildError, Compiled, compile_module
from wasm.check import PRIMITIVE_EXPORTS, SEGMENT, Violation, check_module

SAMPLES = Path(__file__).parent / "samples"

EXPORTS = "\n".join(f'(func (export "{name}"))' for name in PRIMITIVE_EXPORTS)
MEMORY = '(import "env" "memory" (memory 1))'
RETIRE = '(func (export "retire"))'
GLOBAL_RETIRE = '(global (export "retire") i32 (i32.const 0))'
SEGMENT_MEMORY = '(memory (export "memory") 16 65535)'


def compiled(name: str, folder: Path, *replaced: tuple[str, str]) -> Compiled:
    """Sample `name`, compiled with some flags replaced."""
    flags = [dict(replaced).get(flag, flag) for flag in COMPILE]
    return compile_module(SAMPLES / f"{name}.c", folder, flags=flags)


def breaches(wat: str, name: str = "sample", required: tuple[str, ...] = ()) -> list[Violation]:
    return check_module(name, bytes(wasmtime.wat2wasm(wat)), "", required)


def test_a_lawful_module_passes(tmp_path: Path) -> None:
    sample = compiled("lawful", tmp_path)
    assert check_module("lawful", sample.raw, sample.ir, ["sample_bump"]) == []
    assert breaches(f"(module {MEMORY} {EXPORTS})") == []
    segment = f'(module {SEGMENT_MEMORY} (func (export "abi_version")) (func (export "retire")))'
    assert breaches(segment, SEGMENT) == []


def test_atomics_of_the_source_are_counted_after_inlining(tmp_path: Path) -> None:
    sample = compiled("lawful", tmp_path)
    assert atomics_in_ir(sample.ir) == {
        ("sample_bump", "rmw"): 2,
        ("sample_maximum", "load"): 1,
        ("sample_maximum", "cmpxchg"): sample.ir.count(" cmpxchg "),
        ("retire", "store"): 1,
        ("retire", "fence"): 1,
    }


def test_atomics_in_every_spelling_of_llvm() -> None:
    ir = """
define i64 @one(i32 noundef %0) local_unnamed_addr #0 {
  %1 = atomicrmw volatile add ptr %p, i64 1 seq_cst, align 8
  %2 = atomicrmw umax ptr %p, i64 1 seq_cst, align 8
  fence syncscope("singlethread") seq_cst
  fence acquire
  store atomic i32 0, ptr %p release, align 4
}
define internal fastcc void @two() {
  %1 = load atomic volatile i32, ptr %p monotonic, align 4
  %2 = cmpxchg weak ptr %p, i32 0, i32 1 acq_rel monotonic, align 4
}
"""
    assert atomics_in_ir(ir) == {
        ("one", "rmw"): 1,
        ("one", "cmpxchg"): 1,
        ("one", "fence"): 1,
        ("one", "store"): 1,
        ("two", "load"): 1,
        ("two", "cmpxchg"): 1,
    }


def test_a_compiler_that_drops_atomics_is_caught(tmp_path: Path) -> None:
    (mcpu,) = [flag for flag in COMPILE if flag.startswith("-mcpu")]
    sample = compiled("lawful", tmp_path, (mcpu, "-mcpu=generic+bulk_memory"))
    found = [str(violation) for violation in check_module("lawful", sample.raw, sample.ir)]
    assert (
        "lawful: function sample_bump: 0 atomic rmw instructions of 2 in the source "
        "(law: atomics stay atomic)" in found
    )
    assert {violation.law for violation in check_module("lawful", sample.raw, sample.ir)} == {
        "atomics stay atomic"
    }
    assert len(found) == 5


def test_atomics_cannot_hide_behind_missing_names(tmp_path: Path) -> None:
    sample = compiled("lawful", tmp_path)
    module = parse(sample.raw)
    module.customs = []
    (violation,) = check_module("lawful", module.encode(), sample.ir)
    assert violation.where == "name section"


@pytest.mark.parametrize(
    ("sample", "law", "message"),
    [
        ("data", "no data", "data: data section: 48 bytes"),
        ("stack", "no mutable global", "stack: function sample_shuffle at 0x"),
    ],
)
def test_unlawful_c_is_refused(sample: str, law: str, message: str, tmp_path: Path) -> None:
    built = compiled(sample, tmp_path)
    found = [item for item in check_module(sample, built.raw, built.ir) if item.law == law]
    assert str(found[0]).startswith(message)


def test_atomics_of_unknown_alignment_do_not_link(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="__atomic_store"):
        compiled("misaligned", tmp_path, ("-Werror", "-Wno-atomic-alignment"))


PLANTED = {
    "data": (
        f'(module {MEMORY} {EXPORTS} (data (i32.const 8) "secret"))',
        "data section: 6 bytes, beginning b'secret' (law: no data)",
    ),
    "data count": (
        f'(module {MEMORY} {EXPORTS} (data "x") (func (data.drop 0)))',
        "data count section: present (law: no data)",
    ),
    "global read": (
        f"(module {MEMORY} {EXPORTS} (global $g (mut i32) (i32.const 0)) "
        "(func $leak (drop (global.get $g))))",
        "global.get of mutable global 0 (law: no mutable global)",
    ),
    "global written": (
        f"(module {MEMORY} {EXPORTS} (global $g (mut i32) (i32.const 0)) "
        "(func $leak (global.set $g (i32.const 1))))",
        "global.set of mutable global 0 (law: no mutable global)",
    ),
    "import": (
        f'(module (import "env" "now" (func)) {MEMORY} {EXPORTS})',
        "import: function env.now (law: no import but the memory)",
    ),
    "imported global": (
        f'(module (import "env" "memory" (global i32)) {MEMORY} {EXPORTS})',
        "import: global env.memory (law: no import but the memory)",
    ),
    "own memory": (
        f"(module (memory 1) {EXPORTS})",
        "memory: defines one of its own (law: memory of any segment)",
    ),
    "memory that refuses small segments": (
        f'(module (import "env" "memory" (memory 17)) {EXPORTS})',
        "memory: imports [Limits(minimum=17",
    ),
    "memory that refuses large segments": (
        f'(module (import "env" "memory" (memory 1 65534)) {EXPORTS})',
        "memory: imports [Limits(minimum=1, maximum=65534",
    ),
    "shared memory": (
        f'(module (import "env" "memory" (memory 1 65535 shared)) {EXPORTS})',
        "shared=True",
    ),
    "indirect call": (
        f"(module {MEMORY} {EXPORTS} (table 1 funcref) (func $jump (call_indirect (i32.const 0))))",
        "call_indirect: no table may be used (law: no forbidden instruction)",
    ),
    "elements": (
        f"(module {MEMORY} {EXPORTS} (table 1 funcref) (elem (i32.const 0) 0))",
        "element section: 1 segments: no table may be used",
    ),
    "growth": (
        f"(module {MEMORY} {EXPORTS} (func $grow (drop (memory.grow (i32.const 1)))))",
        "function grow at 0x",
    ),
    "wait": (
        f"(module {MEMORY} {EXPORTS} (func $w (drop "
        "(memory.atomic.wait32 (i32.const 0) (i32.const 1) (i64.const 1)))))",
        "memory.atomic.wait32: waiting is the host's work",
    ),
    "start": (
        f"(module {MEMORY} {EXPORTS} (func $begin) (start $begin))",
        "begin: would run at each instantiation (law: nothing happens at instantiation)",
    ),
    "export": (
        f"(module {MEMORY} {EXPORTS.replace('retire', 'retired')})",
        "export retire: no such function (law: required exports)",
    ),
    "export of another kind": (
        f"(module {MEMORY} {EXPORTS.replace(RETIRE, GLOBAL_RETIRE)})",
        "export retire: no such function (law: required exports)",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_planted_breaches_are_named(planted: str) -> None:
    wat, message = PLANTED[planted]
    found = [str(violation) for violation in breaches(wat)]
    assert len(found) >= 1
    assert any(item.startswith("sample: ") and message in item for item in found), found


def test_rpc_exports_are_required() -> None:
    found = breaches(f"(module {MEMORY} {EXPORTS})", required=("rpc_add",))
    assert [violation.where for violation in found] == ["export rpc_add"]


@pytest.mark.parametrize(
    ("wat", "where"),
    [
        ('(module (memory (export "memory") 16) {})', "memory"),
        ('(module (memory (export "memory") 1 65535) {})', "memory"),
        ("(module (memory 16 65535) {})", "export memory"),
        ('(module (import "env" "memory" (memory 1)) (export "memory" (memory 0)) {})', "import"),
    ],
)
def test_the_segment_defines_and_exports_its_memory(wat: str, where: str) -> None:
    functions = '(func (export "abi_version")) (func (export "retire"))'
    assert where in [violation.where for violation in breaches(wat.format(functions), SEGMENT)]


def test_what_the_engines_refuse_is_a_breach() -> None:
    mistyped = bytearray(wasmtime.wat2wasm(f"(module {MEMORY} {EXPORTS} (func (nop)))"))
    at = mistyped.index(b"\x03\x00\x01\x0b")
    mistyped[at + 2] = 0x1A  # drop, from an empty stack
    laws = [violation.law for violation in check_module("sample", bytes(mistyped), "")]
    assert laws == ["wasm-validate accepts", "wasmtime compiles"][check.validator() is None :]
    (violation,) = check_module("sample", b"\0asm", "")
    assert violation.law == "format"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree of one module, which the build takes for its own."""
    (tmp_path / "lawful.c").write_text((SAMPLES / "lawful.c").read_text())
    (tmp_path / "abi.h").write_text((build.SOURCES / "abi.h").read_text())
    monkeypatch.setattr(build, "SOURCES", tmp_path)
    monkeypatch.setattr(build, "GENERATED", tmp_path / "gen")
    monkeypatch.setattr(build, "MODULES", tmp_path / "modules")
    monkeypatch.setattr(build, "WORK", tmp_path / "work")
    return tmp_path


def test_only_what_changed_is_built(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def verdict(*arguments: str) -> tuple[int, str]:
        status = build.main(arguments)
        return status, capsys.readouterr().out

    assert verdict("--check-only") == (1, "lawful                   failed\n")
    status, line = verdict()
    assert status == 0
    assert "compiled, checked" in line
    parse((tree / "modules" / "lawful.wasm").read_bytes())
    assert "unchanged, checked" in verdict()[1]
    assert "unchanged, checked" in verdict("--check-only")[1]
    assert "compiled, checked" in verdict("--force")[1]
    (tree / "abi.h").write_text((tree / "abi.h").read_text() + "\n#define MORE 1\n")
    assert verdict("--check-only")[0] == 1
    assert "compiled, checked" in verdict()[1]


def test_a_refused_module_leaves_the_last_good_one(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build.main([]) == 0
    good = (tree / "modules" / "lawful.wasm").read_bytes()
    source = tree / "lawful.c"
    for broken in ("int x(", 'EXPORT(more) uint32_t more(void) { return sizeof("abc"[0]); }'):
        source.write_text((SAMPLES / "lawful.c").read_text().replace("EXPORT(retire)", broken))
        assert build.main([]) == 1
    assert "error: expected" in capsys.readouterr().err
    assert (tree / "modules" / "lawful.wasm").read_bytes() == good
    source.unlink()
    assert build.main([]) == 0
    assert not (tree / "modules" / "lawful.wasm").exists()


def test_a_module_that_the_protos_name_must_exist(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "gen").mkdir()
    (tree / "gen" / "exports.json").write_text('{"lawful": ["rpc_add"], "ghost": ["rpc_haunt"]}')
    assert build.main([]) == 1
    complaints = capsys.readouterr().err
    assert "lawful: export rpc_add: no such function" in complaints
    assert "exports.json names ghost" in complaints
