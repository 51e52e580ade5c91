"""Errors as gRPC tells them: a code, a message, and details that programs can read."""

from __future__ import annotations

from typing import NoReturn

import grpc
from google.protobuf import any_pb2
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from polyprim.contract import Method, field_name
from polyprim.errors import InvalidProtoError, PolyprimError, fault_of

DOMAIN = "polyprim.dev"
"""The domain of the reasons in google.rpc.ErrorInfo."""


def abort(context: grpc.ServicerContext, method: Method, error: PolyprimError) -> NoReturn:
    """Ends the call with the error's code, google.rpc.ErrorInfo, and the field that was wrong."""
    name, fault = fault_of(error)
    message = str(error)
    details: list[Message] = []
    info = error_details_pb2.ErrorInfo(reason=name, domain=DOMAIN)
    if isinstance(error, InvalidProtoError):
        field = field_name(method, error.field)
        message = _sentence(field, error.field)
        info.metadata["field"] = field
        details.append(_bad_request(field, message))
    code: int = code_pb2.Code.Value(fault.code)
    status = status_pb2.Status(code=code, message=message)
    for detail in (info, *details):
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    context.abort_with_status(rpc_status.to_status(status))


def _sentence(field: str, number: int) -> str:
    if number == 0:
        return "the request is not protobuf"
    return f"the field {field or number} is missing or breaks its rule"


def _bad_request(field: str, message: str) -> Message:
    violation = error_details_pb2.BadRequest.FieldViolation(field=field, description=message)
    request: Message = error_details_pb2.BadRequest(field_violations=[violation])
    return request
