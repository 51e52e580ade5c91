package dev.polyprim.client;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.Channel;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A channel, and what every call over it has: a deadline, metadata, an end when it is closed. */
final class Connection implements AutoCloseable {
  private static final String TIMEOUT = "timeout_ms";

  private final ManagedChannel channel;
  private final Metadata headers;
  private final Duration timeout;
  private final int attempts;
  private final Sessions sessions;
  private final Set<CompletableFuture<?>> calls;
  private final AtomicBoolean isClosed;

  Connection(
      ManagedChannel channel,
      Metadata headers,
      Duration timeout,
      int attempts,
      boolean safeRetries) {
    this.channel = channel;
    this.headers = headers;
    this.timeout = timeout;
    this.attempts = attempts;
    this.sessions = safeRetries ? new Sessions(this) : null;
    this.calls = ConcurrentHashMap.newKeySet();
    this.isClosed = new AtomicBoolean();
  }

  private Connection(Connection same, Duration timeout) {
    this.channel = same.channel;
    this.headers = same.headers;
    this.timeout = timeout;
    this.attempts = same.attempts;
    this.sessions = same.sessions;
    this.calls = same.calls;
    this.isClosed = same.isClosed;
  }

  /** The same connection for calls that may take another time. */
  Connection withTimeout(Duration timeout) {
    return new Connection(this, timeout);
  }

  /**
   * Calls a method and makes something of its reply. What fails completes the future with a
   * PolyprimException; whoever cancels the future cancels the call.
   */
  <Q extends Message, R, T> CompletableFuture<T> call(
      MethodDescriptor<Q, R> method, Q request, Function<? super R, ? extends T> answer) {
    int timeoutMs = timeoutMs(request);
    Deadline deadline = Deadline.after(timeoutMs, TimeUnit.MILLISECONDS);
    Call<Q, R, T> call = new Call<>(this, method, timed(request, timeoutMs), deadline, answer);
    CompletableFuture<T> done = call.done();
    calls.add(done);
    done.whenComplete((value, error) -> calls.remove(done));
    if (isClosed.get()) {
      done.completeExceptionally(Failure.closed().exception());
    } else {
      call.start();
    }
    return done;
  }

  /** Waits for a call. An interrupt cancels it, and stays set. */
  static <T> T await(CompletableFuture<T> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw Failure.cancelled("the thread was interrupted", e).exception();
    } catch (CancellationException e) {
      throw Failure.cancelled("the call was cancelled", e).exception();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PolyprimException error) {
        error.fillInStackTrace(); // the caller's, not that of the thread which had the answer
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  Channel channel() {
    return channel;
  }

  /** Null if calls with side effects are never made again. */
  Sessions sessions() {
    return sessions;
  }

  int attempts() {
    return attempts;
  }

  /** The metadata of a call that this thread makes now. */
  Metadata headers() {
    Metadata all = new Metadata();
    all.merge(headers);
    TraceContext.inject(all);
    return all;
  }

  /** Lets the next attempt connect at once; the channel itself might wait for two minutes. */
  void reconnectSoon() {
    channel.resetConnectBackoff();
  }

  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    for (CompletableFuture<?> call : calls) {
      call.completeExceptionally(Failure.closed().exception());
    }
    if (sessions != null) {
      sessions.close();
    }
    channel.shutdownNow();
    try {
      channel.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the request says; else what the client allows, and what the call is told to wait. */
  private int timeoutMs(Message request) {
    Descriptor fields = request.getDescriptorForType();
    FieldDescriptor own = fields.findFieldByName(TIMEOUT);
    if (own != null && request.hasField(own)) {
      return (Integer) request.getField(own);
    }
    FieldDescriptor wait = fields.findFieldByName("wait_ms");
    long waitMs = wait == null ? 0 : (Integer) request.getField(wait);
    return (int) Math.min(timeout.toMillis() + waitMs, Integer.MAX_VALUE);
  }

  @SuppressWarnings("unchecked") // a builder builds what it was made from
  private static <Q extends Message> Q timed(Q request, int timeoutMs) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName(TIMEOUT);
    return field == null ? request : (Q) request.toBuilder().setField(field, timeoutMs).build();
  }
}
