package dev.longshore.service.upload;

import dev.longshore.service.storage.ObjectStorage;
import dev.longshore.service.storage.StoredUpload;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees what completed uploads left, behind the answers to their clients. An upload is complete
 * whether or not this succeeds; what a pod does not come to is for the next sweep.
 */
final class Tidying implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

  /** How many at once; who finds none left does it before the answer, and so slows down. */
  private static final int MOST = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ObjectStorage storage;
  private final Semaphore places = new Semaphore(MOST);

  Tidying(ObjectStorage storage) {
    this.storage = storage;
  }

  void tidy(StoredUpload upload) {
    if (!places.tryAcquire()) {
      run(upload);
      return;
    }
    Thread.startVirtualThread(() -> {
      try {
        run(upload);
      } finally {
        places.release();
      }
    });
  }

  private void run(StoredUpload upload) {
    try {
      storage.tidy(upload);
    } catch (IOException | RuntimeException e) {
      LOG.warn("upload {} left something in the storage for the next sweep", upload.uploadId(), e);
    }
  }

  /** Waits a moment for what is under way. */
  @Override
  public void close() {
    try {
      if (!places.tryAcquire(MOST, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("what completed uploads left is for the next sweep");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
