"""Claim (row S13, the half on one machine): handing a header of 64 bytes and its payload to another
process costs the sender next to nothing.

The header is a request id and a deadline, the payload 256 bytes. Peer: a grpcio unary call of the
same bytes to another process. Beside it, the round trip through two queues, against a bare cache
line that goes back and forth between two processes in C.
"""

from __future__ import annotations

import mmap
import multiprocessing
import os
import struct
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import grpc

from polyprim import Host, Queue
from tests.bench.figures import Figure, medians
from tests.bench.peers import peers

PAYLOAD: Final = b"p" * 256
MESSAGES: Final = 20_000
CALLS: Final = 1_000
ROUND_TRIPS: Final = 5_000
_HEADER: Final = struct.Struct("<QQ48x")
_METHOD: Final = "/bench.Echo/Send"

_spawn: Final = multiprocessing.get_context("spawn")
_fork: Final = multiprocessing.get_context("fork")


def message(number: int) -> bytes:
    """A header and its payload."""
    return _HEADER.pack(number, 5_000) + PAYLOAD


def drain(name: str) -> None:
    """The receiving process: takes messages until an empty one comes."""
    with Host(name) as host:
        queue = host.queue("there")
        while queue.pop(timeout=10):
            pass


def answer(name: str) -> None:
    """Sends every message back until an empty one comes."""
    with Host(name) as host:
        there, back = host.queue("there"), host.queue("back")
        while found := there.pop(timeout=10):
            back.push(found)


def serve(address: str) -> None:
    """A grpcio server that answers nothing."""

    class Echo(grpc.GenericRpcHandler):
        def service(self, details: grpc.HandlerCallDetails) -> Any:
            return grpc.unary_unary_rpc_method_handler(lambda request, context: b"")

    server = grpc.server(ThreadPoolExecutor(4))
    server.add_generic_rpc_handlers((Echo(),))
    server.add_insecure_port(address)
    server.start()
    server.wait_for_termination()


@contextmanager
def running(context: Any, target: Callable[..., None], *arguments: object) -> Iterator[Any]:
    process = context.Process(target=target, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join()


def sending(queue: Queue) -> Callable[[], float]:
    """Times what the sender spends on one message, while it has room."""
    messages = [message(number) for number in range(500)]

    def timed() -> float:
        spent, sent = 0.0, 0
        while sent < MESSAGES:
            began = time.perf_counter()
            for one in messages:
                queue.push(one)
            spent += time.perf_counter() - began
            sent += len(messages)
            while queue.statistics().items:
                time.sleep(0.0005)
        return spent / sent

    return timed


def calling(channel: grpc.Channel) -> Callable[[], float]:
    call: Callable[..., bytes] = channel.unary_unary(_METHOD)
    call(message(0), wait_for_ready=True, timeout=10)

    def timed() -> float:
        began = time.perf_counter()
        for number in range(CALLS):
            call(message(number), timeout=5)
        return (time.perf_counter() - began) / CALLS

    return timed


def round_trips(host: Host) -> float:
    """Seconds there and back through two queues; both sides sleep until they are woken."""
    there, back = host.queue("there"), host.queue("back")
    began = time.perf_counter()
    for number in range(ROUND_TRIPS):
        there.push(message(number))
        assert back.pop(timeout=10) is not None
    return (time.perf_counter() - began) / ROUND_TRIPS


def cache_line() -> float:
    """Seconds there and back of one cache line between two processes in C."""
    memory = mmap.mmap(-1, mmap.PAGESIZE)
    ffi, lib, rounds = peers().ffi, peers().lib, 200_000
    line = ffi.cast("uint8_t *", ffi.from_buffer(memory))
    with running(_fork, lambda: lib.pong(line, rounds)):
        return float(lib.ping(line, rounds)) / rounds / 1e9


def run() -> Iterator[Figure]:
    line = cache_line()
    name = f"bench-{os.getpid()}"
    with Host(name) as host, tempfile.TemporaryDirectory() as folder:
        address = f"unix:{Path(folder, 'socket')}"
        there = host.queue("there")
        try:
            with running(_spawn, drain, name), running(_spawn, serve, address) as server:
                with grpc.insecure_channel(address) as channel:
                    found = medians({"ours": sending(there), "grpc": calling(channel)}, rounds=5)
                server.terminate()
                there.push(b"")
            with running(_spawn, answer, name):
                trip = round_trips(host)
                there.push(b"")
        finally:
            os.unlink(str(host.path))
    yield Figure("send_ns", found["ours"] * 1e9, "ns")
    yield Figure("grpc_over_ours", found["grpc"] / found["ours"], "x", ">= 250")
    yield Figure("round_trip_us", trip * 1e6, "us")
    yield Figure("cache_line_round_trip_ns", line * 1e9, "ns")
    yield Figure("round_trip_over_cache_line", trip / line)
