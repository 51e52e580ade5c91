"""Tokens: what the file may say, and what each call needs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from polyprim import Host, InvalidArgumentError
from polyprim.service import Server
from polyprim.service.tokens import Access, Grant, find, new_token, read_tokens
from tests.runtime.support import ROOT, eventually
from tests.service.raw import METHODS, Raw, Refusal, refusal, request

POP: Final = METHODS["queue", "Pop"].path
UNKNOWN: Final = "pp_" + 43 * "x"


class Tokens:
    """A file, and the tokens that it is about by their names."""

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self.of: Final[dict[str, str]] = {}

    def add(self, name: str, access: Access, *namespaces: str) -> None:
        self.of[name], grant = new_token(name, namespaces=namespaces, access=access)
        with self.path.open("a") as file:
            file.write(grant.toml())

    def revoke(self, name: str) -> None:
        kept = [grant for grant in read_tokens(self.path) if grant.name != name]
        self.path.write_text("".join(grant.toml() for grant in kept))


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    made = Tokens(tmp_path / "tokens.toml")
    made.add("reader", "read", "")
    made.add("writer", "write", "")
    made.add("orders", "write", "orders", "returns")
    made.add("operator", "write", "*")
    return made


@pytest.fixture
def server(host: Host, tokens: Tokens) -> Iterator[Server]:
    with Server(host, tokens=tokens.path) as running:
        yield running


Connect = Callable[..., Raw]


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """Ways to call the server: with a token, and with more metadata."""
    with grpc.insecure_channel(server.address) as channel:

        def connect(token: str | None = None, *metadata: tuple[str, str]) -> Raw:
            shown = () if token is None else (("authorization", f"Bearer {token}"),)
            return Raw(channel, *shown, *metadata)

        yield connect


def told(reply: object) -> tuple[str, str]:
    assert isinstance(reply, Refusal), reply
    assert reply.domain == "polyprim.dev"
    return reply.code, reply.reason


MISSING: Final = ("UNAUTHENTICATED", "UNAUTHENTICATED")
DENIED: Final = ("PERMISSION_DENIED", "PERMISSION_DENIED")


# Each call


def test_without_one(connect: Connect, host: Host) -> None:
    for raw in (connect(), connect(UNKNOWN), connect("")):
        assert told(raw.ask("counter", "Create")) == MISSING
    assert not host.counter.exists("counter")


@pytest.mark.parametrize("value", ["", "Bearer", "Basic {}", "{}", "Bearer{}", "Bearer {}x"])
def test_what_is_no_bearer_token(connect: Connect, tokens: Tokens, value: str) -> None:
    raw = connect(None, ("authorization", value.format(tokens.of["writer"])))
    assert told(raw.ask("counter", "Create")) == MISSING


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_has_no_case(connect: Connect, tokens: Tokens, scheme: str) -> None:
    raw = connect(None, ("authorization", f"{scheme} {tokens.of['writer']}"))
    assert raw.ask("counter", "Create").created


def test_who_may_only_read_changes_nothing(connect: Connect, tokens: Tokens, host: Host) -> None:
    counter, hook = host.counter("counter", initial_value=7), host.kafka_rebalance_hook("group")
    queue = host.queue("queue")
    queue.push(b"record")
    for key, method in METHODS.items():
        reply = connect(tokens.of["reader"]).ask(*key)
        if method.has_side_effects:
            assert told(reply) == DENIED
            assert "'reader' may only read" in reply.message
        else:
            assert not isinstance(reply, Refusal), reply
    assert (counter.get(), hook.get(), queue.pop_many()) == (7, 0, [b"record"])


def test_a_token_is_for_its_namespaces(connect: Connect, tokens: Tokens, host: Host) -> None:
    allowed = {
        "reader": {""},
        "writer": {""},
        "orders": {"orders", "returns"},
        "operator": {"", "orders", "returns", "absent"},
    }
    with Host("orders", size=2 << 20), Host("returns", size=2 << 20):
        for name, token in tokens.of.items():
            for namespace in ("", "orders", "returns", "absent"):
                metadata = [("polyprim-namespace", namespace)] if namespace else []
                reply = connect(token, *metadata).ask("counter", "Exists")
                if namespace not in allowed[name]:
                    assert told(reply) == DENIED  # also if there is none: who asks is not told
                elif namespace == "absent":
                    assert told(reply) == ("NOT_FOUND", "SEGMENT_NOT_FOUND")
                else:
                    assert not isinstance(reply, Refusal), reply


def test_two_namespaces_in_one_call(connect: Connect, tokens: Tokens, host: Host) -> None:
    """The one that is looked at is the one that is used."""
    own, orders = ("polyprim-namespace", ""), ("polyprim-namespace", "orders")
    with Host("orders", size=2 << 20) as other:
        for token, allowed, used in (("writer", own, host), ("orders", orders, other)):
            denied = orders if allowed is own else own
            raw = connect(tokens.of[token], allowed, denied)
            assert told(raw.ask("counter", "Create")) == DENIED
            raw = connect(tokens.of[token], denied, allowed)
            assert raw.ask("counter", "Create").created
            assert used.counter.exists("counter")


@pytest.mark.parametrize(
    ("token", "code"),
    [(None, "UNAUTHENTICATED"), ("reader", "PERMISSION_DENIED"), ("writer", "UNIMPLEMENTED")],
)
def test_a_method_that_is_not_there(
    connect: Connect, tokens: Tokens, token: str | None, code: str
) -> None:
    """What nobody knows may have side effects."""
    reply = connect(token and tokens.of[token]).call("/polyprim.v1.CounterService/Explode", b"")
    assert isinstance(reply, Refusal)
    assert reply.code == code


def test_health_is_for_everybody(server: Server) -> None:
    with grpc.insecure_channel(server.address) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        request = health_pb2.HealthCheckRequest(service="polyprim.v1.QueueService")
        assert stub.Check(request, timeout=20).status == 1
        assert next(stub.Watch(request, timeout=20)).status == 1


def test_reflection_is_for_every_token(server: Server, tokens: Tokens) -> None:
    asked = reflection_pb2.ServerReflectionRequest(list_services="")
    with grpc.insecure_channel(server.address) as channel:
        stub: Any = reflection_pb2_grpc.ServerReflectionStub(channel)
        with pytest.raises(grpc.RpcError) as caught:
            next(stub.ServerReflectionInfo(iter([asked]), timeout=20))
        assert told(refusal(caught.value)) == MISSING
        for token in tokens.of.values():
            metadata = [("authorization", f"Bearer {token}")]
            (found,) = stub.ServerReflectionInfo(iter([asked]), timeout=20, metadata=metadata)
            assert found.list_services_response.service


# A file that changes


def test_a_token_that_is_revoked(
    connect: Connect, tokens: Tokens, server: Server, host: Host
) -> None:
    """It is refused from the next call on; one that waits is not ended."""
    jobs = host.queue("queue")
    raw = connect(tokens.of["writer"])
    waiting = raw.begin(POP, request("queue", "Pop", wait_ms=60_000, timeout_ms=60_000), 60)
    eventually(lambda: server.calls == 1)
    tokens.revoke("writer")
    assert told(raw.ask("queue", "Pop")) == MISSING
    assert connect(tokens.of["operator"]).ask("queue", "Push").pushed
    assert waiting.result()
    assert jobs.pop() is None


def test_a_token_that_is_added(connect: Connect, tokens: Tokens) -> None:
    tokens.add("new", "write", "")
    assert connect(tokens.of["new"]).ask("counter", "Create").created


def test_nobody(connect: Connect, tokens: Tokens) -> None:
    tokens.path.write_text("token = []  # for today")
    assert told(connect(tokens.of["operator"]).ask("counter", "Exists")) == MISSING


GOOD: Final = {
    "name": '"a"', "sha256": f'"{64 * "0"}"', "namespaces": '[""]', "access": '"read"',
}  # fmt: skip


def entry(**changes: str) -> str:
    """An entry as text, with other values, or without those that are empty."""
    lines = [f"{key} = {value}" for key, value in {**GOOD, **changes}.items() if value]
    return "\n".join(["[[token]]", *lines, ""])


BAD: Final = {
    "": r"must have up to 1000 \[\[token\]\]",
    "garbage \0": "is not TOML",
    "token = 1": r"must have up to 1000 \[\[token\]\]",
    "token = [1]": "must have exactly access, name",
    "[other]": r"must have up to 1000 \[\[token\]\]",
    "extra = 1\n" + entry(): "and no more",
    entry() + entry(): "the same name",
    entry() + entry(name='"b"'): "the same sha256",
    entry(access=""): "exactly access, name, namespaces, sha256",
    entry(token=f'"{UNKNOWN}"'): "exactly access, name, namespaces, sha256",
    entry(name='"a b"'): "a token's name is",
    entry(name="1"): "a token's name is",
    entry(sha256=f'"{UNKNOWN}"'): "not a token",
    entry(sha256=f'"{64 * "A"}"'): "64 digits",
    entry(namespaces="[]"): "namespaces",
    entry(namespaces='"*"'): "are a list",
    entry(namespaces='["a/b"]'): "namespaces",
    entry(namespaces="[1]"): "namespaces",
    entry(access='"admin"'): '"read" or "write"',
    "".join(entry(name=f'"{n}"', sha256=f'"{n:064}"') for n in range(1001)): "up to 1000",
}


@pytest.mark.parametrize("text", BAD, ids=BAD.values())
def test_a_file_that_is_wrong_is_said(host: Host, tmp_path: Path, text: str) -> None:
    path = tmp_path / "tokens.toml"
    path.write_text(text)
    with pytest.raises(InvalidArgumentError, match=f"{path}.*{BAD[text]}") as caught:
        Server(host, tokens=path)
    assert UNKNOWN not in str(caught.value)


def test_a_file_that_cannot_be_read(host: Host, tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(InvalidArgumentError, match="cannot be read"):
            Server(host, tokens=path)
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidArgumentError, match="not UTF-8"):
        Server(host, tokens=tmp_path / "binary")


@pytest.mark.parametrize("text", [*BAD, None], ids=[*BAD.values(), "missing"])
def test_a_new_file_that_is_wrong_changes_nothing(
    connect: Connect, tokens: Tokens, text: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    before = tokens.path.read_text()
    tokens.path.unlink()
    if text is not None:
        tokens.path.write_text(text)
    for _ in range(3):
        assert not isinstance(connect(tokens.of["reader"]).ask("counter", "Exists"), Refusal)
        assert told(connect(UNKNOWN).ask("counter", "Exists")) == MISSING
    (error,) = (record for record in caplog.records if record.levelno == logging.ERROR)
    assert error.name == "polyprim.service"
    assert str(tokens.path) in error.getMessage()
    tokens.path.write_text(before)
    tokens.revoke("reader")
    assert told(connect(tokens.of["reader"]).ask("counter", "Exists")) == MISSING


def test_no_token_is_ever_said(
    connect: Connect, tokens: Tokens, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    messages = []
    for token in (*tokens.of.values(), UNKNOWN):
        for namespace in ("", "orders", "absent"):
            raw = connect(token, ("polyprim-namespace", namespace))
            for method in ("Create", "Exists", "List"):
                messages.append(str(raw.ask("counter", method)))
    tokens.path.write_text(tokens.of["writer"])
    messages.append(str(connect(tokens.of["writer"]).ask("counter", "Exists")))
    said = caplog.text + "".join(messages)
    assert "not taken" in said
    for token in (*tokens.of.values(), UNKNOWN):
        assert token not in said
        assert sha256(token.encode()).hexdigest() not in said


def test_a_file_that_everybody_can_write(
    host: Host, tokens: Tokens, caplog: pytest.LogCaptureFixture
) -> None:
    for mode, count in ((0o600, 0), (0o664, 0), (0o666, 1)):
        tokens.path.chmod(mode)
        Server(host, tokens=tokens.path).close()
        assert caplog.text.count("can let himself in") == count


def test_the_file_that_is_documented(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/security.md").read_text(), re.S)
    (tmp_path / "tokens.toml").write_text(text)
    (grant,) = read_tokens(tmp_path / "tokens.toml")
    assert (grant.name, grant.namespaces, grant.access) == ("billing", ("", "orders"), "write")


# The entries


def test_a_new_token(tmp_path: Path) -> None:
    token, grant = new_token("billing", namespaces=["", "orders"], access="write")
    assert re.fullmatch("pp_[A-Za-z0-9_-]{43}", token)
    assert grant.sha256 == sha256(token.encode()).hexdigest()
    assert token not in repr(grant) + grant.toml()
    path = tmp_path / "tokens.toml"
    path.write_text(grant.toml() + new_token("other")[1].toml())
    assert read_tokens(path)[0] == grant
    assert find(read_tokens(path), token) == grant
    assert find(read_tokens(path), UNKNOWN) is None
    assert new_token("other")[1] != new_token("other")[1]
    assert new_token("other")[1].access == "read"
    assert new_token("other")[1].namespaces == ("",)


@pytest.mark.parametrize(
    "options", [{"name": ""}, {"name": 'a"'}, {"namespaces": []}, {"access": "all"}]
)
def test_what_no_token_can_be_for(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError):
        new_token(**{"name": "a", **options})


def test_a_star_beside_names() -> None:
    grant = Grant(name="a", sha256=64 * "0", namespaces=("orders", "*"), access="read")
    assert grant.covers("")
    assert grant.covers("returns")
