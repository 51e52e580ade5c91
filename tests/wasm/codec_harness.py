"""Builds a test module of the codec, and runs messages through it.

A test module has one function for each message of the contract and of shapes.proto, which
codec_modules.py generates, and is compiled as the real modules are.

    0x000000  as in a segment
    0x200000  request area, reply area
    0x400000  messages to run      u32 index, u32 length, bytes, to the next multiple of 4
    0x600000  what came of them    u32 length, bytes
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import wasmtime
from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorSet

from proto.generator.c_header import c_header
from proto.generator.schema import Message, Schema, Service, compile_protos
from wasm.build import compile_module

ROOT: Final = Path(__file__).resolve().parent.parent.parent
REQUEST_BYTES: Final = 131_072
REPLY_BYTES: Final = 131_072
BUFFER: Final = 0x200000
INPUT: Final = 0x400000
OUTPUT: Final = 0x600000
MEMORY_PAGES: Final = 0xA0
SLOT: Final = 1
SLOT_OFFSET: Final = 0x4000 + 256 * SLOT
STATUS_INVALID_PROTO: Final = 20

_TOP: Final = f"""
#define SLOT {SLOT}u

INLINE __attribute__((unused)) uint32_t dump32(uint32_t to, uint32_t value) {{
    store32(to, value);
    return to + 4;
}}
INLINE __attribute__((unused)) uint32_t dump64(uint32_t to, uint64_t value) {{
    store64(to, value);
    return to + 8;
}}
INLINE __attribute__((unused)) uint32_t dump_bytes(uint32_t to, struct bytes bytes) {{
    to = dump32(to, bytes.length);
    for (uint32_t i = 0; i < bytes.length; i++) store8(to + i, load8(bytes.offset + i));
    return to + bytes.length;
}}
"""

_BOTTOM: Final = """
// Puts each message into the request area, and the request area back to what it was; 0 if anybody
// wrote there.
EXPORT(run) uint32_t run(uint32_t from, uint32_t count, uint32_t to, uint32_t background) {
    struct slot *slot = slot_at(SLOT);
    const uint32_t request = slot->buffer;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t message = load32(from), length = load32(from + 4);
        from += 8;
        for (uint32_t j = 0; j < length; j++) store8(request + j, load8(from + j));
        slot->status = slot->field = 99;
        slot->timeout_ms = -1;
        const uint32_t end = run_one(message, length, to + 4);
        store32(to, end - to - 4);
        to = end;
        for (uint32_t j = 0; j < length; j++) {
            if (load8(request + j) != load8(from + j)) return 0;
            store8(request + j, (uint8_t)background);
        }
        from += (length + 3) & ~3u;
    }
    return to;
}

// What lies in the request area, said to be so long.
EXPORT(run_in_place) uint32_t run_in_place(uint32_t message, uint32_t length, uint32_t to) {
    return run_one(message, length, to);
}

