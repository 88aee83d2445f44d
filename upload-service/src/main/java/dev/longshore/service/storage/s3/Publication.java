package dev.longshore.service.storage.s3;

import dev.longshore.service.storage.ObjectExistsException;
import dev.longshore.service.storage.StoredUpload;
import dev.longshore.service.storage.UploadLostException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Makes an object once, however often that is tried and whatever was heard of earlier tries. */
final class Publication {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private final Bucket bucket;

  /** Under what an object may be made. */
  record Condition(String ifMatch, String ifNoneMatch) {
    static final Condition NONE = new Condition(null, null);
    static final Condition ABSENT = new Condition(null, "*");

    static Condition same(HeadObjectResponse object) {
      return new Condition(object.eTag(), null);
    }
  }

  /** One try to make the object. */
  interface Attempt {
    void under(Condition condition) throws IOException;
  }

  Publication(Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * Makes the object at {@code key} of {@code length} bytes; afterwards it is there.
   *
   * @param patience how long an earlier try may still be at work when its bytes are gone already
   * @throws ObjectExistsException if another one is there
   * @throws UploadLostException if bytes are gone, or the object was made of other ones already
   */
  void publish(
      String key,
      StoredUpload upload,
      long length,
      int crc,
      Condition condition,
      Duration patience,
      Attempt attempt)
      throws IOException {
    try {
      attempt.under(condition);
    } catch (CallFailedException e) {
      if (e.isMismatch()) {
        throw new UploadLostException(e.getMessage());
      }
      if (!e.isConditionFailed() && !e.isMissing() && !e.isUnanswered()) {
        throw e;
      }
      var there = e.isMissing() ? await(key, patience) : bucket.head(key);
      if (there.isPresent() && isDone(upload, there.get(), length, crc)) {
        return; // An earlier try came through, or this one.
      }
      if (e.isMissing()) {
        throw new UploadLostException(e.getMessage());
      }
      boolean refused = there.isPresent() && !condition.equals(Condition.NONE);
      throw refused ? new ObjectExistsException(upload.path()) : e;
    }
  }

  private Optional<HeadObjectResponse> await(String key, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        var there = bucket.head(key);
        if (there.isPresent() || System.nanoTime() >= deadline) {
          return there;
        }
        Thread.sleep(LOOK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  /**
   * The condition under which the object may be made, where the provider can't be asked to look for
   * itself, or may replace what is there; null if the object is made already.
   *
   * @throws ObjectExistsException if another one is there and must not be replaced
   * @throws UploadLostException if the object was made of other bytes already
   */
  Condition look(String key, StoredUpload upload, long length, int crc, boolean mayReplace)
      throws IOException {
    var there = bucket.head(key);
    if (there.isEmpty()) {
      return Condition.NONE;
    }
    if (isDone(upload, there.get(), length, crc)) {
      return null;
    }
    if (!mayReplace) {
      throw new ObjectExistsException(upload.path());
    }
    return Condition.NONE;
  }

  private static boolean isDone(
      StoredUpload upload, HeadObjectResponse object, long length, int crc)
      throws UploadLostException {
    if (!isOf(upload, object)) {
      return false;
    }
    if (!isSame(object, length, crc)) {
      // The session is from an earlier time: the object is its owner's now.
      throw new UploadLostException(upload.path() + " was made of this upload before");
    }
    return true;
  }

  /** Whether an object was made of this upload. */
  static boolean isOf(StoredUpload upload, HeadObjectResponse object) {
    return upload.uploadId().equals(object.metadata().get(ObjectHeaders.UPLOAD_ID));
  }

  private static boolean isSame(HeadObjectResponse object, long length, int crc) {
    var checksum = object.checksumType() == ChecksumType.COMPOSITE ? null : object.checksumCRC32C();
    return object.contentLength() == length
        && (checksum == null || checksum.equals(Crc32c.base64(crc)));
  }
}
