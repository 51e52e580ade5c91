package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHost.class)
class CounterTest {
  private PolyprimClient client;

  @BeforeEach
  void connect(Host host) {
    client = host.client();
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void counts() {
    Counter hits = client.counter("counts", 40);
    assertEquals("counts", hits.name());
    assertEquals(42, hits.add(2));
    assertEquals(41, hits.add(-1));
    assertEquals(41, hits.get());
    assertEquals(41, hits.reset(7));
    assertEquals(7, client.counter("counts", 99).get());
  }

  @Test
  void wrapsAround() {
    assertEquals(Long.MIN_VALUE, client.counter("wraps", Long.MAX_VALUE).add(1));
  }

  @Test
  void exchangesWhatIsExpected() {
    Counter hits = client.counter("exchanges", 1);
    assertEquals(new Exchange(true, 5), hits.compareExchange(1, 5));
    assertEquals(new Exchange(false, 5), hits.compareExchange(1, 9));
  }

  @Test
  void addsToMany() {
    Counter one = client.counter("many.one");
    client.counter("many.two", 10);
    List<Addition> additions =
        List.of(
            new Addition("many.one", 1), new Addition("many.two", 2), new Addition("many.one", 3));
    assertEquals(List.of(1L, 12L, 4L), client.counters().addMany(additions));
    assertEquals(List.of(), client.counters().addMany(List.of()));
    List<Addition> incomplete = List.of(new Addition("many.one", 1), new Addition("many.none", 1));
    assertThrows(NotFoundException.class, () -> client.counters().addMany(incomplete));
    assertEquals(4, one.get());
  }

  @Test
  void countsCallsUnderWayAtOnce() {
    Counter hits = client.counter("at-once");
    CompletableFuture.allOf(
            IntStream.range(0, 200)
                .mapToObj(i -> hits.addAsync(1))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    assertEquals(200, hits.getAsync().join());
  }

  @Test
  void isMadeFoundAndDeleted() {
    Counters counters = client.counters();
    assertThrows(NotFoundException.class, () -> counters.open("kind"));
    assertEquals("kind", counters.create("kind").orElseThrow().name());
    assertTrue(counters.create("kind", 5).isEmpty());
    assertEquals(0, counters.open("kind").get());
    assertTrue(counters.exists("kind"));
    assertTrue(counters.delete("kind"));
    assertFalse(counters.delete("kind"));
    assertFalse(counters.exists("kind"));
    assertThrows(NotFoundException.class, counters.named("kind")::delete);
  }

  @Test
  void isListedPageByPage() {
    List<String> all = IntStream.range(0, 300).mapToObj(i -> "list." + i).sorted().toList();
    all.forEach(client::counter);
    Page page = client.counters().list("list.", 0, 10);
    assertTrue(page.names().size() <= 10);
    assertEquals(all, client.counters().names("list.").sorted().toList());
    assertEquals(List.of(), client.counters().names("nobody").toList());
  }
}
