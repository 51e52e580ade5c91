"""The operations of each kind as remote calls, under the names that faces.py gives them.

A request is decoded and its reply encoded inside the module, as the servers have it done. `rest`
looks by handle, so that both ways can be compared.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from polyprim import contract
from polyprim.abi import FAULT, Status
from polyprim.contract import Method
from tests.stepper.faces import COUNTER, EMPTY, HOOK, QUEUE, Names
from tests.stepper.models import Event
from tests.stepper.worker import Worker
from tests.stepper.world import (
    SESSION,
    Refused,
    refused,
    reply,
    set_name,
    set_number,
    set_request,
    slot_of,
)

FULL: Final = Refused(Status.FULL)


@dataclass(frozen=True, slots=True)
class Once:
    """A session's call: as long as its number is the same, it is the same call."""

    session: bytes
    sequence: int
    oldest: int = 0


def rpc(
    worker: Worker, module: str, export: str, *, once: Once | None = None, **fields: object
) -> Any:
    """Calls ``rpc_<export>``: its reply, or why there is none."""
    key, method = _methods()[module, f"rpc_{export}"]
    request: Any = contract.message_class(method.request)(**fields)
    length = set_request(worker, request.SerializeToString())
    if once is None:
        status = worker.call(module, method.export, slot_of(worker), length)
    else:
        status = _call_once(worker, module, method.export, length, once, key)
    if status != Status.OK:
        return refused(worker, status - FAULT if status < 0 else status)
    return contract.message_class(method.response).FromString(reply(worker))


def _call_once(worker: Worker, module: str, export: str, length: int, once: Once, key: int) -> int:
    """As the bridge's call_once."""
    slot, name_length = slot_of(worker), set_name(worker, once.session)
    set_number(worker, "oldest", once.oldest)
    begun = worker.call(SESSION, "session_begin", slot, name_length, once.sequence, key)
    if begun != 0:
        return Status.OK if begun == 1 else begun
    status = worker.call(module, export, slot, length)
    worker.call(SESSION, "session_end", slot, status)
    return status


@cache
def _methods() -> dict[tuple[str, str], tuple[int, Method]]:
    return {
        (service.module, method.export): (service.kind << 8 | number, method)
        for service in contract.services()
        for number, method in enumerate(service.methods)
    }


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    by_handle: Any = field(default=None, compare=False)
    once: Once | None = None

    def rpc(self, worker: Worker, module: str, export: str, **fields: object) -> Any:
        return rpc(worker, module, export, once=self.once, **fields)

    def rest(self, worker: Worker) -> object:
        return self.by_handle.rest(worker)


@dataclass(frozen=True, slots=True)
class RpcCounter(_Named):
    def add(self, worker: Worker, delta: int) -> object:
        return _value(self.rpc(worker, COUNTER, "add", name=self.name, delta=delta))

    def get(self, worker: Worker) -> object:
        return _value(self.rpc(worker, COUNTER, "get", name=self.name))

    def compare_exchange(self, worker: Worker, expected: int, desired: int) -> object:
        fields = {"name": self.name, "expected": expected, "desired": desired}
        found = self.rpc(worker, COUNTER, "compare_exchange", **fields)
        if isinstance(found, Refused):
            return found
        assert found.value == desired or not found.exchanged
        return expected if found.exchanged else found.value

    def reset(self, worker: Worker, value: int) -> object:
        found = self.rpc(worker, COUNTER, "reset", name=self.name, value=value)
        return found if isinstance(found, Refused) else found.previous

    def add_many(self, worker: Worker, deltas: Sequence[int]) -> object:
        additions = [{"name": self.name, "delta": delta} for delta in deltas]
        found = self.rpc(worker, COUNTER, "add_many", additions=additions)
        return found if isinstance(found, Refused) else tuple(found.values)

    def delete(self, worker: Worker) -> object:
        found = self.rpc(worker, COUNTER, "delete", name=self.name)
        return found if isinstance(found, Refused) else 0


