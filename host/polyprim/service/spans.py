"""A span for each call that is sampled. Needs OpenTelemetry's API.

A call that is not sampled costs reading its traceparent and asking the sampler: no attributes are
made, no baggage is read, nothing stands around the call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import grpc
from opentelemetry import baggage, context, trace
from opentelemetry.baggage.propagation import W3CBaggagePropagator
from opentelemetry.propagators.textmap import Getter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from polyprim.service.handler import LANGUAGE, NAMESPACE
from polyprim.service.interception import (
    Context,
    Continuation,
    Details,
    Handler,
    behaviour_of,
    code_of,
    reason_of,
    with_behaviour,
)

_FAULTS_OF_SERVERS: Final = frozenset(
    {"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"}
)
"""https://opentelemetry.io/docs/specs/semconv/rpc/grpc/: what other codes say is the client's."""

Metadata = Sequence[tuple[str, str | bytes]]


class Spans(grpc.aio.ServerInterceptor):
    """Traces calls. `baggage_keys` are those of a client's baggage that become attributes."""

    def __init__(self, tracer: trace.Tracer, *, baggage_keys: Sequence[str] = ()) -> None:
        self._tracer: Final = tracer
        self._baggage_keys: Final = baggage_keys
        self._trace_context: Final = TraceContextTextMapPropagator()
        self._baggage: Final = W3CBaggagePropagator()

    async def intercept_service(
        self, continuation: Continuation, handler_call_details: Details
    ) -> Handler | None:
        """Begins a span, and stands around the call if the span is recorded."""
        handler = await continuation(handler_call_details)
        behaviour = behaviour_of(handler)
        if behaviour is None:
            return handler
        metadata: Metadata = handler_call_details.invocation_metadata
        parent = self._trace_context.extract(metadata, context.Context(), _GETTER)
        name = handler_call_details.method[1:]
        span = self._tracer.start_span(name, parent, trace.SpanKind.SERVER)
        if not span.is_recording():
            return handler
        inside = self._baggage.extract(metadata, trace.set_span_in_context(span, parent), _GETTER)
        self._describe(span, name, metadata, inside)
        context.attach(inside)  # in the call's own task, with which it ends

        async def traced(request: Any, call: Context) -> Any:
            try:
                reply = await behaviour(request, call)
            except BaseException as error:
                _end(span, code_of(call, error), reason_of(call))
                raise
            _end(span, code_of(call), "")
            return reply

        return with_behaviour(handler, traced)

    def _describe(
        self, span: trace.Span, name: str, metadata: Metadata, inside: context.Context
    ) -> None:
        service, _, method = name.partition("/")
        span.set_attribute("rpc.system", "grpc")
        span.set_attribute("rpc.service", service)
        span.set_attribute("rpc.method", method)
        for key, value in metadata:
            if key == LANGUAGE:
                span.set_attribute("polyprim.language", str(value))
            elif key == NAMESPACE:
                span.set_attribute("polyprim.namespace", str(value))
        for key in self._baggage_keys:
            carried = baggage.get_baggage(key, inside)
            if carried is not None:
                span.set_attribute(key, str(carried))


def _end(span: trace.Span, code: str, reason: str) -> None:
    span.set_attribute("rpc.grpc.status_code", grpc.StatusCode[code].value[0])
    if reason:
        span.set_attribute("error.type", reason)
    if code in _FAULTS_OF_SERVERS:
        span.set_status(trace.StatusCode.ERROR, reason or code)
    span.end()


class _Getter(Getter[Metadata]):
    """Reads gRPC's metadata as it is, without a dict of it."""

    def get(self, carrier: Metadata, key: str) -> list[str] | None:
        return [str(value) for name, value in carrier if name == key] or None

    def keys(self, carrier: Metadata) -> list[str]:
        return [name for name, _ in carrier]


_GETTER: Final = _Getter()
