"""Claim: a restored Go task adds a fraction of what the same program takes natively.

Peer: the ledger of examples/, built for this machine, as a process that has handled one order. The
task has handled one too, and one more after it was restored.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.figures import Figure
from tests.bench.programs import ROOT, example, workshop

TASKS: Final = 100
PROCESSES: Final = 5
SOURCE: Final = ROOT / "examples" / "tasks" / "go" / "ledger.go"
MAIN: Final = """func main() {
\tfor lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
\t\tfmt.Println(answer(lines.Text()))
\t}
}
"""


def run() -> Iterator[Figure]:
    with workshop() as shop:
        with shop.tasks.load(example("ledger")).start() as task:
            task.send(b"order ada 5")
            snapshot = shop.snapshots.create(task)
        tasks = [shop.snapshots.restore(snapshot.id)]
        tasks[0].send(b"order ada 3")
        before = resident(os.getpid())
        for _ in range(TASKS):
            tasks.append(shop.snapshots.restore(snapshot.id))
            assert tasks[-1].send(b"order ada 3").replies == [b"ada: 8 in 2 orders"]
        added = (resident(os.getpid()) - before) / TASKS
        native = median(of_process(native_ledger()) for _ in range(PROCESSES))
        for task in tasks:
            task.close()
    yield Figure("native_process_kb", native / 1e3, "kB")
    yield Figure("restored_task_adds_kb", added / 1e3, "kB")
    yield Figure("task_over_native", added / native, "x", "<= 0.26")


def resident(pid: int) -> int:
    """Its resident memory, each shared page counted once for all who share it."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) << 10
    raise AssertionError("no Pss")


def native_ledger() -> Path:
    """The same program for this machine: it reads messages as lines."""
    work = ROOT / "build" / "bench" / "ledger"
    work.mkdir(parents=True, exist_ok=True)
    source = SOURCE.read_text().replace('"polyprim.dev/task"', '"bufio"\n\t"os"')
    source = source[: source.index("//go:wasmexport polyprim_message")] + MAIN
    changed, binary = work / "main.go", work / "ledger"
    changed.write_text(source)
    (work / "go.mod").write_text("module ledger\n\ngo 1.24\n")
    subprocess.run(["go", "build", "-trimpath", "-o", str(binary), "."], cwd=work, check=True)
    return binary


def of_process(binary: Path) -> int:
    """What a process has when it has handled two orders."""
    with subprocess.Popen([str(binary)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for order in (b"order ada 5\n", b"order ada 3\n"):
            process.stdin.write(order)
            process.stdin.flush()
            process.stdout.readline()
        found = resident(process.pid)
        process.stdin.close()
    return found
