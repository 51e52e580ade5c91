"""What is shown and logged, as those who look at it read it."""

from __future__ import annotations

import io
import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from polyprim import Host
from polyprim.observe import Endpoint, exposition, logs
from polyprim.service import Server


def samples(
    host: Host, name: str, *, server: Server | None = None, namespace: str = ""
) -> dict[tuple[str, ...], float]:
    """The samples of that name and namespace, by the values of their other labels in alphabetical
    order of these."""
    return {
        tuple(value for key, value in sorted(sample.labels.items()) if key != "namespace"): (
            sample.value
        )
        for family in text_string_to_metric_families(exposition(host, server).decode())
        for sample in family.samples
        if sample.name == name and sample.labels.get("namespace", "") == namespace
    }


def get(endpoint: Endpoint, path: str) -> tuple[int, str, str]:
    """Status, type and text of the answer."""
    try:
        with urllib.request.urlopen(f"http://{endpoint.address}{path}", timeout=20) as reply:
            return reply.status, reply.headers["Content-Type"], reply.read().decode()
    except HTTPError as error:
        return error.code, error.headers["Content-Type"], error.read().decode()


@contextmanager
def logged(level: str = "info") -> Iterator[io.StringIO]:
    stream = io.StringIO()
    logs.set_up(level, stream)
    yield stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """The lines about calls."""
    found = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [line for line in found if line["logger"] == "polyprim.calls"]
