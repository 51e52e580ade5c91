"""abi.py says what wasm/abi.h says, and the bridge's headers what the wheel's bindings say."""

from __future__ import annotations

import ctypes
import re
import subprocess
from pathlib import Path

import pytest
from wasmtime import _bindings

from polyprim import abi
from tests.runtime.support import ROOT

HEADER = ROOT / "wasm" / "abi.h"
LAYOUTS = {"header": abi.HEADER, "slot": abi.SLOT, "object": abi.OBJECT}


def _evaluate(folder: Path, include: str, expressions: list[str]) -> dict[str, int]:
    """The values of C expressions."""
    prints = "".join(f'printf("%lld\\n", (long long)({text}));\n' for text in expressions)
    source = folder / "values.c"
    source.write_text(f'#include <stdio.h>\n#include "{include}"\nint main(void) {{ {prints} }}\n')
    binary = folder / "values"
    folders = [f"-I{ROOT / 'wasm'}", f"-I{ROOT / 'host/polyprim/native'}"]
    subprocess.run(["cc", "-std=gnu11", "-O1", *folders, "-o", binary, source], check=True)
    values = subprocess.run([binary], check=True, capture_output=True, text=True).stdout.split()
    return dict(zip(expressions, map(int, values), strict=True))


def _constants() -> dict[str, int]:
    """Every constant of abi.py by its name in C."""
    found = {f"STATUS_{s.name}": int(s) for s in abi.Status if s < 240}
    found |= {f"INTENT_{i.name}": int(i) for i in abi.Intent}
    found |= {f"LIFE_{i.name}": int(i) for i in abi.Life}
    found |= {n: v for n, v in vars(abi).items() if n.isupper() and isinstance(v, int)}
    return found


def _defined() -> set[str]:
    """Every constant that abi.h defines; what depends on the compiler comes behind them."""
    text = HEADER.read_text().split("#ifdef")[0]
    values = re.findall(r"^#define ([A-Z_]+) ", text, re.M)
    return {*values, *re.findall(r"^    ([A-Z_]+) = \d+,", text, re.M)}


def test_every_constant_has_its_value(tmp_path: Path) -> None:
    constants = _constants()
    assert _evaluate(tmp_path, "abi.h", sorted(constants)) == constants


def test_no_constant_is_missing() -> None:
    assert _defined() - set(_constants()) == set()


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_field_has_its_place(name: str, tmp_path: Path) -> None:
    layout = LAYOUTS[name]
    fields = [field for field, _ in layout.fields]
    wanted = {f"offsetof(struct {name}, {field})": layout.offset(field) for field in fields}
    wanted[f"sizeof(struct {name})"] = layout.size
    assert _evaluate(tmp_path, "abi.h", list(wanted)) == wanted


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_field_is_missing(name: str) -> None:
    body = re.search(rf"^struct {name} \{{\n(.*?)^\}};", HEADER.read_text(), re.S | re.M)
    assert body is not None
    fields = re.findall(r"(\w+)(?:\[[^]]+\])*;", re.sub(r"//.*", "", body[1]))
    assert fields == [field for field, _ in LAYOUTS[name].fields]


def test_host_statuses_are_the_bridge_s(tmp_path: Path) -> None:
    wanted = {f"STATUS_{s.name}": int(s) for s in abi.Status if s >= 240}
    assert _evaluate(tmp_path, "bridge.h", list(wanted)) == wanted


def test_the_installed_wasmtime_has_the_layouts_that_the_bridge_declares(tmp_path: Path) -> None:
    names = {
        "wasmtime_func_t": _bindings.wasmtime_func,
        "wasmtime_instance_t": _bindings.wasmtime_instance,
        "wasmtime_extern_t": _bindings.wasmtime_extern,
        "wasmtime_val_raw_t": _bindings.wasmtime_val_raw,
        "wasmtime_linear_memory_t": _bindings.wasmtime_linear_memory,
        "wasmtime_memory_creator_t": _bindings.wasmtime_memory_creator,
        "wasm_byte_vec_t": _bindings.wasm_byte_vec_t,
    }
    wanted = {f"sizeof({name})": ctypes.sizeof(kind) for name, kind in names.items()}
    assert _evaluate(tmp_path, "wasmtime_api.h", list(wanted)) == wanted
