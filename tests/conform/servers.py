"""The servers of a run: real ``serve`` processes, shared, or leased to one case at a time."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import urllib.request
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Self

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.conform.cases import Setup
from tests.conform.setups import Files, ServerError, environment, prepared

START_SECONDS: Final = 60.0
END_SECONDS: Final = 20.0
ALONE_MAX: Final = 3
"""Servers that are leased at once: each start takes a processor for a moment."""

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
"""Values by a metric's name and its labels."""


class HostProcess:
    """A server of a segment of its own, which it finds again when it is started again."""

    def __init__(self, name: str, address: str, files: Files) -> None:
        self.address = address
        self.names: Final = files.names
        self._arguments: Final = (name, *files.arguments)
        self._folder: Final = files.folder
        self._log: Final = files.folder / "log"
        self._process: asyncio.subprocess.Process | None = None
        self._facts: Mapping[str, Any] = {}
        self.is_fresh = True
        """Whether nothing befell it that lasts: clients in one process share what they know of an
        address, such as that nobody answered there a moment ago."""

    async def start(self) -> None:
        """Starts it at the address that it had before, if any. Raises ServerError."""
        command = ("-m", "polyprim", "serve", *self._arguments, "--address", self.address)
        with self._log.open("ab") as log:  # a pipe that nobody reads would stop it one day
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, *command, "--metrics-port", "0", "--json",
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env=environment(self._folder),
            )  # fmt: skip
        assert self._process.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = await self._process.stdout.readline()
        if not line:
            await self._process.wait()
            said = self._log.read_text(errors="replace").strip()
            raise ServerError(f"a server did not start: {said}")
        self._facts = json.loads(line)
        self.address = self._facts["address"]

    def stop(self) -> None:
        """SIGSTOP, and waits until all its threads have stopped."""
        self.is_fresh = False
        self._send(signal.SIGSTOP)
        assert self._process is not None
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)

    def go_on(self) -> None:
        """SIGCONT."""
        self.is_fresh = True
        self._send(signal.SIGCONT)

    async def kill(self) -> None:
        """SIGKILL, and waits for the end."""
        await self._end(signal.SIGKILL)

    async def end(self) -> None:
        """SIGTERM, and waits for the end; killed if that takes too long."""
        await self._end(signal.SIGTERM)

    def cut_off(self) -> None:
        """Cuts its segment's file off behind the first page."""
        self.is_fresh = False
        os.truncate(self._facts["segment"], 4096)

    def lose(self) -> None:
        """Removes its segment's file."""
        os.unlink(self._facts["segment"])

    async def samples(self) -> Samples:
        """All that /metrics shows."""
        return await asyncio.to_thread(_scraped, self._facts["metrics"])

    def _send(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    async def _end(self, number: signal.Signals) -> None:
        self.is_fresh = False
        process = self._process
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.send_signal(number)
        try:
            async with asyncio.timeout(END_SECONDS):
                await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()
        self._process = None


class Servers:
    """Starts servers as cases need them, and ends them all. Used by one event loop."""

    def __init__(self) -> None:
        self._names: Final = count(1)
        self._all: Final[list[HostProcess]] = []
        self._shared: Final[dict[Setup, asyncio.Task[HostProcess]]] = {}
        self._free: Final[dict[Setup, list[HostProcess]]] = defaultdict(list)
        self._leases: Final = asyncio.Semaphore(ALONE_MAX)
        self._folder: Final = TemporaryDirectory(prefix="polyprim-conform-")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*self._shared.values(), return_exceptions=True)
        await asyncio.gather(*(server.end() for server in self._all))
        self._folder.cleanup()

    @asynccontextmanager
    async def leased(self, setup: Setup, *, alone: bool) -> AsyncIterator[HostProcess]:
        """A server of that set-up; `alone`, nobody else has it meanwhile. Raises ServerError."""
        if not alone:
            task = self._shared.get(setup)
            if task is None:
                task = self._shared[setup] = asyncio.create_task(self._started(setup))
            yield await asyncio.shield(task)
            return
        async with self._leases:
            free = self._free[setup]
            server = free.pop() if free else await self._started(setup)
            try:
                yield server
            finally:
                if server.is_fresh:
                    free.append(server)
                else:
                    await server.kill()

    async def _started(self, setup: Setup) -> HostProcess:
        name = f"conform-{next(self._names)}"
        files = await prepared(Path(self._folder.name, name), setup)
        address = f"unix:{files.folder / 'socket'}" if setup.unix else "127.0.0.1:0"
        server = HostProcess(name, address, files)
        self._all.append(server)
        await server.start()
        return server


def _scraped(url: str) -> Samples:
    with urllib.request.urlopen(url, timeout=END_SECONDS) as reply:
        text = reply.read().decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
