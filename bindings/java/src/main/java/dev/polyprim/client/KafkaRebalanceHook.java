package dev.polyprim.client;

import com.google.protobuf.ByteString;
import dev.polyprim.v1.KafkaRebalanceHookServiceEventsRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceGetRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceGetResponse;
import dev.polyprim.v1.KafkaRebalanceHookServiceGrpc;
import dev.polyprim.v1.KafkaRebalanceHookServiceReportRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceSucceedRequest;
import dev.polyprim.v1.RebalanceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A consumer group of a remote host: one retry count for all its members, in any process and
 * language. Its name is all that it knows: whoever has that name is meant. For any number of
 * threads.
 */
public final class KafkaRebalanceHook {
  /** Kafka's own number of the error that a rebalance is in progress. */
  public static final int REBALANCE_IN_PROGRESS = 27;

  private final Connection connection;
  private final String name;

  KafkaRebalanceHook(Connection connection, String name) {
    this.connection = connection;
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * The group's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Reports that a member met a rebalance in progress.
   *
   * @return how long to back off
   */
  public Report report() {
    return report(REBALANCE_IN_PROGRESS, "");
  }

  /**
   * Reports an error that a member met.
   *
   * @param error Kafka's number of the error
   * @param traceId the trace that it belongs to: 32 hexadecimal digits, or empty
   * @return how long to back off
   */
  public Report report(int error, String traceId) {
    return Connection.await(reportAsync(error, traceId));
  }

  /**
   * Like {@link #report(int, String)}, without waiting.
   *
   * @param error Kafka's number of the error
   * @param traceId the trace that it belongs to: 32 hexadecimal digits, or empty
   * @return how long to back off
   */
  public CompletableFuture<Report> reportAsync(int error, String traceId) {
    return connection.call(
        KafkaRebalanceHookServiceGrpc.getReportMethod(),
        KafkaRebalanceHookServiceReportRequest.newBuilder()
            .setName(name)
            .setErrorValue(error)
            .setTraceId(octets(traceId))
            .build(),
        reply -> new Report(reply.getRetry(), Duration.ofMillis(reply.getBackoffMs())));
  }

  /** Says that the group is stable again: the retry count goes back to 0. */
  public void succeed() {
    Connection.await(succeedAsync());
  }

  /**
   * Like {@link #succeed}, without waiting.
   *
   * @return done when it is said
   */
  public CompletableFuture<Void> succeedAsync() {
    return connection.call(
        KafkaRebalanceHookServiceGrpc.getSucceedMethod(),
        KafkaRebalanceHookServiceSucceedRequest.newBuilder().setName(name).build(),
        reply -> null);
  }

  /**
   * Reads the retry count.
   *
   * @return retries since the group was last stable
   */
  public int get() {
    return Connection.await(getAsync());
  }

  /**
   * Like {@link #get}, without waiting.
   *
   * @return retries since the group was last stable
   */
  public CompletableFuture<Integer> getAsync() {
    return connection.call(
        KafkaRebalanceHookServiceGrpc.getGetMethod(),
        KafkaRebalanceHookServiceGetRequest.newBuilder().setName(name).build(),
        KafkaRebalanceHookServiceGetResponse::getRetry);
  }

  /**
   * The latest events, of which 1,023 are kept.
   *
   * @param after only events after this sequence number; 0 for all that are kept
   * @param limit most events, 1 to 256
   * @return the events, oldest first
   */
  public List<Event> events(long after, int limit) {
    return Connection.await(eventsAsync(after, limit));
  }

  /**
   * Like {@link #events}, without waiting.
   *
   * @param after only events after this sequence number; 0 for all that are kept
   * @param limit most events, 1 to 256
   * @return the events, oldest first
   */
  public CompletableFuture<List<Event>> eventsAsync(long after, int limit) {
    return connection.call(
        KafkaRebalanceHookServiceGrpc.getEventsMethod(),
        KafkaRebalanceHookServiceEventsRequest.newBuilder()
            .setName(name)
            .setAfter(after)
            .setLimit(limit)
            .build(),
        reply -> reply.getEventsList().stream().map(KafkaRebalanceHook::event).toList());
  }

  /**
   * Deletes the group.
   *
   * @throws NotFoundException if it was gone
   */
  public void delete() {
    Connection.await(deleteAsync());
  }

  /**
   * Like {@link #delete}, without waiting.
   *
   * @return done when it is deleted
   */
  public CompletableFuture<Void> deleteAsync() {
    return new KafkaRebalanceHooks(connection).deletion(name);
  }

  @Override
  public String toString() {
    return "KafkaRebalanceHook[" + name + "]";
  }

  private static Event event(RebalanceEvent event) {
    return new Event(
        event.getSequence(),
        Instant.ofEpochMilli(event.getUnixMs()),
        event.getRetry(),
        Duration.ofMillis(event.getBackoffMs()),
        event.getErrorValue(),
        HexFormat.of().formatHex(event.getTraceId().toByteArray()));
  }

  private static ByteString octets(String traceId) {
    try {
      return ByteString.copyFrom(HexFormat.of().parseHex(traceId));
    } catch (IllegalArgumentException e) {
      throw Failure.invalid("a trace id is hexadecimal: " + traceId).exception();
    }
  }
}
