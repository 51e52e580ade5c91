"""From a task to a manifest and pages, and back."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from polyprim.errors import CaptureError, InvalidArgumentError, WrongBaseError
from polyprim.native import CData, ffi, native
from polyprim.snapshots import (
    WASM_PAGE,
    Global,
    Manifest,
    Park,
    Preopen,
    TaskLimits,
    ValueType,
    Wait,
    changed_pages,
)
from polyprim.tasks import contents
from polyprim.tasks.interface import Interface
from polyprim.tasks.module import TaskModule
from polyprim.tasks.options import Folder, Limits, Surroundings
from polyprim.tasks.task import VALUE_BYTES, Continuation, Parked, Task
from polyprim.tasks.values import is_plain, room
from polyprim.wasmfile import F32, F64, I32, I64, V128

_RUNS: Final = 4096
_TYPES: Final = {
    I32: ValueType.I32,
    I64: ValueType.I64,
    F32: ValueType.F32,
    F64: ValueType.F64,
    V128: ValueType.V128,
}
_WAITS: Final = {
    native.TASK_WAITS_FOR_MESSAGE: Wait.MESSAGE,
    native.TASK_WAITS_IN_CALL: Wait.CALL,
}


@dataclass(frozen=True, slots=True)
class Captured:
    """A task's manifest, and those of its pages that are not its module's base image's."""

    manifest: Manifest
    pages: Iterator[tuple[int, memoryview]]


@contextmanager
def captured(task: Task, labels: Mapping[str, str]) -> Iterator[Captured]:
    """Holds a task still to be written down. Raises CaptureError with all that is in the way."""
    with task.at_rest() as raw:
        if reasons := [*task.obstacles(raw)]:
            raise CaptureError(reasons)
        memory = contents.memory(raw)
        candidates = None if task.is_restored else _written(raw)
        pages = changed_pages(memory, task.module.base.file, candidates)
        yield Captured(_manifest(task, raw, len(memory), labels), pages)


def surroundings_of(
    manifest: Manifest,
    *,
    environment: Mapping[str, str] | None,
    folders: Mapping[str, Folder],
) -> Surroundings:
    """What a restored task finds around it. Raises InvalidArgumentError if the folders are not
    those that it had, or another environment comes too late."""
    if environment is not None and environment != manifest.environment and manifest.initialized:
        raise InvalidArgumentError(
            "the task has read its environment: another one can be given only to an image that was "
            "taken before it was initialised"
        )
    known = {preopen.guest_path: preopen for preopen in manifest.preopens}
    if known.keys() != folders.keys():
        told = ", ".join(f"{name} (it was {p.host_path})" for name, p in known.items()) or "none"
        raise InvalidArgumentError(f"say which folders the task may see now; it has {told}")
    return Surroundings(
        arguments=manifest.arguments,
        environment=manifest.environment if environment is None else environment,
        input=manifest.unread_input,
        folders={
            name: Folder(path=folder.path, read_only=folder.read_only or known[name].read_only)
            for name, folder in folders.items()
        },
    )


def continuation_of(manifest: Manifest, module: TaskModule) -> Continuation:
    """What the new instance is given. Raises WrongBaseError if it is not of this module."""
    _require_same(manifest, module.interface)
    park = manifest.park
    return Continuation(
        b"".join(each.value for each in manifest.globals),
        manifest.initialized,
        None if park is None else _parked(park),
        b"" if park is None else park.message,
    )


def limits_of(manifest: Manifest) -> Limits:
    """What the task may use, as it was when it was captured."""
    limits = manifest.limits
    return Limits(
        memory_bytes=limits.memory_bytes,
        table_elements=limits.table_elements,
        output_bytes=limits.output_bytes,
        descriptors=limits.descriptors,
    )


def _manifest(task: Task, raw: CData, memory_bytes: int, labels: Mapping[str, str]) -> Manifest:
    module, around, limits = task.module, task.surroundings, task.limits
    return Manifest(
        module_sha256=module.sha256,
        module_name=module.name,
        base_sha256=module.base_sha256,
        base_bytes=module.base.bytes,
        created_unix_ns=time.time_ns(),
        monotonic_ns=native.task_monotonic_ns(raw),
        initialized=task.is_initialized,
        memory_pages=memory_bytes // WASM_PAGE,
        globals=_globals(module.interface, task.globals(raw)),
        park=_park(task.parked, contents.message(raw)),
        arguments=tuple(around.arguments),
        environment=dict(around.environment),
        preopens=tuple(
            Preopen(guest_path=name, host_path=str(folder.path), read_only=folder.read_only)
            for name, folder in around.folders.items()
        ),
        unread_input=contents.unread_input(raw),
        limits=TaskLimits(
            memory_bytes=limits.memory_bytes,
            table_elements=limits.table_elements,
            output_bytes=limits.output_bytes,
            descriptors=limits.descriptors,
        ),
        labels=dict(labels),
    )


def _written(raw: CData) -> list[tuple[int, int]] | None:
    """Runs of pages that may differ from the base image; None if the kernel does not tell."""
    memory, found, first = native.task_memory_of(raw), [], 0
    runs = ffi.new("struct page_run[]", _RUNS)
    while True:
        count = native.memory_written(memory, first, runs, _RUNS)
        if count < 0:
            return None
        found += [(run.first, run.count) for run in list(runs)[:count]]
        if count < _RUNS:
            return found
        first = sum(found[-1])


def _globals(interface: Interface, raw: bytes) -> tuple[Global, ...]:
    return tuple(
        Global(each.index, _TYPES[each.type], raw[place * VALUE_BYTES : (place + 1) * VALUE_BYTES])
        for place, each in enumerate(interface.globals)
    )


def _require_same(manifest: Manifest, interface: Interface) -> None:
    expected = [(each.index, _TYPES.get(each.type)) for each in interface.globals]
    if [(each.index, each.type) for each in manifest.globals] != expected or manifest.tables:
        raise WrongBaseError("the snapshot's globals or tables are not those of its module")
    least, most = interface.memory_bytes or 0, interface.memory_bytes_max
    if not least <= manifest.memory_bytes <= most:
        raise WrongBaseError("the snapshot's memory has a size that its module's cannot have")
    if interface.obstacles:
        raise WrongBaseError("the snapshot is of a module of which there can be none")
    if manifest.park is not None:
        _require_parkable(manifest.park, interface)


def _require_parkable(park: Park, interface: Interface) -> None:
    signature = interface.exports.get(park.export)
    if not interface.can_park or signature is None or not is_plain(signature):
        raise WrongBaseError("the snapshot is of a task that parks where its module cannot")
    if len(park.arguments) != VALUE_BYTES * len(room(signature)):
        raise WrongBaseError("the snapshot's task is inside a call of another function")


def _park(parked: Parked | None, message: bytes) -> Park | None:
    if parked is None:
        return None
    return Park(
        wait=_WAITS[parked.wait],
        export=parked.export,
        arguments=parked.arguments,
        method=parked.method,
        request=parked.request,
        message=message,
    )


def _parked(park: Park) -> Parked:
    wait = next(number for number, wait in _WAITS.items() if wait is park.wait)
    return Parked(park.export, park.arguments, wait, park.method, park.request)
