"""What a call can raise. Each error carries the contract's code and reason.

PolyprimError                 any other code
  NotFoundError               NOT_FOUND
  InvalidArgumentError        INVALID_ARGUMENT (ValueError); `field` names a wrong field
  WrongKindError              FAILED_PRECONDITION, reason WRONG_KIND
  NoSpaceError                RESOURCE_EXHAUSTED, reason NO_SPACE
  ChecksumError               DATA_LOSS, reason CHECKSUM; or a reply that arrived damaged
  DeadlineError               DEADLINE_EXCEEDED (TimeoutError)
  CancelledError              CANCELLED
  UnavailableError            UNAVAILABLE (ConnectionError): no server there, or it went away
  ClosedError                 the client was closed
"""

from __future__ import annotations

from typing import Final

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status


class PolyprimError(Exception):
    """A call failed. `code` is the gRPC code's name, `reason` that of google.rpc.ErrorInfo, `field`
    the request's field that was wrong; each is empty where there is none."""

    def __init__(self, message: str, *, code: str = "", reason: str = "", field: str = "") -> None:
        super().__init__(message)
        self.code: Final = code
        self.reason: Final = reason
        self.field: Final = field


class NotFoundError(PolyprimError):
    """There is no such object."""


class InvalidArgumentError(PolyprimError, ValueError):
    """A value is outside its range, or a field is missing."""


class WrongKindError(PolyprimError):
    """The name belongs to an object of another kind."""


class NoSpaceError(PolyprimError):
    """The segment is full."""


class ChecksumError(PolyprimError):
    """A payload does not match its CRC32."""


class DeadlineError(PolyprimError, TimeoutError):
    """The deadline passed first."""


class CancelledError(PolyprimError):
    """The call was cancelled."""


class UnavailableError(PolyprimError, ConnectionError):
    """There is no server at the address, or it went away."""


class ClosedError(PolyprimError):
    """The client was closed."""


_BY_REASON: Final[dict[str, type[PolyprimError]]] = {
    "WRONG_KIND": WrongKindError,
    "CHECKSUM": ChecksumError,
    "NO_SPACE": NoSpaceError,
}
_BY_CODE: Final[dict[str, type[PolyprimError]]] = {
    "NOT_FOUND": NotFoundError,
    "INVALID_ARGUMENT": InvalidArgumentError,
    "DEADLINE_EXCEEDED": DeadlineError,
    "CANCELLED": CancelledError,
    "UNAVAILABLE": UnavailableError,
}


def error_of(error: grpc.RpcError) -> PolyprimError:
    """The typed error for what grpc raised."""
    if not isinstance(error, grpc.Call):
        return PolyprimError(str(error))
    code = error.code().name
    info, violation = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    status = rpc_status.from_call(error)
    for detail in status.details if status is not None else ():
        if not detail.Unpack(info):
            detail.Unpack(violation)
    field = violation.field_violations[0].field if violation.field_violations else ""
    kind = _BY_REASON.get(info.reason) or _BY_CODE.get(code, PolyprimError)
    return kind(error.details() or code, code=code, reason=info.reason, field=field)
