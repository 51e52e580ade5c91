"""The package as it is published: what is in it, and what its README promises."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Final

import pytest

from polyprim import Host
from polyprim.service import Server, TaskHosting
from polyprim_client import __version__
from tests.guests import guest
from tests.runtime.support import ROOT

FOLDER: Final = ROOT / "bindings" / "python"
README: Final = (FOLDER / "README.md").read_text()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Built without a network, as bindings/python/build.sh does."""
    folder = tmp_path_factory.mktemp("wheel")
    flags = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *flags, FOLDER], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    (path,) = Path(folder).glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    name = f"polyprim_client-{__version__}.dist-info/METADATA"
    return Parser().parsestr(wheel.read(name).decode())


def test_everything_is_inside_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    inside = {Path(name) for name in wheel.namelist()}
    package = {path.relative_to(FOLDER) for path in (FOLDER / "polyprim_client").rglob("*.py*")}
    sources = {path for path in package if path.suffix in (".py", ".pyi")}
    assert sources | {Path("polyprim_client/py.typed")} == {
        path for path in inside if path.parts[0] == "polyprim_client"
    }
    assert any(path.name == "LICENSE" for path in inside)


def test_what_an_index_shows(metadata: Message) -> None:
    assert metadata["Name"] == "polyprim-client"
    assert metadata["Version"] == __version__
    assert metadata["License-Expression"] == "Apache-2.0"
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])
    required = metadata.get_all("Requires-Dist", [])
    needed = {re.split(r"[^\w-]", each)[0] for each in required if "extra" not in each}
    assert needed == {"googleapis-common-protos", "grpcio", "protobuf"}
    assert [each for each in required if "extra" in each] == [
        'opentelemetry-api>=1.30; extra == "otel"'
    ]
    assert str(metadata.get_payload()).strip() == README.strip()


def test_links_of_the_readme_stay_on_its_page() -> None:
    """Where an index shows it, the tree is not around it."""
    assert not re.findall(r"\]\((?!#)", README)


def test_the_readmes_examples(host: Host, tmp_path: Path) -> None:
    blocking, awaited, tasks = re.findall(r"^```python\n(.*?)^```", README, re.M | re.S)
    assert len(blocking.strip().splitlines()) <= 11

    def output_of(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code.replace("127.0.0.1:7777", server.address)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    (tmp_path / "app.wasm").write_bytes(guest("parker").read_bytes())
    with Server(host, tasks=TaskHosting(store=tmp_path / "store")) as server:
        assert output_of(blocking) == "1 (True, 10)\nb'first' b'second' None\n0 ['jobs']\n"
        assert output_of(awaited) == "b'third'\n"
        assert output_of(tasks).startswith("State.PARKED\n(b'1 kept',)\n")
    assert (tmp_path / "app.snapshot").exists()
