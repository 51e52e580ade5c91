"""The two test modules: one decodes requests, one writes replies."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from proto.generator.c_types import C_TYPES
from proto.generator.schema import Field, Message
from tests.wasm.codec_harness import BUFFER, REPLY_BYTES, REQUEST_BYTES, Harness

# Additions that are written over after they were accepted: how many are still given out.
_DECODER: Final = """
EXPORT(scribble) uint32_t scribble(uint32_t length, uint32_t byte) {
    struct counter_add_many_request request;
    if (!decode_counter_add_many_request(SLOT, length, &request)) return UINT32_MAX;
    const uint32_t from = slot_at(SLOT)->buffer;
    for (uint32_t i = 0; i < length; i++) store8(from + i, (uint8_t)byte);
    struct counter_addition item;
    uint32_t count = 0;
    while (count < 10000 && next_counter_add_many_request_additions(&request.additions, &item)) {
        count++;
    }
    return count;
}
"""

# Replies that are filled up, and one that is filled without asking.
_ECHO: Final = """
EXPORT(fill_names) uint32_t fill_names(uint32_t length) {
    const struct bytes name = {slot_at(SLOT)->buffer, length};
    struct reply reply = reply_begin(SLOT);
    uint32_t count = 0;
    for (; fits_counter_list_response_names(&reply, name); count++) {
        put_counter_list_response_names(&reply, name);
    }
    put_counter_list_response_next_cursor(&reply, UINT32_MAX);
    reply_finish(SLOT, &reply);
    return count;
}
EXPORT(fill_records) uint32_t fill_records(uint32_t length) {
    const struct queue_record record = {true, {slot_at(SLOT)->buffer, length}, true, 7};
    struct reply reply = reply_begin(SLOT);
    uint32_t count = 0;
    for (; fits_queue_pop_many_response_records(&reply, &record); count++) {
        put_queue_pop_many_response_records(&reply, &record);
    }
    reply_finish(SLOT, &reply);
    return count;
}
EXPORT(overfill) void overfill(uint32_t length) {
    const struct bytes name = {slot_at(SLOT)->buffer, length};
    struct reply reply = reply_begin(SLOT);
    for (;;) put_counter_list_response_names(&reply, name);
}
"""


@dataclass(frozen=True)
class Outcome:
    """What a decoder made of a message: `field` is None if it accepted it."""

    status: int
    field: int | None
    timeout_ms: int
    dump: bytes


class Decoder(Harness):
    """Decodes requests."""

    extra = _DECODER

    def decode(self, messages: Sequence[tuple[int, bytes]]) -> Iterator[Outcome]:
        """What the decoders made of each message."""
        for result in self.run(messages):
            status, field, timeout_ms = struct.unpack_from("<IIi", result)
            accepted = status == 0
            yield Outcome(status, None if accepted else field, timeout_ms, result[12:])

    def _function(self, message: Message, items: dict[str, Message]) -> str:
        name = message.c_name
        lines: list[str] = []
        for field in message.fields:
            if field.repeated:
                lines += _dump_items(name, field, items.get(field.name))
            else:
                lines += _dump(field, f"out.{field.name}", f"out.has_{field.name}")
        body = "\n".join(lines)
        return f"""
