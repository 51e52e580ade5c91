"""Generated from proto/polyprim by proto/generate.py: do not edit."""

from __future__ import annotations

from typing import Final

from polyprim.primitives.base import Kind
from polyprim.primitives.counter import Counter
from polyprim.primitives.kafka_rebalance_hook import KafkaRebalanceHook
from polyprim.primitives.queue import Queue
from polyprim.primitives.stack_snapshot import StackSnapshot
from polyprim.runtime.segment import Segment


class Kinds:
    """Every primitive: kinds of objects that a segment can hold, and functions."""

    def __init__(self, segment: Segment) -> None:
        self.counter: Final = Kind(segment, 1, Counter, Counter.build)
        self.queue: Final = Kind(segment, 2, Queue, Queue.build)
        self.kafka_rebalance_hook: Final = Kind(
            segment, 3, KafkaRebalanceHook, KafkaRebalanceHook.build
        )
        self.stack_snapshot: Final = StackSnapshot(segment)
