"""Writes the C that writes replies: ``put_``, ``room_``, ``fits_`` and ``size_of_`` functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from proto.generator.c_types import C_TYPES, hex_tag, inline
from proto.generator.schema import ContractError, Field, Message, Schema

REPLY_BYTES: Final = 131_072  # as in wasm/abi.h
_VARINT: Final = {
    "bool": "{}",
    "enum": "(uint64_t){}",
    "int32": "(uint64_t){}",
    "uint32": "{}",
    "sint32": "zigzag32({})",
    "int64": "(uint64_t){}",
    "uint64": "{}",
    "sint64": "zigzag64({})",
}
_VARINT_BYTES_MAX: Final = {"bool": 1, "uint32": 5, "sint32": 5}


def writers(schema: Schema, message: Message) -> Iterator[str]:
    """The writers of a reply's fields."""
    singular_max = sum(_size_max(message, field) for field in message.singular)
    if singular_max > REPLY_BYTES:
        raise ContractError(f"{message.name}: may be longer than a reply")
    for field in message.fields:
        name = f"{message.c_name}_{field.name}"
        if field.type == "message":
            yield from _item_puts(schema.message(field.item), field, name, singular_max)
            continue
        value = f"{C_TYPES[field.type]} value"
        always = field.repeated or field.optional
        put = _put(field, "value") if always else _if_set(field, "value") + _put(field, "value")
        yield inline(f"void put_{name}(struct reply *reply, {value})", put)
        if field.is_text:
            signature = f"uint32_t room_{name}(struct reply *reply, uint32_t length)"
            yield inline(signature, f"return put_room(reply, {hex_tag(field.tag)}, length);")
        if field.repeated:
            size = _sum(_size(field, "value"), singular_max)
            yield inline(
                f"bool fits_{name}(const struct reply *reply, {value})",
                f"{_unused(field)}return reply_fits(reply, {size});",
            )


def _item_puts(item: Message, field: Field, name: str, singular_max: int) -> Iterator[str]:
    tag, value = hex_tag(field.tag), f"struct {item.c_name} *item"
    start = f"put_length(reply, {tag}, size_of_{item.c_name}(item));"
    for verb, const in (("put", "const "), ("room", "")):
        body = [
            _if_set(part, f"item->{part.name}", optional=f"item->has_{part.name}")
            + (
                f"item->{part.name}.offset = "
                f"put_room(reply, {hex_tag(part.tag)}, item->{part.name}.length);"
                if verb == "room" and part.is_text
                else _put(part, f"item->{part.name}")
            )
            for part in item.fields
        ]
        if verb == "put" or any(part.is_text for part in item.fields):
            signature = f"void {verb}_{name}(struct reply *reply, {const}{value})"
            yield inline(signature, "\n".join([start, *body]))
    size = _sum(f"bytes_field_size({tag}, size_of_{item.c_name}(item))", singular_max)
    yield inline(
        f"bool fits_{name}(const struct reply *reply, const {value})",
        f"return reply_fits(reply, {size});",
    )


def sizer(item: Message) -> str:
    if item.repeated:
        raise ContractError(f"{item.name}: an item may not hold repeated fields")
    lines = [
        _if_set(field, f"item->{field.name}", optional=f"item->has_{field.name}")
        + f"size += {_size(field, f'item->{field.name}')};"
        for field in item.fields
    ]
    return inline(
        f"uint64_t size_of_{item.c_name}(const struct {item.c_name} *item)",
        "\n".join(["uint64_t size = 0;", *lines, "return size;"]),
    )


def _if_set(field: Field, value: str, *, optional: str = "") -> str:
    if field.optional:
        return f"if ({optional}) "
    return f"if ({value}{'.length' if field.is_text else ''} != 0) "


def _put(field: Field, value: str) -> str:
    tag = hex_tag(field.tag)
    if field.is_text:
        return f"put_bytes(reply, {tag}, {value});"
    if field.tag & 7 == 0:
        return f"put_varint(reply, {tag}, {_VARINT[field.type].format(value)});"
    bits = 64 if field.tag & 7 == 1 else 32
    cast = f"(uint{bits}_t)" if field.type.startswith("s") else ""
    return f"put_fixed{bits}(reply, {tag}, {cast}{value});"


def _size(field: Field, value: str) -> str:
    tag = hex_tag(field.tag)
    if field.is_text:
        return f"bytes_field_size({tag}, {value}.length)"
    if field.tag & 7 == 0:
        return f"varint_field_size({tag}, {_VARINT[field.type].format(value)})"
    return f"varint_size({tag}) + {8 if field.tag & 7 == 1 else 4}"


def _size_max(message: Message, field: Field) -> int:
    """Most bytes of a field that is put once."""
    tag_bytes = _varint_bytes(field.tag)
    if field.is_text:
        limit = field.rules.max_length
        if not limit:
            raise ContractError(f"{message.name}.{field.name}: a reply's bytes state max_length")
        return tag_bytes + _varint_bytes(limit) + limit
    return tag_bytes + {0: _VARINT_BYTES_MAX.get(field.type, 10), 1: 8, 5: 4}[field.tag & 7]


def _sum(size: str, more: int) -> str:
    return f"{size} + {more}" if more else size


def _unused(field: Field) -> str:
    return "(void)value; " if field.tag & 7 in (1, 5) else ""


def _varint_bytes(value: int) -> int:
    return max(1, -(-value.bit_length() // 7))
