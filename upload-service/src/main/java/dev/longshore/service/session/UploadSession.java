package dev.longshore.service.session;

import java.time.Instant;
import java.util.Objects;

/**
 * What is known of one upload, as it is stored: the seed's eight fields under the seed's names, and
 * two that only some uploads need.
 *
 * @param uploadId unguessable name of the upload, the last segment of its URL
 * @param path where the finished object will lie, relative to the storage's root
 * @param totalSize length of the whole upload in bytes
 * @param uploadedBytes acknowledged bytes; never decreases
 * @param contentType media type of the object, or null if the client named none
 * @param createdAt when the upload was created
 * @param updatedAt when a byte or the status was last committed
 * @param status where the upload stands
 * @param metadata the tus {@code Upload-Metadata} field as the client sent it, or null
 * @param storageState what the storage needs to find the bytes again, opaque here, or null
 */
public record UploadSession(
    String uploadId,
    String path,
    long totalSize,
    long uploadedBytes,
    String contentType,
    Instant createdAt,
    Instant updatedAt,
    SessionStatus status,
    String metadata,
    String storageState) {

  public UploadSession {
    Objects.requireNonNull(uploadId, "uploadId");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(status, "status");
    if (totalSize < 0 || uploadedBytes < 0 || uploadedBytes > totalSize) {
      throw new IllegalArgumentException(
          "uploadedBytes " + uploadedBytes + " is not within 0.." + totalSize);
    }
  }

  /** Whether every byte of the upload is acknowledged. */
  public boolean isFull() {
    return uploadedBytes == totalSize;
  }

  /** This session after {@code bytes} more were stored at {@code now}. */
  public UploadSession advancedTo(long offset, String newStorageState, Instant now) {
    var next = offset > 0 ? SessionStatus.InProgress : status;
    return new UploadSession(
        uploadId,
        path,
        totalSize,
        offset,
        contentType,
        createdAt,
        now,
        next,
        metadata,
        newStorageState);
  }

  /** This session with another status, set at {@code now}. */
  public UploadSession withStatus(SessionStatus next, Instant now) {
    return new UploadSession(
        uploadId,
        path,
        totalSize,
        uploadedBytes,
        contentType,
        createdAt,
        now,
        next,
        metadata,
        storageState);
  }
}
