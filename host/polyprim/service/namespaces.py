"""The segments that one server serves: its host's, and others by name, as calls ask for them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from polyprim.contract import services
from polyprim.errors import NoSpaceError, SegmentNotFoundError
from polyprim.host import Host
from polyprim.runtime.request import Rpc

NAMESPACES_MAX: Final = 64
"""Named segments that a server has open at once, beside its own."""

Rpcs = Mapping[str, Rpc]
"""The functions of a segment's methods, by their paths."""


class Namespaces:
    """Opens a named segment when a call first asks for it, and keeps it open.

    Nothing is made: a name that has no segment is NOT_FOUND. Used by one event loop.
    """

    def __init__(self, host: Host) -> None:
        self._own: Final = host
        self._hosts: Final[dict[str, Host]] = {}
        self._rpcs: Final[dict[str, Rpcs]] = {"": _rpcs(host)}
        self._opening: Final = asyncio.Lock()

    def found(self, namespace: str, path: str) -> Rpc | None:
        """The method of that path in a namespace, if it is open; "" is that of the server's host,
        which always is."""
        rpcs = self._rpcs.get(namespace)
        return None if rpcs is None else rpcs[path]

    async def opened(self, namespace: str, path: str) -> Rpc:
        """The same, of a namespace that is opened now.

        Raises SegmentNotFoundError, NoSpaceError if too many are open, SegmentError,
        InvalidNameError.
        """
        return (await self._open(namespace))[path]

    async def host(self, namespace: str) -> Host:
        """The host of a namespace, which is opened if need be. Raises as `opened` does."""
        if namespace not in self._rpcs:
            await self._open(namespace)
        return self._hosts.get(namespace, self._own)

    def hosts(self) -> Mapping[str, Host]:
        """Those that are open beside the server's own. For any thread."""
        return self._hosts.copy()

    def close(self) -> None:
        """Closes all that were opened here."""
        for host in self._hosts.values():
            host.close()

    async def _open(self, namespace: str) -> Rpcs:
        async with self._opening:
            if namespace in self._rpcs:  # opened by another call meanwhile
                return self._rpcs[namespace]
            if len(self._hosts) >= NAMESPACES_MAX:
                raise NoSpaceError(
                    f"this server has {NAMESPACES_MAX} namespaces open, its most, and keeps them:"
                    " restart it, and it opens only those that are asked for; or let another"
                    " server serve some of them"
                )
            try:
                host = await asyncio.to_thread(Host, namespace, create=False)
            except SegmentNotFoundError:
                raise SegmentNotFoundError(f"there is no namespace {namespace!r}") from None
            self._hosts[namespace] = host
            self._rpcs[namespace] = _rpcs(host)
            return self._rpcs[namespace]


def _rpcs(host: Host) -> Rpcs:
    return {
        method.path: host.rpc(service, method)
        for service in services()
        for method in service.methods
    }
