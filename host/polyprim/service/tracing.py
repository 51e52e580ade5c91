"""Whether calls are traced: as OpenTelemetry's environment variables say, where it is installed.

    OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT      one of them turns tracing on
    OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG           always_on, traceidratio, parentbased_...
    OTEL_SERVICE_NAME                                      "polyprim" if unset
    OTEL_SDK_DISABLED                                      "true" turns it off
    POLYPRIM_TRACE_BAGGAGE                                 keys of baggage that become attributes

https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ has all others;
the SDK reads them itself.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from polyprim.errors import InvalidArgumentError

if TYPE_CHECKING:
    from opentelemetry.trace import TracerProvider

    from polyprim.service.spans import Spans

BAGGAGE_KEYS: Final = "POLYPRIM_TRACE_BAGGAGE"
_ASKED_BY: Final = (
    "OTEL_TRACES_EXPORTER",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
)


def configure() -> bool:
    """Sets up the process's tracing if the environment asks for it; False if it does not.

    For programs, which know that they are alone in their process. Where tracing has been set up
    already (by `opentelemetry-instrument`, say), that stays. Raises InvalidArgumentError if what is
    asked for is not installed.
    """
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    if not any(os.environ.get(name) for name in _ASKED_BY):
        return False
    if os.environ.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "none":
        return False
    try:
        from opentelemetry import trace

        # The module is private by its name, and what all of OpenTelemetry's distributions import.
        from opentelemetry.sdk._configuration import _OTelSDKConfigurator
    except ImportError as error:
        raise InvalidArgumentError(
            f"tracing needs OpenTelemetry ({error.name} is missing): pip install 'polyprim[otel]'"
        ) from error
    if not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return True
    os.environ.setdefault("OTEL_TRACES_EXPORTER", "otlp")
    if "service.name" not in os.environ.get("OTEL_RESOURCE_ATTRIBUTES", ""):
        os.environ.setdefault("OTEL_SERVICE_NAME", "polyprim")
    try:
        _OTelSDKConfigurator().configure()  # type: ignore[no-untyped-call]
    except Exception as error:
        raise InvalidArgumentError(f"tracing cannot be set up: {error}") from error
    return True


def spans(provider: TracerProvider | None = None) -> Spans | None:
    """What traces a server's calls with that provider, or the process's; None where there is no
    tracing, so that calls cost nothing more then."""
    try:
        from opentelemetry import trace
    except ImportError:
        return None
    from polyprim.service.spans import Spans

    provider = provider or trace.get_tracer_provider()
    if isinstance(provider, trace.ProxyTracerProvider):  # nobody has set up any
        return None
    tracer = provider.get_tracer("polyprim")
    if isinstance(tracer, trace.NoOpTracer):
        return None
    keys = os.environ.get(BAGGAGE_KEYS, "").split(",")
    return Spans(tracer, baggage_keys=[key.strip() for key in keys if key.strip()])


def current_ids() -> tuple[str, str] | None:
    """The ids of the trace and of the span that the running code is in, as W3C writes them; None if
    it is in none."""
    trace = sys.modules.get("opentelemetry.trace")  # what nobody has imported traces nothing
    if trace is None:
        return None
    found = trace.get_current_span().get_span_context()
    if not found.is_valid:
        return None
    return trace.format_trace_id(found.trace_id), trace.format_span_id(found.span_id)
