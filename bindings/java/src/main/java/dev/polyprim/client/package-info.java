/**
 * Polyprim's primitives over gRPC: counters, queues and more, shared by every process and language
 * of a machine. {@link dev.polyprim.client.PolyprimClient} is where to begin.
 */
package dev.polyprim.client;
