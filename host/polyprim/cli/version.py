"""Which version this is."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path


def version() -> str:
    """The installed package's version; in a source tree, which is not installed, the tree's."""
    try:
        return metadata.version("polyprim")
    except metadata.PackageNotFoundError:
        project = Path(__file__).parents[3] / "pyproject.toml"
        return f"{tomllib.loads(project.read_text())['project']['version']} (source tree)"
