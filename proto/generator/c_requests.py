"""Writes the C that reads requests: ``read_``, ``decode_`` and ``next_`` functions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from proto.generator.c_types import C_TYPES, hex_tag
from proto.generator.schema import ContractError, Field, Message, Schema

_READ: Final = {
    "bool": "wire_varint(wire) != 0",
    "enum": "(int32_t)wire_varint(wire)",
    "int32": "(int32_t)wire_varint(wire)",
    "uint32": "(uint32_t)wire_varint(wire)",
    "sint32": "unzigzag32((uint32_t)wire_varint(wire))",
    "int64": "(int64_t)wire_varint(wire)",
    "uint64": "wire_varint(wire)",
    "sint64": "unzigzag64(wire_varint(wire))",
    "fixed32": "wire_fixed32(wire)",
    "sfixed32": "(int32_t)wire_fixed32(wire)",
    "fixed64": "wire_fixed64(wire)",
    "sfixed64": "(int64_t)wire_fixed64(wire)",
    "string": "wire_string(wire)",
    "bytes": "wire_bytes(wire)",
}
_RANGES: Final = {
    "bool": (0, 1, ""),
    "int32_t": (-(2**31), 2**31 - 1, ""),
    "uint32_t": (0, 2**32 - 1, "u"),
    "int64_t": (-(2**63), 2**63 - 1, "ll"),
    "uint64_t": (0, 2**64 - 1, "ull"),
}


def reader(schema: Schema, message: Message, *, is_root: bool) -> str:
    """Reads a message, and answers the first field that breaks a rule."""
    if message.repeated and not is_root:
        raise ContractError(f"{message.name}: an item may not hold repeated fields")
    depth = "WIRE_DEPTH_MAX" if is_root else "WIRE_DEPTH_MAX - 1"
    unset = [
        f".{field.name} = {field.rules.unset_means}"
        for field in message.singular
        if field.rules.unset_means
    ]
    unset += [f".{field.name} = items_of(wire)" for field in message.repeated]
    start = f"*out = (struct {message.c_name}){{{', '.join(unset) or '0'}}};"
    flags = [f"bool {field.name}_holds = {_holds_at_first(field)};" for field in _flagged(message)]
    branches = [branch for field in message.fields for branch in _branches(schema, field)]
    chain = "".join(f"if (tag == {hex_tag(tag)}) {{ {code} }} else " for tag, code in branches)
    rules = [
        f"if ({condition}) return {field.number};"
        for field in message.fields
        if (condition := _broken(field))
    ]
    return f"""
