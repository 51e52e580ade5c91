"""Fixtures of the tests of tasks: one host for all of them, in folders of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from polyprim import Host
from polyprim.snapshots import FolderStore
from polyprim.tasks import Snapshots, engine
from tests.tasks.support import Loader


@pytest.fixture(scope="session", autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where compiled modules and images are, also for other processes; segments and snapshots have
    folders of their own too."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name)))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def compiled_here() -> Iterator[None]:
    """Modules are compiled in this process: each test's own would take half a second elsewhere."""
    engines = {
        compact: engine.TaskEngine(compact=compact, parallel=True) for compact in (False, True)
    }

    def compile_here(binary: bytes, *, compact: bool) -> bytes:
        return engines[compact].compile(binary)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "compile_apart", compile_here)
        yield


@pytest.fixture(scope="session")
def host(cache_home: Path) -> Iterator[Host]:
    with Host(size=8 << 20) as opened:
        yield opened


@pytest.fixture(scope="session")
def load(host: Host) -> Loader:
    return Loader(host.tasks)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "snapshots")


@pytest.fixture
def snapshots(host: Host, store: FolderStore) -> Snapshots:
    return host.snapshots_in(store)
