"""wasm/abi.h in Python: the statuses, limits and layouts on which host and modules agree.

Names and comments are in abi.h; tests/runtime/test_abi.py compiles it and compares all of this.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

ABI_VERSION: Final = 1
LAYOUT_VERSION: Final = 2
MAGIC: Final = b"POLYPRIM"


class Status(IntEnum):
    """What an operation answers; from 240 on, what the bridge answers in its place."""

    OK = 0
    EMPTY = 1
    FULL = 2
    EXISTS = 3
    WAIT = 4
    BLOCKED = 5
    NOT_FOUND = 16
    WRONG_KIND = 17
    INVALID_NAME = 18
    INVALID_ARGUMENT = 19
    INVALID_PROTO = 20
    TOO_LARGE = 21
    NO_SPACE = 22
    CHECKSUM = 23
    DATA_LOSS = 24
    UNSUPPORTED = 25
    EXPIRED = 26
    REUSED = 27
    UNKNOWN = 28
    SESSION_FULL = 29

    DETACHED = 240  # this thread has no attachment at hand: attach, and call again
    TRAP = 241  # the module trapped; lib.trap_message tells why


FAULT: Final = -(1 << 63)
FAULT_LIMIT: Final = FAULT + 256

PAGE_BYTES: Final = 65_536
LINE_BYTES: Final = 64

HEADER_OFFSET: Final = 0
CRC_TABLE_OFFSET: Final = 0x1000
SLOTS_OFFSET: Final = 0x4000
SLOT_COUNT: Final = 1024
SLOT_BYTES: Final = 256
METRICS_OFFSET: Final = 0x50000
METRICS_KIND_BYTES: Final = 0x9000
KIND_COUNT: Final = 16
DIRECTORY_OFFSET: Final = 0x100000
OBJECT_BYTES: Final = 128
CHUNK_BYTES: Final = 65_536
CHUNKS_MAX: Final = 65_536
NAME_BYTES_MAX: Final = 64
OBJECTS_MIN: Final = 64
OBJECTS_MAX: Final = 1 << 22
DIRECTORY_WINDOW: Final = 64

REQUEST_BYTES: Final = 131_072
REPLY_BYTES: Final = 131_072
BUFFER_CHUNKS: Final = (REQUEST_BYTES + REPLY_BYTES) // CHUNK_BYTES
RECORD_BYTES_MAX: Final = 65_536

METHODS_MAX: Final = 32
LANGUAGES_MAX: Final = 8
LATENCY_BUCKETS: Final = 15

LANGUAGES: Final = ("other", "python", "java", "rust", "go", "node", "cpp", "browser")
"""What a row of the metric tables counts: the languages that clients are written in."""

CHUNK_OF_SLOT: Final = 0x80000000


class Intent(IntEnum):
    """The upper half of a slot's intent word."""

    NONE = 0
    USE = 1
    LEFT = 2
    CREATE = 3
    RECLAIM = 4


class Life(IntEnum):
    """Bits 0 to 2 of an object's state word."""

    FREE = 0
    BUILDING = 1
    LIVE = 2
    DYING = 3
    FREEING = 4
    ABORTED = 5


@dataclass(frozen=True, slots=True)
class Layout:
    """A C struct: each field's name and its code in the `struct` module ("x": padding)."""

    fields: tuple[tuple[str, str], ...]

    @property
    def format(self) -> struct.Struct:
        """The whole struct, little endian and without padding of its own."""
        return struct.Struct("<" + "".join(code for _, code in self.fields))

    @property
    def size(self) -> int:
        return self.format.size

    def offset(self, name: str) -> int:
        """Where a field begins, in bytes."""
        names = [field for field, _ in self.fields]
        codes = [code for _, code in self.fields]
        return struct.calcsize("<" + "".join(codes[: names.index(name)]))


HEADER: Final = Layout(
    (
        ("magic", "8s"),
        ("abi_version", "I"),
        ("layout_version", "I"),
        ("boot_id", "16s"),
        ("clean", "I"),
        ("reserved", "I"),
        ("created_ms", "Q"),
        ("pad0", "16x"),
        ("bytes", "Q"),
        ("objects", "I"),
        ("chunks", "I"),
        ("objects_offset", "I"),
        ("chunks_offset", "I"),
        ("heap_offset", "I"),
        ("slots_used", "I"),
        ("pad1", "32x"),
        ("kind_layout", f"{4 * KIND_COUNT}s"),
        ("module_digest", f"{32 * KIND_COUNT}s"),
    )
)

SLOT: Final = Layout(
    (
        ("intent", "Q"),
        ("session", "Q"),
        ("pad0", "48x"),
        ("status", "I"),
        ("blocked_by", "I"),
        ("wait_word", "I"),
        ("wait_value", "I"),
        ("wake_word", "I"),
        ("wake_count", "I"),
        ("reply_length", "I"),
        ("field", "I"),
        ("timeout_ms", "i"),
        ("wait_ms", "i"),
        ("pad1", "24x"),
        ("buffer", "I"),
        ("language", "I"),
        ("now_ms", "q"),
        ("random", "Q"),
        ("may_wait", "I"),
        ("journal", "I"),
        ("oldest", "Q"),
        ("pad2", "24x"),
        ("scratch", "64s"),
    )
)

LATENCY: Final = Layout((("sum_ns", "Q"), ("bucket", f"{8 * LATENCY_BUCKETS}s")))
"""A row of a latency table."""

OBJECT: Final = Layout(
    (
        ("name", f"{NAME_BYTES_MAX}s"),
        ("state", "Q"),
        ("name_length", "I"),
        ("hash", "I"),
        ("body", "I"),
        ("body_chunks", "I"),
        ("signal", "I"),
        ("reserved", "I"),
        ("value", "32s"),
    )
)
