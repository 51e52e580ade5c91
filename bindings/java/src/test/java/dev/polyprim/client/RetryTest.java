package dev.polyprim.client;

import static dev.polyprim.client.FakeServer.error;
import static dev.polyprim.client.FakeServer.retryAfter;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Message;
import dev.polyprim.client.FakeServer.Received;
import dev.polyprim.v1.CounterServiceAddResponse;
import dev.polyprim.v1.CounterServiceGetResponse;
import dev.polyprim.v1.SessionServiceCloseRequest;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that are made again, and how the server tells the attempts of one call from two calls. */
@ExtendWith(SharedHost.class)
class RetryTest {
  private static final Message SUM = CounterServiceAddResponse.newBuilder().setValue(7).build();
  private static final Message COUNT = CounterServiceGetResponse.newBuilder().setValue(7).build();
  private static final RuntimeException AWAY = error(Code.UNAVAILABLE, "");
  private static final RuntimeException EXPIRED =
      error(Code.FAILED_PRECONDITION, "REQUEST_ID_EXPIRED");

  /** Sessions, and for all other calls these outcomes in turn. */
  private static Function<Received, Message> saying(Object... outcomes) {
    Deque<Object> next = new ArrayDeque<>(Arrays.asList(outcomes));
    List<String> opened = new ArrayList<>();
    return call -> {
      synchronized (next) {
        Optional<Message> session = FakeServer.session(call, opened);
        if (session.isPresent()) {
          return session.get();
        }
        Object outcome = next.size() > 1 ? next.remove() : next.element();
        if (outcome instanceof RuntimeException e) {
          throw e;
        }
        return (Message) outcome;
      }
    };
  }

  /** The same, but a pop is never answered. */
  private static Function<Received, Message> popsWait(Object... outcomes) {
    Function<Received, Message> others = saying(outcomes);
    return call -> call.method().equals("Pop") ? null : others.apply(call);
  }

  private static List<String> numbers(List<Received> calls) {
    return calls.stream().map(call -> call.session() + "/" + call.sequence()).toList();
  }

  /** The sessions that were closed. */
  private static List<String> closed(FakeServer server) {
    return server.received("Close").stream()
        .map(call -> ((SessionServiceCloseRequest) call.request()).getSession())
        .toList();
  }

