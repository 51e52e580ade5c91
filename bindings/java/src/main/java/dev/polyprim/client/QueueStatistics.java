package dev.polyprim.client;

/**
 * How full a queue is: a moment's picture, while others push and pop.
 *
 * @param items records in the queue
 * @param usedBytes bytes of the region that records and their bookkeeping take
 * @param freeBytes bytes of the region that are free
 * @param capacityBytes bytes of the region
 * @param skipped records that were never finished because their producer died
 */
public record QueueStatistics(
    long items, long usedBytes, long freeBytes, long capacityBytes, long skipped) {}
