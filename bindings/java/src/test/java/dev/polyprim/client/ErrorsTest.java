package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.Status.Code;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real host refuses, and what a fake one says: code, reason, field and class. */
@ExtendWith(SharedHost.class)
class ErrorsTest {
  private PolyprimClient client;

  @BeforeEach
  void connect(Host host) {
    client = host.client();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static void assertSays(
      PolyprimException error, String code, String reason, String field) {
    assertEquals(code, error.code());
    assertEquals(reason, error.reason());
    assertEquals(field, error.field());
  }

  @Test
  void whatIsNotThere() {
    Counter none = client.counters().named("nothing.here");
    assertSays(assertThrows(NotFoundException.class, none::get), "NOT_FOUND", "NOT_FOUND", "");
    NotFoundException local =
        assertThrows(NotFoundException.class, () -> client.queues().open("nothing.here"));
    assertSays(local, "NOT_FOUND", "NOT_FOUND", "");
  }

  @Test
  void aNamespaceThatIsNotThere(Host host) {
    try (PolyprimClient elsewhere = Host.patient(host.address()).namespace("nowhere").build()) {
      NotFoundException error =
          assertThrows(NotFoundException.class, () -> elsewhere.counter("hits"));
      assertSays(error, "NOT_FOUND", "SEGMENT_NOT_FOUND", "");
    }
  }

  @Test
  void whatIsNoName() {
    InvalidArgumentException error =
        assertThrows(InvalidArgumentException.class, () -> client.counter("no name"));
    assertSays(error, "INVALID_ARGUMENT", "INVALID_PROTO", "name");
    assertThrows(NullPointerException.class, () -> client.counters().named(null));
  }

  @Test
  void whatIsOfAnotherKind() {
    client.counter("kinds");
    WrongKindException error = assertThrows(WrongKindException.class, () -> client.queue("kinds"));
    assertSays(error, "FAILED_PRECONDITION", "WRONG_KIND", "");
  }

  @Test
  void whatIsTooLarge() {
    Queue small = client.queue("too-large", 1 << 16);
    byte[] record = new byte[1 << 16];
    InvalidArgumentException error =
        assertThrows(InvalidArgumentException.class, () -> small.push(record));
    assertSays(error, "INVALID_ARGUMENT", "TOO_LARGE", "");
  }

  @Test
  void aSegmentThatIsFull() {
    NoSpaceException error =
        assertThrows(NoSpaceException.class, () -> client.queue("no-space", 1 << 26));
    assertSays(error, "RESOURCE_EXHAUSTED", "NO_SPACE", "");
  }

  @Test
  void aFutureFailsWithTheSame() {
    CompletionException error =
        assertThrows(
            CompletionException.class, client.counters().named("nothing.here").getAsync()::join);
    assertEquals(NotFoundException.class, error.getCause().getClass());
    CompletionException deletion =
        assertThrows(CompletionException.class, client.counters().deleteAsync("no name")::join);
    assertEquals(InvalidArgumentException.class, deletion.getCause().getClass());
  }

  @Test
  void aConnectionThatEndsIsUnavailable() {
    Throwable closed = Status.UNKNOWN.withCause(new ClosedChannelException()).asException();
    assertSays(Failure.of(closed).exception(), "UNAVAILABLE", "", "");
    assertSays(Failure.of(Status.UNKNOWN.asException()).exception(), "UNKNOWN", "", "");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAUTHENTICATED, UNAUTHENTICATED, UnauthenticatedException",
    "PERMISSION_DENIED, PERMISSION_DENIED, PermissionDeniedException",
    "FAILED_PRECONDITION, REQUEST_ID_EXPIRED, RequestExpiredException",
    "ABORTED, OUTCOME_UNKNOWN, OutcomeUnknownException",
    "INVALID_ARGUMENT, REQUEST_ID_REUSED, InvalidArgumentException",
    "DATA_LOSS, CHECKSUM, ChecksumException",
    "DATA_LOSS, DATA_LOSS, PolyprimException",
    "UNAVAILABLE, CLOSED, UnavailableException",
    "INTERNAL, TRAP, PolyprimException",
  })
  void eachHasItsClass(Code code, String reason, String name) throws Exception {
    RuntimeException error = FakeServer.error(code, reason, FakeServer.retryAfter(2));
    try (FakeServer server =
            new FakeServer(
                call -> {
                  throw error;
                });
        PolyprimClient faked = Host.patient(server.address()).build()) {
      Counter hits = faked.counters().named("hits");
      PolyprimException raised = assertThrows(PolyprimException.class, () -> hits.add(1));
      assertEquals(name, raised.getClass().getSimpleName());
      assertSays(raised, code.name(), reason, "");
      assertEquals("as the test says", raised.getMessage());
      assertEquals(Optional.of(Duration.ofSeconds(2)), raised.retryAfter());
    }
  }
}
