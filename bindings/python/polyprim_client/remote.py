"""What has a connection to a host: clients, and the objects that they reach."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, Final, ParamSpec

from google.protobuf.message import Message

from polyprim_client.connection import MS_MAX, Connection, Reply, reply_class
from polyprim_client.errors import invalid
from polyprim_client.steps import Awaited, Method, Steps
from polyprim_client.values import require_timeout

GRACE_SECONDS: Final = 1.0
"""Beyond the time that the server is given, for its answer to arrive."""
Fields = ParamSpec("Fields")


class Reached:
    """What has a connection to a host."""

    def __init__(self, connection: Connection) -> None:
        self._connection: Final = connection

    def _call(
        self,
        reply: type[Reply],
        request: Callable[Fields, Message],
        *args: Fields.args,
        **fields: Fields.kwargs,
    ) -> Steps[Reply]:
        """Calls the method that takes such a request, with these fields."""
        try:
            made = request(*args, **fields)
        except (ValueError, OverflowError) as error:  # what its field cannot hold, or no Unicode
            raise invalid(str(error)) from None
        return self._connection.call(reply, made)

    def _timed(
        self,
        request: Callable[Fields, Message],
        timeout: float,
        *args: Fields.args,
        **fields: Fields.kwargs,
    ) -> Steps[Message]:
        """The same for what the server is given so many seconds for, and then ends itself."""
        require_timeout(timeout)
        try:
            made: Any = request(*args, **fields)
        except (ValueError, OverflowError) as error:
            raise invalid(str(error)) from None
        made.timeout_ms = min(math.ceil(timeout * 1000), MS_MAX)
        reply = reply_class(type(made))
        return self._connection.call(reply, made, timeout=timeout + GRACE_SECONDS)


class Remote(Reached):
    """An object of a remote host. Its name is all that it knows: whoever has that name is meant,
    and nobody asks whether there is one before its first method is called."""

    def __init__(self, client: Reached, name: str) -> None:
        super().__init__(client._connection)
        if isinstance(self, Awaited) != isinstance(client, Awaited):
            raise TypeError(f"{type(self)} needs a client of its own module, not {type(client)}")
        self.name: Final = name

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"


class ClientMethods(Reached):
    """What a client does beside its objects."""

    @Method
    def call(
        self,
        request: Message,
        *,
        timeout: float | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> Steps[Message]:
        """Calls the method that takes this request, a message of `polyprim_client.gen`: its reply.

        With a `timeout` in seconds in place of the client's, and more `metadata`. A request is sent
        as it is, and a reply given out as it came: nobody computes or compares a record's CRC32.
        """
        return self._connection.call(
            reply_class(type(request)),
            request,
            timeout=timeout,
            metadata=tuple((metadata or {}).items()),
        )

    @Method
    def close(self) -> Steps[None]:
        """Ends all calls that are under way; they and later ones raise ClosedError. May be
        repeated."""
        return self._connection.close()
