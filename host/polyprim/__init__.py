"""Counters, queues and more, written once in C, run as WebAssembly, shared by every process and
language of a machine.

    from polyprim import Host

    with Host("orders") as host:
        host.counter("hits").add(1)
"""

from polyprim.errors import (
    BlockedError,
    ChecksumError,
    ClosedError,
    DataLossError,
    DeadlineError,
    ForkedError,
    InvalidArgumentError,
    InvalidNameError,
    InvalidProtoError,
    NativeError,
    NoSpaceError,
    NotFoundError,
    PayloadTooLargeError,
    PermissionDeniedError,
    PolyprimError,
    SegmentError,
    SegmentExistsError,
    SegmentInUseError,
    SegmentNotFoundError,
    SnapshotDamagedError,
    SnapshotError,
    SnapshotNotFoundError,
    StackTooSmallError,
    UnauthenticatedError,
    UncleanSegmentError,
    UnsafePathError,
    UnsupportedSegmentError,
    UnsupportedSnapshotError,
    UntrustedSnapshotError,
    VersionError,
    WrongBaseError,
    WrongKindError,
)
from polyprim.host import Host, HostStatistics
from polyprim.primitives.base import Kind, Page
from polyprim.primitives.counter import Counter
from polyprim.primitives.kafka_rebalance_hook import Event, KafkaRebalanceHook, Report
from polyprim.primitives.queue import Queue, QueueStatistics
from polyprim.primitives.stack_snapshot import Stack, StackFacts, StackSnapshot

__all__ = [
    "BlockedError",
    "ChecksumError",
    "ClosedError",
    "Counter",
    "DataLossError",
    "DeadlineError",
    "Event",
    "ForkedError",
    "Host",
    "HostStatistics",
    "InvalidArgumentError",
    "InvalidNameError",
    "InvalidProtoError",
    "KafkaRebalanceHook",
    "Kind",
    "NativeError",
    "NoSpaceError",
    "NotFoundError",
    "Page",
    "PayloadTooLargeError",
    "PermissionDeniedError",
    "PolyprimError",
    "Queue",
    "QueueStatistics",
    "Report",
    "SegmentError",
    "SegmentExistsError",
    "SegmentInUseError",
    "SegmentNotFoundError",
    "SnapshotDamagedError",
    "SnapshotError",
    "SnapshotNotFoundError",
    "Stack",
    "StackFacts",
    "StackSnapshot",
    "StackTooSmallError",
    "UnauthenticatedError",
    "UncleanSegmentError",
    "UnsafePathError",
    "UnsupportedSegmentError",
    "UnsupportedSnapshotError",
    "UntrustedSnapshotError",
    "VersionError",
    "WrongBaseError",
    "WrongKindError",
]