@dataclass(frozen=True, slots=True)
class RpcQueue(_Named):
    """Every record comes with its CRC32, and must come back with it."""

    def push(self, worker: Worker, payload: bytes) -> object:
        found = self.rpc(worker, QUEUE, "push", name=self.name, **_checked(payload))
        if isinstance(found, Refused):
            return found
        assert found.pushed
        return 0

    def push_many(self, worker: Worker, payloads: Sequence[bytes]) -> object:
        records = [_checked(payload) for payload in payloads]
        found = self.rpc(worker, QUEUE, "push_many", name=self.name, records=records)
        return found if isinstance(found, Refused) else found.pushed

    def pop(self, worker: Worker, wait: bool = False) -> object:
        found = self.rpc(worker, QUEUE, "pop", name=self.name, wait_ms=1000 if wait else 0)
        return _record(found)

    def pop_many(self, worker: Worker, count: int, wait: bool = False) -> object:
        fields = {"name": self.name, "max_items": count, "wait_ms": 1000 if wait else 0}
        found = self.rpc(worker, QUEUE, "pop_many", **fields)
        if isinstance(found, Refused):
            return found
        return tuple(map(_payload, found.records)) or EMPTY

    def peek(self, worker: Worker) -> object:
        return _record(self.rpc(worker, QUEUE, "peek", name=self.name))

    def statistics(self, worker: Worker) -> object:
        found = self.rpc(worker, QUEUE, "statistics", name=self.name)
        return found if isinstance(found, Refused) else found.items

    def delete(self, worker: Worker) -> object:
        found = self.rpc(worker, QUEUE, "delete", name=self.name)
        return found if isinstance(found, Refused) else 0


@dataclass(frozen=True, slots=True)
class RpcHook(_Named):
    def report(self, worker: Worker, error: int) -> object:
        found = self.rpc(worker, HOOK, "report", name=self.name, error=error)
        return found if isinstance(found, Refused) else (found.backoff_ms, found.retry)

    def succeed(self, worker: Worker) -> object:
        found = self.rpc(worker, HOOK, "succeed", name=self.name)
        return found if isinstance(found, Refused) else 0

    def get(self, worker: Worker) -> object:
        found = self.rpc(worker, HOOK, "get", name=self.name)
        return found if isinstance(found, Refused) else found.retry

    def event(self, worker: Worker, after: int = 0) -> object:
        found = self.rpc(worker, HOOK, "events", name=self.name, after=after, limit=1)
        if isinstance(found, Refused):
            return found
        events = [Event(e.unix_ms, e.backoff_ms, e.retry, e.error) for e in found.events]
        return events[0] if events else None

    def delete(self, worker: Worker) -> object:
        found = self.rpc(worker, HOOK, "delete", name=self.name)
        return found if isinstance(found, Refused) else 0


@dataclass(frozen=True, slots=True)
class RpcNames:
    """As `faces.Names`; a remote call that finds the object to be created is not refused."""

    once: Once | None = None

    def create(self, worker: Worker, module: str, name: bytes, value: int = 0) -> object:
        options = {COUNTER: "initial_value", QUEUE: "capacity_bytes", HOOK: "cap_ms"}
        fields = {options[module]: value} if value else {}
        found = rpc(worker, module, "create", once=self.once, name=name.decode(), **fields)
        if isinstance(found, Refused):
            return found
        return True if found.created else Refused(Status.EXISTS)

    def exists(self, worker: Worker, module: str, name: bytes) -> object:
        return rpc(worker, module, "exists", name=name.decode()).exists

    def delete(self, worker: Worker, module: str, name: bytes) -> object:
        found = rpc(worker, module, "delete", once=self.once, name=name.decode())
        return found if isinstance(found, Refused) else 0

    def next(self, worker: Worker, module: str) -> object:
        found = rpc(worker, module, "list")
        if isinstance(found, Refused):
            return found
        return tuple(sorted(name.encode() for name in found.names))

    def rest(self, worker: Worker) -> object:
        return Names().rest(worker)


def _value(found: Any) -> object:
    return found if isinstance(found, Refused) else found.value


def _checked(payload: bytes) -> dict[str, object]:
    return {"payload": payload, "crc32": zlib.crc32(payload)}


def _payload(found: Any) -> bytes:
    payload: bytes = found.payload
    if found.HasField("crc32"):
        assert found.crc32 == zlib.crc32(payload)
    return payload


def _record(found: Any) -> object:
    if isinstance(found, Refused):
        return found
    return _payload(found) if found.found else EMPTY
