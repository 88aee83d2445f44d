package dev.longshore.service.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The objects of one bucket. Failures come as {@link CallFailedException}. */
final class Bucket {

  private static final int MOST_DELETED_AT_ONCE = 1000;

  private final S3Client s3;
  private final String name;
  private final Duration timeout;

  /**
   * @param timeout how long one try of a small call may take
   */
  Bucket(S3Client s3, String name, Duration timeout) {
    this.s3 = s3;
    this.name = name;
    this.timeout = timeout;
  }

  String name() {
    return name;
  }

  /** What the bucket tells of an object; empty if there is none. */
  Optional<HeadObjectResponse> head(String key) throws CallFailedException {
    try {
      return Optional.of(
          call(
              "HeadObject",
              key,
              () ->
                  s3.headObject(b -> b.bucket(name).key(key).checksumMode(ChecksumMode.ENABLED))));
    } catch (CallFailedException e) {
      if (e.isMissing()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void put(String key, Content content, Consumer<PutObjectRequest.Builder> how)
      throws CallFailedException {
    call(
        "PutObject",
        key,
        () ->
            s3.putObject(
                b ->
                    how.accept(
                        b.bucket(name)
                            .key(key)
                            .overrideConfiguration(timeoutFor(content.length()))),
                content.body()));
  }

  /** Writes a small object. */
  void write(String key, byte[] bytes, Consumer<PutObjectRequest.Builder> how)
      throws CallFailedException {
    var content = new Content(bytes.length, List.of(() -> new ByteArrayInputStream(bytes)));
    put(key, content, how);
  }

  /** A call that moves bytes may take longer, at a mebibyte per second. */
  AwsRequestOverrideConfiguration timeoutFor(long bytes) {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallAttemptTimeout(timeout.plusSeconds(bytes >> 20))
        .build();
  }

  /** The bytes of an object that is there, as a piece of a body. */
  Content content(String key, long length) {
    return new Content(length, List.of(() -> open(key, null)));
  }

  /** Some bytes of an object that is there, as a piece of a body. */
  Content content(String key, long from, long length) {
    return new Content(
        length, List.of(() -> open(key, "bytes=" + from + "-" + (from + length - 1))));
  }

  private ResponseInputStream<GetObjectResponse> open(String key, String range) {
    return s3.getObject(
        b -> b.bucket(name).key(key).range(range).checksumMode(ChecksumMode.ENABLED));
  }

  /**
   * Some bytes of an object that is there in this version only.
   *
   * @param length at least 1
   */
  ResponseInputStream<GetObjectResponse> open(String key, String etag, long from, long length)
      throws CallFailedException {
    var range = "bytes=" + from + "-" + (from + length - 1);
    return call(
        "GetObject",
        key,
        () -> s3.getObject(b -> b.bucket(name).key(key).ifMatch(etag).range(range)));
  }

  byte[] read(String key) throws CallFailedException {
    return call("GetObject", key, () -> s3.getObjectAsBytes(b -> b.bucket(name).key(key)))
        .asByteArray();
  }

  /** One page of the objects below a prefix, in order. */
  ListObjectsV2Response list(String prefix, int most, String continuation)
      throws CallFailedException {
    return call(
        "ListObjectsV2",
        prefix,
        () ->
            s3.listObjectsV2(
                b -> b.bucket(name).prefix(prefix).maxKeys(most).continuationToken(continuation)));
  }

  /** Removes objects; those that are not there are no error. */
  void delete(List<String> keys) throws IOException {
    for (int from = 0; from < keys.size(); from += MOST_DELETED_AT_ONCE) {
      var some = keys.subList(from, Math.min(keys.size(), from + MOST_DELETED_AT_ONCE));
      if (some.size() == 1) {
        call(
            "DeleteObject",
            some.getFirst(),
            () -> s3.deleteObject(b -> b.bucket(name).key(some.getFirst())));
        continue;
      }
      var ids = some.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
      var deleted =
          call(
              "DeleteObjects",
              some.getFirst(),
              () ->
                  s3.deleteObjects(b ->
                      b.bucket(name).delete(Delete.builder().objects(ids).quiet(true).build())));
      // Some providers report what is not there; another pod was faster.
      var error = deleted.errors().stream().filter(e -> !"NoSuchKey".equals(e.code())).findFirst();
      if (error.isPresent()) {
        throw new IOException("S3 DeleteObjects failed: " + error.get());
      }
    }
  }

  S3Client client() {
    return s3;
  }

  static <T> T call(String operation, String key, Supplier<T> call) throws CallFailedException {
    try {
      return call.get();
    } catch (SdkException e) {
      throw new CallFailedException(operation, key, e);
    }
  }
}
