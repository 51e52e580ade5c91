"""Spans and trace context of calls, where OpenTelemetry's API is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import grpc

from polyprim_client.errors import PolyprimError
from polyprim_client.options import Metadata

try:
    from opentelemetry import propagate, trace
except ImportError:
    _IS_TRACED = False
else:
    _IS_TRACED = True


def span(path: str, target: str) -> AbstractContextManager[Metadata]:
    """A client's span around a call, all its attempts included: the metadata that tell the server
    of it, and of the caller's baggage. Without OpenTelemetry, nothing."""
    return _span(path, target) if _IS_TRACED else nullcontext(())


@contextmanager
def _span(path: str, target: str) -> Iterator[Metadata]:
    service, _, method = path.removeprefix("/").partition("/")
    host, _, port = target.rpartition(":")
    attributes: dict[str, str | int] = {
        "rpc.system": "grpc",
        "rpc.service": service,
        "rpc.method": method,
        "server.address": host.strip("[]") if port.isdecimal() else target,
    }
    if port.isdecimal():
        attributes["server.port"] = int(port)
    made = trace.get_tracer("polyprim_client").start_span(
        f"{service}/{method}", kind=trace.SpanKind.CLIENT, attributes=attributes
    )
    carrier: dict[str, str] = {}
    propagate.inject(carrier, trace.set_span_in_context(made))
    try:
        yield tuple((key.lower(), value) for key, value in carrier.items())
    except BaseException as error:
        # Whoever gives up, or closes the client, cancels the call.
        code = error.code if isinstance(error, PolyprimError) and error.code else "CANCELLED"
        made.set_attribute("rpc.grpc.status_code", grpc.StatusCode[code].value[0])
        made.set_status(trace.Status(trace.StatusCode.ERROR, str(error) or code))
        raise
    else:
        made.set_attribute("rpc.grpc.status_code", 0)
    finally:
        made.end()
