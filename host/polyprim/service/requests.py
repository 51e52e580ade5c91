"""Requests of the host's own services, held to the rules of the contract, which no module does for
them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import DecodeError

from polyprim.contract import Method, message_class, rules
from polyprim.errors import InvalidProtoError

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}")
_INTEGERS: Final = (
    FieldDescriptor.CPPTYPE_INT32,
    FieldDescriptor.CPPTYPE_INT64,
    FieldDescriptor.CPPTYPE_UINT32,
    FieldDescriptor.CPPTYPE_UINT64,
)


def parsed(method: Method, data: bytes) -> Any:
    """The request of that method. Raises InvalidProtoError, which has the number of the first field
    that breaks its rule; 0 for what is no protobuf."""
    try:
        request: Any = message_class(method.request).FromString(data)
    except DecodeError:
        raise InvalidProtoError("the request is not protobuf") from None
    broken = next(_broken(request), None)
    if broken is not None:
        raise InvalidProtoError(f"{broken.name} is missing or breaks its rule", broken.number)
    return request


def _broken(message: Any) -> Iterator[FieldDescriptor]:
    """The fields of a message that break their rules, or hold messages that do."""
    for field, ruled in _fields(message.DESCRIPTOR):
        value = getattr(message, field.name)
        is_set = message.HasField(field.name) if field.has_presence else bool(value)
        if not is_set:
            if ruled.required:
                yield field
        elif _breaks(field, ruled, value):
            yield field


def _breaks(field: FieldDescriptor, ruled: Any, value: Any) -> bool:
    if field.is_repeated:
        if ruled.max_items and len(value) > ruled.max_items:
            return True
        items = () if _is_map(field) or field.message_type is None else value
        return any(_is_broken(item) for item in items)
    if field.message_type is not None:
        return _is_broken(value)
    if field.cpp_type in _INTEGERS:
        return bool(
            (ruled.HasField("min") and value < ruled.min)
            or (ruled.HasField("max") and value > ruled.max)
            or (ruled.power_of_two and value & (value - 1))
        )
    if not isinstance(value, (str, bytes)):
        return False
    length = len(value.encode() if isinstance(value, str) else value)
    if length < ruled.min_length or 0 < ruled.max_length < length:
        return True
    return bool(ruled.name) and _NAME.fullmatch(str(value)) is None


def _is_broken(message: Any) -> bool:
    return next(_broken(message), None) is not None


def _is_map(field: FieldDescriptor) -> bool:
    item: Any = field.message_type
    return item is not None and bool(item.GetOptions().map_entry)


@cache
def _fields(message: Descriptor) -> tuple[tuple[FieldDescriptor, Any], ...]:
    """The fields of a message by number, and their rules."""
    fields = sorted(message.fields, key=lambda field: field.number)
    return tuple((field, rules(field)) for field in fields)