COLD uint32_t run_{name}(uint32_t length, uint32_t to) {{
    struct {name} out;
    const bool accepted = decode_{name}(SLOT, length, &out);
    const struct slot *slot = slot_at(SLOT);
    const uint32_t field = slot->field;
    to = dump32(to, accepted ? 0 : slot->status);
    to = dump32(to, accepted ? 0 : field);
    to = dump32(to, (uint32_t)slot->timeout_ms);
    if (!accepted && field == 0) return to;
    struct wire wire = request_begin(SLOT, length);
    if (read_{name}(&wire, &out) != (accepted ? 0 : field) || wire.at != wire.end) return to;
    {body}
    return to;
}}"""


def _dump(field: Field, value: str, has: str) -> Iterator[str]:
    if field.optional:
        yield f"to = dump32(to, {has});"
    if field.is_text:
        yield f"to = dump_bytes(to, {value});"
    else:
        yield f"to = dump64(to, (uint64_t){value});"


def _dump_items(name: str, field: Field, item: Message | None) -> Iterator[str]:
    """Dumps all items, also those of a request that breaks its rules."""
    yield f"to = dump32(to, out.{field.name}.count);"
    yield "{ struct items items = out." + field.name + ";"
    next_name = f"next_{name}_{field.name}"
    if item is None:
        yield f"{C_TYPES[field.type]} value; while ({next_name}(&items, &value)) {{"
        yield from _dump(field, "value", "")
        yield "} }"
        return
    yield f"struct wire inside; struct {item.c_name} item;"
    yield f"while (next_item(&items, {field.tag}u, &inside)) {{"
    yield f"read_{item.c_name}(&inside, &item);"
    for part in item.fields:
        yield from _dump(part, f"item.{part.name}", f"item.has_{part.name}")
    yield "}"
    # An accepted request's items are all given out by the iterator that modules use.
    yield f"struct items again = out.{field.name}; uint32_t count = 0;"
    yield f"while ({next_name}(&again, &item)) count++;"
    yield f"if (accepted && count != out.{field.name}.count) to = dump32(to, 0xDEAD);"
    yield "}"


class Echo(Harness):
    """Writes replies: what it reads, it writes again."""

    extra = _ECHO

    def echo(self, messages: Sequence[tuple[int, bytes]]) -> Iterator[tuple[bytes, bytes]]:
        """Each reply, written by puts and written by rooms that were then filled."""
        for result in self.run(messages):
            size = int.from_bytes(result[:4], "little")
            assert size != 0xFFFFFFFF, "not decoded, or it did not fit"
            yield result[4 : 4 + size], result[8 + size :]

    def _check_untouched(self, before: bytes, end: int) -> None:
        reply = slice(BUFFER + REQUEST_BYTES, BUFFER + REQUEST_BYTES + REPLY_BYTES)
        self.bytes[reply] = before[reply]
        super()._check_untouched(before, end)

    def _function(self, message: Message, items: dict[str, Message]) -> str:
        name = message.c_name
        return "\n".join(
            [
                self._write(message, items, room=False),
                self._write(message, items, room=True),
                f"""
COLD uint32_t run_{name}(uint32_t length, uint32_t to) {{
    const uint32_t reply = slot_at(SLOT)->buffer + REQUEST_BYTES;
    if (!put_{name}(length)) return dump32(to, UINT32_MAX);
    to = dump_bytes(to, (struct bytes){{reply, slot_at(SLOT)->reply_length}});
    if (!room_{name}(length)) return to;
    return dump_bytes(to, (struct bytes){{reply, slot_at(SLOT)->reply_length}});
}}""",
            ]
        )

    def _write(self, message: Message, items: dict[str, Message], *, room: bool) -> str:
        name, verb = message.c_name, "room" if room else "put"
        lines: list[str] = []
        for field in message.fields:
            if field.name == "timeout_ms":
                continue
            if field.repeated:
                lines += self._write_items(name, field, items.get(field.name), room=room)
                continue
            guard = f"if (in.has_{field.name}) " if field.optional else ""
            lines.append(guard + _write_value(name, field, f"in.{field.name}", room=room))
        body = "\n".join(lines)
        return f"""
COLD bool {verb}_{name}(uint32_t length) {{
    struct {name} in;
    if (!decode_{name}(SLOT, length, &in)) return false;
    struct reply reply = reply_begin(SLOT);
    {body}
    reply_finish(SLOT, &reply);
    return true;
}}"""

    def _write_items(
        self, name: str, field: Field, item: Message | None, *, room: bool
    ) -> Iterator[str]:
        target = f"{name}_{field.name}"
        if item is None:
            yield f"{{ {C_TYPES[field.type]} value;"
            yield f"while (next_{target}(&in.{field.name}, &value)) {{"
            yield f"if (!fits_{target}(&reply, value)) return false;"
            yield _write_value(name, field, "value", room=room)
            yield "} }"
            return
        yield f"{{ struct {item.c_name} item; while (next_{target}(&in.{field.name}, &item)) {{"
        yield f"if (!fits_{target}(&reply, &item)) return false;"
        if room and any(part.is_text for part in item.fields):
            yield f"struct {item.c_name} made = item; room_{target}(&reply, &made);"
            for part in item.fields:
                if part.is_text:
                    has = f"item.has_{part.name}" if part.optional else f"item.{part.name}.length"
                    place = f"made.{part.name}.offset, item.{part.name}.offset"
                    yield f"if ({has}) copy_bytes({place}, item.{part.name}.length);"
        else:
            yield f"put_{target}(&reply, &item);"
        yield "} }"


def _write_value(name: str, field: Field, value: str, *, room: bool) -> str:
    target = f"{name}_{field.name}"
    if not room or not field.is_text:
        return f"put_{target}(&reply, {value});"
    return f"copy_bytes(room_{target}(&reply, {value}.length), {value}.offset, {value}.length);"
