package dev.polyprim.client;

import dev.polyprim.v1.CounterAddition;
import dev.polyprim.v1.CounterServiceAddManyRequest;
import dev.polyprim.v1.CounterServiceAddManyResponse;
import dev.polyprim.v1.CounterServiceCreateRequest;
import dev.polyprim.v1.CounterServiceDeleteRequest;
import dev.polyprim.v1.CounterServiceExistsRequest;
import dev.polyprim.v1.CounterServiceGrpc;
import dev.polyprim.v1.CounterServiceListRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The counters of a host. */
public final class Counters extends Kind<Counter> {
  Counters(Connection connection) {
    super(connection);
  }

  @Override
  public Counter named(String name) {
    return new Counter(connection, name);
  }

  /**
   * A new counter.
   *
   * @param name its name
   * @param initialValue what it holds
   * @return the counter, or empty if there is one of that name already
   */
  public Optional<Counter> create(String name, long initialValue) {
    return Connection.await(createAsync(name, initialValue));
  }

  /**
   * Like {@link #create(String, long)}, without waiting.
   *
   * @param name its name
   * @param initialValue what it holds
   * @return the counter, or empty if there is one of that name already
   */
  public CompletableFuture<Optional<Counter>> createAsync(String name, long initialValue) {
    return make(
        name, initialValue, created -> created ? Optional.of(named(name)) : Optional.empty());
  }

  @Override
  public CompletableFuture<Optional<Counter>> createAsync(String name) {
    return createAsync(name, 0);
  }

  /**
   * Adds to up to 1,000 counters in one call. If a counter is missing, nothing is added. Each
   * addition is atomic, all together are not.
   *
   * @param additions what to add to what, in this order; a counter may occur more than once
   * @return what each counter held right after its addition
   * @throws NotFoundException if a counter is missing
   */
  public List<Long> addMany(List<Addition> additions) {
    return Connection.await(addManyAsync(additions));
  }

  /**
   * Like {@link #addMany}, without waiting.
   *
   * @param additions what to add to what, in this order; a counter may occur more than once
   * @return what each counter held right after its addition
   */
  public CompletableFuture<List<Long>> addManyAsync(List<Addition> additions) {
    CounterServiceAddManyRequest.Builder request = CounterServiceAddManyRequest.newBuilder();
    for (Addition addition : additions) {
      request.addAdditions(
          CounterAddition.newBuilder().setName(addition.name()).setDelta(addition.delta()));
    }
    return connection.call(
        CounterServiceGrpc.getAddManyMethod(),
        request.build(),
        CounterServiceAddManyResponse::getValuesList);
  }

  @Override
  public CompletableFuture<Page> listAsync(String prefix, int cursor, int limit) {
    return connection.call(
        CounterServiceGrpc.getListMethod(),
        CounterServiceListRequest.newBuilder()
            .setPrefix(prefix)
            .setCursor(cursor)
            .setLimit(limit)
            .build(),
        reply -> new Page(reply.getNamesList(), reply.getNextCursor()));
  }

  <A> CompletableFuture<A> make(String name, long initialValue, Function<Boolean, A> answer) {
    return connection.call(
        CounterServiceGrpc.getCreateMethod(),
        CounterServiceCreateRequest.newBuilder()
            .setName(name)
            .setInitialValue(initialValue)
            .build(),
        reply -> answer.apply(reply.getCreated()));
  }

  @Override
  <A> CompletableFuture<A> exists(String name, Function<Boolean, A> answer) {
    return connection.call(
        CounterServiceGrpc.getExistsMethod(),
        CounterServiceExistsRequest.newBuilder().setName(name).build(),
        reply -> answer.apply(reply.getExists()));
  }

  @Override
  CompletableFuture<Void> deletion(String name) {
    return connection.call(
        CounterServiceGrpc.getDeleteMethod(),
        CounterServiceDeleteRequest.newBuilder().setName(name).build(),
        reply -> null);
  }
}
