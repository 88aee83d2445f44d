package dev.longshore.service.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;

/**
 * What is known of one upload, as it is stored: the seed's eight fields under the seed's names, and
 * five that only some uploads need.
 *
 * @param uploadId unguessable name of the upload, the last segment of its URL
 * @param path where the finished object will lie, relative to the storage's root
 * @param totalSize length of the whole upload in bytes, or null while the client has not said it
 * @param uploadedBytes acknowledged bytes; never decreases
 * @param contentType media type of the object, or null if the client named none
 * @param createdAt when the upload was created
 * @param updatedAt when a byte or the status was last committed
 * @param status where the upload stands
 * @param metadata the tus {@code Upload-Metadata} field as the client sent it, or null
 * @param concat the tus {@code Upload-Concat} field as the client sent it, or null: {@code partial}
 *     for a piece that others are made of, {@code final;<urls>} for what is made of such pieces
 * @param storageState what the storage needs to find the bytes again, opaque here, or null
 * @param owner who created it, or null if nobody was asked; never changes
 * @param tags what the finished object is to be tagged with, or null for nothing; never changes
 */
public record UploadSession(
    String uploadId,
    String path,
    Long totalSize,
    long uploadedBytes,
    String contentType,
    Instant createdAt,
    Instant updatedAt,
    SessionStatus status,
    String metadata,
    String concat,
    String storageState,
    String owner,
    Map<String, String> tags) {

  /** An upload of nobody that is known. */
  public UploadSession(
      String uploadId,
      String path,
      Long totalSize,
      long uploadedBytes,
      String contentType,
      Instant createdAt,
      Instant updatedAt,
      SessionStatus status,
      String metadata,
      String concat,
      String storageState) {
    this(
        uploadId,
        path,
        totalSize,
        uploadedBytes,
        contentType,
        createdAt,
        updatedAt,
        status,
        metadata,
        concat,
        storageState,
        null,
        null);
  }

  public UploadSession {
    Objects.requireNonNull(uploadId, "uploadId");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(updatedAt, "updatedAt");
    Objects.requireNonNull(status, "status");
    if (totalSize != null && totalSize < 0) {
      throw new IllegalArgumentException("totalSize " + totalSize + " is negative");
    }
    if (uploadedBytes < 0 || totalSize != null && uploadedBytes > totalSize) {
      throw new IllegalArgumentException(
          "uploadedBytes " + uploadedBytes + " is not within 0.." + totalSize);
    }
  }

  /** Whether the length is known and every byte of it is acknowledged. */
  public boolean isFull() {
    return totalSize != null && uploadedBytes == totalSize;
  }

  /** Whether this is a piece that never becomes an object by itself (tus concatenation). */
  public boolean isPartial() {
    return "partial".equals(concat);
  }

  /** Whether this is made of pieces (tus concatenation). */
  public boolean isFinal() {
    return concat != null && !isPartial();
  }

  /** This session after the bytes up to {@code offset} were stored at {@code now}. */
  public UploadSession advancedTo(long offset, String newStorageState, Instant now) {
    var next = offset > 0 ? SessionStatus.InProgress : status;
    return copy(totalSize, offset, now, next, newStorageState);
  }

  /** This session with its length, said at {@code now}. */
  public UploadSession withTotalSize(long length, Instant now) {
    return copy(length, uploadedBytes, now, status, storageState);
  }

  /** This session with another status, set at {@code now}. */
  public UploadSession withStatus(SessionStatus next, Instant now) {
    return copy(totalSize, uploadedBytes, now, next, storageState);
  }

  /** This session as one of another object, to be decided before it is stored. */
  public UploadSession describing(
      String newPath, String newContentType, String newMetadata, Map<String, String> newTags) {
    return new UploadSession(
        uploadId,
        newPath,
        totalSize,
        uploadedBytes,
        newContentType,
        createdAt,
        updatedAt,
        status,
        newMetadata,
        concat,
        storageState,
        owner,
        newTags);
  }

  /** This session with times as they are stored, to the millisecond. */
  public UploadSession toMillis() {
    return new UploadSession(
        uploadId,
        path,
        totalSize,
        uploadedBytes,
        contentType,
        createdAt.truncatedTo(ChronoUnit.MILLIS),
        updatedAt.truncatedTo(ChronoUnit.MILLIS),
        status,
        metadata,
        concat,
        storageState,
        owner,
        tags);
  }

  private UploadSession copy(
      Long length, long offset, Instant now, SessionStatus next, String newStorageState) {
    return new UploadSession(
        uploadId,
        path,
        length,
        offset,
        contentType,
        createdAt,
        now,
        next,
        metadata,
        concat,
        newStorageState,
        owner,
        tags);
  }
}
