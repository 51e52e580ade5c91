package dev.polyprim.conform;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.polyprim.client.PolyprimClient;
import dev.polyprim.client.Queue;
import dev.polyprim.client.Queues;
import dev.polyprim.v1.QueueRecord;
import dev.polyprim.v1.QueueServiceDeleteRequest;
import dev.polyprim.v1.QueueServiceDeleteResponse;
import dev.polyprim.v1.QueueServiceExistsRequest;
import dev.polyprim.v1.QueueServiceExistsResponse;
import dev.polyprim.v1.QueueServiceListRequest;
import dev.polyprim.v1.QueueServiceListResponse;
import dev.polyprim.v1.QueueServicePeekRequest;
import dev.polyprim.v1.QueueServicePeekResponse;
import dev.polyprim.v1.QueueServicePopManyRequest;
import dev.polyprim.v1.QueueServicePopManyResponse;
import dev.polyprim.v1.QueueServicePopRequest;
import dev.polyprim.v1.QueueServicePopResponse;
import dev.polyprim.v1.QueueServicePushManyRequest;
import dev.polyprim.v1.QueueServicePushManyResponse;
import dev.polyprim.v1.QueueServicePushRequest;
import dev.polyprim.v1.QueueServicePushResponse;
import dev.polyprim.v1.QueueServiceStatisticsRequest;
import dev.polyprim.v1.QueueServiceStatisticsResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The methods of queues. The library has no word for the capacity that a creation answers. */
record QueueMethods(PolyprimClient client) implements Methods.Typed {
  private static final int COUNT_DEFAULT = 100;

  @Override
  public CompletableFuture<JsonObject> call(Message request) {
    Queues queues = client.queues();
    if (request instanceof QueueServicePushRequest r && r.hasPayload() && !r.hasCrc32()) {
      return Methods.mapped(
          queue(r.getName()).pushAsync(r.getPayload().toByteArray()),
          pushed -> QueueServicePushResponse.newBuilder().setPushed(pushed));
    }
    if (request instanceof QueueServicePushManyRequest r
        && r.getRecordsList().stream().allMatch(one -> one.hasPayload() && !one.hasCrc32())) {
      List<byte[]> records =
          r.getRecordsList().stream().map(one -> one.getPayload().toByteArray()).toList();
      return Methods.mapped(
          queue(r.getName()).pushManyAsync(records),
          pushed ->
              QueueServicePushManyResponse.newBuilder().setPushed(pushed ? records.size() : 0));
    }
    if (request instanceof QueueServicePopRequest r) {
      return Methods.mapped(
          queue(r.getName()).popAsync(Duration.ofMillis(r.getWaitMs())),
          record -> {
            QueueServicePopResponse.Builder reply = QueueServicePopResponse.newBuilder();
            record.ifPresent(bytes -> reply.setFound(true).setPayload(ByteString.copyFrom(bytes)));
            return reply;
          });
    }
    if (request instanceof QueueServicePopManyRequest r) {
      int count = r.hasMaxItems() ? r.getMaxItems() : COUNT_DEFAULT;
      return Methods.mapped(
          queue(r.getName()).popManyAsync(count, Duration.ofMillis(r.getWaitMs())),
          records -> QueueServicePopManyResponse.newBuilder().addAllRecords(messages(records)));
    }
    if (request instanceof QueueServicePeekRequest r) {
      return Methods.mapped(
          queue(r.getName()).peekAsync(),
          record -> {
            QueueServicePeekResponse.Builder reply = QueueServicePeekResponse.newBuilder();
            record.ifPresent(bytes -> reply.setFound(true).setPayload(ByteString.copyFrom(bytes)));
            return reply;
          });
    }
    if (request instanceof QueueServiceStatisticsRequest r) {
      return Methods.mapped(
          queue(r.getName()).statisticsAsync(),
          statistics ->
              QueueServiceStatisticsResponse.newBuilder()
                  .setItems(statistics.items())
                  .setUsedBytes(statistics.usedBytes())
                  .setFreeBytes(statistics.freeBytes())
                  .setCapacityBytes(statistics.capacityBytes())
                  .setSkipped(statistics.skipped()));
    }
    if (request instanceof QueueServiceExistsRequest r) {
      return Methods.mapped(
          queues.existsAsync(r.getName()),
          exists -> QueueServiceExistsResponse.newBuilder().setExists(exists));
    }
    if (request instanceof QueueServiceListRequest r && r.hasLimit()) {
      return Methods.mapped(
          queues.listAsync(r.getPrefix(), r.getCursor(), r.getLimit()),
          page ->
              QueueServiceListResponse.newBuilder()
                  .addAllNames(page.names())
                  .setNextCursor(page.cursor()));
    }
    if (request instanceof QueueServiceDeleteRequest r) {
      return Methods.mapped(
          queue(r.getName()).deleteAsync(),
          nothing -> QueueServiceDeleteResponse.getDefaultInstance());
    }
    return null;
  }

  private Queue queue(String name) {
    return client.queues().named(name);
  }

  private static List<QueueRecord> messages(List<byte[]> records) {
    return records.stream()
        .map(bytes -> QueueRecord.newBuilder().setPayload(ByteString.copyFrom(bytes)).build())
        .toList();
  }
}
