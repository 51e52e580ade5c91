"""Writes a snapshot, from the front to the back and in bounded memory."""

from __future__ import annotations

import hashlib
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

import zstandard

from polyprim.errors import InvalidArgumentError
from polyprim.snapshots import message
from polyprim.snapshots.checks import require_sound
from polyprim.snapshots.layout import FOOTER_BYTES, HEADER, Footer, checked_key, manifest_limit
from polyprim.snapshots.manifest import Manifest
from polyprim.snapshots.pages import CLUSTER_PAGES, PAGE, Origin, PageMap, PageMapBuilder

LEVEL: Final = 3
"""Of zstd."""

_ZEROS: Final = bytes(PAGE)

Progress = Callable[[int, int], None]
"""Is told of long work: the bytes that are done, and those that there are."""


class Sink(Protocol):
    """Where a snapshot is written to: any binary file."""

    def write(self, content: bytes, /) -> object:
        """Takes all of it."""


@dataclass(frozen=True, slots=True)
class Written:
    """A snapshot that is whole."""

    digest: bytes
    """What names it."""
    size: int
    """Bytes."""


def write(
    file: Sink,
    manifest: Manifest,
    pages: Iterable[tuple[int, bytes | bytearray | memoryview]],
    *,
    key: bytes | None = None,
    progress: Progress | None = None,
) -> Written:
    """Writes a snapshot of a memory whose `pages` are not those of the base image.

    Each of `pages` is the number of a page of 4 KiB and the content of that and any number that
    follow it, all in ascending order; `changed_pages` finds them. The same task makes the same
    bytes, with the same version of zstd. `key`, of 16 bytes or more, signs it.

    Raises InvalidArgumentError if manifest or pages are not what they should be, and what `file`
    raises. What was written until then is no snapshot.
    """
    checked_key(key)
    require_sound(manifest)
    clusters = _Clusters(file)
    page_map = _write_pages(clusters, manifest, pages, progress)
    raw = message.encoded(
        manifest,
        message.Contents(
            page_runs=page_map.words,
            cluster_lengths=clusters.lengths,
            cluster_crc32s=clusters.crc32s,
            clusters_sha256=clusters.sha256.digest(),
        ),
    )
    limit = manifest_limit(manifest.memory_bytes)
    if len(raw) > limit:
        raise InvalidArgumentError(
            f"a snapshot of this memory has a manifest of up to {limit} bytes, not {len(raw)}"
        )
    stored = min(raw, zstandard.ZstdCompressor(level=LEVEL).compress(raw), key=len)
    footer = Footer.of(stored, offset=clusters.end, length=len(raw), key=key)
    file.write(stored + footer.pack())
    return Written(footer.digest, clusters.end + len(stored) + FOOTER_BYTES)


def _write_pages(
    clusters: _Clusters,
    manifest: Manifest,
    pages: Iterable[tuple[int, bytes | bytearray | memoryview]],
    progress: Progress | None,
) -> PageMap:
    builder = PageMapBuilder(manifest.memory_bytes // PAGE)
    base_pages = manifest.base_bytes // PAGE
    for first, contents in pages:
        page = first
        for page, content in enumerate(_split(contents), first):
            if content != _ZEROS:
                builder.append(page, Origin.STORED)
                clusters.append(content)
            elif page < base_pages:
                builder.append(page, Origin.ZERO)
        if progress is not None:
            progress((page + 1) * PAGE, manifest.memory_bytes)
    clusters.flush()
    return builder.build()


def _split(contents: bytes | bytearray | memoryview) -> Iterator[bytes]:
    raw = memoryview(contents).cast("B")
    if len(raw) % PAGE:
        raise InvalidArgumentError(f"pages have {PAGE} bytes each, not {len(raw)} together")
    for place in range(0, len(raw), PAGE):
        yield bytes(raw[place : place + PAGE])


class _Clusters:
    """Compresses pages, sixteen at a time, and writes them behind the header."""

    def __init__(self, file: Sink) -> None:
        self._file: Final = file
        self._compressor: Final = zstandard.ZstdCompressor(level=LEVEL)
        self._pages: Final[list[bytes]] = []
        self.lengths: Final = array("I")
        self.crc32s: Final = array("I")
        self.sha256: Final = hashlib.sha256()
        self.end = 0
        self._write(HEADER)

    def append(self, page: bytes) -> None:
        self._pages.append(page)
        if len(self._pages) == CLUSTER_PAGES:
            self.flush()

    def flush(self) -> None:
        """Writes what there is, also if it is no whole cluster."""
        if not self._pages:
            return
        content = b"".join(self._pages)
        self._pages.clear()
        frame = self._compressor.compress(content)
        self.lengths.append(len(frame))
        self.crc32s.append(zlib.crc32(content))
        self._write(frame)

    def _write(self, content: bytes) -> None:
        self._file.write(content)
        self.sha256.update(content)
        self.end += len(content)
