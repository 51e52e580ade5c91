"""What all primitives have in common: objects with names, made, found, listed and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from polyprim.abi import FAULT, FAULT_LIMIT, NAME_BYTES_MAX, Status
from polyprim.errors import InvalidArgumentError, InvalidNameError, NotFoundError, error_of
from polyprim.native import bounded_ffi
from polyprim.primitives.checks import whole
from polyprim.runtime.segment import Segment

LIMIT_MAX: Final = 10_000
_EXISTS: Final = FAULT + Status.EXISTS
_HANDLE_MASK: Final = (1 << 64) - 1
_TRIES: Final = 16


class Primitive:
    """An object of a segment. Made by its `Kind`; stays valid until the object is deleted.

    A handle of a deleted object raises NotFoundError, even if there is a new one of the same name.
    """

    def __init__(self, segment: Segment, kind: int, name: str, handle: int) -> None:
        self._segment: Final = segment
        self._kind: Final = kind
        self._handle: Final = handle
        self.name: Final = name

    def delete(self) -> None:
        """Deletes the object. Its name is free at once. Raises NotFoundError if it was gone."""
        function = self._segment.function("object_delete")
        self._segment.call(function, self._handle, self._kind, about=self.name)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the names that were asked for; `cursor` is where the next page begins, 0 at the end.

    An object that exists all the while is named exactly once. A page may be short, or empty, and
    not be the last.
    """

    names: tuple[str, ...]
    cursor: int


Options = ParamSpec("Options")
Object = TypeVar("Object", bound=Primitive)


class Kind(Generic[Object, Options]):
    """All objects of one kind in a segment: ``host.counter``, ``host.queue`` and so on.

    A name is 1 to 64 of ``A-Z a-z 0-9 . _ - : /`` with a letter or digit first, and belongs to one
    object whatever its kind. Where a name is no such name, every method raises InvalidNameError;
    where it belongs to an object of another kind, WrongKindError.
    """

    def __init__(
        self,
        segment: Segment,
        number: int,
        made_of: Callable[[Segment, int, str, int], Object],
        build: Callable[Concatenate[Segment, bytes, Options], int],
    ) -> None:
        self._segment: Final = segment
        self._number: Final = number
        self._made_of: Final = made_of
        self._build: Final = build

    def __call__(self, name: str, *args: Options.args, **options: Options.kwargs) -> Object:
        """The object of that name, made with these options if there is none.

        Raises NoSpaceError if it must be made and the segment is full, InvalidArgumentError for an
        option outside its range.
        """
        raw = _encoded(name)
        for _ in range(_TRIES):
            handle = self._build(self._segment, raw, *args, **options)
            if handle == _EXISTS:
                handle = self._find(raw)
            if handle >= FAULT_LIMIT:
                return self._object(name, handle)
        raise error_of(Status.BLOCKED, f"{name!r} is deleted as fast as it is made")

    def create(self, name: str, *args: Options.args, **options: Options.kwargs) -> Object | None:
        """A new object of that name, or None if there is one already. Raises as a call does."""
        handle = self._build(self._segment, _encoded(name), *args, **options)
        return None if handle == _EXISTS else self._object(name, handle)

    def open(self, name: str) -> Object:
        """The object of that name. Raises NotFoundError if there is none."""
        handle = self._find(_encoded(name))
        if handle < FAULT_LIMIT:
            raise error_of(Status.NOT_FOUND, name)
        return self._object(name, handle)

    def exists(self, name: str) -> bool:
        """Whether there is an object of that name and kind."""
        return self._find(_encoded(name)) >= FAULT_LIMIT

    def delete(self, name: str) -> bool:
        """Deletes the object of that name; False if there was none."""
        handle = self._find(_encoded(name))
        if handle < FAULT_LIMIT:
            return False
        try:
            self._object(name, handle).delete()
        except NotFoundError:  # somebody else was faster
            return False
        return True

    def list(self, prefix: str = "", *, cursor: int = 0, limit: int = 100) -> Page:
        """Up to `limit` (1 to 10,000) names that begin with `prefix`, in no stated order.

        `cursor` is that of the page before, 0 for the first. Raises InvalidArgumentError.
        """
        limit, cursor = whole(limit, "limit"), whole(cursor, "cursor")
        if not 1 <= limit <= LIMIT_MAX or not 0 <= cursor < 1 << 32:
            raise InvalidArgumentError(f"limit is 1 to {LIMIT_MAX}, cursor that of another page")
        raw = _text(prefix)
        if len(raw) > NAME_BYTES_MAX:
            return Page((), 0)
        names: list[str] = []
        while len(names) < limit:
            name, cursor = self._next(raw, cursor)
            if name:
                names.append(name)
            if cursor == 0 or not name:
                break
        return Page(tuple(names), cursor)

    def names(self, prefix: str = "") -> Iterator[str]:
        """The name of every object that begins with `prefix`."""
        cursor = -1
        while cursor != 0:
            page = self.list(prefix, cursor=max(cursor, 0), limit=LIMIT_MAX)
            yield from page.names
            cursor = page.cursor

    def _find(self, name: bytes) -> int:
        """The handle, or FAULT + NOT_FOUND."""
        function = self._segment.function("object_find")
        try:
            return self._segment.call(function, self._number, len(name), name=name)
        except NotFoundError:
            return FAULT + Status.NOT_FOUND

    def _next(self, prefix: bytes, cursor: int) -> tuple[str, int]:
        function = self._segment.function("object_next")
        with self._segment.outcomes.lent() as out:
            cursor = self._segment.call(
                function, self._number, len(prefix), cursor, data=prefix, out=out
            )
            name = bounded_ffi.buffer(out.scratch, 64)[: min(out.reply_length, 64)]
        return name.decode("ascii", "replace"), cursor

    def _object(self, name: str, handle: int) -> Object:
        return self._made_of(self._segment, self._number, name, handle & _HANDLE_MASK)


def _text(name: Any) -> bytes:
    if not isinstance(name, str):
        raise TypeError(f"a name is a str, not {type(name).__name__}")
    return name.encode("utf-8", "replace")


def _encoded(name: Any) -> bytes:
    raw = _text(name)
    if not 0 < len(raw) <= NAME_BYTES_MAX:
        raise InvalidNameError(f"a name has 1 to 64 characters: {name[:80]!r}")
    return raw
