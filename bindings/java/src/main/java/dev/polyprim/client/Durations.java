package dev.polyprim.client;

import java.time.Duration;

/** Durations as the contract has them. */
final class Durations {
  /** What a request can hold of a wait; longer than anybody waits. */
  private static final Duration WAIT_MAX = Duration.ofDays(1);

  private Durations() {}

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
