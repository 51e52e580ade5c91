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
    DeadlineError,
    InvalidArgumentError,
    NoSpaceError,
    NotFoundError,
    PolyprimError,
    UnavailableError,
    WrongKindError,
)
from polyprim_client.kafka_rebalance_hook import Event, KafkaRebalanceHook, Report
from polyprim_client.queue import Queue, Statistics

__all__ = [
    "CancelledError",
    "ChecksumError",
    "Client",
    "Counter",
    "DeadlineError",
    "Event",
    "InvalidArgumentError",
    "KafkaRebalanceHook",
    "NoSpaceError",
    "NotFoundError",
    "PolyprimError",
    "Queue",
    "Report",
    "Statistics",
    "UnavailableError",
    "WrongKindError",
]
