"""What makes a call safe to repeat: a session, and a number for each call in it."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final


class Session:
    """The numbers of one session's calls, for any number of threads.

    A call that takes something from a queue may end before its answer is here: its record is gone
    from the queue then, and only the session remembers it. The number of such a call goes to the
    next one of the same method and queue, which so gets the record.
    """

    def __init__(self, name: str, window: int) -> None:
        self.name: Final = name
        self._window: Final = window
        self._lock: Final = threading.Lock()
        self._last = 0
        self._unanswered: Final[defaultdict[Hashable, deque[int]]] = defaultdict(deque)

    def number(self, takes: Hashable = None) -> int:
        """The number of the next call; `takes` is what it takes from, None if from nothing."""
        with self._lock:
            unanswered = self._unanswered[takes] if takes in self._unanswered else deque()
            while unanswered:
                number = unanswered.popleft()
                if self._last - number < self._window:
                    return number
            self._unanswered.pop(takes, None)
            self._last += 1
            return self._last

    def was_not_answered(self, takes: Hashable, number: int) -> None:
        """Tells of a call that took something, perhaps, and has no answer."""
        with self._lock:
            self._unanswered[takes].append(number)


@dataclass(slots=True)
class Ticket:
    """A call's place in a session, the same whenever the call is made again."""

    session: Session
    number: int
    attempts: int = field(default=0)

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        return (("polyprim-session", self.session.name), ("polyprim-sequence", str(self.number)))
