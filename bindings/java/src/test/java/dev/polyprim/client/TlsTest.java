package dev.polyprim.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import dev.polyprim.v1.CounterServiceAddResponse;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections: who trusts whom, and what happens where they do not. */
class TlsTest {
  private static final Message SUM = CounterServiceAddResponse.newBuilder().setValue(7).build();

  @TempDir static Path folder;

  @BeforeAll
  static void certify() throws Exception {
    for (String ca : new String[] {"ca", "other"}) {
      openssl("req", "-x509", "-subj", "/CN=" + ca, "-keyout", ca + ".key", "-out", ca + ".pem");
    }
    Files.writeString(folder.resolve("names"), "subjectAltName=IP:127.0.0.1");
    for (String name : new String[] {"server", "client"}) {
      openssl("req", "-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".csr");
      sign(name);
    }
  }

  private static void openssl(String request, String... args) throws Exception {
    String[] common = {"openssl", request, "-newkey", "rsa:2048", "-nodes"};
    run(Stream.of(common, args).flatMap(Arrays::stream).toArray(String[]::new));
  }

  private static void sign(String name) throws Exception {
    run(
        "openssl",
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-extfile",
        "names",
        "-out",
        name + ".pem");
  }

  private static void run(String... command) throws Exception {
    Path log = folder.resolve("openssl.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(Files.readString(log));
    }
  }

  private static Path file(String name) {
    return folder.resolve(name);
  }

  private static FakeServer server(ClientAuth clients) throws IOException {
    ServerCredentials credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(file("server.pem").toFile(), file("server.key").toFile())
            .trustManager(file("ca.pem").toFile())
            .clientAuth(clients)
            .build();
    return new FakeServer(call -> SUM, credentials);
  }

  private static long add(FakeServer server, Tls tls) {
    PolyprimClientBuilder builder = Host.patient(server.address()).attempts(1);
    try (PolyprimClient client = (tls == null ? builder : builder.tls(tls)).build()) {
      return client.counters().named("hits").add(1);
    }
  }

  @Test
  void isSpokenWithATrustedServer() throws Exception {
    try (FakeServer server = server(ClientAuth.NONE)) {
      assertEquals(7, add(server, Tls.ca(file("ca.pem"))));
    }
  }

  @Test
  void isNotSpokenWithOthers() throws Exception {
    try (FakeServer server = server(ClientAuth.NONE)) {
      Tls other = Tls.ca(file("other.pem"));
      assertThrows(UnavailableException.class, () -> add(server, other));
      assertThrows(UnavailableException.class, () -> add(server, Tls.systemRoots()));
      assertEquals(0, server.received("Add").size());
    }
  }

  @Test
  void isNotMixedWithPlainText() throws Exception {
    Tls trusted = Tls.ca(file("ca.pem"));
    try (FakeServer encrypted = server(ClientAuth.NONE);
        FakeServer plain = new FakeServer(call -> SUM)) {
      assertThrows(UnavailableException.class, () -> add(encrypted, null));
      assertThrows(UnavailableException.class, () -> add(plain, trusted));
    }
  }

  @Test
  void aServerKnowsItsClients() throws Exception {
    Tls anonymous = Tls.ca(file("ca.pem"));
    Tls known = anonymous.withCertificate(file("client.pem"), file("client.key"));
    Tls unknown = anonymous.withCertificate(file("other.pem"), file("other.key"));
    try (FakeServer server = server(ClientAuth.REQUIRE)) {
      assertEquals(7, add(server, known));
      assertThrows(UnavailableException.class, () -> add(server, anonymous));
      assertThrows(UnavailableException.class, () -> add(server, unknown));
    }
  }

  @Test
  void aFileThatIsNoCertificateIsRefused() throws Exception {
    Tls nonsense = Tls.ca(file("names"));
    PolyprimClientBuilder builder = PolyprimClient.builder("127.0.0.1:1").tls(nonsense);
    InvalidArgumentException error = assertThrows(InvalidArgumentException.class, builder::build);
    assertTrue(error.getMessage().contains("certificate"), error.getMessage());
  }
}
