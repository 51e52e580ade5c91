"""Spellings that the C of requests and of replies share."""

from __future__ import annotations

from typing import Final

C_TYPES: Final = {
    "bool": "bool",
    **dict.fromkeys(("enum", "int32", "sint32", "sfixed32"), "int32_t"),
    **dict.fromkeys(("uint32", "fixed32"), "uint32_t"),
    **dict.fromkeys(("int64", "sint64", "sfixed64"), "int64_t"),
    **dict.fromkeys(("uint64", "fixed64"), "uint64_t"),
    **dict.fromkeys(("string", "bytes"), "struct bytes"),
}


def hex_tag(tag: int) -> str:
    """A tag as a C literal."""
    return f"0x{tag:02x}u"


def inline(signature: str, body: str) -> str:
    """A function that leaves no trace but what its callers need of it."""
    return f"INLINE {signature} {{\n{body}\n}}"
