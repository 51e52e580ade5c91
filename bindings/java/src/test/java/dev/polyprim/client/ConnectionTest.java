package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polyprim.v1.QueueServiceGrpc;
import dev.polyprim.v1.QueueServicePopRequest;
import io.grpc.Status.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How calls end that are not answered. */
@ExtendWith(SharedHost.class)
class ConnectionTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private static PolyprimClientBuilder to(ServerSocket socket) {
    return Host.patient("127.0.0.1:" + socket.getLocalPort()).attempts(2);
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @Test
  void nobodyListens() throws Exception {
    ServerSocket socket = listening();
    socket.close();
    try (PolyprimClient client = to(socket).build()) {
      Counter hits = client.counters().named("hits");
      UnavailableException error = assertThrows(UnavailableException.class, () -> hits.add(1));
      assertEquals("UNAVAILABLE", error.code());
      assertEquals("", error.reason());
      assertTrue(error.getMessage().contains("Connection refused"), error.getMessage());
      assertEquals(Optional.empty(), error.retryAfter());
      assertThrows(UnavailableException.class, hits::get);
    }
  }

  @Test
  void somethingElseListens() throws Exception {
    try (ServerSocket socket = listening();
        PolyprimClient client = to(socket).build()) {
      CompletableFuture<Void> talker =
          CompletableFuture.runAsync(
              () -> {
                try (Socket peer = socket.accept()) {
                  byte[] garbage = "220 mail.example ESMTP\r\n".getBytes(StandardCharsets.UTF_8);
                  peer.getOutputStream().write(garbage);
                  peer.getInputStream().transferTo(peer.getOutputStream());
                } catch (IOException e) {
                  throw new CompletionException(e);
                }
              });
      Counter hits = client.counters().named("hits");
      PolyprimException error = assertThrows(PolyprimException.class, () -> hits.add(1));
      assertEquals("INTERNAL", error.code());
      assertTrue(error.getMessage().contains("SETTINGS"), error.getMessage());
      talker.exceptionally(broken -> null).join();
    }
  }

  @Test
  void theServerSaysNothing() throws Exception {
    try (ServerSocket socket = listening();
        PolyprimClient client = to(socket).timeout(Duration.ofMillis(200)).build()) {
      Counter hits = client.counters().named("hits");
      DeadlineException error = assertThrows(DeadlineException.class, () -> hits.add(1));
      assertEquals("DEADLINE_EXCEEDED", error.code());
    }
  }

  @Test
  void theDeadlinePassesFirst(Host host) {
    try (PolyprimClient client = host.client()) {
      String name = client.queue("deadline").name();
      QueueServicePopRequest patient =
          QueueServicePopRequest.newBuilder()
              .setName(name)
              .setWaitMs(600_000)
              .setTimeoutMs(100)
              .build();
      CompletionException error =
          assertThrows(
              CompletionException.class,
              client.call(QueueServiceGrpc.getPopMethod(), patient)::join);
      assertInstanceOf(DeadlineException.class, error.getCause());
    }
  }

  @Test
  void anotherTimeoutIsForItsOwnCalls() throws Exception {
    try (FakeServer server = new FakeServer(call -> null);
        PolyprimClient client = Host.patient(server.address()).timeout(LONG).build()) {
      Counter hits = client.withTimeout(Duration.ofMillis(100)).counters().named("hits");
      assertThrows(DeadlineException.class, () -> hits.add(1));
    }
  }

  @Test
  void aCancelledFutureCancelsTheCall() throws Exception {
    try (FakeServer server = new FakeServer(call -> null);
        PolyprimClient client = Host.patient(server.address()).timeout(LONG).build()) {
      CompletableFuture<Long> call = client.counters().named("hits").addAsync(1);
      server.awaitCall();
      call.cancel(true);
      server.awaitCancellation();
      assertTrue(call.isCancelled());
    }
  }

  @Test
  void aCancelledDeletionCancelsTheCall() throws Exception {
    try (FakeServer server = new FakeServer(call -> null);
        PolyprimClient client = Host.patient(server.address()).timeout(LONG).build()) {
      CompletableFuture<Boolean> call = client.counters().deleteAsync("hits");
      server.awaitCall();
      call.cancel(true);
      server.awaitCancellation();
    }
  }

  @Test
  void anInterruptCancelsTheCallAndStaysSet() throws Exception {
    try (FakeServer server = new FakeServer(call -> null);
        PolyprimClient client = Host.patient(server.address()).timeout(LONG).build()) {
      Counter hits = client.counters().named("hits");
      FutureTask<Boolean> caller =
          new FutureTask<>(
              () -> {
                CancelledException error =
                    assertThrows(CancelledException.class, () -> hits.add(1));
                assertEquals("CANCELLED", error.code());
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = new Thread(caller);
      thread.start();
      server.awaitCall();
      thread.interrupt();
      assertTrue(caller.get());
      server.awaitCancellation();
    }
  }

  @Test
  void aClosedClientSaysSo(Host host) {
    PolyprimClient client = host.client();
    Counter hits = client.counter("closed");
    client.close();
    client.close();
    ClosedException error = assertThrows(ClosedException.class, hits::get);
    assertEquals("", error.code());
    assertEquals("CLOSED", error.reason());
    assertThrows(ClosedException.class, () -> client.queue("closed"));
  }

  @Test
  void closingEndsCallsUnderWay() throws Exception {
    try (FakeServer server = new FakeServer(call -> null)) {
      PolyprimClient client = Host.patient(server.address()).timeout(LONG).build();
      CompletableFuture<Long> call = client.counters().named("hits").addAsync(1);
      server.awaitCall();
      client.close();
      ExecutionException error = assertThrows(ExecutionException.class, call::get);
      assertInstanceOf(ClosedException.class, error.getCause());
    }
  }

  @Test
  void closingEndsCallsBetweenAttempts() throws Exception {
    RuntimeException later = FakeServer.error(Code.UNAVAILABLE, "", FakeServer.retryAfter(300));
    try (FakeServer server =
        new FakeServer(
            call -> {
              throw later;
            })) {
      PolyprimClient client = Host.patient(server.address()).timeout(LONG).build();
      CompletableFuture<Long> call = client.counters().named("hits").getAsync();
      server.awaitCall();
      client.close();
      ExecutionException error = assertThrows(ExecutionException.class, call::get);
      assertInstanceOf(ClosedException.class, error.getCause());
    }
  }

  @Test
  void theStackIsTheCallers(Host host) {
    try (PolyprimClient client = host.client()) {
      Counter none = client.counters().named("none");
      NotFoundException error = assertThrows(NotFoundException.class, () -> none.add(1));
      assertTrue(
          Arrays.stream(error.getStackTrace())
              .anyMatch(frame -> frame.getMethodName().equals("theStackIsTheCallers")));
    }
  }
}
