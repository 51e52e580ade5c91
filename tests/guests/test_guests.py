"""Every guest compiles to a valid module, and exactly those that ask for it can be suspended."""

from __future__ import annotations

from pathlib import Path

import pytest
import wasmtime

from tests.guests import GuestError, guest, needs_wasm_opt, sources


@pytest.fixture(scope="module")
def engine() -> wasmtime.Engine:
    config = wasmtime.Config()
    config.wasm_memory64 = config.wasm_multi_memory = True
    return wasmtime.Engine(config)


@pytest.mark.parametrize("source", sorted(sources()), ids=lambda source: source.name)
def test_a_guest_is_valid(source: Path, engine: wasmtime.Engine) -> None:
    module = wasmtime.Module.from_file(engine, str(guest(source.stem)))
    exports = {export.name for export in module.exports}
    assert ("asyncify_start_unwind" in exports) == needs_wasm_opt(source)


def test_a_guest_that_there_is_not_names_those_that_there_are() -> None:
    with pytest.raises(GuestError, match="'hello'"):
        guest("helo")
