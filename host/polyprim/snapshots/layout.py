"""The fixed parts of a snapshot file: what it begins and ends with.

    header     16 bytes    always the same
    clusters               zstd frames, one behind the other
    manifest               protobuf, compressed where that makes it shorter
    footer     96 bytes    where the manifest is, and what makes all of it trustworthy

docs/snapshot-format.md has every byte.
"""

from __future__ import annotations

import hashlib
import hmac
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from polyprim.errors import (
    InvalidArgumentError,
    SnapshotDamagedError,
    UnsupportedSnapshotError,
    UntrustedSnapshotError,
)
from polyprim.snapshots.pages import CLUSTER, PAGE

FORMAT_VERSION: Final = 1
MAGIC: Final = b"\x89PPSNAP\n"
HEADER: Final = struct.pack("<8sHHI", MAGIC, FORMAT_VERSION, 0, 0)
FOOTER_BYTES: Final = 96
CLUSTER_STORED_MAX: Final = CLUSTER + 1024
"""The longest that a compressed cluster may be."""

KEY_BYTES_MIN: Final = 16

_PLACE: Final = struct.Struct("<QIIII")
_FOOTER: Final = struct.Struct(f"<{_PLACE.size}s32s32sI4s")
_END: Final = b"PPS\n"
_COMPRESSED: Final = 1
_SIGNED: Final = 2
_UNSIGNED: Final = bytes(32)

_MANIFEST_BYTES_MAX: Final = 16 << 20
_MANIFEST_BYTES: Final = 1 << 20
_MANIFEST_BYTES_PER_PAGE: Final = 16


def manifest_limit(memory_bytes: int) -> int:
    """The most bytes that a manifest may have beside a memory of that size."""
    pages = memory_bytes // PAGE
    return min(_MANIFEST_BYTES_MAX, _MANIFEST_BYTES + pages * _MANIFEST_BYTES_PER_PAGE)


def require_header(header: bytes) -> None:
    """Raises UnsupportedSnapshotError unless a file of this format begins so."""
    if header[: len(MAGIC)] != MAGIC:
        raise UnsupportedSnapshotError("this is no snapshot")
    if header != HEADER:
        version = int.from_bytes(header[8:10], "little")
        raise UnsupportedSnapshotError(
            f"the snapshot has format {version}; this version reads {FORMAT_VERSION}"
        )


def checked_key(key: bytes | None) -> bytes | None:
    """The key; raises InvalidArgumentError if it is too short to protect anything."""
    if key is not None and len(key) < KEY_BYTES_MIN:
        raise InvalidArgumentError(f"a key has at least {KEY_BYTES_MIN} bytes")
    return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """Where the manifest is. `digest` is what names the snapshot."""

    manifest_offset: int
    stored_length: int
    manifest_length: int
    compressed: bool
    digest: bytes
    signature: bytes | None

    @classmethod
    def of(cls, stored: bytes, *, offset: int, length: int, key: bytes | None) -> Footer:
        """The footer behind a manifest of that length, which is stored so, there."""
        compressed, signed = len(stored) != length, key is not None
        place = _place(offset, len(stored), length, compressed=compressed, signed=signed)
        digest = hashlib.sha256(stored + place).digest()
        return cls(
            manifest_offset=offset,
            stored_length=len(stored),
            manifest_length=length,
            compressed=compressed,
            digest=digest,
            signature=None if key is None else _signature(key, digest),
        )

    @classmethod
    def parse(cls, raw: bytes) -> Footer:
        """Raises SnapshotDamagedError unless it is a footer, and whole."""
        place, digest, signature, crc, end = _FOOTER.unpack(raw)
        if end != _END or crc != zlib.crc32(raw[: -len(_END) - 4]):
            raise SnapshotDamagedError("the snapshot is cut off, or its footer is damaged")
        offset, stored_length, length, flags, reserved = _PLACE.unpack(place)
        compressed, signed = bool(flags & _COMPRESSED), bool(flags & _SIGNED)
        if flags & ~(_COMPRESSED | _SIGNED) or reserved:
            raise UnsupportedSnapshotError(f"the snapshot has flags that are unknown: {flags:#x}")
        fits = stored_length < length if compressed else stored_length == length
        if not fits or (not signed and signature != _UNSIGNED):
            raise SnapshotDamagedError("the snapshot's footer contradicts itself")
        return cls(
            manifest_offset=offset,
            stored_length=stored_length,
            manifest_length=length,
            compressed=compressed,
            digest=digest,
            signature=signature if signed else None,
        )

    def pack(self) -> bytes:
        """Its 96 bytes."""
        raw = self._place() + self.digest + (self.signature or _UNSIGNED)
        return raw + struct.pack("<I4s", zlib.crc32(raw), _END)

    def require(self, stored: bytes, key: bytes | None) -> None:
        """Raises SnapshotDamagedError unless the manifest is the one that this was made for, and
        UntrustedSnapshotError unless it was signed with the key, if there is one."""
        if hashlib.sha256(stored + self._place()).digest() != self.digest:
            raise SnapshotDamagedError("the snapshot's manifest is damaged")
        if key is None:
            return
        if self.signature is None:
            raise UntrustedSnapshotError("the snapshot is not signed, and a key is asked for")
        if not hmac.compare_digest(_signature(key, self.digest), self.signature):
            raise UntrustedSnapshotError("the snapshot was signed with another key, or forged")

    def _place(self) -> bytes:
        return _place(
            self.manifest_offset,
            self.stored_length,
            self.manifest_length,
            compressed=self.compressed,
            signed=self.signature is not None,
        )


def _place(offset: int, stored: int, length: int, *, compressed: bool, signed: bool) -> bytes:
    flags = compressed * _COMPRESSED | signed * _SIGNED
    return _PLACE.pack(offset, stored, length, flags, 0)


def _signature(key: bytes, digest: bytes) -> bytes:
    return hmac.digest(key, digest, "sha256")
