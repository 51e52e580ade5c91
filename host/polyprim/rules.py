"""What the contract says of a field, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from polyprim.contract import comments, rules


def help_of(field: FieldDescriptor) -> str:
    """What the .proto says above it, else its rule; nothing if it has neither.

    Of a time, which is given in seconds here, what is said before its unit, and the rule.
    """
    owner: Any = field.containing_type
    told, unit, _ = comments().get(f"{owner.name}.{field.name}", "").partition(", in milliseconds")
    return f"{told}: {rule_of(field)}." if unit else told or rule_of(field)


def rule_of(field: FieldDescriptor, *, in_seconds: bool = True) -> str:
    """``65536 to 67108864, a power of two, 1048576 if unset``; times in seconds, as they are given
    on the command line, or in the contract's milliseconds."""
    return ", ".join(_parts(field, in_seconds))


def allows(field: FieldDescriptor, value: int) -> bool:
    """Whether a number is within the field's range."""
    found = rules(field)
    if found.HasField("min") and value < found.min:
        return False
    if found.HasField("max") and value > found.max:
        return False
    return not (found.power_of_two and value & (value - 1))


def spelled(name: str, joint: str) -> str:
    """``compare-exchange`` for CompareExchange."""
    return re.sub("(?<!^)([A-Z])", rf"{joint}\1", name).lower()


def _parts(field: FieldDescriptor, in_seconds: bool) -> Iterator[str]:
    found = rules(field)
    if found.name:
        yield "1 to 64 of A-Z a-z 0-9 . _ - : / with a letter or digit first"
    is_time = field.name.endswith("_ms")
    number = _seconds if is_time and in_seconds else str
    unit = (" seconds" if in_seconds else " milliseconds") if is_time else ""
    if found.HasField("min") and found.HasField("max"):
        yield f"{number(found.min)} to {number(found.max)}{unit}"
    elif found.HasField("min"):
        yield f"at least {number(found.min)}{unit}"
    elif found.HasField("max"):
        yield f"at most {number(found.max)}{unit}"
    if found.power_of_two:
        yield "a power of two"
    if found.max_length and found.min_length == found.max_length:
        yield f"{found.max_length} bytes"
    elif found.max_length:
        yield f"{found.min_length} to {found.max_length} bytes"
    if found.max_items:
        yield f"at most {found.max_items}"
    if found.HasField("unset_means"):
        yield f"{number(found.unset_means)} if unset"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.10g}"
