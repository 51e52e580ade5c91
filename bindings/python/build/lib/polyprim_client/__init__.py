"""Polyprim's primitives over gRPC.

from polyprim_client import Client

with Client("127.0.0.1:7777") as client:
    client.counter("hits").add(1)
"""

from polyprim_client.client import Client
from polyprim_client.counter import Counter
from polyprim_client.errors import (
    CancelledError,
    ChecksumError,
    ClosedError,
    DeadlineError,
    InvalidArgumentError,
    NoSpaceError,
    NotFoundError,
    PolyprimError,
    UnavailableError,
    WrongKindError,
)
from polyprim_client.kafka_rebalance_hook import Event, KafkaRebalanceHook, Report
from polyprim_client.kind import Kind, Page
from polyprim_client.queue import Queue, QueueStatistics

__all__ = [
    "CancelledError",
    "ChecksumError",
    "Client",
    "ClosedError",
    "Counter",
    "DeadlineError",
    "Event",
    "InvalidArgumentError",
    "KafkaRebalanceHook",
    "Kind",
    "NoSpaceError",
    "NotFoundError",
    "Page",
    "PolyprimError",
    "Queue",
    "QueueStatistics",
    "Report",
    "UnavailableError",
    "WrongKindError",
]
