"""Text in the shape in which it is committed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent


def formatted_c(text: str) -> bytes:
    """C as the .clang-format of the project has it."""
    tool = Path(sys.executable).with_name("clang-format")
    style = f"--style=file:{ROOT / '.clang-format'}"
    done = subprocess.run([tool, style], input=text.encode(), capture_output=True, check=True)
    return done.stdout


def formatted_python(text: str) -> bytes:
    """Python as ruff formats it."""
    tool = Path(sys.executable).with_name("ruff")
    command = [str(tool), "format", "--config", str(ROOT / "pyproject.toml"), "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def formatted_json(value: object) -> bytes:
    """JSON with one item a line."""
    return (json.dumps(value, indent=2) + "\n").encode()
