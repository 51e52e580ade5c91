"""The native peers: peers.c through cffi, and the modules' own C, compiled by the C compiler."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import mmap
import os
import re
import shlex
import shutil
import subprocess
import sysconfig
import types
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from cffi import FFI

from polyprim.native.build import KEEPS_GIL
from polyprim.native.records import Records
from polyprim.runtime.engine import MODULES, Engine
from polyprim.runtime.process import process
from wasm.build import compile_module

HERE: Final = Path(__file__).resolve().parent / "native"
ROOT: Final = HERE.parents[2]
WORK: Final = ROOT / "build" / "bench"
FLAGS: Final = ("-std=gnu11", "-O3", "-march=native", "-fPIC", "-fvisibility=hidden")
MODULE_FLAGS: Final = ("-fno-delete-null-pointer-checks", "-fno-strict-aliasing", "-shared")
SEGMENT_BYTES: Final = 32 << 20
SEGMENT_OBJECTS: Final = 4096


@cache
def peers() -> types.ModuleType:
    """peers.h as a cffi module that keeps the GIL: `lib` and `ffi`."""
    source, header = HERE / "peers.c", (HERE / "peers.h").read_text()
    digest = hashlib.sha256(source.read_bytes() + header.encode()).hexdigest()[:12]
    name = f"_peers_{digest}"
    found = list(WORK.glob(f"{name}.*.so"))
    if not found:
        ffi = FFI()
        declared = re.search(r"^// python \{\n(.*)^// \} python$", header, re.S | re.M)
        assert declared is not None
        ffi.cdef(declared[1])
        ffi.set_source(
            name,
            KEEPS_GIL + '#include "peers.h"',
            sources=[str(source)],
            include_dirs=[str(HERE)],
            extra_compile_args=["-O3", "-std=gnu11"],
        )
        WORK.mkdir(parents=True, exist_ok=True)
        found = [Path(ffi.compile(tmpdir=str(WORK)))]
    spec = importlib.util.spec_from_file_location(name, found[0])
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def native_module(source: Path) -> ctypes.CDLL:
    """A module's C file, compiled natively and loaded; `attach` says where its segment is."""
    WORK.mkdir(parents=True, exist_ok=True)
    library = WORK / f"{source.stem}.{os.getpid()}.so"
    includes = [f"-I{ROOT / 'wasm'}", f"-I{ROOT / 'wasm' / 'gen'}"]
    compiler = shlex.split(os.environ.get("CC", "cc"))
    files = [str(source), str(HERE / "library.c")]
    subprocess.run(
        [*compiler, *FLAGS, *MODULE_FLAGS, *includes, *files, "-o", str(library)], check=True
    )
    try:
        return ctypes.CDLL(str(library))
    finally:
        library.unlink()


@cache
def native_records() -> Records:
    """The functions of records.c over a native build; their site is a ``struct native_site``."""
    WORK.mkdir(parents=True, exist_ok=True)
    library = WORK / f"records.{os.getpid()}.so"
    bridge = ROOT / "host" / "polyprim" / "native"
    includes = [f"-I{path}" for path in (sysconfig.get_path("include"), bridge, ROOT / "wasm")]
    files = [str(bridge / "records.c"), str(HERE / "native_bridge.c")]
    compiler = shlex.split(os.environ.get("CC", "cc"))
    subprocess.run(
        [*compiler, *FLAGS, "-shared", *includes, *files, "-o", str(library)], check=True
    )
    functions = ctypes.PyDLL(str(library)).records_functions
    library.unlink()
    functions.restype = ctypes.py_object
    return Records(*functions())


class NativeSegment:
    """A segment in shared memory, and the native builds of modules that work in it."""

    def __init__(self, size: int = SEGMENT_BYTES, objects: int = SEGMENT_OBJECTS) -> None:
        self.memory: Final = mmap.mmap(-1, size)
        self.base: Final = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
        self.call("segment_initialise", 0, size, objects)

    def library(self, name: str) -> ctypes.CDLL:
        """A native module by the name of its source, here or in wasm/."""
        own = HERE / f"{name}.c"
        library = native_module(own if own.exists() else ROOT / "wasm" / f"{name}.c")
        library.module_attach(ctypes.c_void_p(self.base))
        return library

    def address(self, function: str, module: str = "segment") -> int:
        """Where a function is."""
        found = ctypes.cast(getattr(self.library(module), function), ctypes.c_void_p).value
        assert found is not None
        return found

    def call(
        self, function: str, slot: int, handle: int = 0, a: int = 0, b: int = 0, *,
        module: str = "segment",
    ) -> int:  # fmt: skip
        """Calls a function with a slot and up to three numbers."""
        answer: int = peers().lib.native_call(self.address(function, module), slot, handle, a, b)
        return answer

    def create(self, module: str, function: str, slot: int, name: bytes, *options: int) -> int:
        """Makes an object of that name; answers its handle."""
        offset = 0x4000 + 256 * slot + 192
        self.memory[offset : offset + len(name)] = name
        return self.call(function, slot, len(name), *options, module=module)

    def open_slot(self, slot: int) -> None:
        """Makes a slot ready, with its buffer."""
        self.call("slot_open", slot)
        assert self.call("slot_buffer", slot) > 0

    def site(self, module: str, function: str, slot: int, handle: int) -> Any:
        """``struct native_site`` for a function of an object."""
        ffi = peers().ffi
        return ffi.new(
            "struct native_site *",
            {
                "base": ffi.cast("uint8_t *", self.base),
                "slot": ffi.cast("uint8_t *", self.base + 0x4000 + 256 * slot),
                "slot_number": slot,
                "handle": handle,
                "function": self.address(function, module),
            },
        )


@contextmanager
def engine_with(*names: str) -> Iterator[None]:
    """While it lasts, segments that are opened have these modules instead of the shipped ones."""
    folder = WORK / "modules"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(MODULES / "segment.wasm", folder)
    for name in names:
        compiled = compile_module(HERE / f"{name}.c", WORK)
        (folder / f"{name}.wasm").write_bytes(compiled.raw)
    shared = process()
    before = shared.engine
    shared._engine = Engine(folder)
    try:
        yield
    finally:
        shared._engine = before
