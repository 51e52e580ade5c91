"""What a task holds besides its memory: bytes that C keeps, and its globals."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

from polyprim.native import CData, ffi, native

_LENGTH: Final = struct.Struct("<I")


def output(task: CData, number: int) -> bytes:
    """What the last run wrote to standard output (1) or standard error (2)."""
    return _bytes(lambda length: native.wasi_captured(native.task_wasi(task), number, length))


def unread_input(task: CData) -> bytes:
    """What is left of standard input."""
    return _bytes(lambda length: native.wasi_input_left(native.task_wasi(task), length))


def message(task: CData) -> bytes:
    """The message that the task may read."""
    return _bytes(lambda length: native.task_message(task, length))


def replies(task: CData) -> list[bytes]:
    """What the last run answered."""
    packed = _bytes(lambda length: native.task_replies(task, length))
    found, at = [], 0
    while at < len(packed):
        (size,) = _LENGTH.unpack_from(packed, at)
        at += _LENGTH.size
        found.append(packed[at : at + size])
        at += size
    return found


def memory(task: CData) -> memoryview:
    """All of the task's memory, as long as nobody is inside the task and it is not closed."""
    place = native.task_memory_of(task)
    if not place.bytes:
        return memoryview(b"")
    return memoryview(ffi.buffer(place.base, place.bytes))


def open_descriptors(task: CData) -> list[str]:
    """What is open beside what a new task has; or is not, which a new task has."""
    wasi = native.task_wasi(task)
    count = native.wasi_open_descriptors(wasi, ffi.NULL, 0)
    found = ffi.new("struct wasi_open[]", max(count, 1))
    native.wasi_open_descriptors(wasi, found, count)
    return [_description(each) for each in list(found)[:count]]


def _description(each: CData) -> str:
    if each.kind == native.WASI_CLOSED:
        return f"descriptor {each.number} is closed"
    path = ffi.string(each.guest_path).decode(errors="replace") if each.guest_path else "no file"
    return f"descriptor {each.number} is open: {path}"


def _bytes(ask: Callable[[CData], CData]) -> bytes:
    length = ffi.new("uint64_t *")
    place = ask(length)
    return bytes(ffi.buffer(place, length[0])) if length[0] else b""
