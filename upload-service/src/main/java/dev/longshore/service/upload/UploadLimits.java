package dev.longshore.service.upload;

/**
 * What one client may send.
 *
 * @param maxUploadSize bytes of one upload
 * @param maxChunkSize bytes of one request body
 */
public record UploadLimits(long maxUploadSize, long maxChunkSize) {}
