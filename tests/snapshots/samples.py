"""Tasks to make snapshots of, and snapshots that say whatever they are told to."""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import struct
import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import zstandard

from polyprim.contract import message_named
from polyprim.snapshots import (
    PAGE,
    WASM_PAGE,
    FileSource,
    Global,
    Manifest,
    Park,
    Preopen,
    Reader,
    Table,
    TaskLimits,
    ValueType,
    Wait,
    changed_pages,
    write,
    write_image,
)

WASM = b"\0asm\1\0\0\0"
KEY = b"a key of sixteen"


@dataclass
class Task:
    """A captured task: what it is, its memory, and the image that it began with."""

    manifest: Manifest
    memory: bytes
    base: bytes = b""

    def snapshot(self, key: bytes | None = None) -> bytes:
        """The file."""
        file = io.BytesIO()
        with file_of(self.base) as base:
            write(file, self.manifest, changed_pages(self.memory, base), key=key)
        return file.getvalue()


def make(memory: bytes, base: bytes = b"", **fields: Any) -> Task:
    """A task with that memory, and few words about it."""
    manifest = Manifest(
        module_sha256=hashlib.sha256(WASM).digest(),
        module_name="sample.wasm",
        base_sha256=hashlib.sha256(base).digest(),
        base_bytes=len(base),
        created_unix_ns=1_800_000_000_000_000_000,
        monotonic_ns=5,
        initialized=True,
        memory_pages=len(memory) // WASM_PAGE,
    )
    return Task(replace(manifest, **fields), memory, base)


def patterned(pages: int, seed: int = 1) -> bytes:
    """That many pages, all different, that compress somewhat."""
    each = [hashlib.sha256(b"%d %d" % (seed, page)).digest() * 128 for page in range(pages)]
    return b"".join(each)


def small() -> Task:
    """One page stored, one zeroed, all else as it was."""
    base = patterned(3)
    memory = bytearray(base + bytes(WASM_PAGE - len(base)))
    memory[PAGE : 2 * PAGE] = bytes(PAGE)
    memory[5 * PAGE : 6 * PAGE] = patterned(1, 2)
    return make(bytes(memory), base)


def parked() -> Task:
    """Several clusters, and everything that a manifest can say."""
    base = patterned(40)
    memory = bytearray(base + bytes(3 * WASM_PAGE - len(base)))
    memory[2 * PAGE : 20 * PAGE] = patterned(18, 2)
    memory[30 * PAGE : 31 * PAGE] = bytes(PAGE)
    memory[44 * PAGE : 45 * PAGE] = patterned(1, 3)
    return make(
        bytes(memory),
        base,
        memory_pages_max=100,
        globals=(
            Global(0, ValueType.I32, (65_520).to_bytes(16, "little")),
            Global(7, ValueType.V128, bytes(range(16))),
        ),
        tables=(Table(0, 10, array("I", [3, 9]), array("I", [12, 0xFFFF_FFFF])), Table(1, 0)),
        park=Park(
            wait=Wait.CALL,
            export="serve",
            arguments=bytes(32),
            method="polyprim.v1.QueueService/Pop",
            request=b"\x0a\x04jobs",
            asyncify_area=1024,
            message=b"resize",
        ),
        arguments=("serve", "--jobs=ä"),
        environment={"HOME": "/", "EMPTY": ""},
        preopens=(Preopen(guest_path="/data", host_path="/srv/data", read_only=True),),
        unread_input=b"rest",
        limits=TaskLimits(
            memory_bytes=1 << 24, table_elements=100, output_bytes=1 << 20, descriptors=9
        ),
        labels={"for": "tests", "b": "", "a": "ü"},
    )


@contextmanager
def file_of(content: bytes) -> Iterator[int]:
    """The descriptor of a file in memory."""
    file = os.memfd_create("sample")
    try:
        os.write(file, content)
        yield file
    finally:
        os.close(file)


@contextmanager
def reader_of(raw: bytes, **options: Any) -> Iterator[Reader]:
    """A reader of that file."""
    with file_of(raw) as file, Reader(FileSource(os.dup(file)), **options) as reader:
        yield reader


def restored(raw: bytes, base: bytes, **options: Any) -> tuple[Manifest, bytes]:
    """All that a snapshot says, once all of it was checked."""
    with (
        reader_of(raw, **options) as reader,
        file_of(base) as base_file,
        file_of(b"") as target,
    ):
        write_image(reader, target, base_file)
        size = os.fstat(target).st_size
        return reader.manifest, os.pread(target, size, 0) if size else b""


@dataclass
class Forged:
    """A snapshot whose digests are right, whatever else is not."""

    message: Any
    frames: Sequence[bytes] = ()
    stored: bytes | None = None
    manifest_length: int | None = None
    flags: int | None = None
    offset: int | None = None
    header: bytes = b"\x89PPSNAP\n\x01\0\0\0\0\0\0\0"
    key: bytes | None = None
    between: bytes = b""
    keep_sha256: bool = False

    @classmethod
    def of(cls, task: Task) -> Forged:
        """What the honest writer makes, taken apart."""
        raw = task.snapshot()
        offset, stored, _, flags, _ = struct.unpack("<QIIII", raw[-96:-72])
        manifest = raw[offset : offset + stored]
        if flags & 1:
            manifest = zstandard.ZstdDecompressor().decompress(manifest)
        message: Any = message_named("SnapshotManifest").FromString(manifest)
        frames, place = [], 16
        for size in message.cluster_lengths:
            frames.append(raw[place : place + size])
            place += size
        return cls(message, frames)

    def frame(self, index: int, content: bytes, **options: Any) -> None:
        """Puts another frame there, with the right length and CRC32."""
        frames = list(self.frames)
        frames[index] = zstandard.ZstdCompressor(level=3, **options).compress(content)
        self.frames = frames
        self.message.cluster_lengths[index] = len(frames[index])
        self.message.cluster_crc32s[index] = zlib.crc32(content)

    def build(self) -> bytes:
        """The file."""
        front = self.header + b"".join(self.frames) + self.between
        if not self.keep_sha256:
            self.message.clusters_sha256 = hashlib.sha256(front).digest()
        raw = self.message.SerializeToString(deterministic=True)
        stored = raw if self.stored is None else self.stored
        length = len(raw) if self.manifest_length is None else self.manifest_length
        flags = (len(stored) != length) | (2 if self.key else 0)
        place = struct.pack(
            "<QIIII",
            len(front) if self.offset is None else self.offset,
            len(stored),
            length,
            flags if self.flags is None else self.flags,
            0,
        )
        digest = hashlib.sha256(stored + place).digest()
        signature = hmac.digest(self.key, digest, "sha256") if self.key else bytes(32)
        footer = place + digest + signature
        return front + stored + footer + struct.pack("<I4s", zlib.crc32(footer), b"PPS\n")
