package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.ObjectAppend;
import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.Progress;
import dev.longshore.service.storage.StoredUpload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upload with bytes of its own, and what a session knows of it. Every holder has a new fence.
 */
final class TestUpload {

  private static final AtomicInteger IDS = new AtomicInteger();

  final byte[] bytes;
  private StoredUpload upload;
  private long fence;

  private TestUpload(int length, StoredUpload upload) {
    this.bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    this.upload = upload;
  }

  /** An upload of a known length. */
  static TestUpload of(String path, int length) {
    return new TestUpload(length, stored(path, (long) length, false));
  }

  /** An upload whose length nobody says before its end. */
  static TestUpload ofUnknownLength(String path, int length) {
    return new TestUpload(length, stored(path, null, false));
  }

  /** A piece of others. */
  static TestUpload partial(int length) {
    return new TestUpload(length, stored("piece", (long) length, true));
  }

  private static StoredUpload stored(String path, Long length, boolean partial) {
    var metadata = new HashMap<String, String>(Map.of("filename", "Übersicht.txt", "kind", "test"));
    var id = "upload-%019d".formatted(IDS.incrementAndGet());
    return new StoredUpload(id, path, length, 0, "text/plain", metadata, partial, null, Map.of());
  }

  StoredUpload stored() {
    return upload;
  }

  long nextFence() {
    return ++fence;
  }

  /** Keeps a progress as the session does. */
  void commit(ObjectAppend append, Progress progress) {
    keep(progress);
    append.committed(progress);
  }

  void keep(Progress progress) {
    upload = with(upload.totalSize(), progress.offset(), progress.state());
  }

  private StoredUpload with(Long length, long offset, String state) {
    return new StoredUpload(
        upload.uploadId(),
        upload.path(),
        length,
        offset,
        upload.contentType(),
        upload.metadata(),
        upload.partial(),
        state,
        upload.tags());
  }

  /** The bytes from {@code from} on, in one buffer. */
  ByteBuffer[] slice(long from, int length) {
    return new ByteBuffer[] {ByteBuffer.wrap(bytes, (int) from, length)};
  }

  /** Sends a body of so many bytes, which ends in order. */
  void send(ObjectStorage storage, int length) throws IOException {
    long end = upload.offset() + length;
    try (var append = storage.append(upload, nextFence(), false)) {
      append.write(slice(upload.offset(), length));
      commit(append, end == bytes.length ? append.finish() : append.flush());
    }
  }

  /** Sends all that is missing, in bodies of one length. */
  void sendRest(ObjectStorage storage, int chunk) throws IOException {
    while (upload.offset() < bytes.length) {
      send(storage, (int) Math.min(chunk, bytes.length - upload.offset()));
    }
  }

  /** Does what follows the last body. */
  void finish(ObjectStorage storage) throws IOException {
    upload = with((long) bytes.length, upload.offset(), upload.state());
    storage.complete(upload, nextFence());
    storage.tidy(upload);
  }

  /** Makes it a piece of others. */
  void seal(ObjectStorage storage) throws IOException {
    keep(storage.seal(upload, nextFence()));
  }

  boolean isWhole(byte[] object) {
    return Arrays.equals(bytes, object);
  }
}
