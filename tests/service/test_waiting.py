"""Calls that wait: until there is something, until a deadline, a cancellation or the end."""

from __future__ import annotations

import threading
import time
from typing import Any

import grpc
import pytest

from polyprim import Host
from polyprim.service import Server
from polyprim_client import Client, DeadlineError, NotFoundError, UnavailableError
from tests.runtime.support import eventually
from tests.service.raw import METHODS, Raw, Refusal, refusal, request

POP, POP_MANY = METHODS["queue", "Pop"].path, METHODS["queue", "PopMany"].path
LONG = 60_000


def waiters(server: Server) -> int:
    return server.calls


def pop(**fields: Any) -> bytes:
    return request("queue", "Pop", **fields)


@pytest.fixture(autouse=True)
def queue(host: Host) -> Any:
    return host.queue("queue")


def test_a_pop_gets_what_is_pushed_meanwhile(raw: Raw, server: Server, queue: Any) -> None:
    pop_many = request("queue", "PopMany", wait_ms=LONG)
    calls = [raw.begin(POP, pop(wait_ms=LONG)), raw.begin(POP_MANY, pop_many)]
    eventually(lambda: waiters(server) == 2)
    queue.push(b"a")
    eventually(lambda: waiters(server) == 1)
    queue.push(b"b")
    assert {b"a", b"b"} == {data[-1:] for data in (call.result() for call in calls)}
    assert waiters(server) == 0


def test_a_wait_that_ends_is_an_answer(raw: Raw) -> None:
    began = time.monotonic()
    assert not raw.ask("queue", "Pop", wait_ms=50).found
    assert not raw.ask("queue", "PopMany", wait_ms=50).records
    assert not raw.ask("queue", "Pop", wait_ms=50, timeout_ms=2000).found
    assert time.monotonic() - began >= 0.15


@pytest.mark.parametrize("method", ["Pop", "PopMany"])
def test_the_smaller_deadline_counts(raw: Raw, server: Server, queue: Any, method: str) -> None:
    """And the answer is DEADLINE_EXCEEDED, whoever tells it."""
    for timeout, timeout_ms in ((20, 100), (0.1, LONG), (0.1, None), (0.1, 100)):
        fields = {} if timeout_ms is None else {"timeout_ms": timeout_ms}
        reply = raw.ask("queue", method, timeout=timeout, wait_ms=LONG, **fields)
        assert isinstance(reply, Refusal)
        assert reply.code == "DEADLINE_EXCEEDED"
        if timeout == 20:
            assert reply.reason == "DEADLINE"
    eventually(lambda: waiters(server) == 0)
    queue.push(b"still there")
    assert raw.ask("queue", "Pop").payload == b"still there"


def test_a_deadline_of_0_is_one_try(raw: Raw, queue: Any) -> None:
    """What can be answered at once is; what would wait is not made."""
    queue.push(b"there")
    assert raw.ask("queue", "Pop", wait_ms=LONG, timeout_ms=0).payload == b"there"
    assert not raw.ask("queue", "Pop", timeout_ms=0).found
    assert raw.ask("queue", "Push", payload=b"more", timeout_ms=0).pushed
    assert raw.ask("queue", "Pop", timeout_ms=0).payload == b"more"
    reply = raw.ask("queue", "Pop", wait_ms=LONG, timeout_ms=0)
    assert (reply.code, reply.reason) == ("DEADLINE_EXCEEDED", "DEADLINE")


def test_many_deadlines_have_one_code(raw: Raw, server: Server) -> None:
    calls = [raw.begin(POP, pop(wait_ms=LONG), timeout=0.001 * n) for n in range(1, 200)]
    calls += [raw.begin(POP, pop(wait_ms=LONG, timeout_ms=n)) for n in range(200)]
    assert {refusal(call.exception()).code for call in calls} == {"DEADLINE_EXCEEDED"}
    eventually(lambda: waiters(server) == 0)


def test_what_the_client_cancels_stops(raw: Raw, server: Server, queue: Any) -> None:
    calls = [raw.begin(POP, pop(wait_ms=LONG, timeout_ms=LONG), None) for _ in range(20)]
    eventually(lambda: waiters(server) == 20)
    for call in calls:
        call.cancel()
    eventually(lambda: waiters(server) == 0)
    assert {call.code() for call in calls} == {grpc.StatusCode.CANCELLED}
    queue.push(b"for somebody else")
    assert raw.ask("queue", "Pop").payload == b"for somebody else"


def test_waiting_calls_take_no_threads(raw: Raw, client: Client, server: Server) -> None:
    """Far more of them wait than there are workers, and a push gets through."""
    calls = [raw.begin(POP, pop(wait_ms=LONG, timeout_ms=LONG)) for _ in range(200)]
    eventually(lambda: waiters(server) == 200)
    names = [thread.name for thread in threading.enumerate()]
    assert sum(name.startswith("polyprim") for name in names) < 30
    queue = client.queue.open("queue")
    for number in range(200):
        assert queue.push(b"%d" % number)
    assert len({call.result() for call in calls}) == 200


def test_deleting_the_queue_ends_all_at_once(raw: Raw, server: Server, host: Host) -> None:
    calls = [raw.begin(POP, pop(wait_ms=LONG, timeout_ms=LONG)) for _ in range(100)]
    eventually(lambda: waiters(server) == 100)
    host.queue.delete("queue")
    assert {refusal(call.exception()).reason for call in calls} == {"NOT_FOUND"}


def test_closing_the_server_ends_all_at_once(host: Host) -> None:
    server = Server(host)
    with grpc.insecure_channel(server.address) as channel:
        calls = [Raw(channel).begin(POP, pop(wait_ms=LONG, timeout_ms=LONG)) for _ in range(30)]
        eventually(lambda: waiters(server) == 30)
        server.close()
        told = {(r.code, r.reason) for r in (refusal(call.exception()) for call in calls)}
    assert told == {("UNAVAILABLE", "CLOSED")}
    server.close()
    assert waiters(server) == 0


def test_closing_the_host_ends_all(raw: Raw, server: Server, host: Host) -> None:
    calls = [raw.begin(POP, pop(wait_ms=LONG, timeout_ms=LONG)) for _ in range(30)]
    eventually(lambda: waiters(server) == 30)
    host.close()
    assert {refusal(call.exception()).reason for call in calls} == {"CLOSED"}
    reply = raw.ask("counter", "Exists")
    assert isinstance(reply, Refusal)
    assert (reply.code, reply.reason) == ("UNAVAILABLE", "CLOSED")


def test_the_client(client: Client, server: Server, host: Host) -> None:
    queue = client.queue.open("queue")
    with Client(server.address, timeout=0.1) as hasty:
        assert hasty.queue.open("queue").pop(timeout=0.3) is None  # the wait is not counted
    caught: list[BaseException] = []

    def wait() -> None:
        try:
            queue.pop(timeout=60)
        except BaseException as error:
            caught.append(error)

    for end, kind in ((host.queue.delete, NotFoundError), (None, UnavailableError)):
        host.queue("queue")
        thread = threading.Thread(target=wait)
        thread.start()
        eventually(lambda: waiters(server) == 1)
        end("queue") if end else server.close()
        thread.join(20)
        assert isinstance(caught.pop(), kind)
    assert issubclass(DeadlineError, TimeoutError)
