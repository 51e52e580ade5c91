"""What the tests of the command share: how it is run, and how it ended."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

from typer.testing import CliRunner

from polyprim.cli import main
from tests.runtime.support import environment, start

SIZE: Final = 4 << 20


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> Any:
        """What it says in JSON, on one line."""
        assert self.out.count("\n") == 1, (self.out, self.err)
        return json.loads(self.out)

    @property
    def error(self) -> str:
        """The one sentence of a command that failed, with --json or without."""
        assert (self.code, self.out) == (1, "")
        return self.sentence

    @property
    def sentence(self) -> str:
        """What it says on stderr, which is one line."""
        assert self.err.count("\n") == 1, self.err
        if self.err.startswith("{"):
            return str(json.loads(self.err)["error"]["message"])
        found = re.fullmatch(r"error: (.+)\n", self.err)
        assert found is not None, self.err
        return found[1]


def polyprim(*arguments: object, **changes: str) -> Done:
    """The command, as another process."""
    command = [sys.executable, "-m", "polyprim", *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment(**changes), timeout=60
    )
    return Done(done.returncode, done.stdout, done.stderr)


def run(*arguments: object, given: str | bytes | None = None) -> Done:
    """The command in this process, which saves the start of another."""
    done = CliRunner().invoke(main, list(map(str, arguments)), input=given)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def serving(*arguments: object, **changes: str) -> subprocess.Popen[str]:
    """``polyprim serve``, as another process with pipes."""
    return start("from polyprim.cli import main; main()", "serve", *arguments, **changes)


def ended(process: subprocess.Popen[str], number: int) -> Done:
    """How it ends by that signal."""
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    return Done(process.returncode, out, err)
