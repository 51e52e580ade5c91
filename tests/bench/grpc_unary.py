"""Claim: a call costs hardly more than the same bytes that a bare grpcio server sends back.

Over gRPC from another process, in turns: Add on our server, and an echo by grpc.aio and by grpcio's
threads, which do nothing else. One call at a time, and sixteen at once. The two echoes are also why
our server is of one event loop.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

from tests.bench.callers import caller, ratios
from tests.bench.figures import Figure
from tests.runtime.support import line_of, start

OURS: Final = """
import json
from polyprim import Host
from polyprim.service import Server
with Host() as host, Server(host) as server:
    host.counter("hits")
    print(json.dumps(server.address), flush=True)
    input()
"""
AIO: Final = """
import asyncio, json, sys
import grpc

class Echo(grpc.GenericRpcHandler):
    def service(self, details):
        async def echo(request, context):
            return request
        return grpc.unary_unary_rpc_method_handler(echo)

async def main():
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((Echo(),))
    print(json.dumps(f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"), flush=True)
    await server.start()
    await asyncio.to_thread(input)
    await server.stop(0)

asyncio.run(main())
"""
THREADS: Final = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
import grpc

class Echo(grpc.GenericRpcHandler):
    def service(self, details):
        return grpc.unary_unary_rpc_method_handler(lambda request, context: request)

server = grpc.server(ThreadPoolExecutor(16))
server.add_generic_rpc_handlers((Echo(),))
print(json.dumps(f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"), flush=True)
server.start()
input()
server.stop(0)
"""


def run() -> Iterator[Figure]:
    names = ("aio_echo", "ours", "threads_echo")
    with ExitStack() as stack:
        processes = [start(code) for code in (AIO, OURS, THREADS)]
        for process in processes:
            stack.callback(process.communicate, "\n", timeout=60)
        targets = [(json.loads(line_of(process)), ()) for process in processes]
        one = stack.enter_context(caller(targets))
        for at_once in (1, 16):
            found = ratios(one, len(names), seconds=0.1, rounds=80, at_once=at_once)
            of = dict(zip(names, found, strict=True))
            suffix = "" if at_once == 1 else f"_{at_once}_at_once"
            best = min(of["aio_echo"], of["threads_echo"])
            yield Figure(f"ours_over_best_echo{suffix}", of["ours"] / best, "x", "<= 1.15")
            yield Figure(f"ours_over_aio_echo{suffix}", of["ours"])
            yield Figure(f"threads_echo_over_aio_echo{suffix}", of["threads_echo"])
