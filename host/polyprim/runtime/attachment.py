"""What one thread needs to work on one segment: a store, instances of the modules, and a slot."""

from __future__ import annotations

from typing import Final

from polyprim.abi import FAULT, FAULT_LIMIT, Status
from polyprim.errors import NativeError, StackTooSmallError, error_of
from polyprim.native import CData, bounded, ffi, native
from polyprim.runtime.engine import Engine

STACK_BYTES_MIN: Final = (2 << 20) - (64 << 10)
"""A thread that was given 2 MiB has a little less for itself."""

_MESSAGE_BYTES: Final = 512


class Attachment:
    """Belongs to one thread; its segment closes it when the thread has ended.

    Raises StackTooSmallError if the calling thread could not run wasm, NativeError if the modules
    cannot be instantiated.
    """

    def __init__(self, engine: Engine, mapping: CData, segment_id: int, slot: int) -> None:
        self.slot: Final = slot
        self._engine: Final = engine
        _require_stack()
        if not native.guard_check():
            raise NativeError("wasmtime's signal handlers were replaced too often")
        message = ffi.new("char[]", _MESSAGE_BYTES)
        opened = native.attachment_open(engine.program, mapping, segment_id, slot, message)
        if opened == ffi.NULL:
            raise NativeError(f"cannot attach to the segment: {_text(message)}")
        self._struct: CData | None = opened

    @property
    def is_open(self) -> bool:
        return self._struct is not None

    @property
    def is_busy(self) -> bool:
        """Inside a call that has given up the GIL."""
        return self._struct is not None and native.attachment_busy(self._struct)

    def enter(self) -> None:
        """Puts it at the calling thread's hand."""
        assert self._struct is not None
        bounded.enter(self._struct)
        native.enter(self._struct)

    def leave(self) -> None:
        """Takes it out of the calling thread's hand: it may be another thread's next."""
        if self._struct is not None:
            bounded.leave(self._struct)
            native.leave(self._struct)

    def call(self, name: str | int, handle: int = 0, a: int = 0, b: int = 0) -> int:
        """Calls a function through this attachment, whichever thread it belongs to."""
        assert self._struct is not None
        function = self._engine.functions[name] if isinstance(name, str) else name
        answer = bounded.attachment_call(self._struct, function, handle, a, b)
        if answer < FAULT_LIMIT:
            status = answer - FAULT
            raise error_of(status, self.trap_message if status == Status.TRAP else "")
        return answer

    def retire(self, slot: int) -> None:
        """Finishes or undoes what that slot's last owner had begun. We hold the slot's lock."""
        for function in self._engine.retire:
            self.call(function, slot)

    @property
    def trap_message(self) -> str:
        """Why the last call trapped."""
        return "" if self._struct is None else _text(native.trap_message(self._struct))

    def kill(self) -> None:
        """From now on no thread begins a call through it."""
        if self._struct is not None:
            native.attachment_kill(self._struct)

    def close(self) -> None:
        """Gives everything back but the slot."""
        opened, self._struct = self._struct, None
        if opened is not None:
            native.attachment_close(opened)

    def abandon(self) -> None:
        """Leaks everything: this is a forked child's copy of its parent's attachment."""
        self.kill()
        self._struct = None


def _require_stack() -> None:
    found = native.thread_stack_bytes()
    if found < STACK_BYTES_MIN:
        raise StackTooSmallError(
            f"this thread has {found} bytes of stack and needs 2 MiB to use Polyprim: call "
            "threading.stack_size(2 << 20) before you start it"
        )


def _text(value: CData) -> str:
    return ffi.string(value).decode(errors="replace")
