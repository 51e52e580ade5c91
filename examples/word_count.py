"""Counts the words of a text across processes, one of which is killed on the way.

    python examples/word_count.py [--megabytes N] [--workers N] [--json]

    client --gRPC--> host --+                  +--> worker --+
                            +--> queue "lines" +--> worker --+--> counters "count/<worker>/<word>"
                                               +--> worker --+             "done/<worker>/<n>"

The text is Python's own reference, repeated. A client process sends its lines over gRPC; worker
processes, attached to the same segment, take them from the queue and count. One of them is killed
with SIGKILL. What it had taken may be counted or not, so none of its counts are used, and a line
that no surviving worker has marked as done is sent again, to new workers. In the end the counts
must equal what plain Python counts, or this program fails.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter as Bag
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pydoc_data.topics import topics
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from polyprim import Counter, Host
from polyprim.service import Server
from polyprim_client import Client

LINES_A_REQUEST: Final = 400
LINES_A_POP: Final = 256
ROUNDS_MAX: Final = 4
WORD_LENGTH_MAX: Final = 40
SEGMENT_BYTES: Final = 32 << 20
SEGMENT_OBJECTS: Final = 1 << 16
PATIENCE: Final = 120.0
"""Seconds after which a round that is not over is an error."""


def text_lines(megabytes: float) -> list[str]:
    """The lines of Python's reference, repeated until they are that long."""
    text = "\n".join(topics[name] for name in sorted(topics))
    repeats = int(megabytes * 1e6 / len(text)) + 1
    return [line for line in text.splitlines() if line.strip()] * repeats


def words_of(line: str) -> list[str]:
    return [word[:WORD_LENGTH_MAX] for word in re.findall(r"[a-z]+", line.lower())]


def send(address: str, megabytes: float) -> None:
    """A client: sends the lines whose numbers come as JSON on its standard input."""
    lines = text_lines(megabytes)
    numbers = json.load(sys.stdin)
    with Client(address) as client:
        queue = client.queue("lines")
        for start in range(0, len(numbers), LINES_A_REQUEST):
            part = numbers[start : start + LINES_A_REQUEST]
            records = [f"{number} {lines[number]}".encode() for number in part]
            while not queue.push_many(records):
                time.sleep(0.001)  # the queue is full: the workers are behind


