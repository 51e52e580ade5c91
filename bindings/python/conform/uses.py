"""How the library's objects are used: a request becomes a call, its result the reply's fields."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

from polyprim_client.aio import Client, Counter, KafkaRebalanceHook, Kind, Queue
from polyprim_client.gen import queue_pb2

Use = Callable[[Client, Any], Awaitable[dict[str, Any]]]


async def add(client: Client, request: Any) -> dict[str, Any]:
    return {"value": await Counter(client, request.name).add(request.delta)}


async def get(client: Client, request: Any) -> dict[str, Any]:
    return {"value": await Counter(client, request.name).get()}


async def compare_exchange(client: Client, request: Any) -> dict[str, Any]:
    counter = Counter(client, request.name)
    exchanged, value = await counter.compare_exchange(request.expected, request.desired)
    return {"exchanged": exchanged, "value": value}


async def reset(client: Client, request: Any) -> dict[str, Any]:
    return {"previous": await Counter(client, request.name).reset(request.value)}


async def add_many(client: Client, request: Any) -> dict[str, Any]:
    additions = [(Counter(client, each.name), each.delta) for each in request.additions]
    return {"values": await Counter.add_many(additions)}


async def push(client: Client, request: Any) -> dict[str, Any]:
    return {"pushed": await Queue(client, request.name).push(request.payload)}


async def push_many(client: Client, request: Any) -> dict[str, Any]:
    records = [record.payload for record in request.records]
    pushed = await Queue(client, request.name).push_many(records)
    return {"pushed": len(records) if pushed else 0}


async def pop(client: Client, request: Any) -> dict[str, Any]:
    record = await Queue(client, request.name).pop(request.wait_ms / 1000)
    return {"found": record is not None, "payload": record or b""}


async def pop_many(client: Client, request: Any) -> dict[str, Any]:
    count = {"count": request.max_items} if request.HasField("max_items") else {}
    records = await Queue(client, request.name).pop_many(timeout=request.wait_ms / 1000, **count)
    return {"records": [queue_pb2.QueueRecord(payload=record) for record in records]}


async def peek(client: Client, request: Any) -> dict[str, Any]:
    record = await Queue(client, request.name).peek()
    return {"found": record is not None, "payload": record or b""}


async def statistics(client: Client, request: Any) -> dict[str, Any]:
    found = await Queue(client, request.name).statistics()
    return {name: getattr(found, name) for name in found.__slots__}


async def report(client: Client, request: Any) -> dict[str, Any]:
    group = KafkaRebalanceHook(client, request.name)
    told = await group.report(request.error, trace_id=request.trace_id)
    return {"retry": told.retry, "backoff_ms": told.backoff_ms}


async def succeed(client: Client, request: Any) -> dict[str, Any]:
    await KafkaRebalanceHook(client, request.name).succeed()
    return {}


async def get_retry(client: Client, request: Any) -> dict[str, Any]:
    return {"retry": await KafkaRebalanceHook(client, request.name).get()}


async def events(client: Client, request: Any) -> dict[str, Any]:
    limit = {"limit": request.limit} if request.HasField("limit") else {}
    found = await KafkaRebalanceHook(client, request.name).events(request.after, **limit)
    return {"events": [{name: getattr(event, name) for name in event.__slots__} for event in found]}


def uses_of_kind(name: str, made_of: Any) -> dict[str, Use]:
    """What every kind has, beside `create`: its reply tells more than an object."""

    async def exists(client: Client, request: Any) -> dict[str, Any]:
        kind: Kind[Any, Any] = getattr(client, name)
        return {"exists": await kind.exists(request.name)}

    async def list_(client: Client, request: Any) -> dict[str, Any]:
        kind: Kind[Any, Any] = getattr(client, name)
        limit = {"limit": request.limit} if request.HasField("limit") else {}
        page = await kind.list(request.prefix, cursor=request.cursor, **limit)
        return {"names": page.names, "next_cursor": page.cursor}

    async def delete(client: Client, request: Any) -> dict[str, Any]:
        await made_of(client, request.name).delete()
        return {}

    return {f"{name}.exists": exists, f"{name}.list": list_, f"{name}.delete": delete}


USES: Final[dict[str, Use]] = {
    **uses_of_kind("counter", Counter),
    **uses_of_kind("queue", Queue),
    **uses_of_kind("kafka_rebalance_hook", KafkaRebalanceHook),
    "counter.add": add,
    "counter.get": get,
    "counter.compare_exchange": compare_exchange,
    "counter.reset": reset,
    "counter.add_many": add_many,
    "queue.push": push,
    "queue.push_many": push_many,
    "queue.pop": pop,
    "queue.pop_many": pop_many,
    "queue.peek": peek,
    "queue.statistics": statistics,
    "kafka_rebalance_hook.report": report,
    "kafka_rebalance_hook.succeed": succeed,
    "kafka_rebalance_hook.get": get_retry,
    "kafka_rebalance_hook.events": events,
}
