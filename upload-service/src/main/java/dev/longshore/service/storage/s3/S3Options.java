package dev.longshore.service.storage.s3;

import java.util.Map;

/**
 * How the storage uses its bucket.
 *
 * @param bucket name of the bucket
 * @param prefix what stands before every key, empty or ending in {@code /}; everything below it is
 *     this storage's
 * @param scope names those unfinished uploads below the prefix whose sessions are known; others are
 *     somebody else's
 * @param allowOverwrite whether a finished upload may replace an object that exists
 * @param partSize bytes of a part where the length of the upload asks for no larger ones
 * @param limits what the provider allows
 * @param checksum how the bytes are checked end to end
 * @param conditionalWrites whether the provider knows {@code If-None-Match} and {@code If-Match}
 * @param encryption server-side encryption
 * @param storageClass of finished objects, or null for the bucket's
 * @param tags of finished objects
 * @param memory bytes that all uploads of this process may hold in memory together
 * @param concurrency calls with a body that run at once
 */
public record S3Options(
    String bucket,
    String prefix,
    String scope,
    boolean allowOverwrite,
    long partSize,
    PartLimits limits,
    Checksum checksum,
    boolean conditionalWrites,
    Encryption encryption,
    String storageClass,
    Map<String, String> tags,
    long memory,
    int concurrency) {

  /** How the bytes are checked on their way into the finished object. */
  public enum Checksum {
    /** CRC-32C of every part and of the whole object, compared by the provider. */
    CRC32C,
    /** For providers that know no such checksums: only lengths are compared. */
    NONE
  }

  /**
   * Server-side encryption.
   *
   * @param algorithm {@code AES256} or {@code aws:kms}, or null for the bucket's default
   * @param kmsKeyId key for {@code aws:kms}, or null for the account's own
   */
  public record Encryption(String algorithm, String kmsKeyId) {}
}
