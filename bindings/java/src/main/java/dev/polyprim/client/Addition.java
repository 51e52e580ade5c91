package dev.polyprim.client;

/**
 * One addition of {@link Counters#addMany}.
 *
 * @param name the counter's name
 * @param delta how much to add; may be negative
 */
public record Addition(String name, long delta) {}
