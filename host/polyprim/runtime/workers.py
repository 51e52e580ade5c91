"""The threads of this process that work on one segment, and the dead whose work they clear away."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from polyprim.abi import SLOT_COUNT
from polyprim.errors import PolyprimError
from polyprim.native import CData
from polyprim.runtime.attachment import Attachment
from polyprim.runtime.slots import Slots

if TYPE_CHECKING:
    from polyprim.runtime.process import Process


class Workers:
    """The attachments of one opening of a segment, one for each thread that has used it.

    Its callers hold the process's lock, but where a method says otherwise.
    """

    def __init__(self, process: Process, file: int, mapping: CData, segment_id: int) -> None:
        self._process: Final = process
        self._mapping: Final = mapping
        self._segment_id: Final = segment_id
        self._slots: Final = Slots(file)
        self._attachments: Final[set[Attachment]] = set()
        self._of_thread: Final = threading.local()

    def attach(self) -> Attachment:
        """The calling thread's attachment, made if need be, and put at its hand."""
        lease: _Lease | None = getattr(self._of_thread, "lease", None)
        if lease is None or not lease.attachment.is_open:
            lease = self._of_thread.lease = _Lease(self._new_attachment(), self._thread_ended)
        lease.attachment.enter()
        return lease.attachment

    def held_slots(self) -> int:
        """How many slots are held, by this opening and by others."""
        return self._slots.count()

    def retire_dead(self, slot: int) -> bool:
        """Finishes or undoes what a slot's owner had begun; False if the owner is alive."""
        if not self._slots.try_claim(slot):
            return False
        try:
            self.attach().retire(slot)
        finally:
            self._slots.release(slot)
        return True

    def retire_all_dead(self) -> None:
        """Does so for every slot that has no living owner."""
        for slot in range(1, SLOT_COUNT):
            self.retire_dead(slot)

    def bury(self) -> str:
        """After a trap in the calling thread, which is a death: has its slot retired by another.

        Answers why it trapped.
        """
        lease: _Lease = self._of_thread.lease
        trapped = lease.attachment
        reason = trapped.trap_message
        trapped.kill()
        trapped.leave()
        self._attachments.discard(trapped)
        self._of_thread.lease = None
        try:
            self.attach().retire(trapped.slot)
        finally:
            trapped.close()
            self._slots.release(trapped.slot)
        return reason

    def kill(self) -> None:
        """From now on no thread begins a call through any of them."""
        for attachment in self._attachments:
            attachment.kill()

    @property
    def are_busy(self) -> bool:
        """Whether some thread is inside a call that has given up the GIL. Needs no lock."""
        return any(attachment.is_busy for attachment in list(self._attachments))

    def close(self) -> bool:
        """Ends all that are not busy; False if some are."""
        for attachment in [a for a in self._attachments if not a.is_busy]:
            self._release(attachment)
        return not self._attachments

    def abandon(self) -> None:
        """In a forked child: these are its copies of its parent's attachments."""
        for attachment in self._attachments:
            attachment.abandon()

    def _new_attachment(self) -> Attachment:
        slot = self._slots.claim()
        try:
            made = Attachment(self._process.engine, self._mapping, self._segment_id, slot)
        except BaseException:
            self._slots.release(slot)
            raise
        self._attachments.add(made)
        try:
            made.call("slot_open")
            made.retire(slot)  # the last owner may have died in it
        except BaseException:
            self._release(made)
            raise
        return made

    def _release(self, attachment: Attachment) -> None:
        """The end of an attachment in good order: its slot is left clean."""
        self._attachments.discard(attachment)
        attachment.kill()
        with suppress(PolyprimError):  # whoever takes the slot next retires it again
            attachment.retire(attachment.slot)
        attachment.close()
        self._slots.release(attachment.slot)

    def _thread_ended(self, attachment: Attachment) -> None:
        """Comes from the end of a thread, or a garbage collection."""
        if attachment in self._attachments:
            attachment.kill()
            attachment.leave()
            self._process.lock.later(lambda: self._release_ended(attachment))

    def _release_ended(self, attachment: Attachment) -> None:
        if attachment in self._attachments:
            self._release(attachment)


class _Lease:
    """Lives among a thread's own variables, and so ends with the thread."""

    def __init__(self, attachment: Attachment, on_end: Callable[[Attachment], None]) -> None:
        self.attachment: Final = attachment
        self._on_end: Final = on_end
        self._process: Final = os.getpid()

    def __del__(self) -> None:
        if self._process == os.getpid():
            self._on_end(self.attachment)
