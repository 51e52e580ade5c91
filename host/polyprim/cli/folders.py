"""Folders of this machine, as the command line writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from polyprim.tasks import Folder

_READ_ONLY: Final = ":ro"


def folder(text: str) -> Folder:
    """``PATH``, or ``PATH:ro`` for one that can only be read."""
    return Folder(
        path=Path(text.removesuffix(_READ_ONLY)).absolute(), read_only=text.endswith(_READ_ONLY)
    )
