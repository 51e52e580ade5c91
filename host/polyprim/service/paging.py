"""Listings, a page at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

LIMIT: Final = 100
"""What a page holds if the request does not say."""


def page(keys: Sequence[str], request: Any) -> tuple[Sequence[str], str]:
    """Those keys, of all in order, that a request asks for, and the cursor of the next page: the
    last key of this one, "" at the end."""
    limit = request.limit if request.HasField("limit") else LIMIT
    first = bisect_right(keys, request.cursor) if request.cursor else 0
    found = keys[first : first + limit]
    return found, found[-1] if first + limit < len(keys) else ""
