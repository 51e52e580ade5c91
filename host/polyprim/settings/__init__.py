"""What the command can be told, once: each setting is a flag, a variable and a key of a file.

A flag wins over the variable ``POLYPRIM_<KEY>``, which wins over polyprim.toml, which wins over the
default. The file is the one that is named, else ./polyprim.toml, else
``$XDG_CONFIG_HOME/polyprim/polyprim.toml``; the first that there is, alone.
"""

from polyprim.settings.check import findings, unknown_variables
from polyprim.settings.rules import MS_MAX, Range, integer, is_tcp, number
from polyprim.settings.sources import (
    SettingsError,
    Source,
    Sources,
    Value,
    load,
    value_of,
    values,
)
from polyprim.settings.table import TABLES, CallSettings, ServeSettings, Setting, Settings, rows

__all__ = [
    "MS_MAX",
    "TABLES",
    "CallSettings",
    "Range",
    "ServeSettings",
    "Setting",
    "Settings",
    "SettingsError",
    "Source",
    "Sources",
    "Value",
    "findings",
    "integer",
    "is_tcp",
    "load",
    "number",
    "rows",
    "unknown_variables",
    "value_of",
    "values",
]
