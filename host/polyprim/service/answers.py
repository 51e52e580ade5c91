"""What the host's own services answer, as the contract's messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from polyprim.contract import message_named
from polyprim.errors import InvalidArgumentError
from polyprim.service.live import Live
from polyprim.snapshots import Manifest, Space, Stored, Wait
from polyprim.tasks import Limits, Outcome, State, Value

OUTPUT_BYTES: Final = 1 << 20
"""Of a call's output, errors and replies each, unless the request says less: gRPC's clients take
4 MiB."""
_STATES: Final = {State.READY: 1, State.PARKED: 2, State.ENDED: 3}
_LIMITS: Final = ("memory_bytes", "table_elements", "output_bytes", "descriptors")


def task_info(live: Live) -> Any:
    """A task, as TaskInfo."""
    task, parked = live.task, live.task.parked
    return message_named("TaskInfo")(
        id=live.id,
        name=task.name,
        module_sha256=task.module.sha256,
        state=_STATES[task.state],
        exit_code=task.exit_code,
        waits_for="" if parked is None else parked.method,
        started_unix_ms=live.started_unix_ms,
        snapshot=live.snapshot,
        labels=live.labels,
    )


def outcome(found: Outcome) -> Any:
    """An outcome, as TaskOutcome."""
    return message_named("TaskOutcome")(
        state=_STATES[found.state],
        values=map(_value, found.values),
        exit_code=found.exit_code,
        output=found.output,
        errors=found.errors,
        replies=found.replies,
    )


def values_of(arguments: Any) -> list[Value]:
    """What TaskValues hold. Raises InvalidArgumentError for one that holds nothing."""
    found = []
    for place, argument in enumerate(arguments, 1):
        kind = argument.WhichOneof("value")
        if kind is None:
            raise InvalidArgumentError(f"argument {place} has no value")
        found.append(getattr(argument, kind))
    return found


def limits_of(asked: Any, usual: Limits | None = None) -> Limits:
    """What TaskLimits ask for; `usual` where they are silent, and never more output than fits into
    an answer."""
    usual = usual or Limits(output_bytes=OUTPUT_BYTES)
    given = {name: getattr(asked if asked.HasField(name) else usual, name) for name in _LIMITS}
    return Limits(**{**given, "output_bytes": min(given["output_bytes"], OUTPUT_BYTES)})


def snapshot_info(stored: Stored) -> Any:
    """A snapshot, as SnapshotInfo."""
    made: Any = message_named("SnapshotInfo")(
        id=stored.id, size=stored.size, trouble=stored.trouble
    )
    if stored.manifest is not None:
        _describe(made, stored.manifest)
    return made


def space(found: Space) -> Any:
    """Where a snapshot's bytes went, as SnapshotSpace."""
    return message_named("SnapshotSpace")(
        base_bytes=found.base_bytes,
        zero_bytes=found.zero_bytes,
        stored_bytes=found.stored_bytes,
        cluster_lengths=found.cluster_lengths,
        manifest_bytes=found.manifest_bytes,
    )


def has_labels(labels: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    """Whether all that are wanted are there."""
    return dict(wanted).items() <= dict(labels).items()


def _value(value: Value) -> Any:
    kind = {int: "integer", float: "real", bytes: "vector"}[type(value)]
    return message_named("TaskValue")(**{kind: value})


def _describe(made: Any, manifest: Manifest) -> None:
    park = manifest.park
    made.module_sha256 = manifest.module_sha256
    made.module_name = manifest.module_name
    made.created_unix_ms = manifest.created_unix_ns // 1_000_000
    made.memory_bytes = manifest.memory_bytes
    made.parked = park is not None
    made.waits_for = park.method if park is not None and park.wait is Wait.CALL else ""
    made.labels.update(manifest.labels)
