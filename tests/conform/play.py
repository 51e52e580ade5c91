"""Plays a case: one step after the other, and the first thing that is wrong ends it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from tests.conform.calls import UnderWay, begin_call, begin_raw
from tests.conform.cases import Numbered
from tests.conform.expect import wrong_with
from tests.conform.proxy import Proxy
from tests.conform.runner import Answer, Runner
from tests.conform.servers import HostProcess, Samples
from tests.conform.steps import (
    Await,
    Awaited,
    Call,
    Cancel,
    Close,
    Connect,
    Metric,
    Outcome,
    ProxyStep,
    Raw,
    ServerStep,
    Step,
)
from tests.conform.values import evaluated

PATIENCE_SECONDS: Final = 60.0
"""No call of a case takes longer, and no condition that a case waits for."""
POLL_SECONDS: Final = 0.05
MAIN: Final = "main"


class MismatchError(Exception):
    """Something was not as the case says."""


@dataclass(slots=True)
class Play:
    """A case on its way: its server, its proxy, and what it has started and saved."""

    numbered: Numbered
    runner: Runner | None
    server: HostProcess
    names: dict[str, Any]
    before: Samples = field(default_factory=dict)
    proxy: Proxy | None = None
    clients: set[str] = field(default_factory=set)
    started: dict[str, UnderWay] = field(default_factory=dict)

    async def step(self, step: Step) -> None:
        """Raises MismatchError, and ValueError for what the case should not say."""
        match step:
            case Call() | Raw():
                await self._call(step)
            case Await():
                for i in range(1, step.times + 1):
                    names = {**self.names, "i": str(i)}
                    key = str(evaluated(step.awaited, names))
                    await self._ends(step, self.started.pop(key).answer, names)
            case Cancel():
                self.started[str(self._value(step.cancel))].cancel()
            case Connect():
                await self._connect(step)
            case Close():
                await self._tell("close", client=self._client(step.close))
            case ServerStep():
                await self._server(step)
            case ProxyStep():
                await self._proxy(step)
            case Metric():
                await self._metric(step)

    async def end(self) -> None:
        """Gives up what is still under way."""
        if self.runner is not None:
            for client in self.clients:
                self.runner.begin("close", client=self._client(client))
        for call in self.started.values():
            call.answer.cancel()

    async def _call(self, step: Call | Raw) -> None:
        if isinstance(step, Call) and step.client == MAIN and MAIN not in self.clients:
            await self._connect(Connect(connect=MAIN))
        for i in range(1, step.times + 1):
            names = {**self.names, "i": str(i)}
            if step.start is not None:
                self.started[str(evaluated(step.start, names))] = self._begin(step, names)
            elif step.eventually:
                await self._eventually(step, names)
            else:
                await self._ends(step, self._begin(step, names).answer, names)

    async def _eventually(self, step: Call | Raw, names: Mapping[str, Any]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                await self._ends(step, self._begin(step, names).answer, names)
            except MismatchError:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(POLL_SECONDS)
            else:
                return

    def _begin(self, step: Call | Raw, names: Mapping[str, Any]) -> UnderWay:
        if isinstance(step, Raw):
            return begin_raw(step, self.server.address, names)
        assert self.runner is not None
        return begin_call(step, self.runner, self._client(step.client), names)

    async def _ends(
        self, step: Awaited, answer: asyncio.Future[Answer], names: Mapping[str, Any]
    ) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                found = await answer
        except TimeoutError:
            raise MismatchError(f"there was no answer for {PATIENCE_SECONDS:.0f} seconds") from None
        wrong = [wrong_with(outcome, found, names) for outcome in step.outcomes]
        if None not in wrong:
            raise MismatchError("; and ".join(each for each in wrong if each is not None))
        if step.within_ms is not None and found.took_ms > step.within_ms:
            raise MismatchError(f"took {found.took_ms:,.0f} ms, not {step.within_ms:,} at most")
        for name, key in step.save.items():
            self.names[name] = (found.ok or {})[key]

    async def _connect(self, step: Connect) -> None:
        assert self.runner is not None
        options = step.model_dump(
            exclude={"connect", "to", "error"}, exclude_none=True, exclude_defaults=True
        )
        target = await self._target(step.to)
        asked = self.runner.ask(
            "connect", client=self._client(step.connect), target=target, **self._value(options)
        )
        found = await asked
        wrong = wrong_with(
            Outcome(answer=None if step.error else {}, error=step.error), found, self.names
        )
        if wrong is not None:
            raise MismatchError(wrong)
        self.clients.add(step.connect)

    async def _target(self, to: str) -> str:
        if "{proxy}" in to and self.proxy is None:
            raise ValueError("{proxy} is there only where the case has a proxy step")
        return str(self._value(to))

    async def _server(self, step: ServerStep) -> None:
        match step.server:
            case "kill":
                await self.server.kill()
            case "end":
                await self.server.end()
            case "start":
                await self.server.start()
            case "stop":
                self.server.stop()
            case "continue":
                self.server.go_on()
            case "cut_off":
                self.server.cut_off()
            case "lose":
                self.server.lose()

    async def _proxy(self, step: ProxyStep) -> None:
        assert self.proxy is not None
        if step.marker is not None:
            marker = str(self._value(step.marker)).encode()
            self.proxy.arm(step.proxy, marker, on=step.on, then=step.then)
        elif step.proxy == "happened":
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self.proxy.happened()
        else:
            self.proxy.set_mode(step.proxy)

    async def _metric(self, step: Metric) -> None:
        labels = {key: self._value(value) for key, value in step.labels.items()}.items()
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            now = _sum(await self.server.samples(), step.metric, labels)
            before = _sum(self.before, step.metric, labels) or 0
            if now is not None and step.grew_by in (None, now - before):
                return
            if time.monotonic() > until:
                raise MismatchError(f"{step.metric}{dict(labels)} was {before} and is {now}")
            await asyncio.sleep(POLL_SECONDS)

    async def _tell(self, op: str, **args: Any) -> None:
        assert self.runner is not None
        answer = await self.runner.ask(op, **args)
        if answer.error is not None:
            raise MismatchError(f"{op}: {answer.error}")

    def _client(self, name: str) -> str:
        return f"{self.names['prefix']}{name}"

    def _value(self, value: Any) -> Any:
        return evaluated(value, self.names)


@asynccontextmanager
async def playing(
    numbered: Numbered, language: str, runner: Runner | None, server: HostProcess
) -> AsyncIterator[Play]:
    """A case, ready for its steps, with names of its own."""
    prefix = f"c{numbered.number}.{language}."
    names = {**server.names, "prefix": prefix, "language": language, "server": server.address}
    play = Play(numbered, runner, server, names)
    steps = numbered.case.steps
    async with AsyncExitStack() as stack:
        if any(isinstance(step, ProxyStep) for step in steps):
            play.proxy = await stack.enter_async_context(Proxy(server.address))
            names["proxy"] = play.proxy.address
        if any(isinstance(step, Metric) for step in steps):
            play.before = await server.samples()
        stack.push_async_callback(play.end)
        yield play


async def play_all(
    numbered: Numbered, language: str, runner: Runner | None, server: HostProcess
) -> str | None:
    """Plays a case to its end: None, or what was wrong at which step."""
    async with playing(numbered, language, runner, server) as play:
        for number, step in enumerate(numbered.case.steps, 1):
            try:
                await play.step(step)
            except Exception as error:
                said = step.model_dump_json(by_alias=True, exclude_unset=True)
                kind = "" if isinstance(error, MismatchError) else f"{type(error).__name__}: "
                return f"step {number} {said:.200}: {kind}{error}"
    return None


def _sum(samples: Samples, metric: str, labels: Any) -> float | None:
    values = [
        value for (name, found), value in samples.items() if name == metric and labels <= found
    ]
    return sum(values) if values else None
