"""A language's runner: a process that obeys commands, one JSON object a line."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final, Self

ROOT: Final = Path(__file__).resolve().parents[2]
START_SECONDS: Final = 60.0
END_SECONDS: Final = 20.0
LINE_BYTES_MAX: Final = 64 << 20


class RunnerError(Exception):
    """A runner did not start, broke the protocol, or ended."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command or a call was answered: `ok`, or an `error` with code, reason and field."""

    ok: dict[str, Any] | None
    error: dict[str, Any] | None
    took_ms: float


@dataclass(frozen=True, slots=True)
class Command:
    """A command under way."""

    id: int
    began: float
    answer: asyncio.Future[Answer]


def runners(folder: Path = ROOT / "bindings") -> dict[str, Path]:
    """The runner of each language that has one."""
    return {path.parent.parent.name: path for path in sorted(folder.glob("*/conform/run"))}


class Runner:
    """A process that runs until it is closed. Answers come in any order."""

    def __init__(self, language: str, process: asyncio.subprocess.Process) -> None:
        self.language: Final = language
        self.about: Mapping[str, Any] = {}
        self._process: Final = process
        self._ids: Final = count(1)
        self._under_way: Final[dict[int, Command]] = {}
        self._said: Final[deque[str]] = deque(maxlen=10)
        self._ended: RunnerError | None = None
        self._tasks: Final = (
            asyncio.create_task(self._read_answers()),
            asyncio.create_task(self._read_errors()),
        )

    @classmethod
    async def started(cls, language: str, path: Path) -> Self:
        """Raises RunnerError: if it is not built, it says why."""
        try:
            process = await asyncio.create_subprocess_exec(
                path,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=LINE_BYTES_MAX,
            )
        except OSError as error:
            raise RunnerError(f"{path} does not start: {error}") from None
        runner = cls(language, process)
        try:
            async with asyncio.timeout(START_SECONDS):
                runner.about = (await runner.ask("about")).ok or {}
        except (RunnerError, TimeoutError) as error:
            await runner.close()
            raise RunnerError(str(error) or f"{path} does not answer") from None
        return runner

    def begin(self, op: str, **args: Any) -> Command:
        """Sends a command."""
        command = Command(next(self._ids), time.monotonic(), asyncio.Future())
        line = json.dumps({"id": command.id, "op": op, "args": args})
        if self._ended is not None:
            command.answer.set_exception(self._ended)
            return command
        self._under_way[command.id] = command
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n".encode())
        return command

    async def ask(self, op: str, **args: Any) -> Answer:
        """Sends a command and waits for its answer. Raises RunnerError."""
        return await self.begin(op, **args).answer

    async def close(self) -> None:
        """Ends the process: at the end of its input, or else killed."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _read_answers(self) -> None:
        assert self._process.stdout is not None
        why = "ended"
        try:
            while line := await self._process.stdout.readline():
                self._take(line)
        except (ValueError, KeyError, TypeError) as error:
            why = f"answered what is no answer: {error!r}"
            self._process.kill()
        await self._process.wait()
        await self._tasks[1]
        said = "".join(f"\n  {line}" for line in self._said)
        self._ended = RunnerError(f"the {self.language} runner {why}{said}")
        for command in self._under_way.values():
            if not command.answer.done():
                command.answer.set_exception(self._ended)
        self._under_way.clear()

    async def _read_errors(self) -> None:
        assert self._process.stderr is not None
        while line := await self._process.stderr.readline():
            self._said.append(line.decode(errors="replace").rstrip())

    def _take(self, line: bytes) -> None:
        said = json.loads(line)
        ok, error = said.get("ok"), said.get("error")
        if not isinstance(ok if error is None else error, dict):
            raise ValueError(f"neither ok nor error: {line!r:.200}")
        command = self._under_way.pop(said["id"])
        took_ms = 1000 * (time.monotonic() - command.began)
        if not command.answer.done():
            command.answer.set_result(Answer(ok, error, took_ms))
