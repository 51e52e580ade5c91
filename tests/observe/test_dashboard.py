"""What deploy/ offers works: a real Prometheus scrapes a host that is used, and answers what the
dashboard asks."""

from __future__ import annotations

import json
import math
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import pytest

from polyprim import Host
from polyprim.observe import Endpoint
from polyprim.service import Server
from polyprim_client import Client, InvalidArgumentError
from tests.observe.prometheus import Prometheus, scraping
from tests.runtime.support import ROOT, eventually

DEPLOY: Final = ROOT / "deploy"
DASHBOARD: Final = json.loads((DEPLOY / "grafana" / "polyprim.json").read_text())
ALERTS: Final = DEPLOY / "prometheus" / "alerts.yml"


def queries() -> list[Any]:
    """Every query of the dashboard, with its variables substituted, by its panel's title."""
    return [
        pytest.param(
            target["expr"].replace("$instance", ".*").replace("$__rate_interval", "1m"),
            id=f"{panel['title']} {target['refId']}",
        )
        for panel in DASHBOARD["panels"]
        for target in panel.get("targets", ())
    ]


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """One that has scraped a host with calls of every sort, some of them failing or waiting."""
    folder = tmp_path_factory.mktemp("prometheus")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        patch.setenv("XDG_CACHE_HOME", str(folder))
        with (
            Host(size=8 << 20) as host,
            Host("orders", size=4 << 20),
            Server(host) as server,
            Endpoint(host, server=server) as endpoint,
            loaded(server.address),
            scraping(endpoint.address, ALERTS, folder) as running,
        ):
            calls = 'sum(increase(wasm_metric_counter_total{namespace="orders"}[1m])) > 0'
            eventually(lambda: bool(running.query(calls)), 60)
            yield running


@contextmanager
def loaded(address: str) -> Iterator[None]:
    """While it lasts, the server there has calls of every sort, in two namespaces."""
    stopped = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        loads = [pool.submit(load, address, namespace, stopped) for namespace in ("", "orders")]
        try:
            yield
        finally:
            stopped.set()
        for ended in loads:
            ended.result()


def load(address: str, namespace: str, stopped: threading.Event) -> None:
    """A few dozen calls a second, until it is told to stop."""
    with Client(address, namespace=namespace) as client:
        hits, jobs = client.counter("hits"), client.queue("jobs", capacity=65_536)
        while not stopped.wait(0.1):
            hits.add(1)
            jobs.push(b"job")
            jobs.pop()
            jobs.pop(timeout=0.05)
            with pytest.raises(InvalidArgumentError):
                client.counter("no name")


@pytest.mark.parametrize("query", queries())
def test_every_query_of_the_dashboard_has_data(prometheus: Prometheus, query: str) -> None:
    def has_data() -> bool:
        found = [float(one["value"][1]) for one in prometheus.query(query)]
        return any(math.isfinite(value) for value in found)

    eventually(has_data, 60)


def test_the_dashboard_knows_the_instances(prometheus: Prometheus) -> None:
    (variable,) = (one for one in DASHBOARD["templating"]["list"] if one["name"] == "instance")
    asked = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["query"]["query"])
    assert asked is not None
    series, label = asked.groups()
    values = prometheus.ask(f"/api/v1/label/{label}/values", **{"match[]": series})
    assert len(values) == 1


def test_a_query_of_what_is_not_there_has_no_data(prometheus: Prometheus) -> None:
    assert prometheus.query("polyprim_segment_nothing") == []


def test_every_panel_has_a_place_of_its_own() -> None:
    places = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(places) == len(set(places))
    assert max(x for x, _ in places) == 23
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_the_alerts_are_evaluated_and_none_fires_where_all_is_well(prometheus: Prometheus) -> None:
    def rules() -> list[Any]:
        (group,) = prometheus.ask("/api/v1/rules")["groups"]
        return list(group["rules"])

    eventually(lambda: all(rule["health"] == "ok" for rule in rules()), 60)
    assert [rule["name"] for rule in rules() if rule["state"] == "firing"] == []
