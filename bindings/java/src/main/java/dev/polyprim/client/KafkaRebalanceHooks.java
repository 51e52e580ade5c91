package dev.polyprim.client;

import dev.polyprim.v1.KafkaRebalanceHookServiceCreateRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceDeleteRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceExistsRequest;
import dev.polyprim.v1.KafkaRebalanceHookServiceGrpc;
import dev.polyprim.v1.KafkaRebalanceHookServiceListRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The consumer groups of a host, of which each has one retry count for all its members. */
public final class KafkaRebalanceHooks extends Kind<KafkaRebalanceHook> {
  KafkaRebalanceHooks(Connection connection) {
    super(connection);
  }

  @Override
  public KafkaRebalanceHook named(String name) {
    return new KafkaRebalanceHook(connection, name);
  }

  /**
   * A new group.
   *
   * @param name its name
   * @param options its backoffs
   * @return the group, or empty if there is one of that name already
   */
  public Optional<KafkaRebalanceHook> create(String name, BackoffOptions options) {
    return Connection.await(createAsync(name, options));
  }

  /**
   * Like {@link #create(String, BackoffOptions)}, without waiting.
   *
   * @param name its name
   * @param options its backoffs
   * @return the group, or empty if there is one of that name already
   */
  public CompletableFuture<Optional<KafkaRebalanceHook>> createAsync(
      String name, BackoffOptions options) {
    return make(name, options, created -> created ? Optional.of(named(name)) : Optional.empty());
  }

  @Override
  public CompletableFuture<Optional<KafkaRebalanceHook>> createAsync(String name) {
    return createAsync(name, BackoffOptions.DEFAULT);
  }

  @Override
  public CompletableFuture<Page> listAsync(String prefix, int cursor, int limit) {
    return connection.call(
        KafkaRebalanceHookServiceGrpc.getListMethod(),
        KafkaRebalanceHookServiceListRequest.newBuilder()
            .setPrefix(prefix)
            .setCursor(cursor)
            .setLimit(limit)
            .build(),
        reply -> new Page(reply.getNamesList(), reply.getNextCursor()));
  }

  <A> CompletableFuture<A> make(String name, BackoffOptions options, Function<Boolean, A> answer) {
    KafkaRebalanceHookServiceCreateRequest.Builder request =
        KafkaRebalanceHookServiceCreateRequest.newBuilder()
            .setName(name)
            .setJitter(options.jitter());
    options.cap().ifPresent(cap -> request.setCapMs(Durations.ms(cap)));
    return connection.call(
        KafkaRebalanceHookServiceGrpc.getCreateMethod(),
        request.build(),
        reply -> answer.apply(reply.getCreated()));
  }

  @Override
  <A> CompletableFuture<A> exists(String name, Function<Boolean, A> answer) {
    return connection.call(
        KafkaRebalanceHookServiceGrpc.getExistsMethod(),
        KafkaRebalanceHookServiceExistsRequest.newBuilder().setName(name).build(),
        reply -> answer.apply(reply.getExists()));
  }

  @Override
  CompletableFuture<Void> deletion(String name) {
    return connection.call(
        KafkaRebalanceHookServiceGrpc.getDeleteMethod(),
        KafkaRebalanceHookServiceDeleteRequest.newBuilder().setName(name).build(),
        reply -> null);
  }
}
