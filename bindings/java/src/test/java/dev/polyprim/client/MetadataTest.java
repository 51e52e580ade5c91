package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.polyprim.client.FakeServer.Received;
import dev.polyprim.v1.CounterServiceAddRequest;
import dev.polyprim.v1.CounterServiceAddResponse;
import dev.polyprim.v1.QueueServicePopRequest;
import dev.polyprim.v1.QueueServicePopResponse;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes with a call: who calls, for which segment, with what right, trace and time. */
class MetadataTest {
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN_ID = "00f067aa0ba902b7";
  private static final Message SUM = CounterServiceAddResponse.getDefaultInstance();

  private FakeServer server;

  @BeforeEach
  void serve() throws Exception {
    server =
        new FakeServer(
            call ->
                call.method().equals("Add") ? SUM : QueueServicePopResponse.getDefaultInstance());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Received add(PolyprimClientBuilder builder) {
    try (PolyprimClient client = builder.build()) {
      client.counters().named("hits").add(1);
    }
    List<Received> all = server.received("Add");
    return all.get(all.size() - 1);
  }

  @Test
  void tellsTheLanguageOnly() {
    Received call = add(Host.patient(server.address()));
    assertEquals("java", call.header("polyprim-language"));
    for (String none : List.of("polyprim-namespace", "authorization", "traceparent", "baggage")) {
      assertNull(call.header(none), none);
    }
  }

  @Test
  void tellsNamespaceAndToken() {
    Received call = add(Host.patient(server.address()).namespace("returns").token("pp_secret"));
    assertEquals("returns", call.header("polyprim-namespace"));
    assertEquals("Bearer pp_secret", call.header("authorization"));
  }

  @Test
  void passesTheCurrentTraceOn() {
    TraceState state = TraceState.builder().put("vendor", "x").build();
    SpanContext context = SpanContext.create(TRACE_ID, SPAN_ID, TraceFlags.getSampled(), state);
    Context current =
        Context.root().with(Span.wrap(context)).with(Baggage.builder().put("tenant", "7").build());
    Received call = current.wrapSupplier(() -> add(Host.patient(server.address()))).get();
    assertEquals("00-" + TRACE_ID + "-" + SPAN_ID + "-01", call.header("traceparent"));
    assertEquals("vendor=x", call.header("tracestate"));
    assertEquals("tenant=7", call.header("baggage"));
  }

  @Test
  void takesInterceptors() {
    Metadata.Key<String> key = Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER);
    Metadata extra = new Metadata();
    extra.put(key, "7");
    Received call =
        add(
            Host.patient(server.address())
                .interceptor(MetadataUtils.newAttachHeadersInterceptor(extra)));
    assertEquals("7", call.header("x-tenant"));
  }

  @Test
  void tellsHowLongACallMayTake() {
    try (PolyprimClient client =
        Host.patient(server.address()).timeout(Duration.ofSeconds(70)).build()) {
      client.counters().named("hits").add(1);
      client.queues().named("jobs").pop(Duration.ofSeconds(30));
      client.withTimeout(Duration.ofSeconds(20)).queues().named("jobs").pop();
    }
    Message add = server.received("Add").get(0).request();
    assertEquals(70_000, ((CounterServiceAddRequest) add).getTimeoutMs());
    List<QueueServicePopRequest> pops =
        server.received("Pop").stream()
            .map(call -> (QueueServicePopRequest) call.request())
            .toList();
    assertEquals(30_000, pops.get(0).getWaitMs());
    assertEquals(100_000, pops.get(0).getTimeoutMs());
    assertEquals(20_000, pops.get(1).getTimeoutMs());
    assertTrue(server.received("Add").get(0).hasDeadline());
  }
}
