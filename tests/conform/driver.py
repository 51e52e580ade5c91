"""Runs every case in every language, and says how each ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from tests.conform.cases import SERVER, KnownFailures, Numbered
from tests.conform.play import play_all
from tests.conform.runner import Runner, RunnerError, runners
from tests.conform.servers import Servers
from tests.conform.setups import ServerError

AT_ONCE: Final = 4
"""Cases of one language that are played at once."""


class Verdict(StrEnum):
    """How a case ended; the last two are what must not be."""

    PASSED = "passed"
    KNOWN_FAILURE = "known failure"
    FAILED = "failed"
    UNEXPECTED_PASS = "unexpected pass"

    @property
    def is_good(self) -> bool:
        """Whether it is as it should be."""
        return self in (Verdict.PASSED, Verdict.KNOWN_FAILURE)


@dataclass(frozen=True, slots=True)
class Result:
    """A case in a language; `why` says what was wrong, or why it is known to fail."""

    language: str
    group: str
    case: str
    verdict: Verdict
    why: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """All results of a run, and the languages that took no part, with the reason."""

    results: list[Result] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    about: dict[str, Mapping[str, object]] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        """Whether all is as it should be."""
        return all(result.verdict.is_good for result in self.results)


async def run(
    cases: Sequence[Numbered],
    languages: Sequence[str],
    *,
    known: KnownFailures,
    paths: Mapping[str, Path] | None = None,
    on_result: Callable[[Result], object] = lambda result: None,
) -> Run:
    """Plays the cases in these languages, all at once; ``server`` stands for those cases in which
    no client takes part. A language whose runner does not start is left out."""
    done = Run()
    paths = runners() if paths is None else paths
    async with AsyncExitStack() as stack:
        servers = await stack.enter_async_context(Servers())
        running: dict[str, Runner | None] = {}
        for language in languages:
            try:
                running[language] = await _runner(stack, language, paths)
            except RunnerError as error:
                done.left_out[language] = str(error)
        async for result in _results(cases, running, servers, known):
            done.results.append(result)
            on_result(result)
        done.about.update({language: each.about for language, each in running.items() if each})
    done.results.sort(key=lambda result: (result.language, result.group))
    return done


async def _runner(stack: AsyncExitStack, language: str, paths: Mapping[str, Path]) -> Runner | None:
    if language == SERVER:
        return None
    if language not in paths:
        raise RunnerError(f"there is no bindings/{language}/conform/run")
    return await stack.enter_async_context(await Runner.started(language, paths[language]))


async def _results(
    cases: Sequence[Numbered],
    running: Mapping[str, Runner | None],
    servers: Servers,
    known: KnownFailures,
) -> AsyncIterator[Result]:
    async def played(numbered: Numbered, language: str) -> Result:
        async with slots[language]:
            began = time.monotonic()
            wrong = await _wrong(numbered, language, running[language], servers)
            took = time.monotonic() - began
        why = known.why(language, numbered.id)
        verdict = _verdict(wrong, why)
        said = why if verdict is Verdict.UNEXPECTED_PASS else wrong
        return Result(language, numbered.group, numbered.case.name, verdict, said or "", took)

    slots = {language: asyncio.Semaphore(AT_ONCE) for language in running}
    tasks = [
        asyncio.create_task(played(numbered, language))
        for numbered in cases
        for language in running
        if (language == SERVER) != numbered.case.needs_client
    ]
    for task in asyncio.as_completed(tasks):
        yield await task


async def _wrong(
    numbered: Numbered, language: str, runner: Runner | None, servers: Servers
) -> str | None:
    case = numbered.case
    try:
        async with servers.leased(case.server, alone=case.is_alone) as server:
            return await play_all(numbered, language, runner, server)
    except (ServerError, OSError) as error:
        return f"{type(error).__name__}: {error}"


def _verdict(wrong: str | None, known: str | None) -> Verdict:
    if wrong is None:
        return Verdict.PASSED if known is None else Verdict.UNEXPECTED_PASS
    return Verdict.FAILED if known is None else Verdict.KNOWN_FAILURE
