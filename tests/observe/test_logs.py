"""What is logged of calls, whose they are, and that no secret is among it."""

from __future__ import annotations

import io
import json
import logging
import os
import pty
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest

from polyprim import Host, InvalidArgumentError
from polyprim.observe import logs
from polyprim.service import Server
from tests.observe.shown import lines, logged
from tests.runtime.support import eventually
from tests.service.raw import METHODS, request

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
GET = METHODS["counter", "Get"].path
POP = METHODS["queue", "Pop"].path


def call(server: Server, path: str, data: bytes, *metadata: tuple[str, str]) -> dict[str, Any]:
    """Calls, whatever comes of it, and answers the trailing metadata."""
    with grpc.insecure_channel(server.address) as channel:
        method: Any = channel.unary_unary(path)
        made = method.future(data, timeout=20, metadata=metadata)
        made.exception()
        return dict(made.trailing_metadata())


def test_each_call_at_debug_level(host: Host) -> None:
    with logged("debug") as stream, Server(host) as server:
        told = [
            ("polyprim-language", "java"),
            ("x-request-id", "order-17"),
            ("traceparent", f"00-{TRACE}-{SPAN}-01"),
        ]
        call(server, GET, request("counter", "Get", name="none"), *told)
        eventually(lambda: bool(lines(stream)))
    (line,) = lines(stream)
    assert line.pop("time").endswith("+00:00")
    assert line.pop("ms") > 0
    assert GET in line.pop("message")
    assert line == {
        "level": "debug",
        "logger": "polyprim.calls",
        "method": GET,
        "namespace": "",
        "language": "java",
        "code": "NOT_FOUND",
        "request_id": "order-17",
        "trace_id": TRACE,
        "span_id": SPAN,
    }


def test_only_slow_calls_otherwise(host: Host) -> None:
    host.queue("jobs")
    with logged() as stream, Server(host, slow_call_seconds=0.2) as server:
        call(server, GET, request("counter", "Get", name="none"))
        call(server, POP, request("queue", "Pop", name="jobs", wait_ms=300))
        eventually(lambda: bool(lines(stream)))
    (line,) = lines(stream)
    assert (line["level"], line["method"], line["code"]) == ("warning", POP, "OK")
    assert line["ms"] >= 200
    assert len(line["request_id"]) == 32
    assert "trace_id" not in line


def test_no_call_is_slow_unless_it_is_said_when(host: Host) -> None:
    host.queue("jobs")
    with logged() as stream, Server(host) as server:
        call(server, POP, request("queue", "Pop", name="jobs", wait_ms=300))
    assert lines(stream) == []


def test_each_line_is_of_its_own_call(host: Host) -> None:
    """Though one thread answers all, and all of these wait at once."""
    jobs = host.queue("jobs")
    pop = request("queue", "Pop", name="jobs", wait_ms=20_000, timeout_ms=20_000)
    with logged("debug") as stream, Server(host) as server:
        with ThreadPoolExecutor(8) as pool:
            for number in range(8):
                pool.submit(call, server, POP, pop, ("x-request-id", f"call-{number}"))
            eventually(lambda: server.statistics().calls == 8)
            assert jobs.push_many([b"job"] * 8)
        eventually(lambda: len(lines(stream)) == 8)
    assert {line["request_id"] for line in lines(stream)} == {f"call-{n}" for n in range(8)}


@pytest.mark.parametrize("sent", ["order-17", "a" * 128, "A.b_c:d/e+f=@"])
def test_a_request_id_comes_back(server: Server, sent: str) -> None:
    for name in ("none", "hits"):
        data = request("counter", "Create", name="hits") if name == "hits" else b"\xff"
        path = METHODS["counter", "Create"].path
        assert call(server, path, data, ("x-request-id", sent))["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "a" * 129, "two words", "{json}", '"', "a,b"])
def test_a_request_id_that_is_not_sane_is_not_taken(host: Host, sent: str) -> None:
    with logged("debug") as stream, Server(host) as server:
        assert "x-request-id" not in call(server, GET, b"", ("x-request-id", sent))
        eventually(lambda: bool(lines(stream)))
    assert len(lines(stream)[0]["request_id"]) == 32


def test_none_is_sent_back_to_who_sent_none(server: Server) -> None:
    assert "x-request-id" not in call(server, GET, request("counter", "Get", name="none"))


def test_no_secret_is_logged(host: Host) -> None:
    """At the most talkative level, of calls that succeed, fail and make the server fail."""
    secret = "hunter2hunter2"
    host.queue("jobs")
    with logged("debug") as stream, Server(host, slow_call_seconds=0) as server:
        push = METHODS["queue", "Push"].path
        told = [("authorization", f"Bearer {secret}"), ("polyprim-token", secret)]
        for data in (
            request("queue", "Push", name="jobs", payload=secret.encode()),
            request("queue", "Push", name="jobs", payload=secret.encode(), crc32=1),
            request("queue", "Push", name="none", payload=secret.encode()),
            secret.encode(),
        ):
            call(server, push, data, *told)
        call(server, "/polyprim.v1.QueueService/None", secret.encode(), *told)
        eventually(lambda: len(lines(stream)) == 4)
    assert secret not in stream.getvalue()
    assert secret.encode().hex() not in stream.getvalue()


def test_a_line_holds_what_it_was_given_and_its_exception() -> None:
    with logged() as stream:
        try:
            raise ValueError("wrong\nindeed")
        except ValueError:
            logging.getLogger("polyprim.test").exception("it is %s", "so", extra={"file": 17})
        logging.getLogger("polyprim.test").debug("nobody asked")
    (line,) = stream.getvalue().splitlines()
    facts = json.loads(line)
    assert (facts["level"], facts["message"], facts["file"]) == ("error", "it is so", 17)
    assert "ValueError: wrong\nindeed" in facts["exception"]
    assert "request_id" not in facts


def test_on_a_terminal_people_read() -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "w") as terminal, os.fdopen(master, "rb", 0) as screen:
        logs.set_up("info", terminal)
        logging.getLogger("polyprim.test").info("[red]as it is")
        shown = re.sub(rb"\x1b\[[0-9;]*m", b"", screen.read(1000))
    assert b"INFO     [red]as it is" in shown


def test_what_somebody_wants_to_read_goes_before_where_it_is_read() -> None:
    stream = io.StringIO()
    logs.set_up("info", stream, form="human")
    logging.getLogger("polyprim.test").info("as it is")
    assert "INFO     as it is" in stream.getvalue()


def test_a_level_that_there_is_not() -> None:
    with pytest.raises(InvalidArgumentError, match="debug, info"):
        logs.set_up("loud")


def test_others_are_logged_from_warnings_on() -> None:
    with logged("debug") as stream:
        for name in ("grpc", "asyncio", "polyprim.service"):
            logging.getLogger(name).debug("a detail")
            logging.getLogger(name).warning("a warning")
    found = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [one["logger"] for one in found if one["level"] == "debug"] == ["polyprim.service"]
    assert sum(one["level"] == "warning" for one in found) == 3
    with logged("error") as stream:
        logging.getLogger("grpc").warning("a warning")
    assert stream.getvalue() == ""
