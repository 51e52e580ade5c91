"""Obeys commands, one JSON object a line on standard input, with the asyncio client; answers on
standard output. It ends with its input.

Objects are used as their users would, where they can say all of a request and of its reply.
"""

from __future__ import annotations

import asyncio
import json
import platform
import sys
import zlib
from typing import Any, Final

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.protobuf.message import Message

from conform.load import Load
from conform.uses import USES
from polyprim_client import PolyprimError, Tls, __version__
from polyprim_client.aio import Client
from polyprim_client.gen import counter_pb2, kafka_rebalance_hook_pb2, queue_pb2

LANGUAGE: Final = "python"
_MODULES: Final = {
    "counter": (counter_pb2, "CounterService"),
    "queue": (queue_pb2, "QueueService"),
    "kafka_rebalance_hook": (kafka_rebalance_hook_pb2, "KafkaRebalanceHookService"),
}


class CommandError(Exception):
    """A command that cannot be obeyed."""


class Runner:
    """The clients and the commands under way."""

    def __init__(self) -> None:
        self._clients: Final[dict[str, Client]] = {}
        self._under_way: Final[dict[int, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Obeys until the end of the input."""
        while line := await asyncio.to_thread(sys.stdin.buffer.readline):
            command = json.loads(line)
            task = asyncio.create_task(self._obey(command))
            self._under_way[command["id"]] = task
        for task in list(self._under_way.values()):
            task.cancel()
        for client in self._clients.values():
            await client.close()

    async def _obey(self, command: dict[str, Any]) -> None:
        try:
            operation = getattr(self, f"do_{command['op']}", None)
            if operation is None:
                raise CommandError(f"there is no operation {command['op']!r}")
            answer = {"ok": await operation(**command.get("args", {}))}
        except PolyprimError as error:
            answer = failed(error, error.code, error.reason, error.field)
        except asyncio.CancelledError as error:
            answer = failed(error, "CANCELLED", "CANCELLED")
        except CommandError as error:
            answer = failed(error, "UNIMPLEMENTED", "RUNNER")
        except (ParseError, TypeError) as error:
            answer = failed(error, "INVALID_ARGUMENT", "RUNNER")
        finally:
            del self._under_way[command["id"]]
        print(json.dumps({"id": command["id"], **answer}), flush=True)

    async def do_about(self) -> dict[str, Any]:
        return {
            "language": LANGUAGE,
            "client": __version__,
            "runtime": platform.python_version(),
        }

    async def do_connect(
        self,
        client: str,
        target: str,
        timeout_ms: int | None = None,
        tls: dict[str, str] | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        if timeout_ms is not None:
            options["timeout"] = timeout_ms / 1000
        if tls is not None:
            files = {"certificate" if name == "cert" else name: tls[name] for name in tls}
            options["tls"] = Tls(**files)
        self._clients[client] = Client(target, **options)
        return {}

    async def do_close(self, client: str) -> dict[str, Any]:
        await self._client(client).close()
        return {}

    async def do_cancel(self, call: int) -> dict[str, Any]:
        if call in self._under_way:
            self._under_way[call].cancel()
        return {}

    async def do_call(
        self,
        client: str,
        method: str,
        args: dict[str, Any],
        timeout_ms: int | None = None,
        metadata: dict[str, str] | None = None,
    ) -> dict[str, Any]:
        request = ParseDict(args, message_of(method, "Request")())
        use = USES.get(method)
        if use is None or timeout_ms is not None or metadata or not is_sayable(request):
            timeout = None if timeout_ms is None else timeout_ms / 1000
            reply = await self._client(client).call(
                sealed(request), timeout=timeout, metadata=metadata
            )
        else:
            fields = await use(self._client(client), request)
            reply = message_of(method, "Response")(**fields)
        return MessageToDict(
            reply, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
        )

    async def do_load(
        self, client: str, seconds: float, workers: int, counter: str, queue: str, label: str
    ) -> dict[str, Any]:
        load = Load(self._client(client), counter, queue)
        await asyncio.gather(*(load.work(f"{label}/{n}", seconds) for n in range(workers)))
        return load.report()

    def _client(self, name: str) -> Client:
        if name not in self._clients:
            raise CommandError(f"there is no client {name!r}")
        return self._clients[name]


def message_of(method: str, end: str) -> Any:
    """``counter.add_many``, ``Request`` -> CounterServiceAddManyRequest."""
    name, _, operation = method.partition(".")
    if name not in _MODULES:
        raise CommandError(f"there is no method {method!r}")
    module, service = _MODULES[name]
    words = "".join(word.capitalize() for word in operation.split("_"))
    found = getattr(module, f"{service}{words}{end}", None)
    if found is None:
        raise CommandError(f"there is no method {method!r}")
    return found


def is_sayable(message: Message) -> bool:
    """Whether the library's objects have words for a request: none for its own timeout or a CRC32,
    and none for leaving out what must be there."""
    present = {field.name for field, _ in message.ListFields()}
    must = {"delta", "expected", "desired", "payload"} & set(message.DESCRIPTOR.fields_by_name)
    return (
        not present & {"timeout_ms", "crc32"}
        and must <= present
        and all(map(is_sayable, items_of(message)))
    )


def sealed(message: Any) -> Any:
    """A request with the CRC32 of what it pushes, as the library would have it."""
    for each in (message, *items_of(message)):
        is_record = "crc32" in each.DESCRIPTOR.fields_by_name and each.HasField("payload")
        if is_record and not each.HasField("crc32"):
            each.crc32 = zlib.crc32(each.payload)
    return message


def items_of(message: Any) -> list[Any]:
    return [*getattr(message, "records", ()), *getattr(message, "additions", ())]


def failed(error: BaseException, code: str, reason: str, field: str = "") -> dict[str, Any]:
    told = {"code": code, "reason": reason, "field": field, "message": str(error)}
    return {"error": told}


if __name__ == "__main__":
    asyncio.run(Runner().run())
