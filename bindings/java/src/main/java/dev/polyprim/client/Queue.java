package dev.polyprim.client;

import com.google.protobuf.ByteString;
import dev.polyprim.v1.QueueRecord;
import dev.polyprim.v1.QueueServiceGrpc;
import dev.polyprim.v1.QueueServicePeekRequest;
import dev.polyprim.v1.QueueServicePopManyRequest;
import dev.polyprim.v1.QueueServicePopRequest;
import dev.polyprim.v1.QueueServicePushManyRequest;
import dev.polyprim.v1.QueueServicePushRequest;
import dev.polyprim.v1.QueueServicePushResponse;
import dev.polyprim.v1.QueueServiceStatisticsRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A queue of a remote host: first in, first out. Records travel with their CRC32, from push to pop.
 * Its name is all that it knows: whoever has that name is meant. For any number of threads.
 */
public final class Queue {
  private final Connection connection;
  private final String name;

  Queue(Connection connection, String name) {
    this.connection = connection;
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * The queue's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Pushes a record. It never waits for room.
   *
   * @param record at most 65,536 bytes
   * @return false if there is no room now
   */
  public boolean push(byte[] record) {
    return Connection.await(pushAsync(record));
  }

  /**
   * Like {@link #push}, without waiting.
   *
   * @param record at most 65,536 bytes
   * @return false if there is no room now
   */
  public CompletableFuture<Boolean> pushAsync(byte[] record) {
    ByteString payload = ByteString.copyFrom(record);
    return connection.call(
        QueueServiceGrpc.getPushMethod(),
        QueueServicePushRequest.newBuilder()
            .setName(name)
            .setPayload(payload)
            .setCrc32(Checksum.of(payload))
            .build(),
        QueueServicePushResponse::getPushed);
  }

  /**
   * Pushes all of the records, with nothing between, or none.
   *
   * @param records at most 1,000, and 128 KiB with all that goes with them
   * @return false if there is no room now
   */
  public boolean pushMany(List<byte[]> records) {
    return Connection.await(pushManyAsync(records));
  }

  /**
   * Like {@link #pushMany}, without waiting.
   *
   * @param records at most 1,000, and 128 KiB with all that goes with them
   * @return false if there is no room now
   */
  public CompletableFuture<Boolean> pushManyAsync(List<byte[]> records) {
    QueueServicePushManyRequest.Builder request =
        QueueServicePushManyRequest.newBuilder().setName(name);
    for (byte[] record : records) {
      ByteString payload = ByteString.copyFrom(record);
      request.addRecords(
          QueueRecord.newBuilder().setPayload(payload).setCrc32(Checksum.of(payload)));
    }
    int count = request.getRecordsCount();
    return connection.call(
        QueueServiceGrpc.getPushManyMethod(), request.build(), reply -> reply.getPushed() == count);
  }

  /**
   * Takes the oldest record, without waiting for one.
   *
   * @return the record, or empty if there is none
   */
  public Optional<byte[]> pop() {
    return pop(Duration.ZERO);
  }

  /**
   * Takes the oldest record.
   *
   * @param wait how long to wait for one, on top of the client's timeout
   * @return the record, or empty if there was none
   */
  public Optional<byte[]> pop(Duration wait) {
    return Connection.await(popAsync(wait));
  }

  /**
   * Like {@link #pop(Duration)}, without waiting here: a thousand pops may wait, and take no thread
   * each.
   *
   * @param wait how long to wait for a record, on top of the client's timeout
   * @return the record, or empty if there was none
   */
  public CompletableFuture<Optional<byte[]>> popAsync(Duration wait) {
    return connection.call(
        QueueServiceGrpc.getPopMethod(),
        QueueServicePopRequest.newBuilder().setName(name).setWaitMs(Durations.waitMs(wait)).build(),
        reply ->
            reply.getFound()
                ? Optional.of(
                    Checksum.checked(reply.getPayload(), reply.hasCrc32(), reply.getCrc32()))
                : Optional.empty());
  }

  /**
   * Takes the oldest records, as many as there are and as one reply holds.
   *
   * @param count most records, 1 to 1,000
   * @param wait how long to wait for the first, on top of the client's timeout
   * @return the records, oldest first; none if there was none
   */
  public List<byte[]> popMany(int count, Duration wait) {
    return Connection.await(popManyAsync(count, wait));
  }

  /**
   * Like {@link #popMany}, without waiting here.
   *
   * @param count most records, 1 to 1,000
   * @param wait how long to wait for the first, on top of the client's timeout
   * @return the records, oldest first; none if there was none
   */
  public CompletableFuture<List<byte[]>> popManyAsync(int count, Duration wait) {
    return connection.call(
        QueueServiceGrpc.getPopManyMethod(),
        QueueServicePopManyRequest.newBuilder()
            .setName(name)
            .setMaxItems(count)
            .setWaitMs(Durations.waitMs(wait))
            .build(),
        reply ->
            reply.getRecordsList().stream()
                .map(one -> Checksum.checked(one.getPayload(), one.hasCrc32(), one.getCrc32()))
                .toList());
  }

  /**
   * The records one after the other, as they come, until this is closed: for a loop or a thread
   * that consumes them.
   *
   * @return an endless sequence of records
   */
  public Records records() {
    return new Records(this);
  }

  /**
   * Reads the oldest record, and leaves it in the queue.
   *
   * @return the record, or empty if there is none
   */
  public Optional<byte[]> peek() {
    return Connection.await(peekAsync());
  }

  /**
   * Like {@link #peek}, without waiting.
   *
   * @return the record, or empty if there is none
   */
  public CompletableFuture<Optional<byte[]>> peekAsync() {
    return connection.call(
        QueueServiceGrpc.getPeekMethod(),
        QueueServicePeekRequest.newBuilder().setName(name).build(),
        reply ->
            reply.getFound()
                ? Optional.of(
                    Checksum.checked(reply.getPayload(), reply.hasCrc32(), reply.getCrc32()))
                : Optional.empty());
  }

  /**
   * How full the queue is.
   *
   * @return a moment's picture
   */
  public QueueStatistics statistics() {
    return Connection.await(statisticsAsync());
  }

  /**
   * Like {@link #statistics}, without waiting.
   *
   * @return a moment's picture
   */
  public CompletableFuture<QueueStatistics> statisticsAsync() {
    return connection.call(
        QueueServiceGrpc.getStatisticsMethod(),
        QueueServiceStatisticsRequest.newBuilder().setName(name).build(),
        reply ->
            new QueueStatistics(
                reply.getItems(),
                reply.getUsedBytes(),
                reply.getFreeBytes(),
                reply.getCapacityBytes(),
                reply.getSkipped()));
  }

  /**
   * Deletes the queue and what is in it.
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
    return new Queues(connection).deletion(name);
  }

  @Override
  public String toString() {
    return "Queue[" + name + "]";
  }
}
