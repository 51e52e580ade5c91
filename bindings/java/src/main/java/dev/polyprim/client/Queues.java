package dev.polyprim.client;

import dev.polyprim.v1.QueueServiceCreateRequest;
import dev.polyprim.v1.QueueServiceDeleteRequest;
import dev.polyprim.v1.QueueServiceExistsRequest;
import dev.polyprim.v1.QueueServiceGrpc;
import dev.polyprim.v1.QueueServiceListRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The queues of a host. */
public final class Queues extends Kind<Queue> {
  static final int CAPACITY_DEFAULT = 1 << 20;

  Queues(Connection connection) {
    super(connection);
  }

  @Override
  public Queue named(String name) {
    return new Queue(connection, name);
  }

  /**
   * A new queue.
   *
   * @param name its name
   * @param capacity bytes of its region, a power of two from 65,536 to 67,108,864; the default is
   *     1,048,576
   * @return the queue, or empty if there is one of that name already
   */
  public Optional<Queue> create(String name, int capacity) {
    return Connection.await(createAsync(name, capacity));
  }

  /**
   * Like {@link #create(String, int)}, without waiting.
   *
   * @param name its name
   * @param capacity bytes of its region, a power of two from 65,536 to 67,108,864; the default is
   *     1,048,576
   * @return the queue, or empty if there is one of that name already
   */
  public CompletableFuture<Optional<Queue>> createAsync(String name, int capacity) {
    return make(name, capacity, created -> created ? Optional.of(named(name)) : Optional.empty());
  }

  @Override
  public CompletableFuture<Optional<Queue>> createAsync(String name) {
    return createAsync(name, CAPACITY_DEFAULT);
  }

  @Override
  public CompletableFuture<Page> listAsync(String prefix, int cursor, int limit) {
    return connection.call(
        QueueServiceGrpc.getListMethod(),
        QueueServiceListRequest.newBuilder()
            .setPrefix(prefix)
            .setCursor(cursor)
            .setLimit(limit)
            .build(),
        reply -> new Page(reply.getNamesList(), reply.getNextCursor()));
  }

  <A> CompletableFuture<A> make(String name, int capacity, Function<Boolean, A> answer) {
    return connection.call(
        QueueServiceGrpc.getCreateMethod(),
        QueueServiceCreateRequest.newBuilder().setName(name).setCapacityBytes(capacity).build(),
        reply -> answer.apply(reply.getCreated()));
  }

  @Override
  <A> CompletableFuture<A> exists(String name, Function<Boolean, A> answer) {
    return connection.call(
        QueueServiceGrpc.getExistsMethod(),
        QueueServiceExistsRequest.newBuilder().setName(name).build(),
        reply -> answer.apply(reply.getExists()));
  }

  @Override
  CompletableFuture<Void> deletion(String name) {
    return connection.call(
        QueueServiceGrpc.getDeleteMethod(),
        QueueServiceDeleteRequest.newBuilder().setName(name).build(),
        reply -> null);
  }
}
