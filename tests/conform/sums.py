"""The figures of a mixed load, and which of them must be the same."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import xor
from typing import Any, Final

from tests.conform import raw
from tests.conform.runner import RunnerError
from tests.conform.servers import HostProcess, Samples

COUNTER: Final = "hits"
QUEUE: Final = "jobs"
METHODS: Final = {"counter.add": "Add", "queue.push": "Push", "queue.pop": "Pop"}
PERCENTILES: Final = ("p50", "p90", "p99", "max")
SUMS: Final = ("added", "pushed", "popped", "errors")
CHECKSUMS: Final = ("pushed_crc", "popped_crc")


@dataclass(frozen=True, slots=True)
class Load:
    """What the clients of a language did, together; `latency_us` is the worst client's."""

    language: str
    clients: int
    calls: Mapping[str, int]
    sums: Mapping[str, int]
    latency_us: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Check:
    """Two figures that must be the same."""

    what: str
    expected: int
    found: int

    @property
    def holds(self) -> bool:
        """Whether they are."""
        return self.expected == self.found


@dataclass(frozen=True, slots=True)
class Host:
    """What a host takes at a moment."""

    when: str
    memory_bytes: int
    descriptors: int


async def make(server: HostProcess) -> None:
    """Makes the counter and the queue."""
    for name, args in (("counter.create", {"name": COUNTER}), ("queue.create", {"name": QUEUE})):
        await _ask(server, name, args)


async def _ask(server: HostProcess, name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    request = raw.request_of(name, args)
    answer = await raw.call(server.address, name, request, {}, raw.TIMEOUT_MS)
    if answer.ok is None:
        raise RunnerError(f"{name}: {answer.error}")
    return answer.ok


async def checks(server: HostProcess, loads: Sequence[Load]) -> list[Check]:
    """What must agree, now that all clients are done. Empties the queue."""
    total = {key: sum(load.sums[key] for load in loads) for key in SUMS}
    crc = reduce(xor, (load.sums[key] for load in loads for key in CHECKSUMS), 0)
    counted = await server.samples()
    value = int((await _ask(server, "counter.get", {"name": COUNTER}))["value"])
    left = int((await _ask(server, "queue.statistics", {"name": QUEUE}))["items"])
    drained, drained_crc = await _drained(server)
    return [
        Check("calls that failed", 0, total["errors"]),
        Check("the counter: what was added", total["added"], value),
        Check("items in the queue: pushed less popped", total["pushed"] - total["popped"], left),
        Check("items that were drained: those that were left", left, drained),
        Check("CRC32s of what was drained: of pushed less popped", crc, drained_crc),
        *(
            Check(f"calls of {load.language}, as the host counted {METHODS[key]}", number,
                  _calls(counted, load.language, METHODS[key]))
            for load in loads
            for key, number in load.calls.items()
        ),
    ]  # fmt: skip


async def _drained(server: HostProcess) -> tuple[int, int]:
    """How many records are still there, and their CRC32s together."""
    count = crc = 0
    while records := (await _ask(server, "queue.pop_many", {"name": QUEUE, "max_items": 1000}))[
        "records"
    ]:
        count += len(records)
        crc = reduce(xor, (zlib.crc32(base64.b64decode(each["payload"])) for each in records), crc)
    return count, crc


def calls(samples: Samples, language: str | None = None) -> int:
    """How many calls a host has counted, of a language or of all."""
    return sum(
        int(value)
        for (name, labels), value in samples.items()
        if name == "wasm_metric_counter_total"
        and (language is None or ("language", language) in labels)
    )


def _calls(samples: Samples, language: str, method: str) -> int:
    wanted = {("language", language), ("method", method)}
    return sum(
        int(value)
        for (name, labels), value in samples.items()
        if name == "wasm_metric_counter_total" and wanted <= labels
    )


def moment(when: str, samples: Samples) -> Host:
    """What the host takes, from its metrics."""
    nothing: frozenset[tuple[str, str]] = frozenset()
    return Host(
        when,
        int(samples["process_resident_memory_bytes", nothing]),
        int(samples["process_open_fds", nothing]),
    )
