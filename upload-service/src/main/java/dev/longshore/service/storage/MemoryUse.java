package dev.longshore.service.storage;

/**
 * What a storage holds in memory for uploads on their way.
 *
 * @param used bytes now
 * @param limit bytes at most
 */
public record MemoryUse(long used, long limit) {}
