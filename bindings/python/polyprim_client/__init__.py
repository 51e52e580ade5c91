"""Polyprim's primitives over gRPC.

from polyprim_client import Client

with Client("127.0.0.1:7777") as client:
    client.counter("hits").add(1)
"""

from polyprim_client.client import (
    Client,
    Counter,
    KafkaRebalanceHook,
    Kind,
    Queue,
    Snapshots,
    Task,
    Tasks,
)
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
    SnapshotError,
    TaskError,
    UnauthenticatedError,
    UnavailableError,
    WrongKindError,
)
from polyprim_client.kafka_rebalance_hook import Event, Report
from polyprim_client.kind import Page
from polyprim_client.queue import QueueStatistics
from polyprim_client.snapshot import Collected, Snapshot, Space
from polyprim_client.task import Limits, Outcome, State, TaskInfo, Value
from polyprim_client.tasks import TaskModule
from polyprim_client.tls import Tls
from polyprim_client.transfers import Progress
from polyprim_client.version import __version__

__all__ = [
    "CancelledError",
    "ChecksumError",
    "Client",
    "ClosedError",
    "Collected",
    "Counter",
    "DeadlineError",
    "Event",
    "ForkedError",
    "InvalidArgumentError",
    "KafkaRebalanceHook",
    "Kind",
    "Limits",
    "NoSpaceError",
    "NotFoundError",
    "Outcome",
    "OutcomeUnknownError",
    "Page",
    "PermissionDeniedError",
    "PolyprimError",
    "Progress",
    "Queue",
    "QueueStatistics",
    "Report",
    "RequestExpiredError",
    "SessionFullError",
    "Snapshot",
    "SnapshotError",
    "Snapshots",
    "Space",
    "State",
    "Task",
    "TaskError",
    "TaskInfo",
    "TaskModule",
    "Tasks",
    "Tls",
    "UnauthenticatedError",
    "UnavailableError",
    "Value",
    "WrongKindError",
    "__version__",
]
