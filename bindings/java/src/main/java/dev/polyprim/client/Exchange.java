package dev.polyprim.client;

/**
 * The outcome of {@link Counter#compareExchange}.
 *
 * @param exchanged whether the count was the expected one, and now is the desired one
 * @param value the count afterwards
 */
public record Exchange(boolean exchanged, long value) {}
