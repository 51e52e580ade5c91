"""Lets in only those calls that come with a token which allows them."""

from __future__ import annotations

import logging
import stat
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import grpc
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2

from polyprim.contract import methods
from polyprim.errors import PermissionDeniedError, PolyprimError, UnauthenticatedError
from polyprim.service.calls import Call, Calls
from polyprim.service.metadata import AUTHORIZATION, NAMESPACE, told_by
from polyprim.service.outcome import Context
from polyprim.service.reload import Reloaded, has_mode
from polyprim.service.status import status_of
from polyprim.service.tokens import Grant, find, read_tokens

_HEALTH: Final = f"/{health_pb2.DESCRIPTOR.services_by_name['Health'].full_name}/"
_REFLECTION: Final = f"/{reflection_pb2.DESCRIPTOR.services_by_name['ServerReflection'].full_name}/"
_log: Final = logging.getLogger("polyprim.service")

if TYPE_CHECKING:  # grpc's own class takes no parameters
    Handler = grpc.RpcMethodHandler[Any, Any]


class TokenInterceptor(grpc.aio.ServerInterceptor):
    """Health is for everybody, reflection for every token, and all else as its token says.

    A method that is not known to be without side effects takes a token that may write. A token that
    is taken out of the file is refused from the next call on; a call that waits is not ended.

    Raises InvalidArgumentError if the file is wrong.
    """

    def __init__(self, tokens: Path, calls: Calls) -> None:
        self._calls: Final = calls
        self._grants: Final = Reloaded([tokens], lambda: _read(tokens))
        self._methods: Final = methods()

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler | None:
        """The method's own handler, or one that refuses."""
        path = handler_call_details.method
        if not path.startswith(_HEALTH):
            try:
                self._require(path, told_by(handler_call_details.invocation_metadata))
            except PolyprimError as error:
                return self._refusal(path, error)
        return await continuation(handler_call_details)

    def _require(self, path: str, told: Mapping[str, str]) -> None:
        scheme, _, token = told.get(AUTHORIZATION, "").partition(" ")
        if scheme.lower() != "bearer":
            raise UnauthenticatedError("this server wants a token (authorization: Bearer TOKEN)")
        grant = find(self._grants.get(), token.strip())
        if grant is None:
            raise UnauthenticatedError("the token is unknown, or was revoked")
        if not path.startswith(_REFLECTION):
            self._require_covered(grant, path, told.get(NAMESPACE, ""))

    def _require_covered(self, grant: Grant, path: str, namespace: str) -> None:
        if not grant.covers(namespace):
            raise PermissionDeniedError(
                f"the token {grant.name!r} is not for the namespace {namespace!r:.80}"
            )
        method = self._methods.get(path)
        if grant.access != "write" and (method is None or method.has_side_effects):
            raise PermissionDeniedError(f"the token {grant.name!r} may only read")

    def _refusal(self, path: str, error: PolyprimError) -> Handler:
        status = status_of(None, error)

        async def refuse(_: Any, context: Context, call: Call | None = None) -> bytes:
            trailing = *context.trailing_metadata(), *status.trailing_metadata
            await context.abort(status.code, status.details, trailing)

        # Other paths are nobody's business: anybody can make up any number.
        behaviour = self._calls.around(path, refuse) if path in self._methods else refuse
        # As a stream, which need not wait for a request; it looks the same to every client.
        return grpc.stream_stream_rpc_method_handler(behaviour)


def _read(tokens: Path) -> tuple[Grant, ...]:
    grants = read_tokens(tokens)
    if has_mode(tokens, stat.S_IWOTH):
        _log.warning("every user of this machine can let himself in by %s: chmod 600", tokens)
    _log.info("%s has %d tokens", tokens, len(grants))
    return grants
