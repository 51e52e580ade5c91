package dev.polyprim.client;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A connection to a host, for any number of threads; it connects with the first call.
 *
 * <pre>{@code
 * try (PolyprimClient client = PolyprimClient.builder("127.0.0.1:7777").build()) {
 *   client.counter("hits").add(1);
 * }
 * }</pre>
 *
 * <p>Each call takes at most the client's timeout, beside the time that it is told to wait, and
 * then throws {@link DeadlineException}. What fails throws a {@link PolyprimException}; an
 * interrupt ends a call with {@link CancelledException} and stays set. Each method has a twin that
 * does not wait, with {@code Async} at the end: its future fails with the same exceptions, and ends
 * the call when it is cancelled.
 */
public final class PolyprimClient implements AutoCloseable {
  private final Connection connection;
  private final Counters counters;
  private final Queues queues;
  private final KafkaRebalanceHooks kafkaRebalanceHooks;

  PolyprimClient(Connection connection) {
    this.connection = connection;
    this.counters = new Counters(connection);
    this.queues = new Queues(connection);
    this.kafkaRebalanceHooks = new KafkaRebalanceHooks(connection);
  }

  /**
   * Begins a client.
   *
   * @param target {@code host:port} or {@code unix:PATH}
   * @return a builder with every option as it is if nothing is said
   * @throws InvalidArgumentException if it is neither
   */
  public static PolyprimClientBuilder builder(String target) {
    return new PolyprimClientBuilder(Target.parse(target));
  }

  /**
   * The counter of that name, made if there is none.
   *
   * @param name the counter's name
   * @return the counter
   */
  public Counter counter(String name) {
    return counter(name, 0);
  }

  /**
   * The counter of that name, made if there is none.
   *
   * @param name the counter's name
   * @param initialValue what it holds if it is made
   * @return the counter
   */
  public Counter counter(String name, long initialValue) {
    return Connection.await(counterAsync(name, initialValue));
  }

  /**
   * Like {@link #counter(String, long)}, without waiting.
   *
   * @param name the counter's name
   * @param initialValue what it holds if it is made
   * @return the counter
   */
  public CompletableFuture<Counter> counterAsync(String name, long initialValue) {
    return counters.make(name, initialValue, created -> counters.named(name));
  }

  /**
   * All counters: made, found, listed and deleted.
   *
   * @return the counters of the host
   */
  public Counters counters() {
    return counters;
  }

  /**
   * The queue of that name, made if there is none, in a region of 1 MiB.
   *
   * @param name the queue's name
   * @return the queue
   */
  public Queue queue(String name) {
    return queue(name, Queues.CAPACITY_DEFAULT);
  }

  /**
   * The queue of that name, made if there is none.
   *
   * @param name the queue's name
   * @param capacity bytes of its region if it is made, a power of two from 64 KiB to 64 MiB
   * @return the queue
   */
  public Queue queue(String name, int capacity) {
    return Connection.await(queueAsync(name, capacity));
  }

  /**
   * Like {@link #queue(String, int)}, without waiting.
   *
   * @param name the queue's name
   * @param capacity bytes of its region if it is made, a power of two from 64 KiB to 64 MiB
   * @return the queue
   */
  public CompletableFuture<Queue> queueAsync(String name, int capacity) {
    return queues.make(name, capacity, created -> queues.named(name));
  }

  /**
   * All queues: made, found, listed and deleted.
   *
   * @return the queues of the host
   */
  public Queues queues() {
    return queues;
  }

  /**
   * The consumer group of that name, made if there is none.
   *
   * @param name the group's name
   * @return the group
   */
  public KafkaRebalanceHook kafkaRebalanceHook(String name) {
    return kafkaRebalanceHook(name, BackoffOptions.DEFAULT);
  }

  /**
   * The consumer group of that name, made if there is none.
   *
   * @param name the group's name
   * @param options its backoffs if it is made
   * @return the group
   */
  public KafkaRebalanceHook kafkaRebalanceHook(String name, BackoffOptions options) {
    return Connection.await(kafkaRebalanceHookAsync(name, options));
  }

  /**
   * Like {@link #kafkaRebalanceHook(String, BackoffOptions)}, without waiting.
   *
   * @param name the group's name
   * @param options its backoffs if it is made
   * @return the group
   */
  public CompletableFuture<KafkaRebalanceHook> kafkaRebalanceHookAsync(
      String name, BackoffOptions options) {
    return kafkaRebalanceHooks.make(name, options, created -> kafkaRebalanceHooks.named(name));
  }

  /**
   * All consumer groups: made, found, listed and deleted.
   *
   * @return the groups of the host
   */
  public KafkaRebalanceHooks kafkaRebalanceHooks() {
    return kafkaRebalanceHooks;
  }

  /**
   * The same client with another timeout: the two have one connection, and are closed together.
   *
   * @param timeout how long its calls may take, a millisecond to 1,000,000 seconds
   * @return a client
   */
  public PolyprimClient withTimeout(Duration timeout) {
    return new PolyprimClient(connection.withTimeout(Durations.timeout(timeout)));
  }

  /**
   * Calls any method of the contract, as the objects do: with a deadline, with the client's
   * metadata, and made again where that is safe. For what they do not offer, such as another
   * timeout for one call: a request's {@code timeout_ms} is the whole time that its call may take.
   *
   * @param <Q> the request
   * @param <R> the reply
   * @param method a generated method, such as {@code CounterServiceGrpc.getAddMethod()}
   * @param request the request
   * @return the reply, as the host sent it
   */
  public <Q extends Message, R> CompletableFuture<R> call(
      MethodDescriptor<Q, R> method, Q request) {
    return connection.call(method, request, Function.identity());
  }

  /**
   * Closes the connection. Calls under way and later ones throw {@link ClosedException}. May be
   * repeated.
   */
  @Override
  public void close() {
    connection.close();
  }
}
