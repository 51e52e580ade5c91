"""What a client is told, and what it refuses before it sends anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import grpc
import pytest

import polyprim.service
from polyprim import Host
from polyprim.service import Server
from polyprim.service.certificates import make_development_certificates
from polyprim_client import InvalidArgumentError, Tls, UnavailableError
from tests.client.conftest import Connect, queue, told
from tests.client.recorder import Recorder

ADD = "/polyprim.v1.CounterService/Add"


@pytest.mark.parametrize(
    "target", ["", "127.0.0.1", "127.0.0.1:", ":7777", "localhost:x", "unix:", "a\n:1", "a:123456"]
)
async def test_no_target(connect: Connect, target: str) -> None:
    with pytest.raises(InvalidArgumentError, match="a target is host:port or unix:PATH"):
        connect(target)


@pytest.mark.parametrize(
    "option",
    [
        {"timeout": 0}, {"timeout": -1}, {"timeout": float("nan")}, {"timeout": 1e9},
        {"attempts": 0}, {"attempts": 101}, {"namespace": "ä"}, {"namespace": "a\nb"},
        {"token": "two words"}, {"token": "line\n"}, {"token": "tökén"},
    ],
    ids=str,
)  # fmt: skip
async def test_options_that_cannot_be(connect: Connect, option: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError):
        connect("127.0.0.1:1", **option)


async def test_what_is_of_no_use(connect: Connect, recorder: Recorder) -> None:
    with pytest.raises(TypeError, match="a target is a str"):
        connect(7777)
    seconds = "a timeout is a number of seconds, not "
    for option, says in (
        ({"timeout": "5"}, seconds + "str"), ({"timeout": True}, seconds + "bool"),
        ({"timeout": None}, seconds + "NoneType"), ({"tls": True}, "tls is a Tls"),
        ({"attempts": True}, "attempts is an int, not bool"), ({"attempts": "3"}, "not str"),
    ):  # fmt: skip
        with pytest.raises(TypeError, match=says):
            connect(recorder.address, **option)
    jobs = queue(connect(recorder.address))
    for call in (jobs.pop, jobs.pop_many):
        with pytest.raises(TypeError, match=seconds + "str"):
            await told(call(timeout="1"))
    assert not recorder.calls


async def test_every_call_says_who_and_where(connect: Connect, recorder: Recorder) -> None:
    client = connect(recorder.address, namespace="orders", token="secret", timeout=7)
    await told((await told(client.counter("hits"))).add(2))
    (sent,) = recorder.sent(ADD)
    assert sent.metadata["polyprim-language"] == "python"
    assert sent.metadata["polyprim-namespace"] == "orders"
    assert sent.metadata["authorization"] == "Bearer secret"
    assert sent.metadata["user-agent"].startswith("polyprim-client/")
    assert (sent.request.name, sent.request.delta) == ("hits", 2)
    assert 0 < sent.request.timeout_ms <= 7000
    assert 0 < sent.time_remaining < 8  # gRPC rounds it
    assert "polyprim-session" not in sent.metadata


async def test_what_was_not_asked_for_is_not_sent(connect: Connect, recorder: Recorder) -> None:
    await told(connect(recorder.address).counter("hits"))
    (sent,) = recorder.calls
    assert not {"authorization", "polyprim-namespace", "polyprim-session"} & sent.metadata.keys()


@pytest.mark.parametrize(
    "target",
    ["example.org:1", "10.0.0.1:1", "[2001:db8::1]:1", "127.0.0.1.example.org:1", "localhost.x:1",
     "dns:///localhost:1", "ipv4:127.0.0.1:1,10.0.0.1:1"],
)  # fmt: skip
async def test_a_token_is_not_sent_in_the_clear(connect: Connect, target: str) -> None:
    with pytest.raises(InvalidArgumentError, match="readable on its way") as caught:
        connect(target, token="secret")
    assert "secret" not in str(caught.value)
    connect(target)
    connect(target, token="secret", tls=Tls())


@pytest.mark.parametrize(
    "target", ["127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1", "unix:a"]
)
async def test_a_token_stays_on_this_machine(connect: Connect, target: str) -> None:
    connect(target, token="secret")


async def test_no_proxy_sees_what_is_for_this_machine(
    connect: Connect, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    client = connect(server.address, token="secret")
    assert await told((await told(client.counter("hits"))).add(1)) == 1


async def test_a_unix_socket(connect: Connect, host: Host, tmp_path: Path) -> None:
    with Server(host, f"unix:{tmp_path / 'socket'}") as server:
        client = connect(server.address, token="secret")
        assert await told((await told(client.counter("hits"))).add(1)) == 1


# TLS


class Authority:
    """An authority of a test's own, and what it certified for 127.0.0.1."""

    def __init__(self, folder: Path, days: float = 1) -> None:
        make_development_certificates(folder, days=days)
        self.folder: Final = folder
        self.path: Final = folder / "ca.pem"

    def tls(self, **changes: Any) -> Tls:
        """What its client needs."""
        certificate, key = self.folder / "client.pem", self.folder / "client-key.pem"
        files: dict[str, Any] = {"ca": self.path, "certificate": certificate, "key": key}
        return Tls(**{**files, **changes})

    def server_credentials(self) -> grpc.ServerCredentials:
        """Of a server that wants to see a certificate of this authority."""
        pair = [(self.folder / name).read_bytes() for name in ("server-key.pem", "server.pem")]
        return grpc.ssl_server_credentials([(pair[0], pair[1])], self.path.read_bytes(), True)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ours")


