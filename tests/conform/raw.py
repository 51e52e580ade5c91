"""Calls of the driver itself: any metadata, any bytes, and nothing is tried again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any, Final

import grpc
from google.protobuf import json_format
from google.protobuf.descriptor import MethodDescriptor

from polyprim import contract
from tests.conform.runner import Answer
from tests.service.raw import refusal

TIMEOUT_MS: Final = 20_000
_PACKAGE: Final = "polyprim.v1"


def method_of(name: str) -> MethodDescriptor:
    """The method that cases call ``counter.compare_exchange``. Raises ValueError."""
    service, _, method = name.partition(".")
    pool = contract.contract_pool()
    try:
        found = pool.FindServiceByName(f"{_PACKAGE}.{_words(service)}Service")
        return found.methods_by_name[_words(method)]
    except KeyError:
        raise ValueError(f"the contract has no method {name}") from None


def request_of(name: str, args: Mapping[str, Any]) -> bytes:
    """The bytes of a request. Raises ValueError for what is none."""
    message = contract.message_class(method_of(name).input_type)()
    try:
        data: bytes = json_format.ParseDict(dict(args), message).SerializeToString()
    except json_format.ParseError as error:
        raise ValueError(f"{name}: {error}") from None
    return data


async def call(
    target: str, name: str, request: bytes, metadata: Mapping[str, str], timeout_ms: int
) -> Answer:
    """Makes the call on a connection of its own."""
    method, began = method_of(name), time.monotonic()
    async with grpc.aio.insecure_channel(target) as channel:
        path = f"/{method.containing_service.full_name}/{method.name}"
        unary: Any = channel.unary_unary(path)
        try:
            data = await unary(request, timeout=timeout_ms / 1000, metadata=tuple(metadata.items()))
        except grpc.aio.AioRpcError as error:
            return Answer(None, _error_of(error), _ms_since(began))
    return Answer(answer_of(method, data), None, _ms_since(began))


def answer_of(method: MethodDescriptor, data: bytes) -> dict[str, Any]:
    """The reply as JSON, the way that runners answer."""
    message = contract.message_class(method.output_type).FromString(data)
    answer: dict[str, Any] = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return answer


def begin(
    target: str, name: str, request: bytes, metadata: Mapping[str, str], timeout_ms: int
) -> asyncio.Task[Answer]:
    """The same, begun."""
    return asyncio.create_task(call(target, name, request, metadata, timeout_ms))


def _error_of(error: grpc.aio.AioRpcError) -> dict[str, Any]:
    told = refusal(error)
    return {
        "code": told.code,
        "reason": told.reason,
        "field": told.field or "",
        "message": told.message,
    }


def _ms_since(began: float) -> float:
    return 1000 * (time.monotonic() - began)


def _words(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
