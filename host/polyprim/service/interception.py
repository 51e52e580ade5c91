"""How to stand around a call of gRPC's, and how to tell what it brings and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, Final

import grpc
from google.rpc import error_details_pb2, status_pb2

if TYPE_CHECKING:  # grpc's own class takes no parameters
    Handler = grpc.RpcMethodHandler[Any, Any]
else:
    Handler = grpc.RpcMethodHandler
Details = grpc.HandlerCallDetails
Continuation = Callable[[Details], Awaitable[Handler | None]]
Context = grpc.aio.ServicerContext[Any, Any]
Behaviour = Callable[[Any, Context], Awaitable[Any]]

Metadata = Sequence[tuple[str, str | bytes]]

_DETAILS: Final = "grpc-status-details-bin"


def behaviour_of(handler: Handler | None) -> Behaviour | None:
    """What answers a call with one reply, or with a refusal, which may look like a stream; None for
    methods that stream and for those that there are not."""
    found: Behaviour | None = getattr(handler, "unary_unary", None)
    if found is None and handler is not None and iscoroutinefunction(handler.stream_stream):
        return handler.stream_stream
    return found


def with_behaviour(handler: Any, behaviour: Any) -> Handler:
    """The same handler with another behaviour.

    It is made anew for each call: an interceptor further in may answer a call with a handler of its
    own, such as a refusal.
    """
    make = (
        grpc.unary_unary_rpc_method_handler
        if handler.unary_unary
        else grpc.stream_stream_rpc_method_handler
    )
    return make(behaviour, handler.request_deserializer, handler.response_serializer)


def told(metadata: Metadata, key: str) -> str:
    """The value of that metadata, or ""; of several the last, which is also what handlers go by."""
    for name, value in reversed(metadata):
        if name == key:
            return str(value)
    return ""


def code_of(context: Context, error: BaseException | None = None) -> str:
    """The name of the code that a call ended with, by the exception that it ended with."""
    code: grpc.StatusCode | None = context.code()
    if code is not None:
        return code.name
    if error is None:
        return "OK"
    if isinstance(error, asyncio.CancelledError):  # by gRPC: the client is gone, or its time is up
        left: float | None = context.time_remaining()
        return "CANCELLED" if left is None or left > 0 else "DEADLINE_EXCEEDED"
    return "UNKNOWN"


def reason_of(context: Context) -> str:
    """The reason in google.rpc.ErrorInfo that a call ended with, or ""."""
    info = error_details_pb2.ErrorInfo()
    for key, value in context.trailing_metadata() or ():
        if key == _DETAILS:
            for detail in status_pb2.Status.FromString(value).details:
                if detail.Unpack(info):
                    return str(info.reason)
    return ""
