package dev.polyprim.client;

import dev.polyprim.v1.CounterServiceAddRequest;
import dev.polyprim.v1.CounterServiceAddResponse;
import dev.polyprim.v1.CounterServiceCompareExchangeRequest;
import dev.polyprim.v1.CounterServiceGetRequest;
import dev.polyprim.v1.CounterServiceGetResponse;
import dev.polyprim.v1.CounterServiceGrpc;
import dev.polyprim.v1.CounterServiceResetRequest;
import dev.polyprim.v1.CounterServiceResetResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * A counter of a remote host. Sums wrap around at 64 bits. Its name is all that it knows: whoever
 * has that name is meant. For any number of threads.
 */
public final class Counter {
  private final Connection connection;
  private final String name;

  Counter(Connection connection, String name) {
    this.connection = connection;
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * The counter's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Adds.
   *
   * @param delta how much; may be negative
   * @return the sum
   */
  public long add(long delta) {
    return Connection.await(addAsync(delta));
  }

  /**
   * Like {@link #add}, without waiting.
   *
   * @param delta how much; may be negative
   * @return the sum
   */
  public CompletableFuture<Long> addAsync(long delta) {
    return connection.call(
        CounterServiceGrpc.getAddMethod(),
        CounterServiceAddRequest.newBuilder().setName(name).setDelta(delta).build(),
        CounterServiceAddResponse::getValue);
  }

  /**
   * Reads the count.
   *
   * @return the count
   */
  public long get() {
    return Connection.await(getAsync());
  }

  /**
   * Like {@link #get}, without waiting.
   *
   * @return the count
   */
  public CompletableFuture<Long> getAsync() {
    return connection.call(
        CounterServiceGrpc.getGetMethod(),
        CounterServiceGetRequest.newBuilder().setName(name).build(),
        CounterServiceGetResponse::getValue);
  }

  /**
   * Sets the count if it is the expected one.
   *
   * @param expected what the count must be
   * @param desired what it becomes then
   * @return whether it was, and the count afterwards
   */
  public Exchange compareExchange(long expected, long desired) {
    return Connection.await(compareExchangeAsync(expected, desired));
  }

  /**
   * Like {@link #compareExchange}, without waiting.
   *
   * @param expected what the count must be
   * @param desired what it becomes then
   * @return whether it was, and the count afterwards
   */
  public CompletableFuture<Exchange> compareExchangeAsync(long expected, long desired) {
    return connection.call(
        CounterServiceGrpc.getCompareExchangeMethod(),
        CounterServiceCompareExchangeRequest.newBuilder()
            .setName(name)
            .setExpected(expected)
            .setDesired(desired)
            .build(),
        reply -> new Exchange(reply.getExchanged(), reply.getValue()));
  }

  /**
   * Sets the count.
   *
   * @param value what it becomes
   * @return what it was
   */
  public long reset(long value) {
    return Connection.await(resetAsync(value));
  }

  /**
   * Like {@link #reset}, without waiting.
   *
   * @param value what it becomes
   * @return what it was
   */
  public CompletableFuture<Long> resetAsync(long value) {
    return connection.call(
        CounterServiceGrpc.getResetMethod(),
        CounterServiceResetRequest.newBuilder().setName(name).setValue(value).build(),
        CounterServiceResetResponse::getPrevious);
  }

  /**
   * Deletes the counter.
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
    return new Counters(connection).deletion(name);
  }

  @Override
  public String toString() {
    return "Counter[" + name + "]";
  }
}
