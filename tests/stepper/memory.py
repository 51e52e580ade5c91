"""One piece of memory under many wasm stores, that can be put back to an earlier state.

The memory is a private mapping of a memfd. Linux tells which of its pages were ever written, so
that only those are hashed and put back; where it does not tell, all pages count as written.
"""

from __future__ import annotations

import ctypes
import mmap
import os
from array import array
from pathlib import Path
from typing import Any, Final

import wasmtime
from wasmtime import _bindings as raw

PAGE: Final = mmap.PAGESIZE
_ENTRY_BYTES: Final = 8
_PRESENT_OR_SWAPPED: Final = 3 << 62
_OF_FILE: Final = 1 << 61
"""Bits of a pagemap entry; source: Linux, Documentation/admin-guide/mm/pagemap.rst."""


class SharedMemory:
    """`length` bytes, zero at first; `view` is all of them."""

    def __init__(self, length: int) -> None:
        self.length = length
        self._file = os.memfd_create("stepper")
        os.ftruncate(self._file, length)
        self._map = mmap.mmap(self._file, length, flags=mmap.MAP_PRIVATE)
        self.view = memoryview(self._map)
        self.address = ctypes.addressof(ctypes.c_char.from_buffer(self._map))
        self._kept = bytearray(length)
        self._pagemap = _open_pagemap()
        self._last_entries = b""
        self._written: list[int] = []
        self._kept_hashes: dict[int, int] = {}

    def close(self) -> None:
        """Gives its files back; the mapping lives as long as somebody refers to it. Idempotent."""
        for descriptor in filter(None, (self._file, self._pagemap)):
            os.close(descriptor)
        self._file, self._pagemap = 0, None

    def words(self, width: int) -> memoryview[int]:
        """All of it as unsigned words of `width` bytes."""
        match width:
            case 8:
                return self.view.cast("Q")
            case 4:
                return self.view.cast("I")
            case 2:
                return self.view.cast("H")
        return self.view

    def keep(self) -> None:
        """Makes the present state the one that `restore` goes back to."""
        for page in self._pages():
            start = page * PAGE
            content = self.view[start : start + PAGE]
            self._kept[start : start + PAGE] = content
            os.pwrite(self._file, content, start)
        self._map.madvise(mmap.MADV_DONTNEED)
        self._kept_hashes = {}

    def restore(self) -> None:
        """Puts back what was kept last."""
        for page in self._pages():
            start = page * PAGE
            self.view[start : start + PAGE] = self._kept[start : start + PAGE]

    def state(self) -> int:
        """A hash of the content, the same for the same content since the last `keep`."""
        differing = []
        for page in self._pages():
            start = page * PAGE
            now = hash(self._map[start : start + PAGE])
            if now != self._kept_hash(page):
                differing.append((page, now))
        return hash(tuple(differing))

    def _kept_hash(self, page: int) -> int:
        known = self._kept_hashes.get(page)
        if known is None:
            known = hash(bytes(self._kept[page * PAGE : (page + 1) * PAGE]))
            self._kept_hashes[page] = known
        return known

    def _pages(self) -> list[int]:
        """The pages that were written since `keep`."""
        if self._pagemap is None:
            return list(range(self.length // PAGE))
        size = self.length // PAGE * _ENTRY_BYTES
        entries = os.pread(self._pagemap, size, self.address // PAGE * _ENTRY_BYTES)
        if entries != self._last_entries:
            self._last_entries = entries
            self._written = [
                page
                for page, entry in enumerate(array("Q", entries))
                if entry & _PRESENT_OR_SWAPPED and not entry & _OF_FILE
            ]
        return self._written


def _open_pagemap() -> int | None:
    path = Path("/proc/self/pagemap")
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC) if path.exists() else None


class MemoryCreator:
    """Gives one `SharedMemory` to every wasm memory that modules of an engine define."""

    def __init__(self, memory: SharedMemory) -> None:
        self._memory = memory
        self._get = raw.wasmtime_memory_get_callback_t(self._get_memory)
        self._grow = raw.wasmtime_memory_grow_callback_t(self._grow_memory)
        self._new = raw.wasmtime_new_memory_callback_t(self._new_memory)
        self._no_finalizer = ctypes.CFUNCTYPE(None, ctypes.c_void_p)()

    def install(self, config: wasmtime.Config) -> None:
        """`self` must outlive the engine that is made of `config`."""
        creator = raw.wasmtime_memory_creator(None, self._new, self._no_finalizer)
        raw.wasmtime_config_host_memory_creator_set(config.ptr(), ctypes.byref(creator))

    def _new_memory(self, _env: Any, _type: Any, least: int, *rest: Any) -> int:
        if least > self._memory.length:
            return _error(f"the stepper's memory of {self._memory.length} bytes is below {least}")
        made = rest[-1].contents
        made.env, made.finalizer = None, self._no_finalizer
        made.get_memory, made.grow_memory = self._get, self._grow
        return 0

    def _get_memory(self, _env: Any, size: Any, capacity: Any) -> int:
        size[0] = capacity[0] = self._memory.length
        return self._memory.address

    def _grow_memory(self, _env: Any, _size: int) -> int:
        return _error("the stepper's memory does not grow")


def _error(message: str) -> int:
    text = message.encode()
    error = raw.wasmtime_error_new(text)
    return ctypes.cast(error, ctypes.c_void_p).value or 0
