package dev.polyprim.client;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The options of a client; each has a value that does for a host on the same machine. */
public final class PolyprimClientBuilder {
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]*");

  private final Target target;
  private final List<ClientInterceptor> interceptors = new ArrayList<>();
  private Duration timeout = Duration.ofSeconds(5);
  private String namespace = "";
  private String token = "";
  private Tls tls;
  private boolean safeRetries;
  private int attempts = 5;

  PolyprimClientBuilder(Target target) {
    this.target = target;
  }

  /**
   * How long a call may take, beside the time that it is told to wait.
   *
   * @param timeout a millisecond to 1,000,000 seconds; 5 seconds if nothing is said
   * @return this
   */
  public PolyprimClientBuilder timeout(Duration timeout) {
    this.timeout = Durations.timeout(timeout);
    return this;
  }

  /**
   * Another segment than the server's own.
   *
   * @param namespace the segment's name; it must exist
   * @return this
   */
  public PolyprimClientBuilder namespace(String namespace) {
    this.namespace = printable(namespace, "a namespace is a segment's name: " + namespace);
    return this;
  }

  /**
   * What the server knows this client by. Without encryption it is sent to this machine only.
   *
   * @param token the token
   * @return this
   */
  public PolyprimClientBuilder token(String token) {
    this.token = printable(token, "a token has no spaces and only ASCII");
    return this;
  }

  /**
   * Encrypts the connection.
   *
   * @param tls whom to trust
   * @return this
   */
  public PolyprimClientBuilder tls(Tls tls) {
    this.tls = Objects.requireNonNull(tls, "tls");
    return this;
  }

  /**
   * Makes calls with side effects again when the server went away, in sessions of the server's that
   * give each at most one effect. Calls without side effects are made again in any case.
   *
   * @param safeRetries whether to
   * @return this
   */
  public PolyprimClientBuilder safeRetries(boolean safeRetries) {
    this.safeRetries = safeRetries;
    return this;
  }

  /**
   * How often a call is made at most, within its timeout.
   *
   * @param attempts 1 or more; 5 if nothing is said
   * @return this
   */
  public PolyprimClientBuilder attempts(int attempts) {
    if (attempts < 1) {
      throw Failure.invalid("a call has at least one attempt: " + attempts).exception();
    }
    this.attempts = attempts;
    return this;
  }

  /**
   * Adds to what is done with each attempt of a call, for example to its metadata.
   *
   * @param interceptor what it does; it runs in the {@code io.grpc.Context} of the call
   * @return this
   */
  public PolyprimClientBuilder interceptor(ClientInterceptor interceptor) {
    interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
    return this;
  }

  /**
   * Makes the client. It connects with the first call.
   *
   * @return the client
   * @throws InvalidArgumentException if a certificate or key cannot be read, if there are no Unix
   *     sockets here, or if a token would leave the machine unencrypted
   */
  public PolyprimClient build() {
    if (!token.isEmpty() && tls == null && !target.isLocal()) {
      throw Failure.invalid("a token is not sent unencrypted to another machine: use tls")
          .exception();
    }
    ManagedChannelBuilder<?> channel = target.channel(tls).intercept(interceptors);
    return new PolyprimClient(
        new Connection(channel.build(), headers(), timeout, attempts, safeRetries));
  }

  private Metadata headers() {
    Metadata headers = new Metadata();
    headers.put(key("polyprim-language"), "java");
    if (!namespace.isEmpty()) {
      headers.put(key("polyprim-namespace"), namespace);
    }
    if (!token.isEmpty()) {
      headers.put(key("authorization"), "Bearer " + token);
    }
    return headers;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static String printable(String text, String rule) {
    if (!PRINTABLE.matcher(text).matches()) {
      throw Failure.invalid(rule).exception();
    }
    return text;
  }
}