  /** Waits for a condition; the time limit of each test interrupts it. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(1);
    }
  }

  private static PolyprimClientBuilder client(FakeServer server) {
    return Host.patient(server.address());
  }

  @Test
  void readingIsMadeAgain() throws Exception {
    try (FakeServer server = new FakeServer(saying(AWAY, AWAY, COUNT));
        PolyprimClient client = client(server).build()) {
      assertEquals(7, client.counters().named("hits").get());
      assertEquals(3, server.received("Get").size());
      assertNull(server.received("Get").get(0).session());
    }
  }

  @Test
  void writingIsNot() throws Exception {
    try (FakeServer server = new FakeServer(saying(AWAY, SUM));
        PolyprimClient client = client(server).build()) {
      Counter hits = client.counters().named("hits");
      assertThrows(UnavailableException.class, () -> hits.add(1));
      assertEquals(1, server.received("Add").size());
      assertEquals(0, server.received("Open").size());
    }
  }

  @Test
  void writingIsWithSafeRetriesByTheSameNumber() throws Exception {
    try (FakeServer server = new FakeServer(saying(AWAY, AWAY, SUM));
        PolyprimClient client = client(server).safeRetries(true).build()) {
      Counter hits = client.counters().named("hits");
      assertEquals(7, hits.add(1));
      assertEquals(7, hits.add(1));
      List<Received> adds = server.received("Add");
      assertEquals(4, adds.size());
      for (Received attempt : adds.subList(0, 3)) {
        assertEquals("s1", attempt.session());
        assertEquals(adds.get(0).sequence(), attempt.sequence());
        assertEquals(adds.get(0).request(), attempt.request());
      }
      assertNotEquals(adds.get(0).sequence(), adds.get(3).sequence());
      assertEquals(1, server.received("Open").size());
    }
  }

  @Test
  void readingHasNoNumber() throws Exception {
    try (FakeServer server = new FakeServer(saying(COUNT));
        PolyprimClient client = client(server).safeRetries(true).build()) {
      client.counters().named("hits").get();
      assertNull(server.received("Get").get(0).sequence());
      assertEquals(0, server.received("Open").size());
    }
  }

  @Test
  void aCutConnectionIsMadeAgainByTheSameNumber() throws Exception {
    CompletableFuture<Proxy> cutter = new CompletableFuture<>();
    Set<String> carriedOut = new HashSet<>();
    List<String> opened = new ArrayList<>();
    Function<Received, Message> behaviour =
        call ->
            FakeServer.session(call, opened)
                .orElseGet(
                    () -> {
                      if (carriedOut.add(call.session() + "/" + call.sequence())) {
                        cutter.join().cut(); // it is done, and its answer is lost
                        return null;
                      }
                      return SUM;
                    });
    try (FakeServer server = new FakeServer(behaviour);
        Proxy proxy = new Proxy(server.port());
        PolyprimClient client =
            PolyprimClient.builder(proxy.address())
                .timeout(Duration.ofSeconds(60))
                .attempts(50)
                .safeRetries(true)
                .build()) {
      cutter.complete(proxy);
      assertEquals(7, client.counters().named("hits").add(1));
      assertEquals(Set.of("s1/1"), carriedOut);
      assertEquals(2, server.received("Add").size());
    }
  }

  @Test
  void abortedIsMadeAgainIfTheServerSaysWhen() throws Exception {
    RuntimeException later = error(Code.ABORTED, "", retryAfter(0));
    RuntimeException never = error(Code.ABORTED, "");
    try (FakeServer server = new FakeServer(saying(later, never, COUNT));
        PolyprimClient client = client(server).build()) {
      Counter hits = client.counters().named("hits");
      PolyprimException aborted = assertThrows(PolyprimException.class, hits::get);
      assertEquals("ABORTED", aborted.code());
      assertEquals(2, server.received("Get").size());
    }
  }

  @Test
  void anUnknownOutcomeIsAnErrorAtOnce() throws Exception {
    RuntimeException unknown = error(Code.ABORTED, "OUTCOME_UNKNOWN");
    try (FakeServer server = new FakeServer(saying(unknown, SUM));
        PolyprimClient client = client(server).safeRetries(true).build()) {
      Counter hits = client.counters().named("hits");
      assertThrows(OutcomeUnknownException.class, () -> hits.add(1));
      assertEquals(1, server.received("Add").size());
    }
  }

  @Test
  void attemptsAreCounted() throws Exception {
    try (FakeServer server = new FakeServer(saying(AWAY));
        PolyprimClient client = client(server).attempts(3).build()) {
      assertThrows(UnavailableException.class, client.counters().named("hits")::get);
      assertEquals(3, server.received("Get").size());
    }
  }

  @Test
  void noAttemptIsWaitedForBeyondTheDeadline() throws Exception {
    RuntimeException muchLater = error(Code.UNAVAILABLE, "CLOSED", retryAfter(3600));
    try (FakeServer server = new FakeServer(saying(muchLater, COUNT));
        PolyprimClient client = client(server).build()) {
      Counter hits = client.counters().named("hits");
      UnavailableException error = assertThrows(UnavailableException.class, hits::get);
      assertEquals(Optional.of(Duration.ofHours(1)), error.retryAfter());
      assertEquals(1, server.received("Get").size());
    }
  }

  @Test
  void anExpiredSessionIsReplacedOnce() throws Exception {
    try (FakeServer server = new FakeServer(saying(SUM, EXPIRED, SUM, EXPIRED));
        PolyprimClient client = client(server).safeRetries(true).build()) {
      Counter hits = client.counters().named("hits");
      hits.add(1);
      assertEquals(7, hits.add(1));
      assertThrows(RequestExpiredException.class, () -> hits.add(1));
      List<String> sessions = server.received("Add").stream().map(Received::session).toList();
      assertEquals(List.of("s1", "s1", "s2", "s2", "s3"), sessions);
    }
  }

  @Test
  void aNumberThatExpiresBetweenAttemptsIsAnError() throws Exception {
    try (FakeServer server = new FakeServer(saying(AWAY, EXPIRED, SUM));
        PolyprimClient client = client(server).safeRetries(true).build()) {
      Counter hits = client.counters().named("hits");
      assertThrows(RequestExpiredException.class, () -> hits.add(1));
      assertEquals(2, server.received("Add").size());
    }
  }

  @Test
  void withoutASessionNothingIsWritten() throws Exception {
    Function<Received, Message> behaviour =
        call -> {
          throw error(Code.UNIMPLEMENTED, "");
        };
    try (FakeServer server = new FakeServer(behaviour);
        PolyprimClient client = client(server).safeRetries(true).build()) {
      Counter hits = client.counters().named("hits");
      PolyprimException error = assertThrows(PolyprimException.class, () -> hits.add(1));
      assertEquals("UNIMPLEMENTED", error.code());
      assertEquals(0, server.received("Add").size());
    }
  }

  @Test
  void aHostCountsOnce(Host host) throws Exception {
    int port = Integer.parseInt(host.address().substring(host.address().lastIndexOf(':') + 1));
    try (Proxy proxy = new Proxy(port);
        PolyprimClient client =
            Host.patient(proxy.address()).attempts(50).safeRetries(true).build()) {
      Counter hits = client.counter("retries.hits");
      for (int sum = 1; sum <= 20; sum++) {
        CompletableFuture<Long> call = hits.addAsync(1);
        proxy.cut();
        assertEquals(sum, call.join());
      }
    }
  }

  @Test
  void aPopThatWaitsHoldsUpNothing(Host host) {
    try (PolyprimClient client = Host.patient(host.address()).safeRetries(true).build()) {
      Queue jobs = client.queue("retries.jobs", 1 << 16);
      CompletableFuture<Optional<byte[]>> pop = jobs.popAsync(Duration.ofMinutes(10));
      jobs.push(new byte[1]);
      assertEquals(1, pop.join().orElseThrow().length);
    }
  }

  @Test
  void aSessionIsNotWaitedForBeyondTheDeadline() throws Exception {
    try (FakeServer server = new FakeServer(call -> null);
        PolyprimClient client = client(server).safeRetries(true).build()) {
      Counter hits = client.withTimeout(Duration.ofMillis(100)).counters().named("hits");
      assertThrows(DeadlineException.class, () -> hits.add(1));
      assertEquals(0, server.received("Add").size());
    }
  }

  @Test
  void callsShareASessionAndGiveItUp() throws Exception {
    try (FakeServer server = new FakeServer(saying(SUM))) {
      try (PolyprimClient client = client(server).namespace("x").safeRetries(true).build()) {
        Counter hits = client.counters().named("hits");
        CompletableFuture.allOf(
                IntStream.range(0, 20)
                    .mapToObj(i -> hits.addAsync(1))
                    .toArray(CompletableFuture<?>[]::new))
            .join();
        assertEquals(
            20, server.received("Add").stream().map(Received::sequence).distinct().count());
        assertEquals(1, server.received("Open").size());
      }
      assertEquals(List.of("s1"), closed(server));
      for (String method : List.of("Open", "Close")) {
        Received call = server.received(method).get(0);
        assertEquals("x", call.header("polyprim-namespace"));
        assertNull(call.session());
        assertNull(call.sequence());
      }
    }
  }

  @Test
  void numbersStayWithinTheWindowOfTheOldestCallUnderWay() throws Exception {
    try (FakeServer server = new FakeServer(popsWait(SUM))) {
      try (PolyprimClient client = client(server).safeRetries(true).build()) {
        Counter hits = client.counters().named("hits");
        hits.add(1);
        CompletableFuture<?> pop = client.queues().named("jobs").popAsync(Duration.ofMinutes(10));
        for (int i = 0; i < 300; i++) {
          hits.add(1);
        }
        pop.cancel(true);
        hits.add(1);
      }
      List<String> numbers = numbers(server.received("Add"));
      List<String> expected = new ArrayList<>(List.of("s1/1"));
      IntStream.rangeClosed(3, 129).forEach(i -> expected.add("s1/" + i)); // the pop is s1/2
      IntStream.rangeClosed(1, 173).forEach(i -> expected.add("s2/" + i));
      expected.add("s1/130");
      assertEquals(expected, numbers);
      assertEquals(List.of("s1", "s2"), closed(server));
    }
  }

  @Test
  void aCallWithoutRoomBesideThoseUnderWayGoesThroughAnotherSession() throws Exception {
    RuntimeException full = error(Code.RESOURCE_EXHAUSTED, "SESSION_FULL");
    Function<Received, Message> others = popsWait(SUM);
    Function<Received, Message> behaviour =
        call -> {
          if (call.method().equals("Add")
              && Long.parseLong(call.sequence())
                  > Long.parseLong(call.header("polyprim-oldest")) + 2) {
            throw full;
          }
          return others.apply(call);
        };
    try (FakeServer server = new FakeServer(behaviour);
        PolyprimClient client = client(server).safeRetries(true).build()) {
      Counter hits = client.counters().named("hits");
      hits.add(1);
      CompletableFuture<?> pop = client.queues().named("jobs").popAsync(Duration.ofMinutes(10));
      for (int i = 0; i < 5; i++) {
        hits.add(1);
      }
      pop.cancel(true);
      hits.add(1);
      assertEquals(
          List.of("s1/1", "s1/3", "s1/4", "s1/5", "s2/1", "s2/2", "s2/3", "s1/6"),
          numbers(server.received("Add")));
    }
  }

  @Test
  void manyLargeRecordsAreTakenAtOnce(Host host) {
    try (PolyprimClient client = Host.patient(host.address()).safeRetries(true).build()) {
      Queue jobs = client.queue("retries.large", 1 << 20);
      for (byte i = 0; i < 12; i++) {
        byte[] record = new byte[60_000];
        record[0] = i;
        jobs.push(record);
      }
      CompletableFuture<?> oldest =
          client.queue("retries.none", 1 << 16).popAsync(Duration.ofMinutes(10));
      List<CompletableFuture<Optional<byte[]>>> pops =
          IntStream.range(0, 12).mapToObj(i -> jobs.popAsync(Duration.ofMinutes(1))).toList();
      Set<Integer> found = new HashSet<>();
      pops.forEach(pop -> found.add((int) pop.join().orElseThrow()[0]));
      assertEquals(12, found.size());
      oldest.cancel(true);
    }
  }

  @Test
  void callsThatWaitTogetherHaveNumbersWithinTheWindow() throws Exception {
    try (FakeServer server = new FakeServer(popsWait(SUM))) {
      try (PolyprimClient client = client(server).safeRetries(true).build()) {
        Queue jobs = client.queues().named("jobs");
        for (int i = 0; i < 300; i++) {
          jobs.popAsync(Duration.ofMinutes(10));
        }
        await(() -> server.received("Pop").size() == 300);
      }
      Set<String> expected = new HashSet<>();
      IntStream.range(0, 300).forEach(i -> expected.add("s" + (i / 128 + 1) + "/" + (i % 128 + 1)));
      assertEquals(expected, Set.copyOf(numbers(server.received("Pop"))));
      assertEquals(List.of("s1", "s2", "s3"), closed(server));
    }
  }

  @Test
  void anExpiredSessionIsClosedWhenItsCallsHaveEnded() throws Exception {
    try (FakeServer server = new FakeServer(popsWait(SUM, EXPIRED, SUM))) {
      try (PolyprimClient client = client(server).safeRetries(true).build()) {
        Counter hits = client.counters().named("hits");
        hits.add(1);
        CompletableFuture<?> pop = client.queues().named("jobs").popAsync(Duration.ofMinutes(10));
        hits.add(1);
        assertEquals(List.of(), closed(server));
        pop.cancel(true);
        await(() -> !closed(server).isEmpty());
        assertEquals(List.of("s1"), closed(server));
        hits.add(1);
      }
      assertEquals(List.of("s1/1", "s1/3", "s2/1", "s2/2"), numbers(server.received("Add")));
      assertEquals(Set.of("s1", "s2"), Set.copyOf(closed(server)));
    }
  }

  @Test
  void allExpiredSessionsAreReplaced() throws Exception {
    Set<String> gone = ConcurrentHashMap.newKeySet();
    List<String> opened = new ArrayList<>();
    Function<Received, Message> behaviour =
        call ->
            FakeServer.session(call, opened)
                .orElseGet(
                    () -> {
                      if (gone.contains(call.session())) {
                        throw EXPIRED;
                      }
                      return call.method().equals("Pop") ? null : SUM;
                    });
    try (FakeServer server = new FakeServer(behaviour);
        PolyprimClient client = client(server).safeRetries(true).build()) {
      Counter hits = client.counters().named("hits");
      hits.add(1);
      CompletableFuture<?> pop = client.queues().named("jobs").popAsync(Duration.ofMinutes(10));
      for (int i = 0; i < 128; i++) {
        hits.add(1);
      }
      pop.cancel(true); // both sessions can number calls again
      gone.addAll(opened);
      assertEquals(7, hits.add(1));
      List<String> numbers = numbers(server.received("Add"));
      assertEquals(List.of("s2/1", "s1/130", "s2/2", "s3/1"), numbers.subList(128, numbers.size()));
    }
  }

  @Test
  void aPopWaitsThroughManyCalls(Host host) {
    try (PolyprimClient client = Host.patient(host.address()).safeRetries(true).build()) {
      Counter hits = client.counter("retries.beside");
      Queue jobs = client.queue("retries.waited-for", 1 << 16);
      hits.add(1);
      CompletableFuture<Optional<byte[]>> pop = jobs.popAsync(Duration.ofMinutes(10));
      CompletableFuture<Optional<byte[]>> cancelled = jobs.popAsync(Duration.ofMinutes(10));
      for (int i = 0; i < 300; i++) {
        hits.add(1);
      }
      assertEquals(301, hits.get());
      cancelled.cancel(true);
      jobs.push(new byte[1]);
      assertEquals(1, pop.join().orElseThrow().length);
    }
  }
}