INLINE uint32_t read_{message.c_name}(struct wire *wire, struct {message.c_name} *out) {{
    {" ".join([start, *flags])}
    while (wire->at < wire->end) {{
        const uint32_t tag = wire_varint32(wire);
        {chain}{{ wire_skip(wire, tag, {depth}); }}
    }}
    {" ".join(rules)}
    return 0;
}}""".strip()


def _flagged(message: Message) -> Iterator[Field]:
    """The fields whose rules are looked at while they are read."""
    return (field for field in message.fields if field.rules.name or field.type == "message")


def _holds_at_first(field: Field) -> str:
    return "true" if field.repeated else "false"


def _branches(schema: Schema, field: Field) -> Iterator[tuple[int, str]]:
    """What to do for each tag that the field may have."""
    if field.type == "message":
        item = schema.message(field.item).c_name
        code = f"""
            struct wire inside = wire_inside(wire);
            struct {item} item;
            {field.name}_holds &= read_{item}(&inside, &item) == 0;
            if (inside.at != inside.end) wire->at = WIRE_FAILED;
            out->{field.name}.count++;"""
        yield field.tag, code
    elif field.repeated:
        yield field.tag, f"(void)({_READ[field.type]}); out->{field.name}.count++;"
        if not field.is_text:
            size = {1: ", 8", 5: ", 4"}.get(field.tag & 7)
            count = f"wire_count_fixed(wire, &out->{field.name}{size})" if size else ""
            yield field.packed_tag, (count or f"wire_count_varints(wire, &out->{field.name})") + ";"
    else:
        name = f"wire_name(wire, &{field.name}_holds)" if field.rules.name else ""
        has = f"out->has_{field.name} = true;" if field.optional else ""
        yield field.tag, f"out->{field.name} = {name or _READ[field.type]}; {has}"


def _broken(field: Field) -> str:
    """The condition under which the field breaks a rule, or nothing."""
    rules, value = field.rules, f"out->{field.name}"
    if field.repeated:
        return _joined(
            f"{value}.count == 0" if rules.required else "",
            f"{value}.count > {rules.max_items}" if rules.max_items else "",
            f"!{field.name}_holds" if field.type == "message" else "",
        )
    number = f"{value}.length" if field.is_text else value
    is_set = f"out->has_{field.name}" if field.optional else f"{number} != 0"
    is_unset = f"!out->has_{field.name}" if field.optional else f"{number} == 0"
    if rules.name:
        # A name that is not set does not hold, and is no different from a bad one.
        bad = f"!{field.name}_holds"
        return bad if rules.required else f"{is_set} && {bad}"
    required = is_unset if rules.required else ""
    limits = _joined(*(_length_limits(field) if field.is_text else _limits(field)))
    if limits and not _unset_is_fine(field):
        limits = f"({is_set} && ({limits}))"
    return _joined(required, limits)


def _joined(*conditions: str) -> str:
    return " || ".join(filter(None, conditions))


def _length_limits(field: Field) -> Iterator[str]:
    if field.rules.min_length:
        yield f"out->{field.name}.length < {field.rules.min_length}"
    if field.rules.max_length:
        yield f"out->{field.name}.length > {field.rules.max_length}"


def _limits(field: Field) -> Iterator[str]:
    rules, value = field.rules, f"out->{field.name}"
    least, greatest, suffix = _RANGES[C_TYPES[field.type]]
    if rules.min is not None and rules.min > least:
        yield f"{value} < {rules.min}{suffix}"
    if rules.max is not None and rules.max < greatest:
        yield f"{value} > {rules.max}{suffix}"
    if rules.power_of_two:
        yield f"__builtin_popcountll({value}) != 1"


def _unset_is_fine(field: Field) -> bool:
    """Whether the value of an unset field keeps the limits, so that they need not ask if it is."""
    rules, value = field.rules, field.rules.unset_means
    if field.is_text:
        return rules.min_length == 0
    in_range = (rules.min is None or rules.min <= value) and (
        rules.max is None or value <= rules.max
    )
    return in_range and not (rules.power_of_two and value.bit_count() != 1)


def decoder(message: Message) -> str:
    """Reads a whole request, and leaves in the slot why it is refused."""
    if not any(field.name == "timeout_ms" for field in message.singular):
        raise ContractError(f"{message.name}: a request has a timeout_ms")
    return f"""
// Reads the request in the slot's buffer. False: it is not to be served, and slot.status and
// slot.field say why.
INLINE bool decode_{message.c_name}(uint32_t slot, uint64_t length, struct {message.c_name} *out) {{
    struct wire wire = request_begin(slot, length);
    const uint32_t broken = read_{message.c_name}(&wire, out);
    if (!request_end(slot, &wire, broken)) return false;
    slot_at(slot)->timeout_ms = out->timeout_ms;
    return true;
}}""".strip()


def iterator(schema: Schema, message: Message, field: Field) -> str:
    """The iterator of a repeated field."""
    name = f"next_{message.c_name}_{field.name}"
    tag = hex_tag(field.tag)
    if field.type == "message":
        item = schema.message(field.item).c_name
        return f"""
// The next of {message.name}.{field.name}; false after the last one.
INLINE bool {name}(struct items *items, struct {item} *out) {{
    struct wire item;
    return next_item(items, {tag}, &item) && read_{item}(&item, out) == 0 && item.at == item.end;
}}""".strip()
    if field.is_text:
        return f"""
// The next of {message.name}.{field.name}; false after the last one.
INLINE bool {name}(struct items *items, struct bytes *out) {{
    struct wire item;
    if (!next_item(items, {tag}, &item)) return false;
    *out = (struct bytes){{item.at, item.end - item.at}};
    return true;
}}""".strip()
    return f"""
// The next of {message.name}.{field.name}; false after the last one.
INLINE bool {name}(struct items *items, {C_TYPES[field.type]} *out) {{
    struct wire scalar, *wire = &scalar;
    if (!next_scalar(items, {tag}, wire)) return false;
    *out = {_READ[field.type]};
    return items_step(items, wire);
}}""".strip()
