package dev.polyprim.client;

import java.time.Duration;

/** Durations as the contract has them. */
final class Durations {
  private static final Duration WAIT_MAX = Duration.ofDays(1);

  private static final Duration TIMEOUT_MIN = Duration.ofMillis(1);
  private static final Duration TIMEOUT_MAX = Duration.ofSeconds(1_000_000);

  private Durations() {}

  /** How long a call may take. */
  static Duration timeout(Duration timeout) {
    if (timeout.compareTo(TIMEOUT_MIN) < 0 || timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw Failure.invalid("a timeout is a millisecond to 1,000,000 seconds: " + timeout)
          .exception();
    }
    return timeout;
  }

  /** As whole milliseconds, of which a request holds at most 2^31 - 1. */
  static int ms(Duration duration) {
    try {
      return Math.toIntExact(duration.toMillis());
    } catch (ArithmeticException e) {
      throw Failure.invalid("a duration is too long: " + duration).exception();
    }
  }

  /** How long to wait, as whole milliseconds. */
  static int waitMs(Duration wait) {
    if (wait.isNegative() || wait.compareTo(WAIT_MAX) > 0) {
      throw Failure.invalid("a wait is from zero to a day: " + wait).exception();
    }
    return ms(wait);
  }
}
