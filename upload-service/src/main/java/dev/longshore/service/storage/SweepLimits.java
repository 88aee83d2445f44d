package dev.longshore.service.storage;

import java.time.Instant;

/**
 * How long ago an upload must have been written to last, before a sweep may free it.
 *
 * @param ended for {@link UploadUse#ENDED}: whoever ended it may still be freeing it, so that doing
 *     it here too would be double work, though no harm
 * @param unknown for {@link UploadUse#UNKNOWN}: a session that was only lost for a while, with its
 *     Redis, must find its bytes again
 */
public record SweepLimits(Instant ended, Instant unknown) {

  /** Whether an upload last written to at {@code touched} may be freed. */
  public boolean mayFree(UploadUse use, Instant touched) {
    return switch (use) {
      case NEEDED -> false;
      case ENDED -> touched.isBefore(ended);
      case UNKNOWN -> touched.isBefore(unknown);
    };
  }
}