EXPORT(build_crc_table) void build_crc_table(void) { crc_table_build(); }
EXPORT(crc) uint32_t crc(uint32_t from, uint32_t length) { return crc32_of(from, length); }
EXPORT(copy) void copy(uint32_t to, uint32_t from, uint32_t length) {
    copy_bytes(to, from, length);
}
EXPORT(utf8) uint32_t utf8(uint32_t from, uint32_t length) { return utf8_is_valid(from, length); }
EXPORT(name) uint32_t name(uint32_t from, uint32_t length) {
    return name_is_valid((struct bytes){from, length});
}
"""


def contract() -> FileDescriptorSet:
    """The real contract and the shapes."""
    names = ["polyprim/v1/counter.proto", "polyprim/v1/queue.proto"]
    names += ["polyprim/v1/kafka_rebalance_hook.proto", "polyprim/v1/stack_snapshot.proto"]
    names += ["shapes.proto"]
    return compile_protos([ROOT / "proto", Path(__file__).parent], names)


def mirrored(files: FileDescriptorSet) -> FileDescriptorSet:
    """The same, where each method takes what it answers with."""
    mirror = FileDescriptorSet.FromString(files.SerializeToString())
    for file in mirror.file:
        methods = [method for service in file.service for method in service.method]
        for method in methods:
            method.input_type = method.output_type
        answers = {method.output_type.rpartition(".")[2] for method in methods}
        for message in file.message_type:
            if message.name in answers:
                kind = FieldDescriptorProto.TYPE_INT32
                one = FieldDescriptorProto.LABEL_OPTIONAL
                message.field.add(name="timeout_ms", number=777, type=kind, label=one)
    return mirror


class Harness:
    """A compiled test module with a memory of its own."""

    extra = ""

    def __init__(self, files: FileDescriptorSet, folder: Path, name: str) -> None:
        self.schema = Schema(files)
        self.messages = [
            method.request for service in self.schema.services for method in service.methods
        ]
        folder.mkdir(parents=True, exist_ok=True)
        headers = [self._header(service, folder / name) for service in self.schema.services]
        source = folder / f"{name}.c"
        functions = [self._function(*self._message(message)) for message in self.messages]
        calls = [
            f"if (message == {index}) return run_{self._message(message)[0].c_name}(length, to);"
            for index, message in enumerate(self.messages)
        ]
        run_one = "COLD uint32_t run_one(uint32_t message, uint32_t length, uint32_t to) {\n"
        run_one += "\n".join([*calls, "return 0;\n}"])
        source.write_text("\n".join([*headers, _TOP, *functions, run_one, _BOTTOM, self.extra]))
        self.compiled = compile_module(source, folder)
        self._instantiate(self.compiled.raw)

    def _instantiate(self, code: bytes) -> None:
        config = wasmtime.Config()
        config.wasm_threads = True
        engine = wasmtime.Engine(config)
        self.store = wasmtime.Store(engine)
        self.memory = wasmtime.Memory(
            self.store, wasmtime.MemoryType(wasmtime.Limits(MEMORY_PAGES, None))
        )
        module = wasmtime.Module(engine, code)
        self.exports = wasmtime.Instance(self.store, module, [self.memory]).exports(self.store)
        size = self.memory.data_len(self.store)
        address = ctypes.addressof(self.memory.data_ptr(self.store).contents)
        self.bytes = memoryview((ctypes.c_ubyte * size).from_address(address)).cast("B")
        self.clear(0)

    def clear(self, background: int) -> None:
        """Fills the memory with one byte, but for the slot's buffer and the CRC table."""
        self.background = background
        self.bytes[:] = bytes([background]) * len(self.bytes)
        self.bytes[SLOT_OFFSET + 128 : SLOT_OFFSET + 132] = BUFFER.to_bytes(4, "little")
        self.call("build_crc_table")

    def call(self, name: str, *arguments: int) -> int:
        """Calls an export."""
        function = self.exports[name]
        assert isinstance(function, wasmtime.Func)
        answer = function(self.store, *arguments)
        return 0 if answer is None else int(answer) & 0xFFFFFFFF

    def run(self, messages: Sequence[tuple[int, bytes]]) -> Iterator[bytes]:
        """What came of each message; fails if a byte that is nobody's business changed."""
        packed = b"".join(
            struct.pack("<II", index, len(message)) + message + bytes(-len(message) % 4)
            for index, message in messages
        )
        assert len(packed) <= OUTPUT - INPUT
        self.bytes[INPUT : INPUT + len(packed)] = packed
        before = bytes(self.bytes[:OUTPUT])
        end = self.call("run", INPUT, len(messages), OUTPUT, self.background)
        assert end != 0, "the request area was written to"
        self._check_untouched(before, end)
        output = bytes(self.bytes[OUTPUT:end])
        self.bytes[OUTPUT:end] = bytes([self.background]) * (end - OUTPUT)
        return self._split(output)

    def _check_untouched(self, before: bytes, end: int) -> None:
        after = bytes(self.bytes)
        answers = SLOT_OFFSET + 64
        assert after[:answers] == before[:answers]
        assert after[answers + 64 : INPUT] == before[answers + 64 : INPUT]
        assert after.count(self.background, end) == len(after) - end

    @staticmethod
    def _split(output: bytes) -> Iterator[bytes]:
        at = 0
        while at < len(output):
            size = int.from_bytes(output[at : at + 4], "little")
            yield output[at + 4 : at + 4 + size]
            at += 4 + size

    def _header(self, service: Service, stem: Path) -> str:
        path = stem.parent / f"{stem.name}_{service.name}.h"
        text = c_header(self.schema, service).replace('"../wire.h"', f'"{ROOT}/wasm/wire.h"')
        path.write_text(text)
        return f'#include "{path}"'

    def _message(self, full_name: str) -> tuple[Message, dict[str, Message]]:
        message = self.schema.message(full_name)
        held = [field for field in message.fields if field.item]
        return message, {field.name: self.schema.message(field.item) for field in held}

    def _function(self, message: Message, items: dict[str, Message]) -> str:
        raise NotImplementedError
