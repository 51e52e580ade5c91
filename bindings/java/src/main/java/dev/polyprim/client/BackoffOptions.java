package dev.polyprim.client;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the members of a consumer group back off: 2^retry * 100 ms, unless this says otherwise.
 */
public final class BackoffOptions {
  /** Exact backoffs without a cap. */
  public static final BackoffOptions DEFAULT = new BackoffOptions(false, null);

  private final boolean jitter;
  private final Duration cap;

  private BackoffOptions(boolean jitter, Duration cap) {
    this.jitter = jitter;
    this.cap = cap;
  }

  /**
   * Draws each backoff from its upper half, so that the members spread.
   *
   * @return these options with jitter
   */
  public BackoffOptions withJitter() {
    return new BackoffOptions(true, cap);
  }

  /**
   * Lets no backoff be longer.
   *
   * @param cap the longest backoff before jitter, 100 ms to 104,857,600 ms
   * @return these options with that cap
   */
  public BackoffOptions withCap(Duration cap) {
    return new BackoffOptions(jitter, cap);
  }

  boolean jitter() {
    return jitter;
  }

  Optional<Duration> cap() {
    return Optional.ofNullable(cap);
  }
}
