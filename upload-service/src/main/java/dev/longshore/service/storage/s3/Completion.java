package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.UploadLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Part;

/** Makes one object of the parts and tails of a full upload. */
final class Completion {

  /** A provider may go on with a call whose connection was cut. */
  private static final Duration AT_WORK = Duration.ofSeconds(10);

  private static final Content NOTHING = new Content(0, List.of());

  private final UploadStore store;
  private final S3Options options;

  Completion(UploadStore store, S3Options options) {
    this.store = store;
    this.options = options;
  }

  /** Makes the object where it belongs; afterwards it is there. */
  void complete(StoredUpload upload, UploadState state) throws IOException {
    var multipart = state.multipart();
    var key =
        multipart == null
            ? store.keys().object(upload.path())
            : store.target(upload, multipart.fence());
    if (multipart == null) {
      requireAll(upload, Tails.length(state.tails()));
    }
    var condition = condition(key, upload, state);
    if (condition == null) {
      return;
    }
    if (multipart == null) {
      store.make(upload, state.tails(), NOTHING, state.tailsCrc(), condition);
    } else {
      store
          .publication()
          .publish(
              key,
              upload,
              upload.totalSize(),
              state.crc(),
              condition,
              AT_WORK,
              when -> putTogether(upload, state, key, when));
    }
  }

  /** Null if the object is made already. */
  private Publication.Condition condition(String key, StoredUpload upload, UploadState state)
      throws IOException {
    if (upload.partial()) {
      return Publication.Condition.NONE; // Nobody else's object can be there.
    }
    return options.conditionalWrites() && !options.allowOverwrite()
        ? Publication.Condition.ABSENT
        : store
            .publication()
            .look(key, upload, upload.totalSize(), state.crc(), options.allowOverwrite());
  }

  private void putTogether(
      StoredUpload upload, UploadState state, String key, Publication.Condition condition)
      throws IOException {
    if (!state.tails().isEmpty()) {
      writeLastPart(upload, state, key);
    }
    var parts = parts(upload, state, key);
    store
        .multiparts()
        .complete(
            key,
            state.multipart().id(),
            parts,
            request -> {
              request.ifMatch(condition.ifMatch()).ifNoneMatch(condition.ifNoneMatch());
              if (options.checksum() == S3Options.Checksum.CRC32C) {
                request.checksumCRC32C(Crc32c.base64(state.crc()));
                request.checksumType(ChecksumType.FULL_OBJECT).mpuObjectSize(upload.totalSize());
              }
            });
  }

  private void writeLastPart(StoredUpload upload, UploadState state, String key)
      throws IOException {
    long from = state.partsEnd(upload.offset());
    try (var _ = store.permit()) {
      store
          .multiparts()
          .uploadPart(
              key,
              state.multipart().id(),
              state.grid().number(from),
              store.content(upload, state.tails(), NOTHING),
              store.headers().checksum(state.tailsCrc()));
    }
  }

  /** The parts as the bucket has them, once it is sure that they are what was written. */
  private List<CompletedPart> parts(StoredUpload upload, UploadState state, String key)
      throws IOException {
    var there = store.multiparts().parts(key, state.multipart().id());
    var parts = new ArrayList<CompletedPart>();
    long end = 0;
    for (var part : there) {
      if (end == upload.totalSize()) {
        break; // Written by a holder whose bytes never counted.
      }
      requireNext(upload, state, part, parts.size() + 1, end);
      end += part.size();
      parts.add(
          CompletedPart.builder()
              .partNumber(part.partNumber())
              .eTag(part.eTag())
              .checksumCRC32C(part.checksumCRC32C())
              .build());
    }
    requireAll(upload, end);
    return parts;
  }

  private static void requireNext(
      StoredUpload upload, UploadState state, Part part, int number, long from) throws IOException {
    var grid = state.grid();
    long to = grid == null ? from + part.size() : grid.from(number + 1);
    if (part.partNumber() != number || part.size() != Math.min(to, upload.totalSize()) - from) {
      throw new UploadLostException(
          "part %d of upload %s has %d bytes, which is not what was written"
              .formatted(part.partNumber(), upload.uploadId(), part.size()));
    }
  }

  private static void requireAll(StoredUpload upload, long length) throws IOException {
    if (upload.totalSize() == null || length != upload.totalSize()) {
      throw new UploadLostException(
          "%d of %s bytes of upload %s are in the bucket"
              .formatted(length, upload.totalSize(), upload.uploadId()));
    }
  }
}
