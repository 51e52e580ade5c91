"""Replies of any method, for people and for programs."""

from __future__ import annotations

import sys
from typing import Any, Final

from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor

from polyprim.cli.output import NO, plain, table

_BATCHES: Final = ("pushed", "records")


def show(reply: Any, *, as_json: bool, raw: bool = False) -> None:
    """Prints a reply: as the contract's JSON, as the bytes of its payload and nothing else, or as
    text. A payload that is not printable text is shown as Python writes bytes."""
    if as_json:
        print(json_of(reply), flush=True)
    elif raw:
        sys.stdout.buffer.write(reply.payload)
        sys.stdout.buffer.flush()
    elif text := _text(reply):
        print(plain("\n".join(text)), flush=True)


def json_of(reply: Any) -> str:
    """The protobuf JSON of a reply on one line: 64-bit numbers are strings, bytes are base64."""
    return json_format.MessageToJson(
        reply,
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
        indent=None,
    )


def has_payload(reply: Any) -> bool:
    """Whether a payload is in it, or in its records."""
    return any(
        field.name == "payload"
        or (field.message_type is not None and "payload" in field.message_type.fields_by_name)
        for field, _ in reply.ListFields()
    )


def exit_code(reply: Any) -> int:
    """0, or NO if the reply says that there was nothing, no room or no match: its first field is
    false, or an empty batch. That something had been created before is no no."""
    first = reply.DESCRIPTOR.fields_by_number.get(1)
    if first is None or first.name == "created":
        return 0
    is_answer = first.cpp_type == FieldDescriptor.CPPTYPE_BOOL or first.name in _BATCHES
    return NO if is_answer and not getattr(reply, first.name) else 0


def _text(reply: Any) -> list[str]:
    fields = reply.DESCRIPTOR.fields
    names = [field.name for field in fields]
    if "payload" in names:
        return [] if exit_code(reply) else [printable(reply.payload)]
    if "next_cursor" in names and not reply.next_cursor:
        fields = [field for field in fields if field.name != "next_cursor"]
    if len(fields) == 1:
        return _values(fields[0], getattr(reply, fields[0].name))
    facts = {field.name: " ".join(_values(field, getattr(reply, field.name))) for field in fields}
    return table(facts).splitlines()


def _values(field: FieldDescriptor, value: Any) -> list[str]:
    return [_value(field, item) for item in (value if field.is_repeated else [value])]


def _value(field: FieldDescriptor, value: Any) -> str:
    if field.message_type is not None:
        if "payload" in field.message_type.fields_by_name:
            return printable(value.payload)
        parts = field.message_type.fields
        return " ".join(f"{one.name}={_value(one, getattr(value, one.name))}" for one in parts)
    if field.enum_type is not None:
        known = field.enum_type.values_by_number.get(value)
        return str(value) if known is None else str(known.name)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def printable(payload: bytes) -> str:
    """Text, if it is some: no control characters, which a terminal might obey."""
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return repr(payload)
    return text if all(one.isprintable() or one in "\n\t" for one in text) else repr(payload)
