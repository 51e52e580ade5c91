"""What a snapshot knows of its task beside the contents of the memory.

The words are those of proto/polyprim/v1/snapshot.proto, which says more of each.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

ABI_VERSION: Final = 1
"""The version of what a task's module and the host call each other by."""

WASM_PAGE: Final = 65_536
"""Bytes."""

NULL_FUNCTION: Final = 0xFFFF_FFFF
"""What a table's null element holds."""


class ValueType(IntEnum):
    """The type of a global."""

    I32 = 1
    I64 = 2
    F32 = 3
    F64 = 4
    V128 = 5


class Wait(IntEnum):
    """What a parked task waits for."""

    MESSAGE = 1
    CALL = 2


@dataclass(frozen=True, slots=True)
class Global:
    """A mutable global; `value` is 16 bytes, the value in little-endian order and zeros."""

    index: int
    type: ValueType
    value: bytes


def no_elements() -> array[int]:
    """A column of a table without changes."""
    return array("I")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: those of its elements, ascending, that the module's own segments do not explain."""

    index: int
    length: int
    elements: array[int] = field(default_factory=no_elements)
    functions: array[int] = field(default_factory=no_elements)
    """For each element the index of its function, or NULL_FUNCTION. Both arrays are of type "I"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Park:
    """What a parked task waits in: `export` was running, with `arguments` of 16 bytes each."""

    wait: Wait
    export: str
    arguments: bytes = b""
    method: str = ""
    """For Wait.CALL, as "polyprim.v1.QueueService/Pop"."""
    request: bytes = b""
    asyncify_area: int = 0
    """An offset in memory."""
    message: bytes = b""
    """What the task was handling, and may read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preopen:
    """A folder that the task may see; `host_path` tells only what it was."""

    guest_path: str
    host_path: str
    read_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLimits:
    """What the task may use at most; 0 where nothing was said."""

    memory_bytes: int = 0
    table_elements: int = 0
    output_bytes: int = 0
    descriptors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a snapshot says of its task."""

    module_sha256: bytes
    module_name: str
    base_sha256: bytes
    base_bytes: int
    """The length of the base image, a multiple of 4 KiB; behind it the memory began as zeros."""
    created_unix_ns: int
    monotonic_ns: int
    initialized: bool
    """Whether the start function and ``_initialize`` have run."""
    memory_pages: int
    """Of 64 KiB."""
    memory_pages_max: int | None = None
    globals: tuple[Global, ...] = ()
    tables: tuple[Table, ...] = ()
    park: Park | None = None
    """None for a task at rest."""
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    preopens: tuple[Preopen, ...] = ()
    unread_input: bytes = b""
    limits: TaskLimits = TaskLimits()
    labels: Mapping[str, str] = field(default_factory=dict)
    abi_version: int = ABI_VERSION

    @property
    def memory_bytes(self) -> int:
        """The size of the memory."""
        return self.memory_pages * WASM_PAGE
