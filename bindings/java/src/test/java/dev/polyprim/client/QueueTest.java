package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHost.class)
class QueueTest {
  private static final int SMALL = 1 << 16;
  private static final Duration LONG = Duration.ofMinutes(10);

  private PolyprimClient client;

  @BeforeEach
  void connect(Host host) {
    client = host.client();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Optional<String> text(Optional<byte[]> record) {
    return record.map(QueueTest::text);
  }

  @Test
  void givesOutInOrder() {
    Queue jobs = client.queue("order", SMALL);
    assertTrue(jobs.push(bytes("one")));
    assertTrue(jobs.pushMany(List.of(bytes("two"), bytes(""), bytes("four"))));
    assertEquals(Optional.of("one"), text(jobs.peek()));
    assertEquals(Optional.of("one"), text(jobs.pop()));
    List<byte[]> rest = jobs.popMany(2, Duration.ZERO);
    assertEquals(List.of("two", ""), rest.stream().map(QueueTest::text).toList());
    assertEquals(1, jobs.statistics().items());
    assertEquals(Optional.of("four"), text(jobs.pop(LONG)));
    assertEquals(Optional.empty(), jobs.pop());
    assertEquals(Optional.empty(), jobs.peek());
    assertEquals(Optional.empty(), jobs.pop(Duration.ofMillis(20)));
    assertEquals(List.of(), jobs.popMany(10, Duration.ofMillis(20)));
  }

  @Test
  void keepsAnyBytes() {
    byte[] record = new byte[SMALL];
    IntStream.range(0, record.length).forEach(i -> record[i] = (byte) (i * 31));
    Queue jobs = client.queue("bytes");
    assertTrue(jobs.push(record));
    assertArrayEquals(record, jobs.pop().orElseThrow());
  }

  @Test
  void saysThatItIsFull() {
    Queue jobs = client.queue("full", SMALL);
    byte[] record = new byte[30_000];
    assertTrue(jobs.push(record));
    assertTrue(jobs.push(new byte[20_000]));
    assertFalse(jobs.push(record));
    assertFalse(jobs.pushMany(List.of(record, new byte[1])));
    QueueStatistics statistics = jobs.statistics();
    assertEquals(2, statistics.items());
    assertEquals(SMALL, statistics.capacityBytes());
    assertEquals(0, statistics.skipped());
  }

  @Test
  void aPopWaits() {
    Queue jobs = client.queue("waits", SMALL);
    CompletableFuture<Optional<byte[]>> pop = jobs.popAsync(LONG);
    CompletableFuture<List<byte[]>> popMany = jobs.popManyAsync(1, LONG);
    jobs.push(bytes("job"));
    jobs.push(bytes("job"));
    assertEquals(Optional.of("job"), text(pop.join()));
    assertEquals("job", text(popMany.join().get(0)));
  }

  @Test
  void aWaitIsLimited() {
    Queue jobs = client.queue("limited", SMALL);
    assertThrows(InvalidArgumentException.class, () -> jobs.pop(Duration.ofMillis(-1)));
    assertThrows(InvalidArgumentException.class, () -> jobs.pop(Duration.ofDays(2)));
  }

  @Test
  void recordsComeUntilTheyAreClosed() throws Exception {
    Queue jobs = client.queue("records", SMALL);
    List<String> seen = new CopyOnWriteArrayList<>();
    CountDownLatch three = new CountDownLatch(3);
    Records records = jobs.records();
    CompletableFuture<Void> consumer =
        CompletableFuture.runAsync(
            () -> {
              for (byte[] record : records) {
                seen.add(text(record));
                three.countDown();
              }
            });
    jobs.push(bytes("1"));
    jobs.pushMany(List.of(bytes("2"), bytes("3")));
    three.await();
    records.close();
    records.close();
    consumer.join();
    assertEquals(List.of("1", "2", "3"), seen);
    Iterator<byte[]> none = records.iterator();
    assertThrows(NoSuchElementException.class, none::next);
  }

  @Test
  void recordsAreAStream() {
    Queue jobs = client.queue("stream", SMALL);
    jobs.pushMany(List.of(bytes("1"), bytes("2"), bytes("3")));
    try (Stream<byte[]> records = jobs.records().stream()) {
      assertEquals(List.of("1", "2"), records.limit(2).map(QueueTest::text).toList());
    }
    assertEquals(Optional.of("3"), text(jobs.pop()));
  }

  @Test
  void recordsEndWithTheirQueue() {
    Iterator<byte[]> records = client.queues().named("no-queue").records().iterator();
    assertThrows(NotFoundException.class, records::hasNext);
  }

  @Test
  void anInterruptEndsTheRecords() {
    Iterator<byte[]> records = client.queue("interrupted", SMALL).records().iterator();
    Thread.currentThread().interrupt();
    assertThrows(CancelledException.class, records::hasNext);
    assertTrue(Thread.interrupted());
  }

  @Test
  void isMadeFoundAndDeleted() {
    Queues queues = client.queues();
    assertTrue(queues.create("kind.queue", SMALL).isPresent());
    assertTrue(queues.create("kind.queue").isEmpty());
    assertEquals(SMALL, queues.open("kind.queue").statistics().capacityBytes());
    assertEquals(List.of("kind.queue"), queues.names("kind.").toList());
    assertTrue(queues.delete("kind.queue"));
    assertFalse(queues.exists("kind.queue"));
    assertThrows(NotFoundException.class, queues.named("kind.queue")::delete);
  }
}
