package dev.polyprim.client;

import java.time.Duration;

/**
 * The answer to {@link KafkaRebalanceHook#report}: how long to back off.
 *
 * @param retry retries since the group was last stable, before this one
 * @param backoff how long to wait
 */
public record Report(int retry, Duration backoff) {}
