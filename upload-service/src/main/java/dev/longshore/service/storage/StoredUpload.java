package dev.longshore.service.storage;

import java.util.Map;

/**
 * What a storage is told of an upload.
 *
 * @param uploadId name of the upload; safe as a file name
 * @param path where the finished object will lie, a checked relative path with {@code /}
 * @param totalSize length of the whole upload in bytes, or null while nobody knows it
 * @param offset acknowledged bytes
 * @param contentType media type of the object, or null
 * @param metadata what the client said about the object, by name; empty if nothing
 * @param partial whether it is to be a piece of others, and never an object by itself
 * @param state what the storage itself last returned in {@link Progress#state()}, or null
 * @param tags what the object is to be tagged with, where the storage can do that; empty for
 *     nothing
 */
public record StoredUpload(
    String uploadId,
    String path,
    Long totalSize,
    long offset,
    String contentType,
    Map<String, String> metadata,
    boolean partial,
    String state,
    Map<String, String> tags) {

  /** An upload that becomes an object. */
  public StoredUpload(
      String uploadId,
      String path,
      Long totalSize,
      long offset,
      String contentType,
      Map<String, String> metadata,
      String state) {
    this(uploadId, path, totalSize, offset, contentType, metadata, false, state, Map.of());
  }
}
