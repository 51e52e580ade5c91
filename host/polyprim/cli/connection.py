"""Where the verbs go: a segment of this machine, or a server; by one function `call`."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

from polyprim.contract import Method, field_name, message_class, services
from polyprim.errors import ChecksumError, InvalidProtoError, NotFoundError
from polyprim.host import Host
from polyprim.rules import rule_of, spelled
from polyprim.settings import MS_MAX, CallSettings, SettingsError

Send = Callable[[Method, bytes, float], bytes]
"""Makes a call of a method: request bytes and seconds until its deadline, to reply bytes."""


class Connection:
    """Makes calls of any method, with the contract's deadline and checksums."""

    def __init__(self, send: Send, timeout: float) -> None:
        self._send: Final = send
        self._timeout: Final = timeout

    def call(self, method: Method, request: Any) -> Any:
        """The reply to a request; what it is told to wait comes on top of the timeout.

        Raises the fault that the call ends with, ChecksumError for a payload that was damaged on
        its way.
        """
        wait = getattr(request, "wait_ms", 0) / 1000
        seconds = self._timeout + max(0.0, wait)
        request.timeout_ms = min(int(1000 * seconds), MS_MAX)
        for part in _with_payload(request):
            part.crc32 = zlib.crc32(part.payload)
        try:
            answer = self._send(method, request.SerializeToString(), seconds)
        except InvalidProtoError as error:
            raise InvalidProtoError(_sentence(method, error), error.field) from None
        except NotFoundError as error:
            raise NotFoundError(_missing(method, request) or str(error)) from None
        reply = message_class(method.response).FromString(answer)
        for part in _with_payload(reply):
            if part.HasField("crc32") and part.crc32 != zlib.crc32(part.payload):
                raise ChecksumError("the payload does not match its CRC32")
        return reply


@contextmanager
def connected(settings: CallSettings) -> Iterator[Connection]:
    """To wherever the settings say. Raises SettingsError if they say nowhere, SegmentError,
    and whatever opening a segment raises."""
    if settings.at is not None:
        from polyprim.cli.remote import sender  # with grpc, which not everybody has

        with sender(settings) as send:
            yield Connection(send, settings.timeout)
    elif settings.segment is not None:
        with opened(settings.segment) as host, asyncio.Runner() as runner:
            yield Connection(_local(host, runner), settings.timeout)
    else:
        raise SettingsError(
            "say where: --segment NAME for one of this machine, or --at ADDRESS for a server"
        )


def opened(name: str) -> Host:
    """The segment of that name or path, which must exist."""
    return Host(path=name) if "/" in name else Host(name, create=False)


def _local(host: Host, runner: asyncio.Runner) -> Send:
    service_of = {method.path: service for service in services() for method in service.methods}

    @cache
    def rpc(path: str) -> Any:
        service = service_of[path]
        method = next(method for method in service.methods if method.path == path)
        return host.rpc(service, method)

    def send(method: Method, request: bytes, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        answer: bytes = runner.run(rpc(method.path)(request, language="python", deadline=deadline))
        return answer

    return send


def _with_payload(message: Any) -> Iterator[Any]:
    """The message and what it holds, as far as it carries a payload with a checksum."""
    names = message.DESCRIPTOR.fields_by_name
    if "payload" in names and "crc32" in names:
        yield message
    for field, value in message.ListFields():
        if field.message_type is not None:
            for item in value if field.is_repeated else [value]:
                yield from _with_payload(item)


def _missing(method: Method, request: Any) -> str:
    """Which object there is not; "" of a request that names none or several."""
    name = getattr(request, "name", "")
    kind = method.path.split("/")[1].rpartition(".")[2].removesuffix("Service")
    return f"there is no {spelled(kind, ' ')} {name!r}, or it was deleted" if name else ""


def _sentence(method: Method, error: InvalidProtoError) -> str:
    name = field_name(method, error.field)
    if not name:
        return "the request is not what this server knows: is it of another version?"
    rule = rule_of(method.request.fields_by_name[name])
    return f"{name} is missing or breaks its rule" + (f": {rule}" if rule else "")
