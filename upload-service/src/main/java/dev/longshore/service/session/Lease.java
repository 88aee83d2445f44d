package dev.longshore.service.session;

import java.time.Duration;

/**
 * The right to write to one upload, for a while.
 *
 * @param uploadId the upload
 * @param holder random name of this taking; no two takings share one
 * @param fence number of this taking; every later one has a higher number
 * @param duration how long the lease lasts from its taking or its last renewal
 */
public record Lease(String uploadId, String holder, long fence, Duration duration) {

  /**
   * What every store asks of a commit.
   *
   * @throws IllegalArgumentException if {@code next} stands before {@code from} or is another
   *     upload
   */
  public void requireForward(long from, UploadSession next) {
    if (next.uploadedBytes() < from || !next.uploadId().equals(uploadId)) {
      throw new IllegalArgumentException("a commit goes forward, and in the lease's own upload");
    }
  }
}
