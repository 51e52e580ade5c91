"""One run of all cases of a language, for all tests that look at it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest

from tests.conform.cases import KnownFailures, load
from tests.conform.driver import Result, run
from tests.runtime.support import leave_out

Results = Callable[[str], list[Result]]


@pytest.fixture(scope="session", autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled modules are kept for the session, and not among the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def results() -> Results:
    """The results of a language, whose cases are run when they are first asked for."""
    cases, known = load(), KnownFailures.load()
    found: dict[str, list[Result]] = {}

    def of(language: str) -> list[Result]:
        if language not in found:
            done = asyncio.run(run(cases, [language], known=known))
            if language in done.left_out:
                leave_out(done.left_out[language])
            found[language] = done.results
        return found[language]

    return of
