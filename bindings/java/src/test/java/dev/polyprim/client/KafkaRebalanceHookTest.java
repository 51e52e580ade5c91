package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedHost.class)
class KafkaRebalanceHookTest {
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";

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
  void backsOffTwiceAsLongEachTime() {
    KafkaRebalanceHook group = client.kafkaRebalanceHook("backoff");
    assertEquals(new Report(0, Duration.ofMillis(100)), group.report());
    assertEquals(new Report(1, Duration.ofMillis(200)), group.report());
    assertEquals(2, group.get());
    group.succeed();
    assertEquals(0, group.get());
  }

  @Test
  void keepsEvents() {
    KafkaRebalanceHook group = client.kafkaRebalanceHook("events");
    group.report(KafkaRebalanceHook.REBALANCE_IN_PROGRESS, TRACE_ID);
    group.report(22, "");
    List<Event> events = group.events(0, 100);
    assertEquals(List.of(TRACE_ID, ""), events.stream().map(Event::traceId).toList());
    assertEquals(List.of(27, 22), events.stream().map(Event::error).toList());
    assertEquals(Duration.ofMillis(200), events.get(1).backoff());
    assertEquals(1, events.get(1).retry());
    assertEquals(events.subList(1, 2), group.events(events.get(0).sequence(), 100));
  }

  @Test
  void hasACapAndJitter() {
    BackoffOptions options = BackoffOptions.DEFAULT.withJitter().withCap(Duration.ofMillis(100));
    KafkaRebalanceHook group = client.kafkaRebalanceHook("options", options);
    for (int i = 0; i < 5; i++) {
      Duration backoff = group.report().backoff();
      assertTrue(backoff.toMillis() >= 50 && backoff.toMillis() <= 100, backoff.toString());
    }
    assertThrows(
        InvalidArgumentException.class,
        () -> client.kafkaRebalanceHook("cap", options.withCap(Duration.ofMillis(99))));
    assertThrows(
        InvalidArgumentException.class,
        () -> client.kafkaRebalanceHook("cap", options.withCap(Duration.ofDays(1000))));
  }

  @Test
  void aTraceIdIsHexadecimal() {
    KafkaRebalanceHook group = client.kafkaRebalanceHook("traces");
    assertThrows(InvalidArgumentException.class, () -> group.report(27, "xyz"));
    InvalidArgumentException error =
        assertThrows(InvalidArgumentException.class, () -> group.report(27, "4bf9"));
    assertEquals("trace_id", error.field());
  }

  @Test
  void isMadeFoundAndDeleted() {
    KafkaRebalanceHooks groups = client.kafkaRebalanceHooks();
    assertTrue(groups.create("kind.group").isPresent());
    assertTrue(groups.create("kind.group", BackoffOptions.DEFAULT).isEmpty());
    assertEquals("kind.group", groups.open("kind.group").name());
    assertEquals(List.of("kind.group"), groups.names("kind.").toList());
    assertTrue(groups.delete("kind.group"));
    assertFalse(groups.exists("kind.group"));
    assertThrows(NotFoundException.class, groups.named("kind.group")::delete);
  }
}
