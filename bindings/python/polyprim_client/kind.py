"""What makes, finds, lists and deletes the objects of one kind on a host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar

from google.protobuf.message import Message

from polyprim_client.errors import NotFoundError
from polyprim_client.remote import Reached, Remote
from polyprim_client.steps import Item, Items, Method, Steps, Stream
from polyprim_client.values import whole

LIMIT_MAX: Final = 256


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


class KindMethods(Reached, Generic[Object, Options]):
    """``client.counter``, ``client.queue`` and so on. Every method raises InvalidArgumentError for
    what is no name, and whatever else a call can raise."""

    def __init__(
        self,
        client: Reached,
        messages: ModuleType,
        made_of: Callable[[Reached, str], Object],
        creation: Callable[Concatenate[str, Options], Message],
    ) -> None:
        super().__init__(client._connection)
        self._client: Final = client
        self._messages: Final = messages
        self._made_of: Final = made_of
        self._creation: Final = creation

    @Method
    def __call__(
        self, /, name: str, *args: Options.args, **options: Options.kwargs
    ) -> Steps[Object]:
        """The object of that name, made with these options if there is none."""
        yield from self._create(name, *args, **options)
        return self._made_of(self._client, name)

    @Method
    def create(
        self, /, name: str, *args: Options.args, **options: Options.kwargs
    ) -> Steps[Object | None]:
        """A new object of that name, or None if there is one already."""
        reply = yield from self._create(name, *args, **options)
        return self._made_of(self._client, name) if reply.created else None

    @Method
    def open(self, name: str) -> Steps[Object]:
        """The object of that name. Raises NotFoundError if there is none."""
        reply = yield from self._ask("Exists", name=name)
        if not reply.exists:
            raise NotFoundError(f"there is no {name!r}", code="NOT_FOUND", reason="NOT_FOUND")
        return self._made_of(self._client, name)

    @Method
    def exists(self, name: str) -> Steps[bool]:
        """Whether there is an object of that name and kind."""
        reply = yield from self._ask("Exists", name=name)
        found: bool = reply.exists
        return found

    @Method
    def delete(self, name: str) -> Steps[bool]:
        """Deletes the object of that name; False if there was none."""
        try:
            yield from self._ask("Delete", name=name)
        except NotFoundError:
            return False
        return True

    @Method
    def list(self, prefix: str = "", *, cursor: int = 0, limit: int = 100) -> Steps[Page]:
        """Up to `limit` (1 to 256) names that begin with `prefix`, in no stated order.

        `cursor` is that of the page before, 0 for the first.
        """
        return self._page(prefix, whole(cursor, "cursor"), whole(limit, "limit"))

    @Stream
    def names(self, prefix: str = "") -> Items[str]:
        """The name of every object that begins with `prefix`."""
        cursor = -1
        while cursor != 0:
            page = yield from self._page(prefix, max(cursor, 0), LIMIT_MAX)
            for name in page.names:
                yield Item(name)
            cursor = page.cursor

    def _page(self, prefix: str, cursor: int, limit: int) -> Steps[Page]:
        reply = yield from self._ask("List", prefix=prefix, cursor=cursor, limit=limit)
        return Page(tuple(reply.names), reply.next_cursor)

    def _create(self, name: str, *args: Options.args, **options: Options.kwargs) -> Steps[Any]:
        reply: type[Any] = self._message("Create", "Response")
        return self._call(reply, self._creation, name, *args, **options)

    def _ask(self, method: str, **fields: Any) -> Steps[Any]:
        reply: type[Any] = self._message(method, "Response")
        return self._call(reply, self._message(method, "Request"), **fields)

    def _message(self, method: str, end: str) -> type[Any]:
        """A message of a method that every kind has."""
        (service,) = self._messages.DESCRIPTOR.services_by_name
        found: type[Any] = getattr(self._messages, f"{service}{method}{end}")
        return found
