"""A span for each call that is sampled. Needs OpenTelemetry's API.

A call that is not sampled costs asking the sampler: no attributes are made, no baggage is read,
nothing stands around the call. Where the sampler goes by the client's own decision and that is no,
the sampler need not even be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import grpc
from opentelemetry import baggage, context, trace
from opentelemetry.baggage.propagation import W3CBaggagePropagator
from opentelemetry.propagators.textmap import Getter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from polyprim.service.metadata import LANGUAGE, NAMESPACE, TRACEPARENT, Metadata

if TYPE_CHECKING:
    from polyprim.service.calls import Call

_FAULTS_OF_SERVERS: Final = frozenset(
    {"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"}
)
"""https://opentelemetry.io/docs/specs/semconv/rpc/grpc/: what other codes say is the client's."""

_UNSAMPLED: Final = re.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f][02468ace]")
"""A traceparent whose client does not record the trace: the lowest bit of its flags is not set."""
_FOLLOWS: Final = "remoteParentNotSampled:AlwaysOffSampler"
"""In the description of a sampler that goes by such a client, as OpenTelemetry specifies it."""


class Spans:
    """Begins and ends spans. `baggage_keys` are those of baggage that become attributes."""

    def __init__(self, tracer: trace.Tracer, *, baggage_keys: Sequence[str] = ()) -> None:
        self._tracer: Final = tracer
        self._baggage_keys: Final = baggage_keys
        sampler = getattr(tracer, "sampler", None)  # which is the SDK's, not the API's
        self._follows: Final = sampler is not None and _FOLLOWS in sampler.get_description()
        self._trace_context: Final = TraceContextTextMapPropagator()
        self._baggage: Final = W3CBaggagePropagator()

    def begin(self, call: Call) -> trace.Span | None:
        """The span of a call, in which the running task is from now on; None if it is not sampled.

        The task is the call's own: its end is the end of that.
        """
        parent = context.Context()
        sent = call.told.get(TRACEPARENT)
        if sent:
            if self._follows and _UNSAMPLED.fullmatch(sent):
                return None
            parent = self._trace_context.extract(call.metadata, parent, _GETTER)
        span = self._tracer.start_span(call.method[1:], parent, trace.SpanKind.SERVER)
        if not span.is_recording():
            return None
        within = trace.set_span_in_context(span, parent)
        inside = self._baggage.extract(call.metadata, within, _GETTER)
        context.attach(inside)
        self._describe(span, call, inside)
        return span

    def end(self, span: trace.Span, code: str, reason: str) -> None:
        """The end of a call with that code, and with the reason of google.rpc.ErrorInfo or ""."""
        span.set_attribute("rpc.grpc.status_code", grpc.StatusCode[code].value[0])
        if reason:
            span.set_attribute("error.type", reason)
        if code in _FAULTS_OF_SERVERS:
            span.set_status(trace.StatusCode.ERROR, reason or code)
        span.end()

    def _describe(self, span: trace.Span, call: Call, inside: context.Context) -> None:
        _, service, method = call.method.split("/")
        span.set_attribute("rpc.system", "grpc")
        span.set_attribute("rpc.service", service)
        span.set_attribute("rpc.method", method)
        span.set_attribute("polyprim.language", call.told.get(LANGUAGE, ""))
        span.set_attribute("polyprim.namespace", call.told.get(NAMESPACE, ""))
        for key in self._baggage_keys:
            carried = baggage.get_baggage(key, inside)
            if carried is not None:
                span.set_attribute(key, str(carried))


class _Getter(Getter[Metadata]):
    """Reads gRPC's metadata as it is, without a dict of it."""

    def get(self, carrier: Metadata, key: str) -> list[str] | None:
        return [str(value) for name, value in carrier if name == key] or None

    def keys(self, carrier: Metadata) -> list[str]:
        return [name for name, _ in carrier]


_GETTER: Final = _Getter()
