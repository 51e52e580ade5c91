package dev.polyprim.client;

import java.time.Duration;
import java.time.Instant;

/**
 * One report of a member of a consumer group.
 *
 * @param sequence its number, from 1 upwards
 * @param time when it was reported, to the millisecond
 * @param retry retries since the group was last stable, before this one
 * @param backoff how long the member was told to wait
 * @param error Kafka's number of the error
 * @param traceId the trace that it belongs to: 32 hexadecimal digits, or empty
 */
public record Event(
    long sequence, Instant time, int retry, Duration backoff, int error, String traceId) {}
