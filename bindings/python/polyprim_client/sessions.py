"""What makes a call safe to repeat: a session, and a number for each call in it.

The server remembers a call of a session by its number modulo the window. So a number stays *under
way* from when it is given out until its call has ended with all its attempts, and its session gives
none that would throw it out: another session does. The server is told the oldest that is under way,
and refuses a call that has no room for its answer beside those from there on: then, too, another
session has to do.

A call that takes something from a queue may end before its answer is here: its record is gone from
the queue then, and only the session remembers it. The number of such a call is *kept*, even if its
session is replaced, and the next call of the same method and queue asks for what it took. The
latest that are kept stay under way; the server may forget older ones, and says so when it is asked.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final

KEPT_MAX: Final = 1024
"""How many numbers are kept."""
UNDER_WAY_MAX: Final = 8
"""How many of them stay under way. Each may be what another session is opened for."""


class Session:
    """The numbers of one session."""

    def __init__(self, name: str, window: int) -> None:
        self.name: Final = name
        self.opened: Final = time.monotonic()
        self._window: Final = window
        self._last = 0
        self._under_way: Final[dict[int, None]] = {}  # the oldest first
        self._full_at: int | None = None

    @property
    def is_idle(self) -> bool:
        """Whether no number is under way."""
        return not self._under_way

    @property
    def oldest(self) -> int | None:
        """The oldest number under way."""
        return next(iter(self._under_way), None)

    def number(self) -> int | None:
        """Another number, which is under way now; None as long as an older one would suffer."""
        number, oldest = self._last + 1, self.oldest
        is_full = self._full_at is not None and self._full_at == oldest
        if is_full or number >= (oldest or number) + max(self._window, 1):
            return None
        self._last = number
        self._under_way[number] = None
        return number

    def end(self, number: int) -> None:
        """The number is not under way any more."""
        self._under_way.pop(number, None)

    def refuse(self, number: int) -> None:
        """The server has no room for its answer, as long as the oldest one is under way."""
        self.end(number)
        self._full_at = self.oldest


@dataclass(slots=True, eq=False)
class Ticket:
    """A call's place in a session, the same whenever the call is made again."""

    session: Session
    number: int
    oldest: int
    """The oldest number that was under way when this one was given out."""
    takes: Hashable = None
    """From what the call takes something; None if it does not."""
    attempts: int = field(default=0)
    is_kept: bool = field(default=False)
    """Its call has ended without an answer."""
    is_told: bool = field(default=False)
    """Somebody was told that what it took may be lost."""

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        return (
            ("polyprim-session", self.session.name),
            ("polyprim-sequence", str(self.number)),
            ("polyprim-oldest", str(self.oldest)),
        )


class Sessions:
    """A client's sessions, for any number of threads. Each ticket must be ended or kept."""

    def __init__(self) -> None:
        self._lock: Final = threading.Lock()
        self._open: Final[list[Session]] = []
        self._replaced: Final[list[Session]] = []
        self._kept: Final[deque[Ticket]] = deque()

    def ticket(self, takes: Hashable = None) -> Ticket | None:
        """A place for a call in the first session that has one; None if none does."""
        with self._lock:
            for session in self._open:
                number = session.number()
                if number is not None:
                    return Ticket(session, number, session.oldest or number, takes)
        return None

    def kept(self, takes: Hashable) -> Ticket | None:
        """The oldest that was kept and takes from there: to be ended, or kept once more."""
        with self._lock:
            for ticket in self._kept:
                if ticket.takes == takes:
                    self._kept.remove(ticket)
                    return ticket
        return None

    def end(self, ticket: Ticket) -> None:
        """Its call has ended."""
        with self._lock:
            ticket.session.end(ticket.number)

    def refuse(self, ticket: Ticket) -> None:
        """Its session has no room for its answer, and gives no more numbers for a while."""
        with self._lock:
            ticket.session.refuse(ticket.number)

    def keep(self, ticket: Ticket) -> None:
        """Its call has taken something, perhaps, and has no answer."""
        with self._lock:
            if ticket.is_kept:  # it is older than those that came meanwhile
                self._kept.appendleft(ticket)
            else:
                self._kept.append(ticket)
            ticket.is_kept = True
            for older in list(self._kept)[:-UNDER_WAY_MAX]:
                older.session.end(older.number)
            if len(self._kept) > KEPT_MAX:
                self._kept.popleft()

    def tell(self, ticket: Ticket) -> bool:
        """What a ticket that was kept took is lost: whether that is news. What is kept for the same
        may be lost too, and whoever is told of the one is told of the others."""
        with self._lock:
            for kept in self._kept:
                if kept.takes == ticket.takes:
                    kept.is_told = True
        return not ticket.is_told

    def add(self, session: Session, takes: Hashable) -> Ticket:
        """One more session: the first place in it."""
        with self._lock:
            ticket = Ticket(session, session.number() or 1, 1, takes)
            self._open.append(session)
        return ticket

    def replace(self, session: Session) -> None:
        """It has expired, and gives no more numbers: another one will."""
        with self._lock:
            if session in self._open:
                self._open.remove(session)
                self._replaced.append(session)

    def spent(self) -> list[Session]:
        """Those that were replaced and have nothing under way, each once: to be closed."""
        with self._lock:
            found = [session for session in self._replaced if session.is_idle]
            self._replaced[:] = [session for session in self._replaced if session not in found]
        return found

    def pop(self) -> Session | None:
        """Any, which is forgotten; None if there is none."""
        with self._lock:
            for sessions in (self._open, self._replaced):
                if sessions:
                    return sessions.pop()
        return None
