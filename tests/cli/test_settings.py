"""Settings: which source wins, what is wrong with them, and what `config` says of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from polyprim import abi
from polyprim.runtime import header
from polyprim.service.certificates import make_development_certificates
from polyprim.settings import (
    TABLES,
    CallSettings,
    Range,
    ServeSettings,
    Setting,
    SettingsError,
    Sources,
    findings,
    integer,
    load,
    number,
    rows,
)
from tests.cli.support import polyprim, run


def written(text: str, folder: Path | None = None) -> Path:
    """polyprim.toml, by default where the command looks first."""
    path = (folder or Path.cwd()) / "polyprim.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o600)
    return path


def test_every_name_follows_from_the_row() -> None:
    by_key = {one.key: one for table in TABLES for one in rows(table)}
    assert len(by_key) == sum(len(dataclasses.fields(table)) for table in TABLES)
    address = by_key["serve.address"]
    assert (address.variable, address.flag) == ("POLYPRIM_SERVE_ADDRESS", "--address")
    token = by_key["token_file"]
    assert (token.variable, token.flag) == ("POLYPRIM_TOKEN_FILE", "--token-file")
    for one in by_key.values():
        assert one.row.help.endswith((".", "elsewhere."))
        assert {*one.row.excludes, *one.row.needs} <= {other.name for other in by_key.values()}


def test_a_flag_wins_over_a_variable_over_a_file_over_a_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def address() -> str:
        return load(ServeSettings, {}).address

    assert address() == "127.0.0.1:7777"
    written("[serve]\naddress = 'file:1'\n")
    assert address() == "file:1"
    monkeypatch.setenv("POLYPRIM_SERVE_ADDRESS", "variable:1")
    assert address() == "variable:1"
    assert load(ServeSettings, {"address": "flag:1"}).address == "flag:1"
    monkeypatch.setenv("POLYPRIM_SERVE_ADDRESS", "")
    assert address() == "file:1"


def test_which_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    written("namespace = 'of the user'", tmp_path / "polyprim")
    assert load(CallSettings, {}).namespace == "of the user"
    written("timeout = 7")
    found = load(CallSettings, {})
    assert (found.namespace, found.timeout) == (None, 7.0)
    named = written("at = 'named:1'", tmp_path / "other")
    assert load(CallSettings, {}, file=named).at == "named:1"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("SERVE_SIZE", "4194304", 4194304),
        ("SERVE_IDLE_SECONDS", "1e3", 1000.0),
        ("SERVE_INSECURE", "Yes", True),
        ("SERVE_TRACE", "off", False),
        ("SERVE_LOG_FORMAT", "json", "json"),
        ("SERVE_TOKENS", "a/b", Path("a/b")),
    ],
)
def test_variables_are_of_their_type(
    name: str, text: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"POLYPRIM_{name}", text)
    assert getattr(load(ServeSettings, {}), name.removeprefix("SERVE_").lower()) == value


@pytest.mark.parametrize("name", ["SIZE", "IDLE_SECONDS", "INSECURE", "LOG_FORMAT"])
def test_a_variable_of_a_wrong_type_is_said(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"POLYPRIM_SERVE_{name}", "maybe")
    with pytest.raises(SettingsError, match=f"^POLYPRIM_SERVE_{name} is 'maybe', not "):
        load(ServeSettings, {})


def test_a_token_is_not_sent_where_a_strange_folder_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may have put the file there to collect it."""
    path = written("at = 'elsewhere:7777'\n")
    monkeypatch.setenv("POLYPRIM_TOKEN", "secret")
    with pytest.raises(SettingsError, match="POLYPRIM_TOKEN would be sent to elsewhere:7777"):
        load(CallSettings, {})
    assert load(CallSettings, {}, file=path).token == "secret"
    assert load(CallSettings, {"at": "mine:7777"}).at == "mine:7777"
    written("at = 'elsewhere:7777'\n", tmp_path / "usual" / "polyprim")
    path.unlink()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "usual"))
    assert load(CallSettings, {}).at == "elsewhere:7777"


