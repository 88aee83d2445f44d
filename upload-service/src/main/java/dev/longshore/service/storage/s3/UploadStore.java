package dev.longshore.service.storage.s3;

import dev.longshore.service.observe.Calls;
import dev.longshore.service.storage.StoredUpload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;

/** The calls that move the bytes of uploads, and what they share: memory and permits. */
final class UploadStore {

  private static final Logger LOG = LoggerFactory.getLogger(UploadStore.class);

  private static final int MOST_IN_FLIGHT = 8;
  private static final int BEGINNINGS = 3;

  private final Bucket bucket;
  private final Multiparts multiparts;
  private final Keys keys;
  private final ObjectHeaders headers;
  private final Publication publication;
  private final S3Options options;
  private final MemoryBudget memory;
  private final Semaphore permits;
  private final Calls calls;

  UploadStore(Bucket bucket, S3Client once, S3Options options, MemoryBudget memory, Calls calls) {
    this.bucket = bucket;
    this.multiparts = new Multiparts(bucket, once);
    this.keys = new Keys(options.prefix(), options.scope());
    this.headers = new ObjectHeaders(options);
    this.publication = new Publication(bucket);
    this.options = options;
    this.memory = memory;
    this.calls = calls;
    this.permits = new Semaphore(options.concurrency(), true);
  }

  Bucket bucket() {
    return bucket;
  }

  Multiparts multiparts() {
    return multiparts;
  }

  Keys keys() {
    return keys;
  }

  ObjectHeaders headers() {
    return headers;
  }

  Publication publication() {
    return publication;
  }

  MemoryBudget memory() {
    return memory;
  }

  /** A task of another thread, which works for the same request as this one. */
  Runnable carried(Runnable task) {
    return calls.carried(task);
  }

  /** Bytes in memory at which a part that the memory can't hold writes a tail. */
  long spillAt(long partSize) {
    return partSize <= options.memory()
        ? Long.MAX_VALUE
        : Math.max(MemoryBudget.PAGE, options.memory() / 4);
  }

  /** Parts of one upload that go to the bucket at once, if there is memory for them. */
  int partsInFlight() {
    return Math.min(MOST_IN_FLIGHT, options.concurrency());
  }

  /** The right to make a call with a body; taken when all its bytes are there, never before. */
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  Permit permit() throws IOException {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    return permits::release;
  }

  /** A multipart upload that was begun, and the marker that does not name it yet. */
  record Begun(UploadState.Multipart multipart, String marker, Marker named) {}

  /**
   * Begins the multipart upload of an upload, in such a way that it is found after a crash. Each
   * attempt has a marker of its own: one whose answer was lost may have begun one all the same.
   */
  Begun begin(StoredUpload upload, long fence) throws IOException {
    var key = target(upload, fence);
    for (int attempt = 1; ; attempt++) {
      var marker = keys.marker(upload.uploadId(), fence, attempt);
      bucket.write(marker, new Marker(key, null).format(), headers::hidden);
      try {
        var id = multiparts.create(key, request -> headers.multipart(request, upload));
        return new Begun(new UploadState.Multipart(fence, id), marker, new Marker(key, id));
      } catch (CallFailedException e) {
        if (attempt == BEGINNINGS || !e.mayPass()) {
          throw e;
        }
      }
    }
  }

  /** Has the marker name its multipart upload, which may have parts by then. */
  void name(Begun begun) throws IOException {
    bucket.write(begun.marker(), begun.named().format(), headers::hidden);
  }

  /** Where the multipart upload that was begun under this lease makes its object. */
  String target(StoredUpload upload, long fence) {
    return upload.partial() ? keys.whole(upload.uploadId(), fence) : keys.object(upload.path());
  }

  void writePart(StoredUpload upload, UploadState.Multipart multipart, Part part, Pages pages)
      throws IOException {
    multiparts.uploadPart(
        target(upload, multipart.fence()),
        multipart.id(),
        part.number,
        content(upload, part.tails, pages.content()),
        headers.checksum(part.crc));
  }

  /** Writes a tail that takes in others. */
  void writeTail(StoredUpload upload, Tail tail, List<Tail> taken, Pages pages) throws IOException {
    // The checksum of what is taken in is known as part of a longer one only.
    var checksum = taken.isEmpty() ? headers.checksum(pages.crc()) : null;
    bucket.put(
        keys.tail(upload.uploadId(), tail),
        content(upload, taken, pages.content()),
        request -> {
          headers.hidden(request);
          request.checksumCRC32C(checksum);
        });
  }

  /** Tails of an upload, and bytes behind them. */
  Content content(StoredUpload upload, List<Tail> tails, Content behind) {
    var contents = new ArrayList<Content>();
    for (var tail : tails) {
      contents.add(bucket.content(keys.tail(upload.uploadId(), tail), tail.length()));
    }
    contents.add(behind);
    return Content.of(contents);
  }

  /** Makes the object of an upload in one call. */
  void make(
      StoredUpload upload, List<Tail> tails, Content behind, int crc, Publication.Condition when)
      throws IOException {
    var content = content(upload, tails, behind);
    var key = keys.object(upload.path());
    publication.publish(
        key,
        upload,
        content.length(),
        crc,
        when,
        Duration.ZERO,
        condition ->
            bucket.put(
                key,
                content,
                request -> {
                  headers.object(request, upload);
                  request.checksumCRC32C(headers.checksum(crc));
                  request.ifMatch(condition.ifMatch()).ifNoneMatch(condition.ifNoneMatch());
                }));
  }

  /** Removes tails that were replaced. Should that fail, they go with the upload. */
  void free(StoredUpload upload, List<Tail> tails) {
    try {
      bucket.delete(tails.stream().map(tail -> keys.tail(upload.uploadId(), tail)).toList());
    } catch (IOException e) {
      LOG.debug("tails of {} stay until it ends", upload.uploadId(), e);
    }
  }
}
