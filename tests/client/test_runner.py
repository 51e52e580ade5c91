"""The runner of the conformance cases, as its driver meets it: lines in, lines out."""

from __future__ import annotations

import json
import subprocess
import zlib
from base64 import b64encode
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import pytest

from polyprim import Host
from polyprim.contract import primitives
from polyprim.service import Server
from polyprim_client import __version__
from tests.client.recorder import Recorder
from tests.runtime.support import ROOT, eventually
from tests.service.raw import VALID

RUN: Final = ROOT / "bindings" / "python" / "conform" / "run"


class Driver:
    """Says commands, and hears their answers in any order."""

    def __init__(self) -> None:
        self.process: Final = subprocess.Popen(
            [RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._ids: Final = count(1)
        self._answers: Final[dict[int, Any]] = {}

    def begin(self, operation: str, **args: Any) -> int:
        number = next(self._ids)
        assert self.process.stdin is not None
        line = json.dumps({"id": number, "op": operation, "args": args})
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return number

    def answer(self, number: int) -> Any:
        assert self.process.stdout is not None
        while number not in self._answers:
            answer = json.loads(self.process.stdout.readline())
            self._answers[answer.pop("id")] = answer
        return self._answers.pop(number)

    def do(self, operation: str, **args: Any) -> Any:
        return self.answer(self.begin(operation, **args))

    def call(self, method: str, /, **args: Any) -> Any:
        """What a call of the client "a" is answered, or its error."""
        told = self.do("call", client="a", method=method, args=args)
        return told["ok"] if "ok" in told else told["error"]


@pytest.fixture
def driver(server: Server) -> Iterator[Driver]:
    made = Driver()
    try:
        assert made.do("connect", client="a", target=server.address) == {"ok": {}}
        yield made
    finally:
        out, _ = made.process.communicate(timeout=30)
    assert (out, made.process.returncode) == ("", 0)


def test_about(driver: Driver) -> None:
    told = driver.do("about")["ok"]
    assert (told["language"], told["client"]) == ("python", __version__)


def test_every_method(driver: Driver, host: Host) -> None:
    for kind in primitives():
        for method in sorted(kind.methods, key=lambda each: each.name == "Delete"):
            host.counter("counter")
            host.queue("queue")
            host.kafka_rebalance_hook("group")
            snake = method.export.removeprefix("rpc_")
            told = driver.call(f"{kind.name}.{snake}", **in_json(VALID[kind.name, method.name]))
            assert "message" not in told, told


def in_json(value: Any) -> Any:
    match value:
        case dict():
            return {key: in_json(each) for key, each in value.items()}
        case list():
            return [in_json(each) for each in value]
        case bytes():
            return b64encode(value).decode()
    return value


def test_answers_are_protobufs_json(driver: Driver) -> None:
    create = driver.call("counter.create", name="hits", initial_value="9007199254740993")
    assert create == {"created": True, "value": "9007199254740993"}
    assert driver.call("counter.add", name="hits", delta="-9007199254740993") == {"value": "0"}
    driver.call("queue.create", name="jobs", capacity_bytes="65536")
    assert driver.call("queue.pop", name="jobs") == {"found": False, "payload": ""}
    assert driver.call("queue.push", name="jobs", payload="am9i") == {"pushed": True}
    assert driver.call("queue.peek", name="jobs") == {"found": True, "payload": "am9i"}
    assert driver.call("queue.statistics", name="jobs")["capacity_bytes"] == "65536"
    assert driver.call("queue.pop_many", name="jobs") == {"records": [{"payload": "am9i"}]}
    assert driver.call("counter.list") == {"names": ["hits"], "next_cursor": 0}


def test_errors_have_one_shape(driver: Driver) -> None:
    told = driver.call("counter.add", name="no name", delta="1")
    assert (told["code"], told["reason"], told["field"]) == (
        "INVALID_ARGUMENT", "INVALID_PROTO", "name",
    )  # fmt: skip
    assert driver.call("counter.add", name="hits")["field"] == "delta"
    assert driver.call("counter.add", name="hits", delta="x")["reason"] == "RUNNER"
    assert driver.do("dance")["error"]["reason"] == "RUNNER"
    assert driver.call("counter.dance")["code"] == "UNIMPLEMENTED"
    driver.do("close", client="a")
    closed = driver.call("counter.get", name="hits")
    assert (closed["code"], closed["reason"]) == ("", "CLOSED")


def test_a_wrong_checksum_is_sent_as_it_is(driver: Driver) -> None:
    driver.call("queue.create", name="jobs")
    wrong = zlib.crc32(b"job") ^ 1
    assert (
        driver.call("queue.push", name="jobs", payload="am9i", crc32=wrong)["reason"] == "CHECKSUM"
    )


def test_a_waiting_pop_holds_nothing_up_and_is_cancelled(driver: Driver, server: Server) -> None:
    driver.call("queue.create", name="jobs")
    pop = {"client": "a", "method": "queue.pop", "args": {"name": "jobs", "wait_ms": 60_000}}
    waiting = driver.begin("call", **pop)
    eventually(lambda: server.calls == 1)
    assert driver.call("queue.push", name="others", payload="")["code"] == "NOT_FOUND"
    assert driver.do("cancel", call=waiting) == {"ok": {}}
    assert driver.answer(waiting)["error"]["code"] == "CANCELLED"
    eventually(lambda: server.calls == 0)


def test_a_calls_own_timeout_and_metadata(driver: Driver, recorder: Recorder) -> None:
    driver.do("connect", client="a", target=recorder.address, namespace="x", token="t", attempts=1)
    call = {"client": "a", "method": "counter.get", "args": {"name": "hits"}}
    driver.do("call", **call, timeout_ms=60_000, metadata={"traceparent": "00-a-b-01"})
    (sent,) = recorder.calls
    assert sent.metadata["traceparent"] == "00-a-b-01"
    assert sent.metadata["polyprim-namespace"] == "x"
    assert sent.time_remaining > 30


def test_load(driver: Driver, host: Host) -> None:
    jobs = host.queue("jobs")
    hits = host.counter("hits")
    load = {"client": "a", "counter": "hits", "queue": "jobs", "label": "python"}
    told = driver.do("load", **load, seconds=0.5, workers=3)["ok"]
    assert told["added"] == hits.get() > 0
    assert told["errors"] == 0
    assert told["pushed"] - told["popped"] == jobs.statistics().items
    left = told["pushed_crc"] ^ told["popped_crc"]
    while (record := jobs.pop()) is not None:
        left ^= zlib.crc32(record)
    assert left == 0
    assert told["calls"]["counter.add"] == told["added"]
    times = told["latency_us"]
    assert times["p50"] <= times["p90"] <= times["p99"] <= times["max"]
