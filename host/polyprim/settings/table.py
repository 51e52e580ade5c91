"""Every setting, in one table: a row's flag, variable and key in the file follow from it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar, get_args, get_type_hints

from polyprim.settings.rules import MS_MAX, SECONDS, Address, Form, Range, Rule

PREFIX: Final = "POLYPRIM_"


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of a setting beside its name, type and default."""

    help: str
    rule: Rule | None = None
    """What every source's value must be, beside of its type."""
    secret: bool = False
    must_exist: bool = False
    """A file that must be there."""
    excludes: tuple[str, ...] = ()
    """Of two that exclude each other the weaker source's is dropped; of the same source they are a
    contradiction."""
    of_server: bool = False
    """It means nothing for a segment of this machine: a flag for each is a contradiction."""
    needs: tuple[str, ...] = ()
    """What must be set too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A table of settings."""

    SECTION: ClassVar[str]
    """The table of polyprim.toml that it is; "" for the keys at its top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSettings(Settings):
    """Where calls go: the keys at the top of polyprim.toml."""

    SECTION = ""

    segment: Annotated[
        str | None, Row("A segment of this machine: its name, or a path with a slash.")
    ] = None
    at: Annotated[str | None, Row("A server instead.", Address(), excludes=("segment",))] = None
    namespace: Annotated[
        str | None, Row("Another segment of that server, by its name.", excludes=("segment",))
    ] = None
    timeout: Annotated[
        float,
        Row(
            "Seconds that a call may take, beside what it is told to wait.",
            Range(0.001, SECONDS.most, SECONDS.unit),
        ),
    ] = 5.0
    token: Annotated[
        str | None,
        Row(
            "The token that the server asks for; others may see it in a flag.",
            secret=True,
            of_server=True,
        ),
    ] = None
    token_file: Annotated[
        Path | None,
        Row("A file with the token.", must_exist=True, excludes=("token",), of_server=True),
    ] = None
    tls: Annotated[bool, Row("Encrypt, and trust the system's authorities.", of_server=True)] = (
        False
    )
    tls_ca: Annotated[
        Path | None,
        Row("Encrypt, and trust the authority in this PEM file.", must_exist=True, of_server=True),
    ] = None
    tls_cert: Annotated[
        Path | None,
        Row(
            "Our certificate, in PEM, if the server asks.",
            must_exist=True,
            of_server=True,
            needs=("tls_key",),
        ),
    ] = None
    tls_key: Annotated[
        Path | None, Row("The certificate's key, in PEM.", must_exist=True, needs=("tls_cert",))
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeSettings(Settings):
    """How a server runs: the table [serve]."""

    SECTION = "serve"

    address: Annotated[str, Row("Where to listen; port 0 picks one.", Address())] = "127.0.0.1:7777"
    size: Annotated[
        int | None,
        Row(
            "Bytes of the segment, if it must be made.",
            Range(2 << 20, (4 << 30) - (64 << 10), "bytes", multiple_of=64 << 10),
        ),
    ] = None
    objects: Annotated[
        int | None,
        Row("How many names it can hold then.", Range(64, 1 << 22, is_power_of_two=True)),
    ] = None
    socket_mode: Annotated[
        str,
        Row(
            "Who may connect to a Unix socket.",
            Form("(0o?)?[0-7]{3}", "a mode in octal such as 660"),
        ),
    ] = "600"
    share_port: Annotated[bool, Row("Let several servers listen on the port at once.")] = False
    metrics_port: Annotated[
        int | None,
        Row("Port of 127.0.0.1 for /metrics, /healthz, /readyz; 0 picks one.", Range(0, 65_535)),
    ] = None
    tls_cert: Annotated[
        Path | None, Row("The server's certificate, in PEM.", must_exist=True, needs=("tls_key",))
    ] = None
    tls_key: Annotated[
        Path | None, Row("The certificate's key, in PEM.", must_exist=True, needs=("tls_cert",))
    ] = None
    tls_client_ca: Annotated[
        Path | None,
        Row(
            "Ask clients for a certificate of the authority in this PEM file.",
            must_exist=True,
            needs=("tls_cert",),
        ),
    ] = None
    tokens: Annotated[
        Path | None, Row("A file of tokens; who has none is refused.", must_exist=True)
    ] = None
    tasks: Annotated[
        bool, Row("Run the tasks of those who may write, and keep their snapshots.")
    ] = False
    task_store: Annotated[
        Path | None, Row("The folder of their snapshots; the user's own if unset.")
    ] = None
    task_folders: Annotated[
        str | None,
        Row(
            "Folders that tasks may ask for by name.",
            Form(r"[^=,]+=[^,]+(,[^=,]+=[^,]+)*", "NAME=PATH or NAME=PATH:ro, joined by commas"),
        ),
    ] = None
    task_idle_seconds: Annotated[
        float, Row("A task that nobody uses for so long is closed.", SECONDS)
    ] = 600.0
    insecure: Annotated[bool, Row("Allow an address that others reach without TLS or tokens.")] = (
        False
    )
    drain_seconds: Annotated[
        float,
        Row(
            "How long calls under way may take at the end.",
            Range(0, SECONDS.most, SECONDS.unit),
        ),
    ] = 5.0
    idle_seconds: Annotated[
        float, Row("A connection without calls is closed after this.", SECONDS)
    ] = 1800.0
    age_seconds: Annotated[
        float | None, Row("Any connection is closed after this; never if unset.", SECONDS)
    ] = None
    slow_call_ms: Annotated[
        float | None,
        Row("Log calls that take longer.", Range(0, MS_MAX, "milliseconds")),
    ] = None
    log_format: Annotated[
        Literal["auto", "human", "json"], Row("auto is human on a terminal, and JSON elsewhere.")
    ] = "auto"
    log_level: Annotated[Literal["debug", "info", "warning", "error"], Row("The least to log.")] = (
        "info"
    )
    trace: Annotated[bool, Row("Trace calls, if the variables OTEL_* ask for it.")] = True


TABLES: Final[tuple[type[Settings], ...]] = (CallSettings, ServeSettings)
Table = TypeVar("Table", bound=Settings)


@dataclass(frozen=True, slots=True)
class Setting:
    """A row, by the names that its sources have for it."""

    name: str
    section: str
    type: Any
    """str, int, float, bool, Path or a Literal of strings."""
    default: Any
    row: Row

    @property
    def help(self) -> str:
        """What it is, and what it must be."""
        if self.row.rule is None:
            return self.row.help
        rule = str(self.row.rule)
        return f"{self.row.help} {rule[0].upper()}{rule[1:]}."

    @property
    def key(self) -> str:
        """``serve.address``, as polyprim.toml has it."""
        return f"{self.section}.{self.name}".lstrip(".")

    @property
    def variable(self) -> str:
        """``POLYPRIM_SERVE_ADDRESS``."""
        return PREFIX + self.key.replace(".", "_").upper()

    @property
    def flag(self) -> str:
        """``--address``."""
        return f"--{self.name.replace('_', '-')}"


def rows(table: type[Settings]) -> tuple[Setting, ...]:
    """The rows of a table."""
    hints = get_type_hints(table, include_extras=True)
    found = []
    for one in fields(table):
        hint, row = get_args(hints[one.name])
        found.append(Setting(one.name, table.SECTION, _without_none(hint), one.default, row))
    return tuple(found)


def _without_none(hint: Any) -> Any:
    rest = [one for one in get_args(hint) if one is not NoneType]
    return rest[0] if NoneType in get_args(hint) else hint
