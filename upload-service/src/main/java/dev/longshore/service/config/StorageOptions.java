package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code longshore.storage}: where bytes lie.
 *
 * @param type what bytes are stored in
 * @param allowOverwrite whether a finished upload may replace an object that exists
 */
@ConfigurationProperties("longshore.storage")
public record StorageOptions(
    @Bindable(defaultValue = "filesystem") String type,
    @Bindable(defaultValue = "false") boolean allowOverwrite) {

  /**
   * {@code longshore.storage.filesystem}.
   *
   * @param path folder of the objects, shared by all pods; unfinished uploads lie in {@code
   *     .longshore} below it; {@code /data} in the image
   * @param fsync whether bytes are on the disk before they are acknowledged
   */
  @ConfigurationProperties("filesystem")
  public record Filesystem(
      @Bindable(defaultValue = "./data") String path,
      @Bindable(defaultValue = "true") boolean fsync) {}

  /**
   * {@code longshore.storage.s3}.
   *
   * @param bucket name of the bucket, which must be there; required for {@code s3}, see docs/s3.md
   * @param prefix what stands before every key, with a {@code /} put behind it; all below it is
   *     this service's
   * @param region region of the bucket; unset, AWS's own variables and files are asked, and {@code
   *     us-east-1} is taken with an endpoint
   * @param endpoint another provider than AWS
   * @param pathStyle whether the bucket stands in the path instead of the host name, as most other
   *     providers want it
   * @param accessKeyId credentials, together with the secret; unset, AWS's default chain is asked:
   *     environment, web identity, shared files, container, instance
   * @param secretAccessKey a secret, together with the id
   * @param profile profile of AWS's configuration files
   * @param partSize size of a part where the upload's length asks for no larger ones; from the
   *     least to the largest part
   * @param maxParts highest part number of the provider
   * @param minPartSize least size of a part that is not the last
   * @param maxPartSize largest part; the largest object is {@code max-parts} times this
   * @param checksum how bytes are checked end to end; {@code none} for providers without CRC-32C of
   *     whole objects
   * @param conditionalWrites whether the provider knows {@code If-None-Match}; without, two uploads
   *     to one path at the same moment may replace each other
   * @param signPayload whether bodies are signed over plain http; over TLS they never are
   * @param encryption server-side encryption; unset, the bucket's default
   * @param kmsKeyId key of the encryption {@code aws:kms}; unset, the account's own
   * @param storageClass storage class of finished objects; unset, the bucket's default
   * @param tags tags of finished objects, {@code key=value,key=value}; 10 at most
   * @param memory what all uploads of a pod may hold in memory together; 45 % of the Java heap
   *     unless set
   * @param concurrency calls with a body that a pod makes at once
   * @param timeout how long one try of a call may take, and a second more for every mebibyte it
   *     carries
   * @param attempts how often a call is tried
   */
  @ConfigurationProperties("s3")
  public record S3(
      @Nullable String bucket,
      @Bindable(defaultValue = "") String prefix,
      @Nullable String region,
      @Nullable String endpoint,
      @Bindable(defaultValue = "false") boolean pathStyle,
      @Nullable String accessKeyId,
      @Nullable String secretAccessKey,
      @Nullable String profile,
      @Bindable(defaultValue = "8388608") long partSize,
      @Bindable(defaultValue = "10000") int maxParts,
      @Bindable(defaultValue = "5242880") long minPartSize,
      @Bindable(defaultValue = "5368709120") long maxPartSize,
      @Bindable(defaultValue = "crc32c") String checksum,
      @Bindable(defaultValue = "true") boolean conditionalWrites,
      @Bindable(defaultValue = "false") boolean signPayload,
      @Nullable String encryption,
      @Nullable String kmsKeyId,
      @Nullable String storageClass,
      @Bindable(defaultValue = "") String tags,
      @Nullable Long memory,
      @Bindable(defaultValue = "16") int concurrency,
      @Bindable(defaultValue = "30s") Duration timeout,
      @Bindable(defaultValue = "4") int attempts) {

    /** Without the secret access key: Micronaut logs options, too. */
    @Override
    public String toString() {
      return "S3[bucket=%s, prefix=%s, region=%s, endpoint=%s]"
          .formatted(bucket, prefix, region, endpoint);
    }
  }
}
