"""What is shown, read as Prometheus reads it."""

from __future__ import annotations

import urllib.request
from urllib.error import HTTPError

from prometheus_client.openmetrics.parser import text_string_to_metric_families

from polyprim import Host
from polyprim.observe import Endpoint, exposition
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
