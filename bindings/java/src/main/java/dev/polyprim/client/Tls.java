package dev.polyprim.client;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How a connection is encrypted: whom the client trusts, and who it says it is. The files are PEM;
 * the key is unencrypted PKCS #8. They are read when the client is built.
 */
public final class Tls {
  private final Path ca;
  private final Path certificate;
  private final Path key;

  private Tls(Path ca, Path certificate, Path key) {
    this.ca = ca;
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Trusts what Java's own certificate store trusts.
   *
   * @return encryption without a client certificate
   */
  public static Tls systemRoots() {
    return new Tls(null, null, null);
  }

  /**
   * Trusts servers whose certificate was issued by one of these authorities, and no others.
   *
   * @param ca the file with the authorities' certificates
   * @return encryption without a client certificate
   */
  public static Tls ca(Path ca) {
    return new Tls(Objects.requireNonNull(ca, "ca"), null, null);
  }

  /**
   * The same, with a certificate by which the server knows this client.
   *
   * @param certificate the file with the certificate, and those between it and its authority
   * @param key the file with its private key
   * @return encryption with a client certificate
   */
  public Tls withCertificate(Path certificate, Path key) {
    return new Tls(
        ca, Objects.requireNonNull(certificate, "certificate"), Objects.requireNonNull(key, "key"));
  }

  ChannelCredentials credentials() {
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    try {
      if (ca != null) {
        builder.trustManager(ca.toFile());
      }
      if (certificate != null) {
        builder.keyManager(certificate.toFile(), key.toFile());
      }
    } catch (IOException e) {
      throw Failure.invalid("a certificate or key cannot be read: " + e.getMessage()).exception();
    }
    return builder.build();
  }
}
