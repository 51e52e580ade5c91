package dev.polyprim.client;

import java.util.List;

/**
 * Some of the names that were asked for. An object that exists all the while is named exactly once.
 * A page may be short, or empty, and not be the last.
 *
 * @param names the names, in no stated order
 * @param cursor where the next page begins, 0 at the end
 */
public record Page(List<String> names, int cursor) {}
