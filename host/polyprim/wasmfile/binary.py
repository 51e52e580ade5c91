"""Reading and writing the atoms of the wasm binary format, strictly and within bounds.

Source of the format: WebAssembly core specification 2.0, section 5.1 to 5.2.
"""

from __future__ import annotations


class WasmFormatError(ValueError):
    """The bytes are no core wasm module that this package takes; the message says what is wrong."""


class Reader:
    """A cursor over ``data[start:end]`` that never reads past its end.

    Every method raises `WasmFormatError` when the bytes are missing or malformed.
    """

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes, start: int = 0, end: int | None = None) -> None:
        self.data = data
        self.at = start
        self.end = len(data) if end is None else end

    def error(self, what: str) -> WasmFormatError:
        return WasmFormatError(f"{what} at offset {self.at:#x}")

    @property
    def done(self) -> bool:
        return self.at >= self.end

    def byte(self) -> int:
        if self.at >= self.end:
            raise self.error("unexpected end")
        value = self.data[self.at]
        self.at += 1
        return value

    def take(self, length: int) -> bytes:
        if length > self.end - self.at:
            raise self.error(f"{length} bytes announced, {self.end - self.at} left")
        start = self.at
        self.at += length
        return self.data[start : self.at]

    def part(self, length: int) -> Reader:
        """A reader of the next `length` bytes, which this one skips."""
        start = self.at
        self.take(length)
        return Reader(self.data, start, self.at)

    def u32(self) -> int:
        return self._unsigned(32)

    def u64(self) -> int:
        return self._unsigned(64)

    def _unsigned(self, bits: int) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                if value >> bits:
                    raise self.error(f"integer wider than {bits} bits")
                return value
            if shift >= bits:
                raise self.error(f"integer longer than {bits} bits allow")

    def signed(self, bits: int) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
            if shift >= bits:
                raise self.error(f"integer longer than {bits} bits allow")
        if byte & 0x40:
            value -= 1 << shift
        if not -(1 << bits - 1) <= value < 1 << bits - 1:
            raise self.error(f"integer wider than {bits} bits")
        return value

    def name(self) -> str:
        start = self.at
        raw = self.take(self.u32())
        try:
            return raw.decode()
        except UnicodeDecodeError:
            raise WasmFormatError(f"name is not UTF-8 at offset {start:#x}") from None

    def count(self) -> int:
        """The length of a vector; as each item takes a byte, bounded by what is left."""
        count = self.u32()
        if count > self.end - self.at:
            raise self.error(f"{count} items announced in {self.end - self.at} bytes")
        return count

    def choice(self, allowed: frozenset[int], what: str) -> int:
        value = self.byte()
        if value not in allowed:
            raise WasmFormatError(f"unknown {what} {value:#04x} at offset {self.at - 1:#x}")
        return value

    def finish(self, what: str) -> None:
        if not self.done:
            raise self.error(f"{self.end - self.at} bytes too many in {what}")


def unsigned(value: int) -> bytes:
    """`value` as the shortest unsigned LEB128."""
    if value < 0:
        raise WasmFormatError(f"{value} is negative")
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def signed(value: int) -> bytes:
    """`value` as the shortest signed LEB128."""
    out = bytearray()
    while not -0x40 <= value < 0x40:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value & 0x7F)
    return bytes(out)


def sized(content: bytes) -> bytes:
    """`content` behind its length."""
    return unsigned(len(content)) + content


def name(text: str) -> bytes:
    return sized(text.encode())


def vector(items: list[bytes]) -> bytes:
    """The encoded `items` behind their count."""
    return unsigned(len(items)) + b"".join(items)
