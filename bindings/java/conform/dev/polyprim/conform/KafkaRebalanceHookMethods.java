package dev.polyprim.conform;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.polyprim.client.BackoffOptions;
import dev.polyprim.client.Event;
import dev.polyprim.client.KafkaRebalanceHook;
import dev.polyprim.client.KafkaRebalanceHooks;
import dev.polyprim.client.PolyprimClient;
import dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceCreateResponse;
import dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceDeleteResponse;
import dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceEventsResponse;
import dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceExistsResponse;
import dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse;
import dev.polyprim.v1.KafkaRebalanceHookServiceListRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceListResponse;
import dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceReportResponse;
import dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceSucceedResponse;
import dev.polyprim.v1.RebalanceEvent;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/** The methods of consumer groups. */
record KafkaRebalanceHookMethods(PolyprimClient client) implements Methods.Typed {
  @Override
  public CompletableFuture<JsonObject> call(Message request) {
    KafkaRebalanceHooks groups = client.kafkaRebalanceHooks();
    if (request instanceof KafkaRebalanceHookServiceCreateRequest r) {
      return Methods.mapped(
          groups.createAsync(r.getName(), options(r)),
          group ->
              KafkaRebalanceHookServiceCreateResponse.newBuilder().setCreated(group.isPresent()));
    }
    if (request instanceof KafkaRebalanceHookServiceReportRequest r) {
      String traceId = HexFormat.of().formatHex(r.getTraceId().toByteArray());
      return Methods.mapped(
          group(r.getName()).reportAsync(r.getErrorValue(), traceId),
          report ->
              KafkaRebalanceHookServiceReportResponse.newBuilder()
                  .setRetry(report.retry())
                  .setBackoffMs(report.backoff().toMillis()));
    }
    if (request instanceof KafkaRebalanceHookServiceSucceedRequest r) {
      return Methods.mapped(
          group(r.getName()).succeedAsync(),
          nothing -> KafkaRebalanceHookServiceSucceedResponse.getDefaultInstance());
    }
    if (request instanceof KafkaRebalanceHookServiceGetRequest r) {
      return Methods.mapped(
          group(r.getName()).getAsync(),
          retry -> KafkaRebalanceHookServiceGetResponse.newBuilder().setRetry(retry));
    }
    if (request instanceof KafkaRebalanceHookServiceEventsRequest r && r.hasLimit()) {
      return Methods.mapped(
          group(r.getName()).eventsAsync(r.getAfter(), r.getLimit()),
          events ->
              KafkaRebalanceHookServiceEventsResponse.newBuilder()
                  .addAllEvents(events.stream().map(KafkaRebalanceHookMethods::message).toList()));
    }
    if (request instanceof KafkaRebalanceHookServiceExistsRequest r) {
      return Methods.mapped(
          groups.existsAsync(r.getName()),
          exists -> KafkaRebalanceHookServiceExistsResponse.newBuilder().setExists(exists));
    }
    if (request instanceof KafkaRebalanceHookServiceListRequest r && r.hasLimit()) {
      return Methods.mapped(
          groups.listAsync(r.getPrefix(), r.getCursor(), r.getLimit()),
          page ->
              KafkaRebalanceHookServiceListResponse.newBuilder()
                  .addAllNames(page.names())
                  .setNextCursor(page.cursor()));
    }
    if (request instanceof KafkaRebalanceHookServiceDeleteRequest r) {
      return Methods.mapped(
          group(r.getName()).deleteAsync(),
          nothing -> KafkaRebalanceHookServiceDeleteResponse.getDefaultInstance());
    }
    return null;
  }

  private KafkaRebalanceHook group(String name) {
    return client.kafkaRebalanceHooks().named(name);
  }

  private static BackoffOptions options(KafkaRebalanceHookServiceCreateRequest request) {
    BackoffOptions options = BackoffOptions.DEFAULT;
    if (request.getJitter()) {
      options = options.withJitter();
    }
    return request.hasCapMs() ? options.withCap(Duration.ofMillis(request.getCapMs())) : options;
  }

  private static RebalanceEvent message(Event event) {
    return RebalanceEvent.newBuilder()
        .setSequence(event.sequence())
        .setUnixMs(event.time().toEpochMilli())
        .setRetry(event.retry())
        .setBackoffMs(event.backoff().toMillis())
        .setErrorValue(event.error())
        .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(event.traceId())))
        .build();
  }
}
