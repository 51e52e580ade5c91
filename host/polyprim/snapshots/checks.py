"""What a manifest may say: the same for one that is written and one that comes from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from polyprim.errors import InvalidArgumentError, UnsupportedSnapshotError
from polyprim.snapshots.manifest import (
    ABI_VERSION,
    Global,
    Manifest,
    Park,
    Preopen,
    Table,
    Wait,
)
from polyprim.snapshots.pages import PAGE

ITEMS_MAX: Final = 16_384
"""The most globals, tables, arguments and the like that a manifest has together."""

LABELS_MAX: Final = 64
LABEL_BYTES_MAX: Final = 256
MODULE_NAME_BYTES_MAX: Final = 255

_DIGEST_BYTES: Final = 32
_VALUE_BYTES: Final = 16
_MEMORY_PAGES_MAX: Final = 65_536
_U32_MAX: Final = 2**32 - 1
_U64_MAX: Final = 2**64 - 1
_I64_MAX: Final = 2**63 - 1
_LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}\Z")
_METHOD: Final = re.compile(r"polyprim\.v1\.[A-Za-z]{1,64}/[A-Za-z]{1,64}\Z")


def require_sound(manifest: Manifest) -> None:
    """Raises UnsupportedSnapshotError if it is for another ABI, and InvalidArgumentError, which
    names the field, if anything in it is out of its range."""
    if manifest.abi_version != ABI_VERSION:
        raise UnsupportedSnapshotError(
            f"the snapshot is for ABI {manifest.abi_version} of tasks, and this version has"
            f" {ABI_VERSION}"
        )
    _require(len(manifest.module_sha256) == _DIGEST_BYTES, "module_sha256")
    _require(len(manifest.base_sha256) == _DIGEST_BYTES, "base_sha256")
    _require(_is_shown(manifest.module_name, MODULE_NAME_BYTES_MAX), "module_name")
    _require_memory(manifest)
    _require(0 <= manifest.created_unix_ns <= _I64_MAX, "created_unix_ns")
    _require(0 <= manifest.monotonic_ns <= _I64_MAX, "monotonic_ns")
    _require_few(manifest)
    _require_ascending([each.index for each in manifest.globals], "globals")
    _require_ascending([each.index for each in manifest.tables], "tables")
    for each in manifest.globals:
        _require_global(each)
    for table in manifest.tables:
        _require_table(table)
    if manifest.park is not None:
        _require_park(manifest.park)
    _require(not any("\0" in text for text in manifest.arguments), "arguments")
    _require_environment(manifest.environment)
    for preopen in manifest.preopens:
        _require_preopen(preopen)
    limits = manifest.limits
    for number in (limits.memory_bytes, limits.table_elements, limits.output_bytes):
        _require(0 <= number <= _U64_MAX, "limits")
    _require(0 <= limits.descriptors <= _U32_MAX, "limits")
    require_labels(manifest.labels)


def require_labels(labels: Mapping[str, str]) -> None:
    """Raises InvalidArgumentError unless they can be a snapshot's labels."""
    _require(len(labels) <= LABELS_MAX, "labels")
    for name, value in labels.items():
        _require(_LABEL.match(name) is not None, "labels")
        _require(value == "" or _is_shown(value, LABEL_BYTES_MAX), "labels")


def _require_memory(manifest: Manifest) -> None:
    _require(0 <= manifest.memory_pages <= _MEMORY_PAGES_MAX, "memory_pages")
    if manifest.memory_pages_max is not None:
        fits = manifest.memory_pages <= manifest.memory_pages_max <= _MEMORY_PAGES_MAX
        _require(fits, "memory_pages_max")
    fits = 0 <= manifest.base_bytes <= manifest.memory_bytes
    _require(fits and manifest.base_bytes % PAGE == 0, "base_bytes")


def _require_few(manifest: Manifest) -> None:
    lists: tuple[Sequence[object], ...] = (
        manifest.globals,
        manifest.tables,
        manifest.arguments,
        manifest.preopens,
    )
    count = sum(map(len, lists)) + len(manifest.environment)
    _require(count <= ITEMS_MAX, "globals, tables, arguments, environment and preopens together")


def _require_ascending(numbers: Sequence[int], field: str) -> None:
    _require(all(0 <= number <= _U32_MAX for number in numbers), field)
    _require(all(one < other for one, other in pairwise(numbers)), field)


def _require_global(each: Global) -> None:
    _require(len(each.value) == _VALUE_BYTES, f"globals[{each.index}]")


def _require_table(table: Table) -> None:
    field = f"tables[{table.index}]"
    _require(0 <= table.length <= _U32_MAX, field)
    _require(len(table.elements) == len(table.functions), field)
    _require_ascending(table.elements, field)
    _require(not table.elements or table.elements[-1] < table.length, field)


def _require_park(park: Park) -> None:
    _require(park.export != "", "park.export")
    _require(len(park.arguments) % _VALUE_BYTES == 0, "park.arguments")
    _require(0 <= park.asyncify_area <= _U32_MAX, "park.asyncify_area")
    if park.wait is Wait.CALL:
        _require(_METHOD.match(park.method) is not None, "park.method")
    else:
        _require(park.method == "" and park.request == b"", "park.method")


def _require_environment(environment: Mapping[str, str]) -> None:
    for name, value in environment.items():
        _require(name != "" and "=" not in name and "\0" not in name + value, "environment")


def _require_preopen(preopen: Preopen) -> None:
    _require(preopen.guest_path != "" and "\0" not in preopen.guest_path, "preopens")
    _require("\0" not in preopen.host_path, "preopens")


def _is_shown(text: str, bytes_max: int) -> bool:
    """Whether it is a line of text that does nothing to a terminal."""
    return text.isprintable() and 0 < len(text.encode(errors="replace")) <= bytes_max


def _require(condition: bool, field: str) -> None:
    if not condition:
        raise InvalidArgumentError(f"a snapshot cannot have this as its {field}")
