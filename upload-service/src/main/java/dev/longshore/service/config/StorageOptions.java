package dev.longshore.service.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * {@code longshore.storage}: where bytes lie.
 *
 * @param type {@code filesystem} or {@code s3}
 * @param allowOverwrite whether a finished upload may replace an object that exists
 */
@ConfigurationProperties("longshore.storage")
public record StorageOptions(
    @Bindable(defaultValue = "filesystem") String type,
    @Bindable(defaultValue = "false") boolean allowOverwrite) {

  /**
   * {@code longshore.storage.filesystem}.
   *
   * @param path the folder, local or a shared volume
   * @param fsync whether bytes are on the disk before they are acknowledged
   */
  @ConfigurationProperties("filesystem")
  public record Filesystem(
      @Bindable(defaultValue = "./data") String path,
      @Bindable(defaultValue = "true") boolean fsync) {}

  /**
   * {@code longshore.storage.s3}.
   *
   * @param bucket name of the bucket, which must be there
   * @param prefix what stands before every key; a {@code /} is put behind it
   * @param region of the bucket; unset, the environment is asked as AWS's tools do
   * @param endpoint of another provider than AWS
   * @param pathStyle whether the bucket stands in the path instead of the host name
   * @param accessKeyId with the secret key the credentials; unset, AWS's default chain is asked
   * @param secretAccessKey belongs to the access key's id
   * @param profile of AWS's configuration files
   * @param partSize bytes of a part where the upload's length asks for no larger ones
   * @param maxParts highest part number of the provider
   * @param minPartSize least bytes that the provider takes as a part that is not the last
   * @param maxPartSize most bytes that the provider takes as a part
   * @param checksum {@code crc32c} or {@code none}
   * @param conditionalWrites whether the provider knows {@code If-None-Match}
   * @param signPayload whether bodies are signed where the connection is not encrypted
   * @param encryption {@code AES256} or {@code aws:kms}; unset, the bucket's default
   * @param kmsKeyId key for {@code aws:kms}
   * @param storageClass of finished objects
   * @param tags of finished objects, as {@code key=value,key=value}
   * @param memory bytes that all uploads may hold together; 40 % of the heap unless set
   * @param concurrency calls with a body that run at once
   * @param timeout how long one try of a call may take, and a second more for every mebibyte
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
