package dev.polyprim.client;

import com.google.protobuf.Message;
import dev.polyprim.v1.SessionServiceCloseRequest;
import dev.polyprim.v1.SessionServiceGrpc;
import dev.polyprim.v1.SessionServiceOpenRequest;
import dev.polyprim.v1.SessionServiceOpenResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The sessions of a client, which number its calls, so that each may be made again.
 *
 * <p>A session remembers a call until {@code window} later ones have come, so a number is given
 * only while the session's oldest call under way is nearer than that; if none is, another session
 * is opened. So it is for a call that the server refuses, as there is no room for its answer beside
 * those of the calls under way.
 */
final class Sessions {
  private static final Metadata.Key<String> SESSION =
      Metadata.Key.of("polyprim-session", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> SEQUENCE =
      Metadata.Key.of("polyprim-sequence", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> OLDEST =
      Metadata.Key.of("polyprim-oldest", Metadata.ASCII_STRING_MARSHALLER);

  private final Connection connection;
  private final List<Session> sessions = new ArrayList<>();
  private CompletableFuture<Session> opening;

  Sessions(Connection connection) {
    this.connection = connection;
  }

  /** A number of the first session that can give one. */
  synchronized CompletableFuture<CallNumber> number() {
    for (Session session : sessions) {
      if (session.canNumber()) {
        return CompletableFuture.completedFuture(session.number());
      }
    }
    if (opening == null || opening.isDone()) { // whoever comes first opens it for all
      opening =
          call(
              SessionServiceGrpc.getOpenMethod(),
              SessionServiceOpenRequest.getDefaultInstance(),
              this::opened);
    }
    return opening.thenCompose(session -> number());
  }

  /** Says that a call has ended, with all its attempts. */
  synchronized void end(CallNumber number) {
    Session session = number.session;
    boolean isLast = session.underWay.remove(number.sequence) && session.underWay.isEmpty();
    if (isLast && session.isExpired) { // until it is closed, close() knows of it
      call(SessionServiceGrpc.getCloseMethod(), session.closing(), Function.identity())
          .thenRun(() -> closed(session));
    }
  }

  /** Ends a number, and gives out no more of a session that the server has given up. */
  synchronized void expire(CallNumber number) {
    number.session.isExpired = true;
    end(number);
  }

  /** Ends a number for whose answer its session has no room as long as its oldest one lasts. */
  synchronized void refuse(CallNumber number) {
    end(number);
    TreeSet<Long> underWay = number.session.underWay;
    number.session.fullAt = underWay.isEmpty() ? 0 : underWay.first();
  }

  /** Gives the sessions up; the server would in time. */
  void close() {
    Channel channel =
        ClientInterceptors.intercept(
            connection.channel(), MetadataUtils.newAttachHeadersInterceptor(connection.headers()));
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
    for (Session session : all()) {
      try {
        ClientCalls.blockingUnaryCall(
            channel, SessionServiceGrpc.getCloseMethod(), options, session.closing());
      } catch (StatusRuntimeException e) {
        continue; // nothing is lost
      }
    }
  }

  private synchronized List<Session> all() {
    return List.copyOf(sessions);
  }

  private synchronized Session opened(SessionServiceOpenResponse reply) {
    Session session = new Session(reply);
    sessions.add(session);
    return session;
  }

  private synchronized void closed(Session session) {
    sessions.remove(session);
  }

  /** Calls the server for all callers, and not within the deadline of the one that is here now. */
  private <Q extends Message, R, T> CompletableFuture<T> call(
      MethodDescriptor<Q, R> method, Q request, Function<? super R, ? extends T> answer) {
    Context previous = Context.ROOT.attach();
    try {
      return connection.call(method, request, answer);
    } finally {
      Context.ROOT.detach(previous);
    }
  }

  /** What the server remembers calls in. Guarded by the lock of all sessions. */
  static final class Session {
    private final String id;
    private final long window;
    private final long openedNs = System.nanoTime();
    private final TreeSet<Long> underWay = new TreeSet<>();
    private long next = 1;
    private long fullAt; // what was the oldest when the server had no room
    private boolean isExpired;

    private Session(SessionServiceOpenResponse reply) {
      this.id = reply.getSession();
      this.window = Math.max(1, Integer.toUnsignedLong(reply.getWindow()));
    }

    private boolean canNumber() {
      return !isExpired && oldest() != fullAt && next < oldest() + window;
    }

    /** The oldest number under way; the next one if none is. */
    private long oldest() {
      return underWay.isEmpty() ? next : underWay.first();
    }

    private CallNumber number() {
      underWay.add(next);
      return new CallNumber(this, next++, underWay.first());
    }

    private SessionServiceCloseRequest closing() {
      return SessionServiceCloseRequest.newBuilder().setSession(id).build();
    }
  }

  /** What the server knows one call by, in all its attempts. */
  record CallNumber(Session session, long sequence, long oldest) {
    Metadata headers() {
      Metadata headers = new Metadata();
      headers.put(SESSION, session.id);
      headers.put(SEQUENCE, Long.toString(sequence));
      headers.put(OLDEST, Long.toString(oldest));
      return headers;
    }

    /** Whether the session is older than that {@link System#nanoTime}, so that it may be gone. */
    boolean isOfBefore(long timeNs) {
      return session.openedNs - timeNs < 0;
    }
  }
}
