"""All objects of one kind on a host: made, found, listed and deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import index
from types import ModuleType
from typing import Any, Concatenate, Final, Generic, ParamSpec, Protocol, TypeVar

from polyprim_client.errors import InvalidArgumentError, NotFoundError

LIMIT_MAX: Final = 256


class Call(Protocol):
    """Calls a method of the host's service, by its name, with a request."""

    def __call__(self, method: str, request: Any, *, wait: float = 0.0) -> Any: ...


class Remote:
    """An object of a remote host. Its name is all that it knows: whoever has that name is meant."""

    def __init__(self, call: Call, name: str) -> None:
        self._call: Final = call
        self.name: Final = name

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
Object = TypeVar("Object", bound=Remote)


class Kind(Generic[Object, Options]):
    """``client.counter``, ``client.queue`` and so on. Every method raises InvalidArgumentError for
    what is no name, and whatever else a call can raise."""

    def __init__(
        self,
        call: Call,
        messages: ModuleType,
        made_of: Callable[[Call, str], Object],
        creation: Callable[Concatenate[str, Options], Any],
    ) -> None:
        self._call: Final = call
        self._messages: Final = messages
        self._made_of: Final = made_of
        self._creation: Final = creation

    def __call__(self, name: str, *args: Options.args, **options: Options.kwargs) -> Object:
        """The object of that name, made with these options if there is none."""
        self._call("Create", self._creation(name, *args, **options))
        return self._made_of(self._call, name)

    def create(self, name: str, *args: Options.args, **options: Options.kwargs) -> Object | None:
        """A new object of that name, or None if there is one already."""
        reply = self._call("Create", self._creation(name, *args, **options))
        return self._made_of(self._call, name) if reply.created else None

    def open(self, name: str) -> Object:
        """The object of that name. Raises NotFoundError if there is none."""
        if not self.exists(name):
            raise NotFoundError(f"there is no {name!r}", code="NOT_FOUND", reason="NOT_FOUND")
        return self._made_of(self._call, name)

    def exists(self, name: str) -> bool:
        """Whether there is an object of that name and kind."""
        found: bool = self._call("Exists", self._request("Exists", name=name)).exists
        return found

    def delete(self, name: str) -> bool:
        """Deletes the object of that name; False if there was none."""
        try:
            self._call("Delete", self._request("Delete", name=name))
        except NotFoundError:
            return False
        return True

    def list(self, prefix: str = "", *, cursor: int = 0, limit: int = 100) -> Page:
        """Up to `limit` (1 to 256) names that begin with `prefix`, in no stated order.

        `cursor` is that of the page before, 0 for the first.
        """
        numbers = {"cursor": whole(cursor, "cursor"), "limit": whole(limit, "limit")}
        request = self._request("List", prefix=prefix, **numbers)
        reply = self._call("List", request)
        return Page(tuple(reply.names), reply.next_cursor)

    def names(self, prefix: str = "") -> Iterator[str]:
        """The name of every object that begins with `prefix`."""
        cursor = -1
        while cursor != 0:
            page = self.list(prefix, cursor=max(cursor, 0), limit=LIMIT_MAX)
            yield from page.names
            cursor = page.cursor

    def _request(self, method: str, **fields: Any) -> Any:
        return request_of(self._messages, method, **fields)


def request_of(messages: ModuleType, method: str, **fields: Any) -> Any:
    """The request of a method of the one service that a generated module has."""
    (service,) = messages.DESCRIPTOR.services_by_name
    made = getattr(messages, f"{service}{method}Request")
    try:
        return made(**fields)
    except (ValueError, OverflowError) as error:  # what its field cannot hold, or is not Unicode
        raise InvalidArgumentError(str(error), code="INVALID_ARGUMENT") from None


def whole(value: Any, what: str) -> int:
    """An int, or whatever else is one by `__index__`. Raises TypeError."""
    try:
        return index(value)
    except TypeError:
        raise TypeError(f"{what} is an int, not {type(value).__name__}") from None


def octets(value: Any) -> bytes:
    """The bytes of anything that has some. Raises TypeError."""
    return value if type(value) is bytes else bytes(memoryview(value))


def wait_ms(timeout: float) -> int:
    """Seconds as milliseconds. Raises TypeError, InvalidArgumentError."""
    if not 0 <= timeout <= 86_400:
        raise InvalidArgumentError(
            f"a timeout is 0 to 86400 seconds: {timeout}", code="INVALID_ARGUMENT"
        )
    return int(timeout * 1000)
