package dev.longshore.service.storage.s3;

import static dev.longshore.service.storage.s3.Bucket.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/** The multipart uploads of one bucket. Failures come as {@link CallFailedException}. */
final class Multiparts {

  /** Providers copy and put together gigabytes within one call. */
  private static final AwsRequestOverrideConfiguration LONG =
      AwsRequestOverrideConfiguration.builder()
          .apiCallAttemptTimeout(Duration.ofMinutes(15))
          .build();

  private final Bucket bucket;
  private final S3Client s3;
  private final S3Client once;

  /**
   * @param once a client that tries each call once
   */
  Multiparts(Bucket bucket, S3Client once) {
    this.bucket = bucket;
    this.s3 = bucket.client();
    this.once = once;
  }

  /** Begins one. Tried once only: where the answer is lost, one may have been begun. */
  String create(String key, Consumer<CreateMultipartUploadRequest.Builder> how)
      throws CallFailedException {
    return call(
            "CreateMultipartUpload",
            key,
            () -> once.createMultipartUpload(b -> how.accept(b.bucket(bucket.name()).key(key))))
        .uploadId();
  }

  /**
   * @param crc CRC-32C of the content as S3 writes it, or null
   */
  void uploadPart(String key, String id, int number, Content content, String crc)
      throws CallFailedException {
    call(
        "UploadPart",
        key,
        () ->
            s3.uploadPart(
                b ->
                    b.bucket(bucket.name())
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .contentLength(content.length())
                        .checksumCRC32C(crc)
                        .overrideConfiguration(bucket.timeoutFor(content.length())),
                content.body()));
  }

  void copyPart(String key, String id, int number, String source, long from, long length)
      throws CallFailedException {
    call(
        "UploadPartCopy",
        key,
        () ->
            s3.uploadPartCopy(b ->
                b.sourceBucket(bucket.name())
                    .sourceKey(source)
                    .copySourceRange("bytes=" + from + "-" + (from + length - 1))
                    .destinationBucket(bucket.name())
                    .destinationKey(key)
                    .uploadId(id)
                    .partNumber(number)
                    .overrideConfiguration(LONG)));
  }

  /** All parts, in the order of their numbers. */
  List<Part> parts(String key, String id) throws CallFailedException {
    var parts = new ArrayList<Part>();
    for (Integer marker = 0; marker != null; ) {
      int after = marker;
      var page =
          call(
              "ListParts",
              key,
              () ->
                  s3.listParts(b ->
                      b.bucket(bucket.name())
                          .key(key)
                          .uploadId(id)
                          .maxParts(1000)
                          .partNumberMarker(after)));
      parts.addAll(page.parts());
      marker = Boolean.TRUE.equals(page.isTruncated()) ? page.nextPartNumberMarker() : null;
    }
    return parts;
  }

  void complete(
      String key,
      String id,
      List<CompletedPart> parts,
      Consumer<CompleteMultipartUploadRequest.Builder> how)
      throws CallFailedException {
    call(
        "CompleteMultipartUpload",
        key,
        () ->
            s3.completeMultipartUpload(b ->
                how.accept(
                    b.bucket(bucket.name())
                        .key(key)
                        .uploadId(id)
                        .multipartUpload(m -> m.parts(parts))
                        .overrideConfiguration(LONG))));
  }

  /** Ends an upload and frees its parts; one that is not there is no error. */
  void abort(String key, String id) throws CallFailedException {
    try {
      call(
          "AbortMultipartUpload",
          key,
          () -> s3.abortMultipartUpload(b -> b.bucket(bucket.name()).key(key).uploadId(id)));
    } catch (CallFailedException e) {
      if (!e.isMissing()) {
        throw e;
      }
    }
  }

  /** Uploads to exactly this key that were begun in a time. */
  List<MultipartUpload> begun(String key, Instant from, Instant to) throws CallFailedException {
    var page =
        call(
            "ListMultipartUploads",
            key,
            () -> s3.listMultipartUploads(b -> b.bucket(bucket.name()).prefix(key)));
    return page.uploads().stream()
        .filter(upload -> upload.key().equals(key))
        .filter(upload -> !upload.initiated().isBefore(from) && upload.initiated().isBefore(to))
        .toList();
  }
}
