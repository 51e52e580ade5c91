"""Settings: which source wins, what is wrong with them, and what `config` says of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from polyprim.settings import (
    TABLES,
    CallSettings,
    ServeSettings,
    SettingsError,
    Sources,
    findings,
    load,
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
    written("[serve]\naddress = 'of the file'\n")
    assert address() == "of the file"
    monkeypatch.setenv("POLYPRIM_SERVE_ADDRESS", "of the variable")
    assert address() == "of the variable"
    assert load(ServeSettings, {"address": "of the flag"}).address == "of the flag"
    monkeypatch.setenv("POLYPRIM_SERVE_ADDRESS", "")
    assert address() == "of the file"


def test_which_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    written("namespace = 'of the user'", tmp_path / "polyprim")
    assert load(CallSettings, {}).namespace == "of the user"
    written("timeout = 7")
    found = load(CallSettings, {})
    assert (found.namespace, found.timeout) == (None, 7.0)
    named = written("at = 'of the named one'", tmp_path / "other")
    assert load(CallSettings, {}, file=named).at == "of the named one"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("SERVE_SIZE", "4096", 4096),
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
    "at = 'a'\nsegment = 'b'\n": "at and segment exclude each other",
    "[serve]\ntls_key = 'x'\n": "serve.tls_key needs tls_cert too",
    "[serve]\ntokens = 'no-such-file'\n": "there is no such file",
    "= 1": "is not TOML",
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_found(text: str) -> None:
    path = written(text)
    done = run("config", "check", "--json")
    said = done.facts["findings"] if done.out else [done.sentence]
    assert done.code in (1, 2)
    assert any(WRONG[text] in one and str(path) in one for one in said), said


def test_nothing_wrong() -> None:
    assert run("config", "check").code == 0
    written("timeout = 2\n[serve]\nsize = 4194304\n")
    assert run("config", "check", "--json").facts["findings"] == []


def test_misspelt_variables_are_found_and_strangers_are_not() -> None:
    environment = {"POLYPRIM_SERVE_ADRESS": "x", "POLYPRIM_PORT": "tcp://x", "POLYPRIM_HOME": "x"}
    (finding,) = findings(Sources.found(None, environment))
    assert "did you mean POLYPRIM_SERVE_ADDRESS?" in finding


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
