"""A real Prometheus that scrapes one target each second."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.runtime.support import eventually, leave_out

CONFIGURATION: Final = """
global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}
rule_files: [{rules}]
scrape_configs:
  - job_name: polyprim
    static_configs: [{{targets: [{target!r}]}}]
"""


class Prometheus:
    """Asks one that is running at that address."""

    def __init__(self, address: str) -> None:
        self._address: Final = address

    def ask(self, path: str, **parameters: str) -> Any:
        """The data of an answer of its HTTP API. Raises HTTPError where it refuses."""
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"http://{self._address}{path}?{query}", timeout=20) as reply:
            answer = json.load(reply)
        assert answer["status"] == "success"
        return answer["data"]

    def query(self, expression: str) -> list[Any]:
        """The series that an expression has now."""
        found: list[Any] = self.ask("/api/v1/query", query=expression)["result"]
        return found

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self._address}/-/ready", timeout=20):
                return True
        except OSError:
            return False


@contextmanager
def scraping(target: str, rules: Path, folder: Path) -> Iterator[Prometheus]:
    """Until the block ends, one whose files are in `folder`."""
    if shutil.which("prometheus") is None:
        leave_out("prometheus is missing (Debian: apt-get install prometheus)")
    configuration = folder / "prometheus.yml"
    configuration.write_text(CONFIGURATION.format(rules=rules, target=target))
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={configuration}",
                f"--storage.tsdb.path={folder / 'data'}",
                f"--web.listen-address={address}",
            ],
            stdout=log,
            stderr=log,
        )
        try:
            prometheus = Prometheus(address)
            eventually(lambda: process.poll() is not None or prometheus.is_ready(), 60)
            assert process.poll() is None, (folder / "log").read_text()
            yield prometheus
        finally:
            process.terminate()
            process.wait(30)
