"""A module whose functions do what ours never do, in a folder with the real segment.wasm."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import wasmtime

from polyprim.runtime.engine import MODULES, Engine
from polyprim.runtime.process import process

TROUBLE: Final = """
(module
  (import "env" "memory" (memory 16 65535))
  (func (export "retire") (param i32 i64) (result i64) i64.const 0)
  (func (export "wasm_metric_counter_total") (result i64) i64.const 0x50000)
  (func (export "echo") (param i32 i64 i64 i64) (result i64) local.get 2)
  (func (export "peek") (param i32 i64) (result i64)
    (i64.load (i32.wrap_i64 (local.get 1))))
  (func (export "poke") (param i32 i64 i64) (result i64)
    (i64.store (i32.wrap_i64 (local.get 1)) (local.get 2)) (i64.const 0))
  (func (export "give_up") (param i32) (result i64) unreachable)
  (func (export "divide") (param i32 i64 i64) (result i64)
    (i64.div_s (local.get 1) (local.get 2)))
  (func $deeper (export "dive") (param i32 i64) (result i64)
    (i64.add (i64.const 1) (call $deeper (local.get 0) (local.get 1))))
  (func (export "grow") (param i32) (result i64)
    (i64.extend_i32_s (memory.grow (i32.const 1))))
  (func (export "own_slot") (param i32) (result i64) (i64.extend_i32_u (local.get 0)))
  (func (export "answer_with_status") (param i32 i64 i64) (result i64)
    (i32.store offset=0x4040 (i32.mul (local.get 0) (i32.const 256))
      (i32.wrap_i64 (local.get 1)))
    (local.get 2))
  (func (export "set_slot_word") (param i32 i64 i64) (result i64)
    (i32.store offset=0x4000
      (i32.add (i32.mul (local.get 0) (i32.const 256)) (i32.wrap_i64 (local.get 1)))
      (i32.wrap_i64 (local.get 2)))
    (i64.const 0)))
"""


def make_modules(folder: Path) -> Path:
    """A folder of modules with trouble.wasm in it."""
    folder.mkdir(exist_ok=True)
    shutil.copy(MODULES / "segment.wasm", folder)
    (folder / "trouble.wasm").write_bytes(bytes(wasmtime.wat2wasm(TROUBLE)))
    return folder


@contextmanager
def engine_of(folder: Path) -> Iterator[Engine]:
    """While it lasts, segments that are opened have these modules."""
    shared = process()
    before = shared.engine
    shared._engine = Engine(folder)
    try:
        yield shared._engine
    finally:
        shared._engine = before
