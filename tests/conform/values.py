"""Values in cases: placeholders, short forms of long values, and how an answer is compared."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final

_PLACEHOLDER: Final = re.compile(r"\{(\w+)(?::(\d+))?\}")


def evaluated(value: Any, names: Mapping[str, Any]) -> Any:
    """The value with its placeholders and short forms replaced. Raises ValueError.

    ``"{prefix}hits"``               the name's value in its place; alone, with its own type
    ``"{prefix:64}"``                filled up with x to 64 characters
    ``{"$text": "job"}``             bytes, as base64; with ``"times": 3`` the text three times
    ``{"$crc32": "job"}``            its CRC32; with times as well
    ``{"$list": item, "times": 3}``  three times that item, where ``{i}`` is 1, 2 and 3
    """
    if isinstance(value, str):
        return _text(value, names)
    if isinstance(value, list):
        return [evaluated(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    times = value.get("times", 1)
    match sorted(set(value) - {"times"}):
        case ["$text"]:
            return base64.b64encode(_octets(value["$text"], names) * times).decode()
        case ["$crc32"]:
            return zlib.crc32(_octets(value["$crc32"], names) * times)
        case ["$list"]:
            return [evaluated(value["$list"], {**names, "i": str(i)}) for i in range(1, times + 1)]
    return {key: evaluated(item, names) for key, item in value.items()}


def mismatch(expected: Any, found: Any, place: str = "answer") -> str | None:
    """What is wrong with a value, or None. Objects may have more fields than are expected.

    ``{"$between": [1, 3]}``         a number, or a decimal string, from 1 to 3
    ``{"$unordered": [...]}``        these items in any order
    ``{"$absent": true}``            no such field
    """
    if isinstance(expected, dict):
        special = _SPECIAL.get(next(iter(expected), "")) if len(expected) == 1 else None
        if special is not None:
            (operand,) = expected.values()
            return (
                None if special(operand, found) else f"{place} is {_short(found)}, not {expected}"
            )
        return _object_mismatch(expected, found, place)
    if isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            return f"{place} is {_short(found)}, not {_short(expected)}"
        pairs = enumerate(zip(expected, found, strict=True))
        wrong = (mismatch(one, other, f"{place}[{number}]") for number, (one, other) in pairs)
        return next((each for each in wrong if each is not None), None)
    if type(expected) is type(found) and expected == found:
        return None
    return f"{place} is {_short(found)}, not {_short(expected)}"


def _object_mismatch(expected: dict[str, Any], found: Any, place: str) -> str | None:
    if not isinstance(found, dict):
        return f"{place} is {_short(found)}, not an object"
    for key, value in expected.items():
        if value == {"$absent": True}:
            if key in found:
                return f"{place}.{key} is {_short(found[key])}, and should be absent"
        elif key not in found:
            return f"{place}.{key} is absent in {_short(found)}"
        elif (wrong := mismatch(value, found[key], f"{place}.{key}")) is not None:
            return wrong
    return None


def _text(text: str, names: Mapping[str, Any]) -> Any:
    whole = _PLACEHOLDER.fullmatch(text)
    if whole is not None and whole[2] is None:
        return _named(whole[1], names)
    return _PLACEHOLDER.sub(
        lambda found: str(_named(found[1], names)).ljust(int(found[2] or 0), "x"), text
    )


def _named(name: str, names: Mapping[str, Any]) -> Any:
    if name not in names:
        raise ValueError(f"there is no {{{name}}}, only {', '.join(sorted(names))}")
    return names[name]


def _octets(text: str, names: Mapping[str, Any]) -> bytes:
    return str(_text(text, names)).encode()


def _is_between(bounds: Any, found: Any) -> bool:
    least, most = bounds
    is_number = isinstance(found, int | str) and not isinstance(found, bool)
    return (
        is_number
        and re.fullmatch("-?[0-9]+", str(found)) is not None
        and (least <= int(found) <= most)
    )


def _is_unordered(items: Any, found: Any) -> bool:
    return isinstance(found, list) and sorted(map(json.dumps, items)) == sorted(
        map(json.dumps, found)
    )


_SPECIAL: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "$between": _is_between,
    "$unordered": _is_unordered,
}


def _short(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 300 else f"{text[:300]}... ({len(text)} characters)"
