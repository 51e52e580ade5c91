"""Calls that are made again, over the network: tests/stepper shows what holds inside."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

from polyprim import Host
from polyprim.contract import message_class
from polyprim.service import Server
from tests.runtime.support import eventually
from tests.runtime.tables import Tables
from tests.service.raw import METHODS, Raw, Refusal, refusal, request

Calls = Callable[..., Raw]


@pytest.fixture
def numbered(server: Server) -> Iterator[Calls]:
    """Gives callers whose every call is of one session and has one number."""
    with grpc.insecure_channel(server.address) as channel:

        def of(session: str, sequence: object, *more: tuple[str, str]) -> Raw:
            told = (("polyprim-session", session), ("polyprim-sequence", str(sequence)))
            return Raw(channel, *told, *more)

        yield of


@pytest.fixture
def session(raw: Raw) -> str:
    return opened(raw)


def opened(raw: Raw) -> str:
    answer = raw.ask("session", "Open")
    assert answer.window == 128
    name: str = answer.session
    return name


def test_an_answer_is_repeated_and_its_effect_is_not(
    host: Host, numbered: Calls, session: str
) -> None:
    hits, jobs = host.counter("hits"), host.queue("jobs")
    jobs.push_many([b"first", b"second"])
    first, second, third = (numbered(session, number) for number in (1, 2, 3))
    for _ in range(3):
        assert first.ask("counter", "Add", name="hits", delta=5).value == 5
        assert second.ask("queue", "Pop", name="jobs").payload == b"first"
        assert third.ask("queue", "Push", name="jobs", payload=b"third").pushed
    assert hits.get() == 5
    assert jobs.pop_many() == [b"second", b"third"]


def test_methods_without_effects_are_always_made(host: Host, numbered: Calls, session: str) -> None:
    hits, first = host.counter("hits"), numbered(session, 1)
    for count in range(3):
        assert first.ask("counter", "Get", name="hits").value == count
        hits.add()


def test_what_changed_nothing_is_made_anew(host: Host, numbered: Calls, session: str) -> None:
    """An error, a full queue, and a wait that was given up."""
    first, second, third = (numbered(session, number) for number in (1, 2, 3))
    assert first.ask("counter", "Add", name="hits").reason == "NOT_FOUND"
    host.counter("hits")
    assert first.ask("counter", "Add", name="hits", delta=1).value == 1
    jobs = host.queue("jobs", capacity=65_536)
    while jobs.push(bytes(4096)):
        pass
    assert not second.ask("queue", "Push", name="jobs", payload=bytes(4096)).pushed
    jobs.pop()
    assert second.ask("queue", "Push", name="jobs", payload=bytes(4096)).pushed
    host.queue("waits")
    given_up = third.ask("queue", "Pop", name="waits", wait_ms=10_000, timeout_ms=50)
    assert given_up.code == "DEADLINE_EXCEEDED"
    host.queue("waits").push(b"late")
    assert third.ask("queue", "Pop", name="waits").payload == b"late"


def test_a_wait_is_repeated_while_it_lasts(
    host: Host, server: Server, numbered: Calls, session: str
) -> None:
    """Two who make the same call wait, and both get the one record."""
    jobs, first = host.queue("jobs"), numbered(session, 1)
    pop = METHODS["queue", "Pop"]
    asked = request("queue", "Pop", name="jobs", wait_ms=15_000, timeout_ms=20_000)
    waits = [first.begin(pop.path, asked) for _ in range(2)]
    eventually(lambda: server.calls == 2)
    jobs.push(b"one")
    answers = [message_class(pop.response).FromString(wait.result()) for wait in waits]
    assert [answer.payload for answer in answers] == [b"one", b"one"]  # type: ignore[attr-defined]
    assert jobs.statistics().items == 0


def test_calls_that_are_not_remembered_any_more(
    host: Host, raw: Raw, numbered: Calls, session: str
) -> None:
    hits = host.counter("hits")
    for number in range(1, 131):
        assert numbered(session, number).ask("counter", "Add", name="hits", delta=1).value == number
    expired = numbered(session, 2).ask("counter", "Add", name="hits", delta=1)
    assert (expired.code, expired.reason) == ("FAILED_PRECONDITION", "REQUEST_ID_EXPIRED")
    assert numbered(session, 3).ask("counter", "Add", name="hits", delta=1).value == 3
    raw.ask("session", "Close", session=session)
    raw.ask("session", "Close", session=session)
    closed = numbered(session, 130).ask("counter", "Add", name="hits", delta=1)
    assert closed.reason == "REQUEST_ID_EXPIRED"
    assert hits.get() == 130


def test_a_number_of_another_method(host: Host, numbered: Calls, session: str) -> None:
    hits, first = host.counter("hits"), numbered(session, 1)
    first.ask("counter", "Add", name="hits", delta=1)
    reused = first.ask("counter", "Reset", name="hits")
    assert (reused.code, reused.reason) == ("INVALID_ARGUMENT", "REQUEST_ID_REUSED")
    assert hits.get() == 1


def test_a_wait_that_is_overtaken(
    host: Host, server: Server, numbered: Calls, session: str
) -> None:
    """By so many calls that it is not remembered any more: nobody may make it again unasked."""
    hits, jobs = host.counter("hits"), host.queue("jobs")
    pop = METHODS["queue", "Pop"]
    asked = request("queue", "Pop", name="jobs", wait_ms=15_000, timeout_ms=20_000)
    wait = numbered(session, 1).begin(pop.path, asked)
    eventually(lambda: server.calls == 1)
    numbered(session, 129).ask("counter", "Add", name="hits", delta=1)
    jobs.push(b"stays")
    with pytest.raises(grpc.RpcError) as caught:
        wait.result()
    assert (refusal(caught.value).code, refusal(caught.value).reason) == (
        "ABORTED",
        "OUTCOME_UNKNOWN",
    )
    assert (hits.get(), jobs.pop()) == (1, b"stays")


def test_sessions_are_opened_and_closed_by_plain_calls(
    raw: Raw, numbered: Calls, session: str
) -> None:
    """Whatever metadata they bring."""
    first = numbered(session, 1)
    assert len({opened(first) for _ in range(3)}) == 3
    first.ask("session", "Close", session=session)
    assert first.ask("counter", "Create", name="hits").reason == "REQUEST_ID_EXPIRED"


@pytest.mark.parametrize("sequence", ["", "0", "-1", "1.5", "x", "9007199254740992", "1" * 400])
def test_numbers_that_are_none(host: Host, numbered: Calls, session: str, sequence: str) -> None:
    hits = host.counter("hits")
    refused = numbered(session, sequence).ask("counter", "Add", name="hits", delta=1)
    assert (refused.code, refused.reason) == ("INVALID_ARGUMENT", "INVALID_ARGUMENT")
    assert refused.field == refused.metadata_field == "polyprim-sequence"
    assert hits.get() == 0


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"polyprim-sequence": "1"}, "polyprim-session"),
        ({"polyprim-sequence": "1", "polyprim-session": ""}, "polyprim-session"),
        ({"polyprim-sequence": "", "polyprim-session": ""}, "polyprim-session"),
        ({"polyprim-session": ""}, "polyprim-session"),
        ({"polyprim-session": "one"}, "polyprim-sequence"),
        ({"polyprim-session": "one", "polyprim-sequence": ""}, "polyprim-sequence"),
    ],
)
def test_one_without_the_other(
    host: Host, server: Server, told: dict[str, str], missing: str
) -> None:
    """A client that sends either wants to be safe: the call is not made without. One that has no
    side effects needs neither."""
    hits = host.counter("hits")
    with grpc.insecure_channel(server.address) as channel:
        caller = Raw(channel, *told.items())
        refused = caller.ask("counter", "Add", name="hits", delta=1)
        assert caller.ask("counter", "Get", name="hits").value == 0
    assert (refused.code, refused.reason) == ("INVALID_ARGUMENT", "INVALID_ARGUMENT")
    assert refused.field == refused.metadata_field == missing
    assert f"{missing}, which is missing or empty" in refused.message
    assert hits.get() == 0


@pytest.mark.parametrize("name", ["", "!", "x" * 65, "x" * 5000])
def test_sessions_that_are_none(host: Host, numbered: Calls, name: str) -> None:
    hits = host.counter("hits")
    refused = numbered(name, 1).ask("counter", "Add", name="hits", delta=1)
    assert (refused.code, refused.reason) == ("INVALID_ARGUMENT", "INVALID_ARGUMENT")
    assert hits.get() == 0


def test_a_server_that_is_killed_between(tmp_path: Path) -> None:
    """The answer is in the segment: the next server knows it."""
    path = tmp_path / "segment"
    told: tuple[tuple[str, str], ...] = ()
    with Host(path=path, create=True) as host:
        host.counter("hits")
        for life in range(3):
            with serving(path) as (process, address), grpc.insecure_channel(address) as channel:
                if life == 0:
                    told = (
                        ("polyprim-session", opened(Raw(channel))),
                        ("polyprim-sequence", "1"),
                    )
                answer: Any = Raw(channel, *told).ask("counter", "Add", name="hits", delta=7)
                assert not isinstance(answer, Refusal), answer
                assert answer.value == 7
                os.kill(process.pid, signal.SIGKILL)
        assert host.counter("hits").get() == 7


class serving:  # noqa: N801 - read as a word: with serving(path)
    """A server process, and where it listens."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "polyprim", "serve", str(path), "--json"]
        self._process = subprocess.Popen(
            [*command, "--address", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> tuple[subprocess.Popen[str], str]:
        assert self._process.stdout is not None
        return self._process, json.loads(self._process.stdout.readline())["address"]

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def test_sessions_leave_half_of_the_memory_to_others(host: Host, raw: Raw) -> None:
    """However many clients come: then the next one is refused, and one that ends makes room."""
    raw.ask("session", "Close", session=opened(raw))  # the server has its buffer now
    before = host.statistics()
    names = []
    while not isinstance(answer := raw.ask("session", "Open"), Refusal):
        names.append(answer.session)
    assert (answer.code, answer.reason) == ("RESOURCE_EXHAUSTED", "NO_SPACE")
    assert "no room for another session" in answer.message
    assert answer.retry_ms == 10_000
    full = host.statistics()
    assert full.sessions == full.sessions_max == len(names)
    taken = host.statistics().heap_used_bytes - before.heap_used_bytes
    assert before.heap_bytes // 2 - (192 << 10) < taken <= before.heap_bytes // 2
    host.queue("jobs", capacity=8 << 20)
    raw.ask("session", "Close", session=names.pop())
    assert host.statistics().sessions == len(names)
    opened(raw)


MINUTE_MS, LONG_MS = 60_000, 600_000


@pytest.mark.parametrize("idle_ms", [MINUTE_MS, LONG_MS])
def test_sessions_that_nobody_used_make_room(tmp_path: Path, idle_ms: int) -> None:
    """After ten minutes in any case, after one only where there is no room for another."""
    path = tmp_path / "segment"
    with (
        Host(path=path, create=True, size=8 << 20) as host,
        Server(host) as server,
        grpc.insecure_channel(server.address) as channel,
    ):
        raw, names = Raw(channel), list[str]()
        host.counter("hits")
        tables = Tables(path)

        def add(number: int) -> Any:
            told = ("polyprim-session", names[number]), ("polyprim-sequence", "1")
            return Raw(channel, *told).ask("counter", "Add", name="hits", delta=1)

        def used(number: int, ms_ago: int) -> None:
            name = names[number].encode()
            tables.set(name, "value", tables.get(name, "value", 8) - ms_ago, 8)

        names.append(opened(raw))
        used(0, idle_ms)
        names.append(opened(raw))
        there = host.statistics().sessions
        assert there == (2 if idle_ms == MINUTE_MS else 1)
        while host.statistics().sessions < host.statistics().sessions_max:
            names.append(opened(raw))
        used(1, MINUTE_MS - 5_000)
        assert isinstance(raw.ask("session", "Open"), Refusal) == (idle_ms == LONG_MS)
        assert add(0).reason == "REQUEST_ID_EXPIRED"
        assert add(1).value == 1
