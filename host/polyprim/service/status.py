"""Errors as gRPC tells them: a code, a message, and details that programs can read."""

from __future__ import annotations

from typing import Final

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from polyprim.contract import Method, field_name, message_named
from polyprim.errors import FAULTS, InvalidProtoError, PolyprimError, TaskError, fault_of
from polyprim.rules import rule_of
from polyprim.service.metadata import MetadataError

DOMAIN: Final = "polyprim.dev"
"""The domain of the reasons in google.rpc.ErrorInfo."""
MESSAGE_MAX: Final = 1000
OUTPUT_BYTES: Final = 1024
"""Of a task that failed, of each stream. Errors travel as metadata, of which clients take 8 KiB."""

SESSION_OPEN: Final = "/polyprim.v1.SessionService/Open"
SESSION_RETRY_MS: Final = 10_000
NO_SESSION: Final = (
    "there is no room for another session: clients with safe retries take one each, of 192 KiB, and"
    " together half of the segment at most. One that nobody used for a minute is given up now, so"
    " try again later; let clients close, or share one; or make a larger segment"
)


def status_of(method: Method | None, error: PolyprimError) -> grpc.Status:
    """The error's code, google.rpc.ErrorInfo, google.rpc.RetryInfo if a retry helps, and
    google.rpc.BadRequest if a field or an entry of the metadata was wrong."""
    name, fault = fault_of(error)
    message = _bounded(str(error))
    info = error_details_pb2.ErrorInfo(reason=name, domain=DOMAIN)
    details: list[Message] = [info]
    if fault.retry_ms is not None:
        details.append(_retry_after(fault.retry_ms))
    field: str | None = None
    if method is not None and method.path == SESSION_OPEN and message == FAULTS["NO_SPACE"].message:
        message = NO_SESSION
        details.append(_retry_after(SESSION_RETRY_MS))
    if isinstance(error, InvalidProtoError) and method is not None:
        field = field_name(method, error.field)
        message = _sentence(method, error.field)
    elif isinstance(error, MetadataError):
        field = error.key
    if field is not None:
        info.metadata["field"] = field
        details.append(_bad_request(field, message))
    if isinstance(error, TaskError) and (error.output or error.errors):
        output, errors = error.output[-OUTPUT_BYTES:], error.errors[-OUTPUT_BYTES:]
        details.append(message_named("TaskOutput")(output=output, errors=errors))
    status = status_pb2.Status(code=code_pb2.Code.Value(fault.code), message=message)
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    answer: grpc.Status = rpc_status.to_status(status)
    return answer


def _bounded(message: str) -> str:
    return message if len(message) <= MESSAGE_MAX else f"{message[:MESSAGE_MAX]}..."


def _retry_after(ms: int) -> Message:
    info: Message = error_details_pb2.RetryInfo(
        retry_delay=duration_pb2.Duration(seconds=ms // 1000, nanos=ms % 1000 * 10**6)
    )
    return info


def _sentence(method: Method, number: int) -> str:
    if number == 0:
        return "the request is not protobuf"
    field = method.request.fields_by_number.get(number)
    if field is None:
        return f"the field {number} is missing or breaks its rule"
    rule = rule_of(field, in_seconds=False)
    return f"the field {field.name} is missing or breaks its rule" + (f": {rule}" if rule else "")


def _bad_request(field: str, message: str) -> Message:
    violation = error_details_pb2.BadRequest.FieldViolation(field=field, description=message)
    request: Message = error_details_pb2.BadRequest(field_violations=[violation])
    return request
