package dev.polyprim.client;

import io.grpc.Metadata;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;

/** The current trace of OpenTelemetry, if an application has that: it is optional. */
final class TraceContext {
  private static final boolean IS_THERE = isThere();

  private TraceContext() {}

  /** Adds {@code traceparent}, {@code tracestate} and {@code baggage}, as far as there are any. */
  static void inject(Metadata headers) {
    if (IS_THERE) {
      OpenTelemetry.inject(headers);
    }
  }

  private static boolean isThere() {
    try {
      Class.forName("io.opentelemetry.api.trace.Span", false, TraceContext.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Its own class, so that nothing of OpenTelemetry is loaded where it is not there. */
  private static final class OpenTelemetry {
    private static final TextMapSetter<Metadata> SETTER =
        (headers, key, value) ->
            headers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);

    static void inject(Metadata headers) {
      Context context = Context.current();
      W3CTraceContextPropagator.getInstance().inject(context, headers, SETTER);
      W3CBaggagePropagator.getInstance().inject(context, headers, SETTER);
    }
  }
}
