"""How a call ended, as its context and its exception tell."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import grpc
from google.rpc import error_details_pb2, status_pb2

Context = grpc.aio.ServicerContext[Any, Any]

_DETAILS: Final = "grpc-status-details-bin"


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
