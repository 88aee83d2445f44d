package dev.longshore.service.storage;

/**
 * What a storage is told of an upload.
 *
 * @param uploadId name of the upload; safe as a file name
 * @param path where the finished object will lie, a checked relative path with {@code /}
 * @param totalSize length of the whole upload in bytes
 * @param offset acknowledged bytes
 * @param state what the storage itself last returned in {@link Progress#state()}, or null
 */
public record StoredUpload(
    String uploadId, String path, long totalSize, long offset, String state) {}
