"""The mixed load: clients of all languages at once on one host, and sums that must agree."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from pathlib import Path
from typing import Any, Final

from tests.conform.cases import Setup
from tests.conform.runner import Command, Runner, RunnerError
from tests.conform.servers import HostProcess, Samples, Servers
from tests.conform.sums import (
    CHECKSUMS,
    COUNTER,
    METHODS,
    PERCENTILES,
    QUEUE,
    SUMS,
    Check,
    Host,
    Load,
    checks,
    make,
    moment,
)

GRACE_SECONDS: Final = 120.0
"""How much longer than it was told a load may take."""


@dataclass(slots=True)
class Mixed:
    """What came of a mixed load."""

    seconds: float
    loads: list[Load] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    host: list[Host] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether something was done, and all figures agree."""
        return bool(self.loads) and all(check.holds for check in self.checks)


Progress = Callable[[float, Samples], object]
"""Is told the seconds since the beginning, and what the host's metrics are."""


async def mixed(
    paths: Mapping[str, Path],
    *,
    seconds: float,
    workers: int,
    clients: int,
    every: float,
    on_progress: Progress,
) -> Mixed:
    """Runs the languages' runners at once: `clients` in all, each with so many workers.

    Raises ServerError, and RunnerError if a runner ends or answers an error.
    """
    done = Mixed(seconds)
    async with Servers() as servers, servers.leased(Setup(), alone=True) as server:
        await make(server)
        done.host.append(moment("before", await server.samples()))
        runners = await _started(paths, done.left_out)
        try:
            shares = _shares(clients, len(runners))
            tasks = [
                asyncio.create_task(_load(runner, server.address, share, seconds, workers))
                for runner, share in zip(runners, shares, strict=True)
            ]
            await _watch(server, tasks, seconds, every, on_progress)
            done.loads = [task.result() for task in tasks]
            done.host.append(moment("under load", await server.samples()))
        finally:
            await asyncio.gather(*(runner.close() for runner in runners))
        done.checks = await checks(server, done.loads)
        done.host.append(moment("after", await server.samples()))
    return done


async def _started(paths: Mapping[str, Path], left_out: dict[str, str]) -> list[Runner]:
    running = []
    for language, path in paths.items():
        try:
            running.append(await Runner.started(language, path))
        except RunnerError as error:
            left_out[language] = str(error)
    return running


def _shares(clients: int, languages: int) -> list[int]:
    """So many clients among so many languages, as evenly as can be and at least one each."""
    return [max(1, clients // languages + (n < clients % languages)) for n in range(languages)]


async def _load(runner: Runner, target: str, clients: int, seconds: float, workers: int) -> Load:
    names = [f"load{number}" for number in range(clients)]
    commands: list[Command] = []
    for name in names:
        await _ok(runner.begin("connect", client=name, target=target, timeout_ms=20_000))
    for number, name in enumerate(names):
        args: dict[str, Any] = {"seconds": seconds, "workers": workers, "label": runner.language}
        if clients > 1:
            args["label"] += f"-{number}"
        commands.append(runner.begin("load", client=name, counter=COUNTER, queue=QUEUE, **args))
    async with asyncio.timeout(seconds + GRACE_SECONDS):
        answers = [await _ok(command) for command in commands]
    for name in names:
        await _ok(runner.begin("close", client=name))
    return _together(runner.language, answers)


async def _ok(command: Command) -> dict[str, Any]:
    answer = await command.answer
    if answer.ok is None:
        raise RunnerError(f"a runner answered {answer.error}")
    return answer.ok


def _together(language: str, answers: Sequence[Mapping[str, Any]]) -> Load:
    sums = {key: sum(answer[key] for answer in answers) for key in SUMS}
    crcs = {key: reduce(xor, (answer[key] for answer in answers)) for key in CHECKSUMS}
    return Load(
        language=language,
        clients=len(answers),
        calls={key: sum(answer["calls"][key] for answer in answers) for key in METHODS},
        sums=sums | crcs,
        latency_us={
            key: max(answer["latency_us"][key] for answer in answers) for key in PERCENTILES
        },
    )


async def _watch(
    server: HostProcess,
    tasks: Sequence[asyncio.Task[Load]],
    seconds: float,
    every: float,
    on_progress: Progress,
) -> None:
    """Waits for all; the first that fails ends the others."""
    began = time.monotonic()
    waiting: set[asyncio.Task[Load]] = set(tasks)
    try:
        while waiting:
            ended, waiting = await asyncio.wait(waiting, timeout=every)
            for task in ended:
                task.result()
            if not ended and (took := time.monotonic() - began) < seconds:
                on_progress(took, await server.samples())
    finally:
        for task in waiting:
            task.cancel()
