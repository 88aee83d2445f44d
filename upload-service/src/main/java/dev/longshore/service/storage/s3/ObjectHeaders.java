package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.StoredUpload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** What is said of an object when it is made: its type, metadata, encryption, class and tags. */
final class ObjectHeaders {

  /** Metadata that tells which upload an object was made of. */
  static final String UPLOAD_ID = "longshore-upload-id";

  private static final Logger LOG = LoggerFactory.getLogger(ObjectHeaders.class);

  /** S3 takes 2 KB of names and values. */
  private static final int MAX_METADATA = 2048;

  private static final int MAX_TAGS = 10;

  private final S3Options options;

  ObjectHeaders(S3Options options) {
    this.options = options;
  }

  /** For a finished object made at once. */
  void object(PutObjectRequest.Builder request, StoredUpload upload) {
    hidden(request);
    request.contentType(upload.contentType()).metadata(metadata(upload));
    request.storageClass(options.storageClass()).tagging(tagging(upload));
  }

  /** For an object of the storage's own. */
  void hidden(PutObjectRequest.Builder request) {
    request.serverSideEncryption(options.encryption().algorithm());
    request.ssekmsKeyId(options.encryption().kmsKeyId());
  }

  /** For an object made of parts; that of a partial upload stays the storage's own. */
  void multipart(CreateMultipartUploadRequest.Builder request, StoredUpload upload) {
    request.serverSideEncryption(options.encryption().algorithm());
    request.ssekmsKeyId(options.encryption().kmsKeyId());
    request.contentType(upload.contentType()).metadata(metadata(upload));
    if (!upload.partial()) {
      request.storageClass(options.storageClass()).tagging(tagging(upload));
    }
    if (options.checksum() == S3Options.Checksum.CRC32C) {
      request.checksumAlgorithm(ChecksumAlgorithm.CRC32_C).checksumType(ChecksumType.FULL_OBJECT);
    }
  }

  /** A checksum as a call carries it, or null where none is sent. */
  String checksum(int crc) {
    return options.checksum() == S3Options.Checksum.CRC32C ? Crc32c.base64(crc) : null;
  }

  /** The upload's own tags before those of every object; null if there is none. */
  private Tagging tagging(StoredUpload upload) {
    var tags = new LinkedHashMap<>(upload.tags());
    options.tags().forEach(tags::putIfAbsent);
    if (tags.size() > MAX_TAGS) {
      LOG.warn(
          "{} has {} tags with those of every object, and S3 takes {}: the last ones are left out",
          upload.uploadId(),
          tags.size(),
          MAX_TAGS);
    }
    return tags.isEmpty()
        ? null
        : Tagging.builder()
            .tagSet(
                tags.entrySet().stream()
                    .limit(MAX_TAGS)
                    .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                    .toList())
            .build();
  }

  private static Map<String, String> metadata(StoredUpload upload) {
    var metadata = new LinkedHashMap<String, String>();
    metadata.put(UPLOAD_ID, upload.uploadId());
    int bytes = UPLOAD_ID.length() + upload.uploadId().length();
    for (var entry : upload.metadata().entrySet()) {
      var name = entry.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_.-]", "-");
      var value = encoded(entry.getValue());
      bytes += name.length() + value.length();
      if (bytes > MAX_METADATA) {
        LOG.warn(
            "the metadata of {} is longer than S3 takes: '{}' and what follows is left out",
            upload.uploadId(),
            entry.getKey());
        break;
      }
      metadata.putIfAbsent(name, value);
    }
    return metadata;
  }

  /** Printable ASCII as it is, anything else as RFC 2047 says and S3 itself answers it. */
  private static String encoded(String value) {
    boolean plain =
        value.chars().allMatch(c -> c >= ' ' && c < 127)
            && value.equals(value.strip())
            && !value.startsWith("=?");
    return plain
        ? value
        : "=?UTF-8?B?"
            + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }
}
