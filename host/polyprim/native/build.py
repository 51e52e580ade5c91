"""Compiles the native bridge into two extension modules, in place.

    python host/polyprim/native/build.py [--force]

setup.py names `bounded` and `native` as its cffi modules; running this file compiles them for the
working tree. A module is compiled again when one of its inputs has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Final

from cffi import FFI

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[2]
IN_TREE: Final = HERE.relative_to(ROOT)
"""Where setuptools, which runs in the root, wants to be told that the sources are."""
FLAGS: Final = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden"]

TASKS: Final = ["wasi.h", "task_memory.h", "task.h", "code_scan.h"]
UPCALLS: Final = """
extern "Python" int32_t task_calls_primitive(
    void *, const char *, uint32_t, const uint8_t *, uint32_t, uint8_t *, uint32_t);
"""
"""What C calls of Python's."""

KEEPS_GIL: Final = """
#undef Py_BEGIN_ALLOW_THREADS
#undef Py_END_ALLOW_THREADS
#define Py_BEGIN_ALLOW_THREADS {
#define Py_END_ALLOW_THREADS }
"""


def bounded(sources: Path = IN_TREE) -> FFI:
    """Calls that take less time than giving up the GIL and taking it back: they keep it."""
    return _module("_bounded", sources, ["bridge.h"], ["bridge.c", "records.c"], KEEPS_GIL, [])


def native(sources: Path = IN_TREE) -> FFI:
    """The same calls for large batches, and all that may take long: they give the GIL up."""
    return _module(
        "_native",
        sources,
        ["mapping.h", "attachment.h", "bridge.h", "wait.h", *TASKS],
        sorted(path.name for path in HERE.glob("*.c")),
        "",
        [("BRIDGE_GIVES_UP_GIL", "1")],
        UPCALLS,
    )


def _module(
    name: str,
    folder: Path,
    headers: list[str],
    sources: list[str],
    prelude: str,
    macros: list[tuple[str, str]],
    upcalls: str = "",
) -> FFI:
    ffi = FFI()
    for header in headers:
        ffi.cdef(_declarations(HERE / header))
    ffi.cdef(upcalls)
    ffi.set_source(
        f"polyprim.native.{name}",
        prelude + "".join(f'#include "{header}"\n' for header in headers),
        sources=[str(folder / source) for source in sources],
        include_dirs=[str(HERE), str(ROOT / "wasm")],
        extra_compile_args=FLAGS,
        define_macros=macros,
        py_limited_api=False,  # records.c looks into lists and bytes objects
    )
    return ffi


def _declarations(header: Path) -> str:
    """What lies between the marks that say what Python sees."""
    found = re.search(r"^// python \{\n(.*)^// \} python$", header.read_text(), re.S | re.M)
    assert found is not None, f"{header} has no marks"
    return found[1].replace("_Atomic ", "")


def _digest() -> str:
    """Changes when what is compiled, or what compiles it, does."""
    digest = hashlib.sha256(f"{sys.version} {version('cffi')} {os.environ.get('CC')}".encode())
    for path in sorted([*HERE.glob("*.[ch]"), *HERE.glob("build.py"), ROOT / "wasm" / "abi.h"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _compile(name: str, ffi: FFI, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as work:
        made = Path(ffi.compile(tmpdir=work))
        for old in HERE.glob(f"{name}.*.so"):
            old.unlink()
        os.replace(made, HERE / made.name)
    print(f"native: {made.name}")


def main() -> None:
    """Compiles what is out of date."""
    folder = ROOT / "build" / "native"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "digest"
    digest = _digest()
    done = {path.name.split(".")[0] for path in HERE.glob("*.so")} >= {"_bounded", "_native"}
    if "--force" not in sys.argv and done and stamp.exists() and stamp.read_text() == digest:
        return
    for name, make in (("_bounded", bounded), ("_native", native)):
        _compile(name, make(HERE), folder)
    stamp.write_text(digest)


if __name__ == "__main__":
    main()
