package dev.longshore.service.storage;

/**
 * How far the bytes of an upload are safe.
 *
 * @param offset bytes of the whole upload that survive a crash now
 * @param state what the storage needs to find them again, to be kept with the session; may be null
 */
public record Progress(long offset, String state) {}
