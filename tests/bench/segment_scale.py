"""Claim: an addition costs the same whether a segment holds ten counters or a million, and whether
one worker is attached to it or 64.

By handle and by attachments, the peer is the smallest case. By name, a whole remote call on names
picked at random, from C: its peer is C that makes the same random accesses to memory (the request,
the directory's tag, the object's name, the count), which no implementation could leave out.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from polyprim import Host
from polyprim.abi import DIRECTORY_OFFSET, OBJECT_BYTES
from polyprim.runtime.process import process
from tests.bench.figures import Figure, in_c, medians
from tests.bench.peers import peers
from tests.bench.rpc_embed import add_request
from tests.bench.wasm_native import address, place

COUNTERS: Final = (10, 1_000, 100_000, 1_000_000)
ATTACHMENTS: Final = (1, 8, 64)
SEGMENT_BYTES: Final = 512 << 20
OBJECTS: Final = 1 << 21


def name(number: int) -> str:
    return f"c{number:07}"


def populated(size: int) -> mmap.mmap:
    """Memory of the same sort as a segment's, with a page of its own behind each address."""
    file = os.memfd_create("bench")
    try:
        os.posix_fallocate(file, 0, size)
        return mmap.mmap(file, size, mmap.MAP_SHARED | mmap.MAP_POPULATE)
    finally:
        os.close(file)


class Scene:
    """A segment that grows, and the memory in which C makes the same accesses."""

    def __init__(self, host: Host) -> None:
        self.host: Final = host
        self._made = 0
        self._handles: Final = array("Q")
        self._requests: Final = bytearray()
        self._memory: Final = populated(SEGMENT_BYTES)
        self._ffi, self._lib = peers().ffi, peers().lib

    def grow(self, count: int) -> None:
        """Makes counters until there are so many."""
        for number in range(self._made, count):
            self._handles.append(self.host.counter(name(number))._handle)
            self._requests.extend(add_request(name(number)))
        self._made = count

    def measure(self) -> dict[str, float]:
        """Seconds of an addition: by handle, by a random name, and of the accesses alone."""
        ffi, segment = self._ffi, self.host._segment
        length = len(self._requests) // self._made
        requests = ffi.from_buffer(bytes(self._requests))
        out = process().outcomes.take()
        first = self.host._segment.geometry.objects_offset
        places = array(
            "Q", (self._accesses(handle & 0xFFFFFFFF, first) for handle in self._handles)
        )
        base = ctypes.addressof(ctypes.c_char.from_buffer(self._memory))
        site = segment.site("counter_add", self._handles[0])
        rpc = (
            address("rpc"), segment.id, segment.function("atomic_counter.rpc_add"),
            requests, length, self._made, place(out),
        )  # fmt: skip
        words = ffi.cast("uint64_t *", ffi.from_buffer(places))
        touch = ffi.cast("uint8_t *", base), words, self._made
        try:
            return medians(
                {
                    "handle": in_c(self._lib.loop_call1, address("call1"), place(site), 1),
                    "name": in_c(self._lib.loop_rpc_random, *rpc),
                    "touch": in_c(self._lib.loop_touch_random, *touch),
                }
            )
        finally:
            process().outcomes.give_back(out)

    @staticmethod
    def _accesses(offset: int, first: int) -> int:
        """The places of an object's tag and of the object, for loop_touch_random."""
        return DIRECTORY_OFFSET + 4 * ((offset - first) // OBJECT_BYTES) << 32 | offset


@contextmanager
def attached(host: Host, count: int) -> Iterator[None]:
    """While it lasts, so many other threads are attached."""
    ready, leave = threading.Barrier(count + 1), threading.Event()

    def attend() -> None:
        host.counter(name(0)).get()
        ready.wait()
        leave.wait()

    threads = [threading.Thread(target=attend) for _ in range(count)]
    for thread in threads:
        thread.start()
    ready.wait()
    try:
        yield
    finally:
        leave.set()
        for thread in threads:
            thread.join()


def run() -> Iterator[Figure]:
    with Host(size=SEGMENT_BYTES, objects=OBJECTS) as host:
        scene, found = Scene(host), dict[int, Any]()
        for count in COUNTERS:
            scene.grow(count)
            found[count] = scene.measure()
        few, many = found[COUNTERS[0]], found[COUNTERS[-1]]
        yield Figure("by_handle_ns", few["handle"] * 1e9, "ns")
        yield Figure("by_handle_1000000_over_10", many["handle"] / few["handle"], "x", "<= 1.3")
        for count in COUNTERS:
            yield Figure(f"by_name_ns_{count}", found[count]["name"] * 1e9, "ns")
        yield Figure("accesses_ns_1000000", many["touch"] * 1e9, "ns")
        yield Figure("by_name_over_accesses_1000000", many["name"] / many["touch"], "x", "<= 1.5")
        site = host._segment.site("counter_add", host.counter(name(0))._handle)
        times = {}
        for count in ATTACHMENTS:
            with attached(host, count - 1):
                timer = in_c(peers().lib.loop_call1, address("call1"), place(site), 1)
                times[count] = medians({"add": timer})["add"]
        yield Figure("attachments_64_over_1", times[64] / times[1], "x", "<= 1.3")