def test_a_path_in_a_file_begins_at_the_file(tmp_path: Path) -> None:
    named = written("[serve]\ntokens = 'tokens.toml'\n", tmp_path / "etc")
    assert load(ServeSettings, {}, file=named).tokens == tmp_path / "etc" / "tokens.toml"


def test_the_stronger_of_two_that_exclude_each_other_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written("at = 'example.org:1'\nnamespace = 'orders'")
    found = load(CallSettings, {"segment": "here"})
    assert (found.segment, found.at, found.namespace) == ("here", None, None)
    monkeypatch.setenv("POLYPRIM_SEGMENT", "here")
    assert load(CallSettings, {}).segment == "here"
    found = load(CallSettings, {"at": "example.org:2"})
    assert (found.segment, found.at) == (None, "example.org:2")
    with pytest.raises(SettingsError, match="exclude each other"):
        load(CallSettings, {"at": "example.org:2", "segment": "here"})


WRONG = {
    "adress = 1\n": "there is no setting adress",
    "[serve]\nadress = ''\n": "there is no setting serve.adress; did you mean serve.address?",
    "[server]\naddress = ''\n": "there is no setting server; did you mean serve",
    "serve = 1\n": "serve is a table: write [serve]",
    "[serve]\nsize = '1'\n": "serve.size is '1', not an integer",
    "[serve]\nsize = true\n": "serve.size is True, not an integer",
    "[serve]\ninsecure = 1\n": "serve.insecure is 1, not true or false",
    "timeout = '5'\n": "timeout is '5', not a number",
    "[serve]\nlog_format = 'xml'\n": "not auto or human or json",
    "at = 'a:1'\nsegment = 'b'\n": "at and segment exclude each other",
    f"[serve]\naddress = 'unix:/{'x' * 107}'\n": "unix:PATH of 107 bytes at most",
    "[serve]\ntls_key = 'x'\n": "serve.tls_key needs tls_cert too",
    "[serve]\ntokens = 'no-such-file'\n": "there is no such file",
    "= 1": "is not TOML",
    "[serve]\nsize = 5\n": "serve.size is 5, not an integer from 2097152 to 4294901760 bytes",
    "[serve]\nobjects = 65\n": "serve.objects is 65, not an integer from 64 to 4194304, a power",
    "[serve]\nsocket_mode = '9'\n": "serve.socket_mode is '9', not a mode in octal",
    "timeout = nan\n": "timeout is nan, not a number from 0.001 to 2147483 seconds",
    "[serve]\nidle_seconds = 0\n": "serve.idle_seconds is 0.0, not a number from 1",
    f"timeout = 1{'0' * 400}\n": "timeout is inf, not a number",
    "at = 'no address'\n": "at is 'no address', not HOST:PORT",
    "[serve]\naddress = '7777'\n": "serve.address is '7777', not HOST:PORT",
    "[serve]\naddress = '0.0.0.0:1'\n": "other machines can reach serve.address 0.0.0.0:1",
    "at = 'example.org:1'\ntoken = 'x'\n": "a token would go to example.org:1 unencrypted",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_found(text: str) -> None:
    path = written(text)
    done = run("config", "check", "--json")
    said = done.facts["findings"]
    assert done.code == 1
    assert len([one for one in said if WRONG[text] in one and str(path) in one]) == 1, said


def test_a_file_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    for name, reason in {
        "missing": "No such file",
        ".": "a directory",
        "binary": "not TOML",
    }.items():
        done = run("config", "check", "--config", tmp_path / name, "--json")
        assert done.code == 1
        assert reason in done.facts["findings"][0]


UNFIT = {
    "timeout": ["nan", "inf", "-1", "0", "1e300"],
    "idle_seconds": ["nan", "inf", "-1", "0", "1e300"],
    "task_idle_seconds": ["nan", "inf", "-1", "0", "1e300"],
    "age_seconds": ["nan", "-inf", "-1", "0", "1e300"],
    "drain_seconds": ["nan", "inf", "-1", "1e300"],
    "slow_call_ms": ["nan", "inf", "-1", "1e300"],
    "metrics_port": ["-1", "65536"],
    "size": ["0", "2097153"],
    "objects": ["1", "100"],
}


@pytest.mark.parametrize("one", [one for table in TABLES for one in rows(table)], ids=str)
def test_every_number_has_a_range_whoever_says_it(
    one: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    if one.type not in (int, float):
        return
    command = ["serve", "orders"] if one.section else ["counter", "list", "--segment", "orders"]
    for text in UNFIT[one.name]:
        done = run(*command, f"{one.flag}={text}")
        assert done.code == 2
        assert done.sentence.startswith(f"{one.flag} is {one.type(text)!r}, not a")
        assert f"from {one.row.rule}" in done.sentence
        monkeypatch.setenv(one.variable, text)
        done = run(*command, "--json")
        assert done.code == 2
        assert done.sentence.startswith(f"{one.variable} is ")
        assert f"from {one.row.rule}" in done.sentence
        monkeypatch.delenv(one.variable)
        path = written(
            f"[{one.section}]\n{one.name} = {text}" if one.section else f"{one.name} = {text}"
        )
        done = run(*command)
        assert done.code == 2
        assert done.sentence.startswith(f"{path}: {one.key} is ")
        path.unlink()


@pytest.mark.parametrize("text", ["1_000", "\u0663", " 1", "0x1", ""])
def test_numbers_are_in_ascii_digits(text: str) -> None:
    with pytest.raises(ValueError, match="is not an integer"):
        integer(text)
    with pytest.raises(ValueError, match="is not a number"):
        number(text)


def test_sizes_are_those_of_segments() -> None:
    found = {one.name: one.row.rule for one in rows(ServeSettings)}
    assert found["size"] == Range(
        header.BYTES_MIN, header.BYTES_MAX, "bytes", multiple_of=abi.CHUNK_BYTES
    )
    assert found["objects"] == Range(abi.OBJECTS_MIN, abi.OBJECTS_MAX, is_power_of_two=True)


def test_nothing_wrong() -> None:
    assert run("config", "check").code == 0
    written("timeout = 2\n[serve]\nsize = 4194304\n")
    assert run("config", "check", "--json").facts["findings"] == []


def test_misspelt_variables_are_found_and_strangers_are_not() -> None:
    environment = {"POLYPRIM_SERVE_ADRESS": "x", "POLYPRIM_PORT": "tcp://x", "POLYPRIM_HOME": "x"}
    (finding,) = findings(Sources.found(None, environment))
    assert "did you mean POLYPRIM_SERVE_ADDRESS?" in finding
    (finding,) = findings(Sources.found(None, {"POLYPRIM_SERVE_XYZ": "1"}))
    assert finding == "there is no variable POLYPRIM_SERVE_XYZ"


def test_a_token_that_others_can_read_is_found() -> None:
    path = written("token = 'secret'")
    assert run("config", "check").code == 0
    path.chmod(0o644)
    (finding,) = run("config", "check", "--json").facts["findings"]
    assert "chmod 600" in finding
    assert "secret" not in finding


def test_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    path = written("token = 'secret'\n[serve]\nsize = 4194304\n")
    monkeypatch.setenv("POLYPRIM_AT", "example.org:1")
    facts = run("config", "show", "--json").facts
    assert facts["file"] == str(path)
    shown = facts["settings"]
    assert shown["token"] == {"value": "********", "from": str(path)}
    assert shown["serve.size"] == {"value": 4194304, "from": str(path)}
    assert shown["at"] == {"value": "example.org:1", "from": "POLYPRIM_AT"}
    assert shown["timeout"] == {"value": 5.0, "from": "default"}
    assert list(shown) == [one.key for table in TABLES for one in rows(table)]
    plain = run("config", "show").out
    assert "POLYPRIM_AT" in plain
    assert "secret" not in plain


def test_commands_obey_the_file(path: Path, tmp_path: Path) -> None:
    named = written(f"segment = '{path}'", tmp_path / "etc")
    assert polyprim("counter", "get", "hits", "--config", named).out == "42\n"
    done = run("counter", "get", "hits", "--config", tmp_path / "missing.toml")
    assert done.code == 2
    assert "cannot be read" in done.sentence


@pytest.mark.parametrize("text", ["127.0.0.1:99999", "127.0.0.1", "unix:", "[::1:80", "a b:1"])
def test_what_is_no_address_names_who_says_it(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def wanted(command: list[str], begin: str) -> None:
        done = run(*command)
        assert done.code == 2
        assert done.sentence.startswith(f"{begin} is {text!r}, not HOST:PORT, [IPV6]:PORT or unix:")

    for command, flag, variable, line in (
        (
            ["serve", "orders"],
            "--address",
            "POLYPRIM_SERVE_ADDRESS",
            f"[serve]\naddress = '{text}'",
        ),
        (["counter", "list"], "--at", "POLYPRIM_AT", f"at = '{text}'"),
    ):
        wanted([*command, f"{flag}={text}"], flag)
        monkeypatch.setenv(variable, text)
        wanted(command, variable)
        monkeypatch.delenv(variable)
        path = written(line)
        wanted(command, f"{path}: {'serve.address' if command[0] == 'serve' else 'at'}")
        path.unlink()
    assert run("serve", "orders", "--address", "").code == 2
    assert "--metrics is 'abc', not HOST:PORT" in run("stats", "--metrics", "abc").sentence


def test_contradictions_name_who_says_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYPRIM_AT", "x:1")
    monkeypatch.setenv("POLYPRIM_SEGMENT", "y")
    done = run("counter", "list")
    assert done.code == 2
    both = "POLYPRIM_AT and POLYPRIM_SEGMENT"
    assert done.sentence == f"at and segment exclude each other: see {both}"


@pytest.mark.parametrize(
    "flag", ["--tls", "--token=x", "--token-file=x", "--tls-ca=x", "--tls-cert=x --tls-key=x"]
)
def test_what_is_for_a_server_does_not_go_with_a_segment(
    flag: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run("counter", "list", "--segment", path, *flag.split())
    assert done.code == 2
    assert "is for a server, and --segment is one of this machine" in done.sentence
    monkeypatch.setenv("POLYPRIM_TOKEN", "x")
    assert run("counter", "list", "--segment", path).code == 0


@pytest.mark.parametrize("command", ["stats", "top"])
@pytest.mark.parametrize("other", ["--segment=s", "--at=a:1"])
def test_metrics_do_not_go_with_another_place(command: str, other: str) -> None:
    done = run(command, "--metrics", "127.0.0.1:1", other)
    assert done.code == 2
    assert done.sentence == f"--metrics and {other.partition('=')[0]} exclude each other"


def test_files_of_tls_that_would_be_refused_are_found(tmp_path: Path) -> None:
    good, old = tmp_path / "good", tmp_path / "old"
    make_development_certificates(good)
    make_development_certificates(old, days=-1)

    def found(text: str) -> list[str]:
        written(text)
        said: list[str] = run("config", "check", "--json").facts["findings"]
        return said

    def served(certificate: Path, key: Path, ca: Path) -> list[str]:
        return found(
            f"[serve]\ntls_cert = '{certificate}'\ntls_key = '{key}'\ntls_client_ca = '{ca}'\n"
        )

    pair = good / "server.pem", good / "server-key.pem"
    assert served(*pair, good / "ca.pem") == []
    (expired,) = served(old / "server.pem", old / "server-key.pem", good / "ca.pem")
    assert "serve.tls_cert" in expired
    assert "server.pem expired on" in expired
    assert "ca.pem expired on" in served(*pair, old / "ca.pem")[0]
    assert "is not the key of" in served(pair[0], good / "client-key.pem", good / "ca.pem")[0]
    assert "no certificate" in found(f"tls_ca = '{good / 'server-key.pem'}'")[0]
    (unfit,) = found(f"tls_cert = '{good / 'client.pem'}'\ntls_key = '{pair[1]}'\n")
    assert "tls_key" in unfit
