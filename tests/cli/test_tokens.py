"""``polyprim token`` and ``polyprim certs``, and a server that asks for what they make."""

from __future__ import annotations

import json
import signal
import stat
from pathlib import Path

import pytest

from polyprim.service.tokens import read_tokens
from tests.cli.support import SIZE, Done, ended, run, serving
from tests.runtime.support import line_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "tokens.toml"


def test_tokens_are_made_listed_and_checked(file: Path) -> None:
    token = run("token", "new", file, "reader").out.strip()
    facts = run(
        "token", "new", file, "writer", "--access", "write", "--namespace", "*", "--json"
    ).facts
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [grant.name for grant in read_tokens(file)] == ["reader", "writer"]
    assert token not in file.read_text()
    listed = run("token", "list", file, "--json").facts["tokens"]
    assert listed[1] == {"name": "writer", "access": "write", "namespaces": ["*"]}
    assert run("token", "list", file).out == "reader read ''\nwriter write '*'\n"
    assert "reader" in run("token", "check", file, given=token).out
    given = file.with_name("token")
    given.write_text(f"{facts['token']}\n")
    found = run("token", "check", file, "--token-file", given, "--json").facts["token"]
    assert found["name"] == "writer"
    assert run("token", "check", file, given="pp_other") == Done(3, "nobody's\n", "")


def test_what_is_wrong_with_tokens_is_said_and_changes_nothing(file: Path) -> None:
    run("token", "new", file, "reader")
    before = file.read_bytes()
    assert "already" in run("token", "new", file, "reader").error
    assert "a token's name" in run("token", "new", file, "no name").error
    assert file.read_bytes() == before
    file.write_text("token = 1")
    for command in ("list", "check"):
        assert str(file) in run("token", command, file, "--json").error
    assert "cannot be" in run("token", "new", file.parent / "no" / "file", "me").error


def test_certificates_and_tokens_serve(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "certs"
    made = run("certs", "dev", folder, "--name", "example.org", "--json").facts
    assert all(Path(one).is_file() for one in made.values())
    assert "--force" in run("certs", "dev", folder).error
    assert "--tls-ca" in run("certs", "dev", folder, "--force").out
    token = run("token", "new", file, "me", "--access", "write", "--json").facts["token"]
    reader = run("token", "new", file, "reader", "--json").facts["token"]
    server = serving(
        "orders", "--address", "127.0.0.1:0", "--size", SIZE, "--json", "--tokens", file,
        "--tls-cert", made["server"], "--tls-key", made["server_key"],
        "--tls-client-ca", made["ca"],
    )  # fmt: skip
    facts = json.loads(line_of(server))
    assert (facts["tls"], facts["tokens"]) == (True, True)
    there = ["--at", facts["address"], "--tls-ca", made["ca"]]
    ours = [*there, "--tls-cert", made["client"], "--tls-key", made["client_key"]]
    assert run("counter", "create", "hits", *ours, "--token", token).code == 0
    secret = tmp_path / "secret"
    secret.write_text(f"{token}\n")
    assert run("counter", "add", "hits", 2, *ours, "--token-file", secret).out == "2\n"
    assert "--token-file" in run("counter", "get", "hits", *ours).error
    assert run("counter", "get", "hits", *ours, "--token", reader).out == "2\n"
    done = run("counter", "add", "hits", 1, *ours, "--token", reader, "--json")
    assert json.loads(done.err)["error"]["reason"] == "PERMISSION_DENIED"
    assert "client's certificate" in run("counter", "get", "hits", *there, "--token", token).error
    assert ended(server, signal.SIGTERM).code == 0


def test_a_token_does_not_travel_unencrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYPRIM_TOKEN", "secret")
    error = run("counter", "get", "hits", "--at", "192.0.2.1:1").error
    assert "unencrypted" in error
    assert "secret" not in error
    done = run("counter", "get", "hits", "--at", "127.0.0.1:1", "--token", "no\ntoken")
    assert "neither can have" in done.error
    done = run("counter", "get", "hits", "--at", "127.0.0.1:1", "--tls-ca", "/no/where")
    assert "/no/where" in done.error