def work(segment: str, worker: str, stop: str) -> None:
    """A worker: takes lines and counts their words, until it is told to stop."""
    with Host(path=segment) as host:
        queue, told_to_stop = host.queue("lines"), host.counter(stop)
        taken = host.counter(f"lines/{worker}")
        counters: dict[str, Counter] = {}

        def add_all(additions: Iterable[tuple[str, int]]) -> None:
            for name, _ in additions:
                if name not in counters:
                    counters[name] = host.counter(name)
            Counter.add_many((counters[name], delta) for name, delta in additions)

        while True:
            is_last = told_to_stop.get() > 0
            records = queue.pop_many(LINES_A_POP, timeout=0.05)
            if not records and is_last:
                return
            words: Bag[str] = Bag()
            done: Bag[int] = Bag()
            for record in records:
                number, _, line = record.decode().partition(" ")
                words.update(words_of(line))
                done[int(number) // 32] += 1 << int(number) % 32  # 32 lines a counter
            add_all([(f"count/{worker}/{word}", count) for word, count in words.items()])
            add_all([(f"done/{worker}/{place}", bits) for place, bits in done.items()])
            taken.add(len(records))


def done_lines(host: Host, workers: list[int]) -> set[int]:
    """The numbers of the lines that these workers have marked as done."""
    found: set[int] = set()
    for worker in workers:
        for name in host.counter.names(f"done/{worker}/"):
            place, bits = int(name.rpartition("/")[2]), host.counter(name).get()
            found.update(32 * place + bit for bit in range(32) if bits >> bit & 1)
    return found


def word_counts(host: Host, workers: list[int]) -> Bag[str]:
    """The sum of what these workers have counted."""
    counts: Bag[str] = Bag()
    for worker in workers:
        for name in host.counter.names(f"count/{worker}/"):
            counts[name.rpartition("/")[2]] += host.counter(name).get()
    return counts


@contextmanager
def child(*arguments: object, stdin: str = "") -> Iterator[subprocess.Popen[str]]:
    """This program as another process, which does not outlive the block."""
    command = [sys.executable, __file__, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True)
    try:
        assert process.stdin is not None
        with process.stdin:
            process.stdin.write(stdin)
        yield process
    finally:
        process.kill()
        process.wait()


@dataclass
class Job:
    """The main process: serves the segment, starts the others, kills one of them."""

    host: Host
    address: str
    megabytes: float
    workers: int
    survivors: list[int] = field(default_factory=list)
    killed: int | None = None
    lines_sent: int = 0
    _started: int = 0

    def run(self, progress: Progress) -> None:
        """Rounds, until every line is done. A worker dies in the first one."""
        numbers = list(range(len(text_lines(self.megabytes))))
        for turn in range(ROUNDS_MAX):
            task = progress.add_task(f"round {turn + 1}", total=len(numbers))
            self.play(numbers, is_deadly=turn == 0, show=partial(progress.update, task))
            numbers = sorted(set(numbers) - done_lines(self.host, self.survivors))
            if not numbers:
                return
        raise SystemExit(f"error: {len(numbers)} lines are not done after {ROUNDS_MAX} rounds")

    def play(self, numbers: list[int], *, is_deadly: bool, show: Callable[..., None]) -> None:
        """Sends these lines, and has new workers count them."""
        first, self._started = self._started, self._started + self.workers
        self.lines_sent += len(numbers)
        stop = f"stop/{first}"
        with ExitStack() as stack:
            workers = {
                worker: stack.enter_context(child("work", self.host.path, worker, stop))
                for worker in range(first, self._started)
            }
            client = stack.enter_context(
                child("send", self.address, self.megabytes, stdin=json.dumps(numbers))
            )
            until = time.monotonic() + PATIENCE
            while client.poll() is None or self.host.queue("lines").peek() is not None:
                taken = [self.host.counter(f"lines/{worker}").get() for worker in workers]
                show(completed=sum(taken))
                if is_deadly and self.killed is None and taken[0] > len(numbers) // 20:
                    workers[first].send_signal(signal.SIGKILL)
                    self.killed = first
                if time.monotonic() > until:
                    raise SystemExit("error: the workers do not get on")
                time.sleep(0.005)
            self.host.counter(stop).add(1)
            codes = {worker: process.wait(PATIENCE) for worker, process in workers.items()}
        if client.returncode or any(code and w != self.killed for w, code in codes.items()):
            raise SystemExit(f"error: client ended with {client.returncode}, workers with {codes}")
        self.survivors += [worker for worker, code in codes.items() if code == 0]
        show(completed=len(numbers))


def count(megabytes: float, workers: int) -> dict[str, Any]:
    """Runs the job and compares; answers what there is to tell."""
    console = Console(stderr=True)
    lines = text_lines(megabytes)
    expected = Bag(word for line in lines for word in words_of(line))
    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
    name = f"word-count-{os.getpid()}"
    with Host(name, size=SEGMENT_BYTES, objects=SEGMENT_OBJECTS) as host, Server(host) as server:
        try:
            console.print(f"{workers} workers share {host.path}, served on {server.address}")
            job = Job(host, server.address, megabytes, workers)
            began = time.monotonic()
            with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
                job.run(progress)
            seconds = time.monotonic() - began
            counted = word_counts(host, job.survivors)
        finally:
            os.unlink(str(host.path))
    return {
        "text_bytes": sum(len(line) + 1 for line in lines),
        "lines": len(lines),
        "lines_sent_again": job.lines_sent - len(lines),
        "workers": workers,
        "killed_worker": job.killed,
        "seconds": round(seconds, 3),
        "lines_per_second": round(job.lines_sent / seconds),
        "words": expected.total(),
        "words_per_second": round(expected.total() / seconds),
        "top": dict(counted.most_common(10)),
        "equal_to_plain_python": counted == expected,
    }


def show(facts: dict[str, Any]) -> None:
    """The facts for people."""
    table = Table("word", "count", "", box=None)
    largest = max(facts["top"].values(), default=1)
    for word, found in facts["top"].items():
        table.add_row(word, f"{found:,}", "█" * (30 * found // largest))
    console = Console()
    console.print(table)
    console.print(
        f"{facts['lines']:,} lines, {facts['words']:,} words in {facts['seconds']:.1f} s: "
        f"{facts['lines_per_second']:,} lines/s, {facts['words_per_second']:,} words/s"
    )
    console.print(
        f"worker {facts['killed_worker']} was killed with SIGKILL; "
        f"{facts['lines_sent_again']:,} lines were sent again"
    )


def main() -> None:
    if sys.argv[1:2] == ["send"]:
        send(sys.argv[2], float(sys.argv[3]))
    elif sys.argv[1:2] == ["work"]:
        work(*sys.argv[2:])
    else:
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
        parser.add_argument("--megabytes", type=float, default=4.0, help="least length of the text")
        parser.add_argument("--workers", type=int, default=3, help="processes that count, 2 to 8")
        parser.add_argument("--json", action="store_true", help="answer in JSON, for scripts")
        options = parser.parse_args()
        if not 0 < options.megabytes <= 50 or not 2 <= options.workers <= 8:
            parser.error("--megabytes is 0 to 50, --workers 2 to 8")
        facts = count(options.megabytes, options.workers)
        print(json.dumps(facts)) if options.json else show(facts)
        if facts["killed_worker"] is None or not facts["equal_to_plain_python"]:
            sys.exit("error: the counts differ from plain Python's, or nobody was killed")
        print("equal to what plain Python counts", file=sys.stderr)


if __name__ == "__main__":
    main()
