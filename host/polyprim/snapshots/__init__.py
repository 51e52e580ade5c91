"""Snapshots of tasks: their format, the stores that keep them, the images that tasks begin from.

This knows nothing of modules, or of those who run them.

    from polyprim.snapshots import FolderStore, ImageCache, changed_pages, write_image

    store, cache = FolderStore(folder), ImageCache(another, size_max=1 << 30)
    stored = store.put(manifest, changed_pages(memory, base), module=wasm)
    with store.open(stored.id) as reader:
        image = cache.image(stored.id, lambda file: write_image(reader, file, base))
"""

from polyprim.snapshots.cache import CacheStatistics, ImageCache
from polyprim.snapshots.changes import changed_pages
from polyprim.snapshots.folder import FolderStore, default_folder
from polyprim.snapshots.image import base_digest, write_image
from polyprim.snapshots.manifest import (
    ABI_VERSION,
    NULL_FUNCTION,
    WASM_PAGE,
    Global,
    Manifest,
    Park,
    Preopen,
    Table,
    TaskLimits,
    ValueType,
    Wait,
)
from polyprim.snapshots.objects import ObjectStore
from polyprim.snapshots.pages import CLUSTER, PAGE, Origin, PageMap, Run
from polyprim.snapshots.reading import MEMORY_LIMIT, Reader, Space
from polyprim.snapshots.source import BytesSource, FileSource, Source
from polyprim.snapshots.store import MODULE_BYTES_MAX, Collected, Store, Stored
from polyprim.snapshots.writing import Progress, Written, write

__all__ = [
    "ABI_VERSION",
    "CLUSTER",
    "MEMORY_LIMIT",
    "MODULE_BYTES_MAX",
    "NULL_FUNCTION",
    "PAGE",
    "WASM_PAGE",
    "BytesSource",
    "CacheStatistics",
    "Collected",
    "FileSource",
    "FolderStore",
    "Global",
    "ImageCache",
    "Manifest",
    "ObjectStore",
    "Origin",
    "PageMap",
    "Park",
    "Preopen",
    "Progress",
    "Reader",
    "Run",
    "Source",
    "Space",
    "Store",
    "Stored",
    "Table",
    "TaskLimits",
    "ValueType",
    "Wait",
    "Written",
    "base_digest",
    "changed_pages",
    "default_folder",
    "write",
    "write_image",
]
