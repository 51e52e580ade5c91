"""Polyprim's primitives over gRPC.

from polyprim_client import Client

with Client("127.0.0.1:7777") as client:
    client.counter("hits").add(1)
"""

from polyprim_client.client import Client, Counter, KafkaRebalanceHook, Kind, Queue
from polyprim_client.errors import (
    CancelledError,
    ChecksumError,
    ClosedError,
    DeadlineError,
    ForkedError,
    InvalidArgumentError,
    NoSpaceError,
    NotFoundError,
    OutcomeUnknownError,
    PermissionDeniedError,
    PolyprimError,
    RequestExpiredError,
    SessionFullError,
    UnauthenticatedError,
    UnavailableError,
    WrongKindError,
)
from polyprim_client.kafka_rebalance_hook import Event, Report
from polyprim_client.kind import Page
from polyprim_client.queue import QueueStatistics
from polyprim_client.tls import Tls
from polyprim_client.version import __version__

__all__ = [
    "CancelledError",
    "ChecksumError",
    "Client",
    "ClosedError",
    "Counter",
    "DeadlineError",
    "Event",
    "ForkedError",
    "InvalidArgumentError",
    "KafkaRebalanceHook",
    "Kind",
    "NoSpaceError",
    "NotFoundError",
    "OutcomeUnknownError",
    "Page",
    "PermissionDeniedError",
    "PolyprimError",
    "Queue",
    "QueueStatistics",
    "Report",
    "RequestExpiredError",
    "SessionFullError",
    "Tls",
    "UnauthenticatedError",
    "UnavailableError",
    "WrongKindError",
    "__version__",
]
