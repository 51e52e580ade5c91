"""The native bridge: cffi extension modules, compiled by build.py; see bridge.h.

`bounded` keeps the GIL and `native` gives it up; both have the calls, and `native` all the rest.
A `struct site` for `bounded` is made by `bounded_ffi`; what goes through ``void *`` by either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

try:
    from polyprim.native import _bounded, _native
except ImportError as error:  # pragma: no cover
    raise ImportError(
        "polyprim's native part is not built: run ./build.sh setup, or install the wheel"
    ) from error

bounded = _bounded.lib
bounded_ffi = _bounded.ffi
native = _native.lib
ffi = _native.ffi

if TYPE_CHECKING:
    from polyprim.native._bounded import CData
else:
    CData = ffi.CData

__all__ = ["CData", "bounded", "bounded_ffi", "ffi", "native"]
