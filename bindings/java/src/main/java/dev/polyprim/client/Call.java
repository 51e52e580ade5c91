package dev.polyprim.client;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Message;
import dev.polyprim.v1.SessionServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One call with all its attempts, of which no two run at once. */
final class Call<Q extends Message, R, T> {
  private static final long BACKOFF_FIRST_MS = 100;
  private static final long BACKOFF_MAX_MS = 5000;

  private final CompletableFuture<T> done = new CompletableFuture<>();
  private final Context.CancellableContext context = Context.current().withCancellation();
  private final Connection connection;
  private final MethodDescriptor<Q, R> method;
  private final Q request;
  private final Deadline deadline;
  private final Function<? super R, ? extends T> answer;
  private final Metadata headers;
  private final long begunNs = System.nanoTime();

  private int attempt;
  private Sessions.CallNumber number;

  Call(
      Connection connection,
      MethodDescriptor<Q, R> method,
      Q request,
      Deadline deadline,
      Function<? super R, ? extends T> answer) {
    this.connection = connection;
    this.method = method;
    this.request = request;
    this.deadline = deadline;
    this.answer = answer;
    this.headers = connection.headers(); // with the trace of this thread: attempts have others
    done.whenComplete((value, error) -> context.cancel(null)); // as when the caller cancels it
  }

  /** The outcome. Whoever completes or cancels it ends the call. */
  CompletableFuture<T> done() {
    return done;
  }

  void start() {
    if (isRepeatable() || connection.sessions() == null) {
      attempt();
    } else {
      startNumbered();
    }
  }

  private void startNumbered() {
    CompletableFuture<Sessions.CallNumber> numbering = connection.sessions().number();
    if (!numbering.isDone()) { // a session is opened, until a deadline that may be later than this
      after(
          deadline.timeRemaining(TimeUnit.MILLISECONDS),
          () -> done.completeExceptionally(Failure.late().exception()));
    }
    numbering.whenComplete(
        (given, error) -> {
          if (error != null) {
            done.completeExceptionally(error.getCause());
            return;
          }
          number = given;
          done.whenComplete((value, failure) -> connection.sessions().end(given));
          attempt();
        });
  }

  private void attempt() {
    if (done.isDone()) {
      return;
    }
    attempt++;
    Metadata sent = new Metadata();
    sent.merge(headers);
    if (number != null) {
      sent.merge(number.headers());
    }
    Channel channel =
        ClientInterceptors.intercept(
            connection.channel(), MetadataUtils.newAttachHeadersInterceptor(sent));
    CallOptions options = CallOptions.DEFAULT.withDeadline(deadline);
    try {
      context.run(
          () -> ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new Reply()));
    } catch (RuntimeException e) { // an interceptor's
      done.completeExceptionally(e);
    }
  }

  private void fail(PolyprimException error) {
    if (number != null && error.reason().equals("SESSION_FULL")) {
      attempt = 0;
      connection.sessions().refuse(number);
      startNumbered();
      return;
    }
    if (number != null
        && attempt == 1
        && number.isOfBefore(begunNs)
        && error instanceof RequestExpiredException) {
      attempt = 0;
      connection.sessions().expire(number);
      startNumbered();
      return;
    }
    long delayMs = delayMs(error);
    if (!mayFollow(error) || deadline.timeRemaining(TimeUnit.MILLISECONDS) <= delayMs) {
      done.completeExceptionally(error);
      return;
    }
    after(delayMs, this::attempt);
  }

  /** Whether another attempt may succeed, and is safe. */
  private boolean mayFollow(PolyprimException error) {
    boolean isPassing =
        error.code().equals(Status.Code.UNAVAILABLE.name())
            || error.code().equals(Status.Code.ABORTED.name())
                && error.retryAfter().isPresent()
                && !(error instanceof OutcomeUnknownException);
    return isPassing && attempt < connection.attempts() && (isRepeatable() || number != null);
  }

  private long delayMs(PolyprimException error) {
    long most = Math.min(BACKOFF_FIRST_MS << Math.min(attempt - 1, 10), BACKOFF_MAX_MS);
    long least = error.retryAfter().map(Duration::toMillis).orElse(0L);
    return Math.max(least, ThreadLocalRandom.current().nextLong(most + 1));
  }

  /** Whether a second call does no harm. A session that was opened in vain ends by itself. */
  private boolean isRepeatable() {
    return SessionServiceGrpc.SERVICE_NAME.equals(method.getServiceName())
        || method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
            && schema.getMethodDescriptor().getOptions().getIdempotencyLevel()
                == IdempotencyLevel.NO_SIDE_EFFECTS;
  }

  private static void after(long ms, Runnable task) {
    CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS).execute(task);
  }

  /** The outcome of one attempt. */
  private final class Reply implements StreamObserver<R> {
    private R reply;

    @Override
    public void onNext(R value) {
      reply = value;
    }

    @Override
    public void onCompleted() {
      if (reply == null) {
        onError(Status.INTERNAL.withDescription("the server sent no reply").asException());
        return;
      }
      try {
        done.complete(answer.apply(reply));
      } catch (RuntimeException e) { // what the reply means, such as ChecksumException
        done.completeExceptionally(e);
      }
    }

    @Override
    public void onError(Throwable error) {
      PolyprimException failure = Failure.of(error).exception();
      if (failure instanceof UnavailableException) {
        connection.reconnectSoon();
      }
      fail(failure);
    }
  }
}
