"""Reads snapshots, of which nothing is believed before it is checked."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Final, Self

from polyprim.errors import PayloadTooLargeError, SnapshotDamagedError
from polyprim.snapshots import message
from polyprim.snapshots.frames import Frames
from polyprim.snapshots.layout import (
    CLUSTER_STORED_MAX,
    FOOTER_BYTES,
    HEADER,
    Footer,
    checked_key,
    manifest_limit,
    require_header,
)
from polyprim.snapshots.manifest import Manifest
from polyprim.snapshots.pages import CLUSTER_PAGES, PAGE, Origin, PageMap
from polyprim.snapshots.source import Source
from polyprim.snapshots.writing import Progress

MEMORY_LIMIT: Final = 4 << 30
"""Bytes: as large as a memory can be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """Where the bytes of a memory went in its snapshot."""

    base_bytes: int
    """As the module's data segments make them: not stored."""
    zero_bytes: int
    """Not stored."""
    stored_bytes: int
    cluster_lengths: tuple[int, ...]
    """In the file; each but the last one holds CLUSTER stored bytes."""
    manifest_bytes: int
    """In the file."""


class Reader:
    """A snapshot that can be read. It closes the source, also if it cannot be read.

    What `manifest` says is known to be what was written, since the digest covers it; with a key, to
    be what the key's owner wrote. The clusters are checked as they are read.

    Raises SnapshotDamagedError, UnsupportedSnapshotError, UntrustedSnapshotError if there is a
    `key`, of 16 bytes or more, and the snapshot was not signed with it, and PayloadTooLargeError if
    the memory has more than `memory_limit` bytes. No more memory than that and 16 MiB is taken,
    whatever the snapshot says.
    """

    def __init__(
        self, source: Source, *, memory_limit: int = MEMORY_LIMIT, key: bytes | None = None
    ) -> None:
        self._source: Final = source
        try:
            self._open(memory_limit, checked_key(key))
        except BaseException:
            source.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the source. More than once is no error."""
        self._source.close()

    @property
    def manifest(self) -> Manifest:
        """What the snapshot says of its task."""
        return self._manifest

    @cached_property
    def page_map(self) -> PageMap:
        """Where each page of the memory comes from. Raises SnapshotDamagedError."""
        return PageMap(self._contents.page_runs, self._manifest.memory_bytes // PAGE)

    @property
    def digest(self) -> bytes:
        """What names the snapshot."""
        return self._footer.digest

    @property
    def is_signed(self) -> bool:
        """Whether it was signed with a key, known or unknown."""
        return self._footer.signature is not None

    @property
    def size(self) -> int:
        """Its bytes."""
        return self._source.size

    @property
    def space(self) -> Space:
        """Where its bytes went. Raises SnapshotDamagedError."""
        pages = self.page_map
        self._require_clusters()
        return Space(
            base_bytes=pages.count(Origin.BASE) * PAGE,
            zero_bytes=pages.count(Origin.ZERO) * PAGE,
            stored_bytes=pages.count(Origin.STORED) * PAGE,
            cluster_lengths=tuple(self._contents.cluster_lengths),
            manifest_bytes=self._footer.stored_length,
        )

    def verify(self, progress: Progress | None = None) -> None:
        """Reads all of it. Raises SnapshotDamagedError unless it is what was written."""
        for _ in self._clusters(progress):
            pass

    def pages(self, progress: Progress | None = None) -> Iterator[tuple[int, memoryview]]:
        """The stored pages: a page's number, and the contents of that and those that follow it.

        Raises SnapshotDamagedError, at the latest behind the last one: what came before is then not
        to be used.
        """
        runs = (run for run in self.page_map if run.origin is Origin.STORED)
        numbers = (range(run.first, run.first + run.count) for run in runs)
        left = range(0)
        for content in self._clusters(progress):
            view = memoryview(content)
            while view:
                left = left or next(numbers)
                taken = left[: len(view) // PAGE]
                yield taken[0], view[: len(taken) * PAGE]
                left, view = left[len(taken) :], view[len(taken) * PAGE :]

    def _open(self, memory_limit: int, key: bytes | None) -> None:
        source = self._source
        if source.size < len(HEADER):
            raise SnapshotDamagedError("the snapshot is cut off")
        require_header(source.read(0, len(HEADER)))
        if source.size < len(HEADER) + FOOTER_BYTES:
            raise SnapshotDamagedError("the snapshot is cut off")
        end = source.size - FOOTER_BYTES
        self._footer = Footer.parse(source.read(end, FOOTER_BYTES))
        self._message = message.parsed(self._read_manifest(end, memory_limit, key))
        self._manifest = message.manifest_of(self._message)
        if self._manifest.memory_bytes > memory_limit:
            raise PayloadTooLargeError(
                f"the snapshot is one of {self._manifest.memory_bytes} bytes of memory, and the"
                f" limit is {memory_limit}"
            )

    def _read_manifest(self, end: int, memory_limit: int, key: bytes | None) -> bytes:
        footer = self._footer
        if footer.manifest_offset < len(HEADER) or (
            footer.manifest_offset + footer.stored_length != end
        ):
            raise SnapshotDamagedError("the snapshot's footer says what cannot be")
        limit = manifest_limit(memory_limit)
        if footer.manifest_length > limit:
            raise PayloadTooLargeError(
                f"the manifest has {footer.manifest_length} bytes, and the limit is {limit}"
            )
        stored = self._source.read(footer.manifest_offset, footer.stored_length)
        footer.require(stored, key)
        if not footer.compressed:
            return stored
        return Frames().contents(stored, footer.manifest_length)

    @cached_property
    def _contents(self) -> message.Contents:
        # Late, since whoever has the image already needs none of it.
        return message.contents_of(self._message)

    def _require_clusters(self) -> None:
        lengths = self._contents.cluster_lengths
        count = -(-self.page_map.count(Origin.STORED) // CLUSTER_PAGES)
        if len(lengths) != count or len(self._contents.cluster_crc32s) != count:
            raise SnapshotDamagedError("there are not as many clusters as the pages need")
        if any(length > CLUSTER_STORED_MAX for length in lengths):
            raise SnapshotDamagedError("a cluster is longer than any can be")
        if len(HEADER) + sum(lengths) != self._footer.manifest_offset:
            raise SnapshotDamagedError("the clusters do not reach from header to manifest")

    def _clusters(self, progress: Progress | None) -> Iterator[bytes]:
        """The contents of all clusters, from one pass that checks each, and in the end all."""
        self._require_clusters()
        frames, sha256, offset = Frames(), hashlib.sha256(HEADER), len(HEADER)
        pages = self.page_map.count(Origin.STORED)
        contents = self._contents
        for length, crc32 in zip(contents.cluster_lengths, contents.cluster_crc32s, strict=True):
            frame = self._source.read(offset, length)
            sha256.update(frame)
            offset += length
            content = frames.contents(frame, min(pages, CLUSTER_PAGES) * PAGE)
            if zlib.crc32(content) != crc32:
                raise SnapshotDamagedError("a cluster does not match its CRC32")
            pages -= CLUSTER_PAGES
            yield content
            if progress is not None:
                progress(offset, self._footer.manifest_offset)
        if sha256.digest() != contents.clusters_sha256:
            raise SnapshotDamagedError("the clusters are not those that were written")
