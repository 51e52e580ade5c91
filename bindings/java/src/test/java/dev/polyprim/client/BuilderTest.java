package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told, before it sends anything. */
class BuilderTest {
  private static final String LOCAL = "127.0.0.1:1";

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", ":1", "host:65536", "host:x", "a b:1", "::1:1", "unix:"})
  void aTargetIsHostAndPortOrAPath(String target) {
    assertThrows(InvalidArgumentException.class, () -> PolyprimClient.builder(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "127.3.4.5:1", "[::1]:1", "unix:/tmp/none.sock"})
  void aTokenIsSentToThisMachine(String target) {
    assertDoesNotThrow(() -> PolyprimClient.builder(target).token("secret").build().close());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1:1", "example.com:1", "127.0.0.1.example.com:1", "[::2]:1"})
  void aTokenDoesNotLeaveTheMachineInTheClear(String target) {
    PolyprimClientBuilder builder = PolyprimClient.builder(target).token("secret");
    InvalidArgumentException error = assertThrows(InvalidArgumentException.class, builder::build);
    assertFalse(error.getMessage().contains("secret"));
    assertDoesNotThrow(() -> builder.tls(Tls.systemRoots()).build().close());
  }

  @Test
  void optionsAreChecked() {
    PolyprimClientBuilder builder = PolyprimClient.builder(LOCAL);
    assertThrows(InvalidArgumentException.class, () -> builder.timeout(Duration.ZERO));
    assertThrows(InvalidArgumentException.class, () -> builder.timeout(Duration.ofDays(12)));
    assertThrows(InvalidArgumentException.class, () -> builder.attempts(0));
    assertThrows(InvalidArgumentException.class, () -> builder.token("två ord"));
    assertThrows(InvalidArgumentException.class, () -> builder.namespace("a\nb"));
    assertThrows(NullPointerException.class, () -> builder.tls(null));
  }

  @Test
  void aFileThatIsMissingIsNamed(@TempDir Path folder) {
    Path none = folder.resolve("none.pem");
    PolyprimClientBuilder builder = PolyprimClient.builder(LOCAL).tls(Tls.ca(none));
    InvalidArgumentException error = assertThrows(InvalidArgumentException.class, builder::build);
    assertTrue(error.getMessage().contains("none.pem"), error.getMessage());
  }

  @Test
  void aUnixSocketReachesTheHost(@TempDir Path folder) throws IOException {
    String address = "unix:" + folder.resolve("a b.sock");
    try (Host host = Host.start(folder, address);
        PolyprimClient client = Host.patient(host.address()).build()) {
      assertEquals(3, client.counter("hits").add(3));
    }
  }
}
