"""What callers pass in: numbers, times and bytes, checked before anything is sent."""

from __future__ import annotations

from numbers import Real
from operator import index
from typing import Any, Final

from polyprim_client.errors import invalid

TIMEOUT_SECONDS_MAX: Final = 1_000_000.0
WAIT_SECONDS_MAX: Final = 86_400


def whole(value: Any, what: str) -> int:
    """An int, or whatever else is one by `__index__`, but no bool. Raises TypeError."""
    if not isinstance(value, bool) and hasattr(value, "__index__"):
        return index(value)
    raise TypeError(f"{what} is an int, not {type(value).__name__}")


def octets(value: Any) -> bytes:
    """The bytes of anything that has some. Raises TypeError."""
    return value if type(value) is bytes else bytes(memoryview(value))


def wait_ms(timeout: float) -> int:
    """Seconds as milliseconds. Raises TypeError, InvalidArgumentError."""
    _require_number(timeout)
    if not 0 <= timeout <= WAIT_SECONDS_MAX:
        raise invalid(f"a timeout is 0 to {WAIT_SECONDS_MAX} seconds: {timeout}")
    return int(timeout * 1000)


def require_timeout(timeout: float) -> None:
    """Raises InvalidArgumentError, TypeError."""
    _require_number(timeout)
    if not 0 < timeout <= TIMEOUT_SECONDS_MAX:
        raise invalid(f"a timeout is up to {TIMEOUT_SECONDS_MAX:,.0f} seconds: {timeout}")


def _require_number(timeout: Any) -> None:
    if isinstance(timeout, bool) or not isinstance(timeout, Real):
        raise TypeError(f"a timeout is a number of seconds, not {type(timeout).__name__}")
