package dev.longshore.service.upload;

import dev.longshore.service.storage.ObjectStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells uploads whose session is gone from those that never were. Anybody may ask for any name, and
 * looking may cost the storage a call each time, so this looks only so often; what it did not look
 * for counts as never having been, which is the answer of less use but no wrong one.
 */
final class LostUploads {

  private static final long PAUSE = Duration.ofMillis(50).toNanos();
  private static final long AT_ONCE = 100;

  private final ObjectStorage storage;

  /** When the looks so far are paid off, at one for each pause. */
  private final AtomicLong paidOff = new AtomicLong(System.nanoTime());

  LostUploads(ObjectStorage storage) {
    this.storage = storage;
  }

  /** Whether the storage keeps bytes of an upload of this name, as far as this may look. */
  boolean contains(String uploadId) throws IOException {
    return mayLook(System.nanoTime()) && storage.knows(uploadId);
  }

  private boolean mayLook(long now) {
    while (true) {
      long before = paidOff.get();
      long after = (before - now > 0 ? before : now) + PAUSE;
      if (after - now > AT_ONCE * PAUSE) {
        return false;
      }
      if (paidOff.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}
