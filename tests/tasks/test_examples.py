"""The example programs, in Go and Rust, in this process and in another one."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from polyprim.snapshots import FolderStore
from polyprim.tasks import Snapshots
from tests.runtime.support import ROOT, output_of
from tests.tasks.support import EXAMPLES, FAR, Loader

ELSEWHERE = """
import sys
from polyprim import Host
from polyprim.snapshots import FolderStore
store, snapshot, *messages = sys.argv[1:]
with Host(size=8 << 20) as host:
    task = host.snapshots_in(FolderStore(store)).restore(snapshot)
    for message in messages:
        print(*(reply.decode() for reply in task.send(message.encode()).replies))
"""
SLOW = FAR
"""For Go, which has much to do before it begins."""


def test_goroutines_go_on_in_another_process(
    load: Loader, snapshots: Snapshots, store: FolderStore
) -> None:
    """Each is parked on a channel, with its sum in its locals, and the ticker keeps ticking."""
    task = load.example("ledger").start(timeout=SLOW)
    for message in (b"order ada 5", b"order bob 100", b"order ada 3"):
        task.send(message, timeout=SLOW)
    task.send(b"sleep 120", timeout=SLOW)
    ticks = int(task.send(b"ticks").replies[0])
    assert ticks >= 1
    kept = snapshots.create(task)
    told = output_of(
        ELSEWHERE, store.path, kept.id, "order ada 1", "order bob 1", "sleep 300", "ticks"
    )
    ada, bob, slept, later = told.splitlines()
    assert (ada, bob, slept) == ("ada: 9 in 3 orders", "bob: 101 in 2 orders", "slept")
    assert int(later) > ticks
    assert task.send(b"order ada 2").replies == [b"ada: 10 in 3 orders"]


def test_a_ticker_does_not_make_up_for_the_time_between(load: Loader, snapshots: Snapshots) -> None:
    """Its clock stood still meanwhile."""
    task = load.example("ledger").start(timeout=SLOW)
    kept = snapshots.create(task)
    before = int(task.send(b"ticks").replies[0])
    time.sleep(0.5)
    with snapshots.restore(kept.id, timeout=SLOW) as copy:
        assert int(copy.send(b"ticks").replies[0]) <= before + 3


def test_go_draws_anew_in_each_copy(load: Loader, snapshots: Snapshots) -> None:
    kept = snapshots.create(load.example("ledger").start(timeout=SLOW))
    drawn = set()
    for _ in range(4):
        with snapshots.restore(kept.id) as copy:
            drawn.add(bytes(copy.send(b"draw").replies[0]))
    assert len(drawn) == 4


def test_a_table_that_took_long_is_there_at_once(load: Loader, snapshots: Snapshots) -> None:
    with load.example("factors").start() as task:
        task.call("prepare", timeout=SLOW)
        kept = snapshots.create(task)
    with snapshots.restore(kept.id, timeout=SLOW) as copy:
        assert copy.send(b"360").replies == [b"360 = 2 2 2 3 3 5"]
        assert copy.call("smallest_factor", 11_999_989).values == (11_999_989,)


@pytest.mark.parametrize("number", range(3))
def test_what_the_readme_of_the_examples_says(number: int, load: Loader, tmp_path: Path) -> None:
    """Its programs, as they stand there, print what they say there."""
    text = (ROOT / "examples" / "README.md").read_text()
    code = re.findall(r"^```python\n(.*?)^```", text, re.M | re.S)[number]
    expected = re.findall(r"print\(.*\)  # (.*)$", code, re.M)
    modules = re.findall(r"build/examples/(\w+)\.wasm", code)
    for module in modules:
        load.example(module)
    code = code.replace("build/examples", str(EXAMPLES))
    printed = output_of(f"from polyprim import Host\n{code}", XDG_DATA_HOME=str(tmp_path))
    assert printed.replace("'", '"').splitlines() == expected