async def test_both_sides_show_certificates(connect: Connect, authority: Authority) -> None:
    with Recorder(authority.server_credentials()) as recorder:
        client = connect(recorder.address, token="secret", tls=authority.tls())
        await told(client.counter("hits"))
        assert recorder.calls[0].metadata["authorization"] == "Bearer secret"


Attempt = Callable[[Authority], Tls | None]
NOT_TRUSTED = "TLS failed, the server's certificate is not trusted"
DISTRUST: dict[str, tuple[Attempt, str]] = {
    "no certificate": (lambda authority: Tls(ca=authority.path), "wants another client cert"),
    "another authority": (
        lambda authority: authority.tls(ca=Authority(authority.folder.parent / "other").path),
        NOT_TRUSTED,
    ),
    "the system's": (lambda authority: Tls(), NOT_TRUSTED),
    "no TLS": (lambda authority: None, "hung up, perhaps since it wants TLS"),
}


@pytest.mark.parametrize(("attempt", "says"), DISTRUST.values(), ids=DISTRUST)
async def test_those_who_do_not_trust_each_other(
    connect: Connect, authority: Authority, attempt: Attempt, says: str
) -> None:
    with Recorder(authority.server_credentials()) as recorder:
        client = connect(recorder.address, tls=attempt(authority), attempts=1)
        with pytest.raises(UnavailableError, match=f"{recorder.address}: .*{says}"):
            await told(client.counter("hits"))
        assert not recorder.calls


async def test_a_certificate_that_expired(connect: Connect, tmp_path: Path) -> None:
    authority = Authority(tmp_path / "old", days=-1)
    with Recorder(authority.server_credentials()) as recorder:
        client = connect(recorder.address, tls=authority.tls(), attempts=1)
        with pytest.raises(
            UnavailableError,
            match="TLS failed, the server's certificate, or its authority's, has expired",
        ):
            await told(client.counter("hits"))


async def test_a_certificate_for_another_name(
    connect: Connect, authority: Authority, host: Host
) -> None:
    tls = polyprim.service.Tls(authority.folder / "server.pem", authority.folder / "server-key.pem")
    with Server(host, "127.0.0.2:0", tls=tls) as server:
        client = connect(server.address, tls=authority.tls(), attempts=1)
        with pytest.raises(UnavailableError, match="certificate is for another host name"):
            await told(client.counter("hits"))


async def test_tls_to_a_server_without(
    connect: Connect, authority: Authority, server: Server
) -> None:
    client = connect(server.address, tls=authority.tls(), attempts=1)
    with pytest.raises(UnavailableError, match=f"{server.address}: TLS failed, .*speaks no TLS"):
        await told(client.counter("hits"))


async def test_the_systems_authorities(
    connect: Connect, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not those that grpc brings along: what SSL_CERT_FILE says goes for it, too."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    with Recorder(authority.server_credentials()) as recorder:
        client = connect(recorder.address, tls=authority.tls(ca=None))
        await told(client.counter("hits"))


FILES: list[tuple[dict[str, str | None], str]] = [
    ({"ca": "nowhere"}, "ca '.*nowhere' cannot be read: No such file"),
    ({"ca": "."}, "ca '.*' cannot be read: Is a directory"),
    ({"ca": "empty"}, "ca '.*empty' has no certificate in PEM"),
    ({"ca": "client-key.pem"}, "ca '.*client-key.pem' has no certificate in PEM"),
    ({"ca": "broken"}, "ca '.*broken' cannot be used"),
    ({"certificate": "nowhere"}, "certificate '.*nowhere' cannot be read"),
    ({"certificate": "client-key.pem"}, "certificate '.*client-key.pem' has no certificate in PEM"),
    ({"certificate": "broken"}, "certificate '.*broken' cannot be used"),
    ({"key": "nowhere"}, "key '.*nowhere' cannot be read"),
    ({"key": "client.pem"}, "key '.*client.pem' has no private key in PEM"),
    ({"key": "server-key.pem"}, "cannot be used with key '.*server-key.pem'.*MISMATCH"),
    ({"key": None}, "certificate '.*client.pem' was given without its key"),
    ({"certificate": None}, "key '.*client-key.pem' was given without its certificate"),
]


@pytest.mark.parametrize(("changes", "says"), FILES, ids=str)
async def test_files_that_cannot_be(
    connect: Connect, authority: Authority, changes: dict[str, str | None], says: str
) -> None:
    """They are named, with their option, before anybody connects."""
    (authority.folder / "empty").touch()
    (authority.folder / "broken").write_text(
        "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n"
    )
    files = {
        option: None if name is None else authority.folder / name
        for option, name in changes.items()
    }
    with pytest.raises(InvalidArgumentError, match=f"^tls: .*{says}"):
        connect("127.0.0.1:1", tls=authority.tls(**files))
