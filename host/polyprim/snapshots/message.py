"""Manifests as the protobuf message that a file holds."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any, Final

from google.protobuf.message import DecodeError

from polyprim.contract import message_named
from polyprim.errors import (
    InvalidArgumentError,
    SnapshotDamagedError,
    UnsupportedSnapshotError,
)
from polyprim.snapshots.checks import ITEMS_MAX, LABELS_MAX, require_sound
from polyprim.snapshots.layout import FORMAT_VERSION
from polyprim.snapshots.manifest import (
    Global,
    Manifest,
    Park,
    Preopen,
    Table,
    TaskLimits,
    ValueType,
    Wait,
)

_NAME: Final = "SnapshotManifest"
_FIELDS_MAX: Final = ITEMS_MAX + LABELS_MAX + 64
_ALIKE: Final = (
    "abi_version",
    "module_sha256",
    "module_name",
    "base_sha256",
    "base_bytes",
    "created_unix_ns",
    "monotonic_ns",
    "initialized",
    "memory_pages",
    "unread_input",
)
_PARK: Final = ("export", "arguments", "method", "request", "asyncify_area", "message")
_PREOPEN: Final = ("guest_path", "host_path", "read_only")
_LIMITS: Final = ("memory_bytes", "table_elements", "output_bytes", "descriptors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What the manifest says of the rest of the file; three arrays of type "I"."""

    page_runs: array[int]
    cluster_lengths: array[int]
    cluster_crc32s: array[int]
    clusters_sha256: bytes


def encoded(manifest: Manifest, contents: Contents) -> bytes:
    """The same bytes for the same manifest. Raises InvalidArgumentError if it cannot be written."""
    require_sound(manifest)
    message: Any = message_named(_NAME)(format_version=FORMAT_VERSION)
    try:
        _fill(message, manifest)
    except ValueError as error:
        raise InvalidArgumentError(f"a snapshot's manifest cannot say this: {error}") from error
    message.page_runs.extend(contents.page_runs)
    message.cluster_lengths.extend(contents.cluster_lengths)
    message.cluster_crc32s.extend(contents.cluster_crc32s)
    message.clusters_sha256 = contents.clusters_sha256
    return bytes(message.SerializeToString(deterministic=True))


def parsed(raw: bytes) -> Any:
    """The message. Raises SnapshotDamagedError and UnsupportedSnapshotError if it is none."""
    _require_few_fields(raw)
    try:
        message: Any = message_named(_NAME).FromString(raw)
    except DecodeError as error:
        raise SnapshotDamagedError(f"the manifest is not protobuf: {error}") from error
    if message.format_version != FORMAT_VERSION:
        raise UnsupportedSnapshotError(f"the manifest has format {message.format_version}")
    return message


def manifest_of(message: Any) -> Manifest:
    """What it says of the task. Raises SnapshotDamagedError and UnsupportedSnapshotError."""
    try:
        manifest = _manifest(message)
        require_sound(manifest)
    except ValueError as error:
        raise SnapshotDamagedError(f"the manifest says what cannot be: {error}") from error
    return manifest


def contents_of(message: Any) -> Contents:
    """What it says of the rest of the file, of which nothing was checked."""
    return Contents(
        page_runs=array("I", message.page_runs),
        cluster_lengths=array("I", message.cluster_lengths),
        cluster_crc32s=array("I", message.cluster_crc32s),
        clusters_sha256=message.clusters_sha256,
    )


def _fill(message: Any, manifest: Manifest) -> None:
    _copy(_ALIKE, manifest, message)
    if manifest.memory_pages_max is not None:
        message.memory_pages_max = manifest.memory_pages_max
    for each in manifest.globals:
        message.globals.add(index=each.index, type=each.type, value=each.value)
    for table in manifest.tables:
        added = message.tables.add(index=table.index, length=table.length)
        added.elements.extend(table.elements)
        added.functions.extend(table.functions)
    if manifest.park is not None:
        message.park.wait = manifest.park.wait
        _copy(_PARK, manifest.park, message.park)
    message.arguments.extend(manifest.arguments)
    message.environment.extend(f"{name}={value}" for name, value in manifest.environment.items())
    for preopen in manifest.preopens:
        _copy(_PREOPEN, preopen, message.preopens.add())
    _copy(_LIMITS, manifest.limits, message.limits)
    message.labels.update(manifest.labels)


def _copy(names: tuple[str, ...], source: object, target: Any) -> None:
    for name in names:
        setattr(target, name, getattr(source, name))


def _manifest(message: Any) -> Manifest:
    has_max = message.HasField("memory_pages_max")
    return Manifest(
        **_values(_ALIKE, message),
        memory_pages_max=message.memory_pages_max if has_max else None,
        globals=tuple(
            Global(each.index, ValueType(each.type), each.value) for each in message.globals
        ),
        tables=tuple(
            Table(each.index, each.length, array("I", each.elements), array("I", each.functions))
            for each in message.tables
        ),
        park=_park(message.park) if message.HasField("park") else None,
        arguments=tuple(message.arguments),
        environment=_environment(message.environment),
        preopens=tuple(Preopen(**_values(_PREOPEN, each)) for each in message.preopens),
        limits=TaskLimits(**_values(_LIMITS, message.limits)),
        labels=dict(message.labels),
    )


def _values(names: tuple[str, ...], message: Any) -> dict[str, Any]:
    return {name: getattr(message, name) for name in names}


def _park(message: Any) -> Park:
    return Park(wait=Wait(message.wait), **_values(_PARK, message))


def _environment(entries: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        name, equals, value = entry.partition("=")
        if not equals or name in found:
            raise SnapshotDamagedError("the manifest's environment is none")
        found[name] = value
    return found


def _require_few_fields(raw: bytes) -> None:
    """Protobuf's runtime makes some fifty bytes of a field of two, so they are counted first."""
    place, count = 0, 0
    while place < len(raw):
        tag, place = _varint(raw, place)
        kind, count = tag & 7, count + 1
        if count > _FIELDS_MAX:
            raise SnapshotDamagedError(f"the manifest has more than {_FIELDS_MAX} fields")
        if kind == 0:
            _, place = _varint(raw, place)
        elif kind == 1:
            place += 8
        elif kind == 2:
            length, place = _varint(raw, place)
            place += length
        elif kind == 5:
            place += 4
        else:
            raise SnapshotDamagedError("the manifest is not protobuf")


def _varint(raw: bytes, place: int) -> tuple[int, int]:
    """The number there, and the place behind it."""
    number = 0
    for index, byte in enumerate(raw[place : place + 10]):
        number |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return number, place + index + 1
    raise SnapshotDamagedError("the manifest is not protobuf")
