package dev.polyprim.client;

import dev.polyprim.v1.SessionServiceCloseRequest;
import dev.polyprim.v1.SessionServiceGrpc;
import dev.polyprim.v1.SessionServiceOpenRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The session of a client, which numbers its calls, so that each may be made again. */
final class Sessions {
  private static final Metadata.Key<String> SESSION =
      Metadata.Key.of("polyprim-session", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> SEQUENCE =
      Metadata.Key.of("polyprim-sequence", Metadata.ASCII_STRING_MARSHALLER);

  private final Connection connection;
  private CompletableFuture<Session> current;

  Sessions(Connection connection) {
    this.connection = connection;
  }

  /** The session, which is opened if there is none. */
  synchronized CompletableFuture<Session> current() {
    if (current == null || current.isCompletedExceptionally()) {
      // Whoever comes first opens it for all, and not within that caller's own deadline.
      Context previous = Context.ROOT.attach();
      try {
        current =
            connection.call(
                SessionServiceGrpc.getOpenMethod(),
                SessionServiceOpenRequest.getDefaultInstance(),
                reply -> new Session(reply.getSession()));
      } finally {
        Context.ROOT.detach(previous);
      }
    }
    return current;
  }

  /** Lets a new session be opened in the place of one that the server has given up. */
  synchronized void forget(Session session) {
    if (opened() == session) {
      current = null;
    }
  }

  /** Gives the session up, if there is one; the server would in time. */
  synchronized void close(Channel channel) {
    Session session = opened();
    if (session == null) {
      return;
    }
    try {
      ClientCalls.blockingUnaryCall(
          channel,
          SessionServiceGrpc.getCloseMethod(),
          CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS),
          SessionServiceCloseRequest.newBuilder().setSession(session.id).build());
    } catch (StatusRuntimeException e) {
      current = null; // nothing is lost
    }
  }

  private Session opened() {
    return current == null || current.isCompletedExceptionally() ? null : current.getNow(null);
  }

  /** What the server knows this client's calls by. */
  static final class Session {
    private final String id;
    private final AtomicLong sequence = new AtomicLong();

    private Session(String id) {
      this.id = id;
    }

    /** The metadata of one call, the same in all its attempts. */
    Metadata next() {
      Metadata headers = new Metadata();
      headers.put(SESSION, id);
      headers.put(SEQUENCE, Long.toString(sequence.incrementAndGet()));
      return headers;
    }
  }
}
