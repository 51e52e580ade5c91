"""What a task finds around it, as C wants to have it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from polyprim.errors import InvalidArgumentError
from polyprim.native import CData, ffi
from polyprim.tasks.options import Limits, Surroundings

STREAMS: Final = 3
"""Input, output and error output."""

_CAPTURED: Final = -1


@contextmanager
def wasi_options(surroundings: Surroundings, limits: Limits) -> Iterator[CData]:
    """``struct wasi_options *``, which C copies. Raises InvalidArgumentError if a folder cannot be
    opened, or there are more folders than descriptors."""
    if len(surroundings.folders) + STREAMS > limits.descriptors:
        raise InvalidArgumentError(
            f"{len(surroundings.folders)} folders and {STREAMS} streams are more than"
            f" {limits.descriptors} descriptors"
        )
    with ExitStack() as stack:
        arguments = _strings(list(surroundings.arguments))
        variables = _strings([f"{name}={v}" for name, v in surroundings.environment.items()])
        folders = ffi.new("struct wasi_folder[]", max(len(surroundings.folders), 1))
        names = [ffi.new("char[]", name.encode()) for name in surroundings.folders]
        for entry, name, folder in zip(folders, names, surroundings.folders.values(), strict=False):
            entry.guest_path, entry.read_only = name, folder.read_only
            entry.descriptor = stack.enter_context(_opened(folder.path))
        output = {"descriptor": _CAPTURED, "limit_bytes": limits.output_bytes}
        given = ffi.new("uint8_t[]", surroundings.input or b"\0")
        yield ffi.new(
            "struct wasi_options *",
            {
                "arguments": arguments[0],
                "argument_count": len(surroundings.arguments),
                "environment": variables[0],
                "environment_count": len(surroundings.environment),
                "input_descriptor": -1,
                "input": given,
                "input_length": len(surroundings.input),
                "standard_output": output,
                "standard_error": output,
                "folders": folders,
                "folder_count": len(surroundings.folders),
                "descriptor_limit": limits.descriptors,
            },
        )
        del arguments, variables, names  # until here they had to live


def _strings(texts: list[str]) -> tuple[CData, list[CData]]:
    kept = [ffi.new("char[]", text.encode()) for text in texts]
    return ffi.new("char *[]", kept or [ffi.NULL]), kept


@contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[int]:
    try:
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise InvalidArgumentError(
            f"the folder {os.fspath(path)} cannot be opened: {error}"
        ) from error
    try:
        yield folder
    finally:
        os.close(folder)
