package dev.polyprim.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelRegistry.ProviderNotFoundException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a host is: {@code host:port} or {@code unix:PATH}. */
final class Target {
  private static final String UNIX = "unix:";
  private static final String UNIX_NEEDS =
      " (Unix sockets need Linux, and grpc-netty-shaded or netty-transport-native-epoll)";
  private static final Pattern HOST_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:/\\s]+):(\\d{1,5})");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private final String path;
  private final String host;
  private final int port;

  private Target(String path, String host, int port) {
    this.path = path;
    this.host = host;
    this.port = port;
  }

  static Target parse(String text) {
    if (text.startsWith(UNIX) && text.length() > UNIX.length()) {
      return new Target(Path.of(text.substring(UNIX.length())).toAbsolutePath().toString(), "", 0);
    }
    Matcher matcher = HOST_PORT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
      throw Failure.invalid("a target is host:port or unix:PATH: " + text).exception();
    }
    return new Target("", matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  /** Whether what is sent there cannot leave the machine. */
  boolean isLocal() {
    return !path.isEmpty() || LOOPBACK.matcher(host).matches();
  }

  ManagedChannelBuilder<?> channel(Tls tls) {
    ChannelCredentials credentials =
        tls == null ? InsecureChannelCredentials.create() : tls.credentials();
    try {
      return path.isEmpty()
          ? Grpc.newChannelBuilderForAddress(host, port, credentials)
          : Grpc.newChannelBuilder(uri(), credentials).overrideAuthority("localhost");
    } catch (ProviderNotFoundException e) { // which also tells of certificates that are none
      String hint = path.isEmpty() ? "" : UNIX_NEEDS;
      throw Failure.invalid("no connection can be made: " + e.getMessage() + hint).exception();
    }
  }

  /** The path as gRPC's own name resolution wants it. */
  private String uri() {
    try {
      return new URI("unix", null, path, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e); // an absolute path has none of what a URI cannot have
    }
  }
}
